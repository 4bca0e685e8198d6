import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { manifest, read } from './project';

describe('the documents', () => {
  it('README’s tables of commands and settings are those of package.json', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/docs.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });

  it('.ci/run runs the README’s test command, and can be run', () => {
    const inReadme = /^npm ci && npm test$/m;
    assert.match(read('README.md'), inReadme);
    assert.match(read('.ci/run'), inReadme);
    assert.ok((fs.statSync('.ci/run').mode & 0o111) !== 0);
  });

  const documents = [...markdownIn('.'), ...markdownIn('docs')];

  it('name only scripts that exist', () => {
    for (const file of documents) {
      for (const [, script] of read(file).matchAll(/npm run ([\w:-]+)/g))
        assert.ok(script && script in manifest.scripts, `${file}: ${script ?? ''}`);
    }
  });

  it('link only to files that exist', () => {
    for (const file of documents) {
      for (const [, target] of read(file).matchAll(/\]\((?!https?:|#|command:)([^)#\s]+)/g)) {
        assert.ok(fs.existsSync(path.join(path.dirname(file), target ?? '')), `${file} links to ${target ?? ''}`);
      }
    }
  });
});

function markdownIn(folder: string): string[] {
  return fs.readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [path.join(folder, name)] : []));
}
