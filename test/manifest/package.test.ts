import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readZip } from '../support/zip';
import { VSIX, manifest, read } from './project';

describe('the package', () => {
  const texts = new Map<string, () => string>();
  before(() => {
    for (const entry of readZip(fs.readFileSync(VSIX))) texts.set(entry.name, () => entry.read().toString('utf8'));
  });
  const textOf = (file: string): string => texts.get(file)?.() ?? '';

  it('holds the files of packedFiles.txt and no other', () => {
    const expected = read('test/manifest/packedFiles.txt').trim().split('\n');
    const message = 'if the change is meant, put it into test/manifest/packedFiles.txt';
    assert.deepEqual([...texts.keys()].sort(), expected.sort(), message);
  });

  it('is the same, byte for byte, when it is made from a copy in another folder', function () {
    this.timeout(120_000);
    const copy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-again-')), 'deep', 'copy of it');
    const made = new Set(['node_modules', 'dist', 'out', '.git']);
    fs.mkdirSync(copy, { recursive: true });
    for (const name of fs.readdirSync('.'))
      if (!made.has(name) && !name.endsWith('.vsix')) fs.cpSync(name, path.join(copy, name), { recursive: true });
    fs.symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'), 'junction');
    const again = path.join(copy, 'again.vsix');
    const packed = spawnSync(process.execPath, ['tools/package.mjs', '--out', again], { cwd: copy, encoding: 'utf8' });
    assert.equal(packed.status, 0, packed.stdout + packed.stderr);
    const entries = (file: string): readonly string[] =>
      readZip(fs.readFileSync(file)).map((entry) => `${entry.name} ${hashOf(entry.read())}`);
    assert.deepEqual(entries(again), entries(VSIX));
    assert.equal(hashOf(fs.readFileSync(again)), hashOf(fs.readFileSync(VSIX)));
    fs.rmSync(path.resolve(copy, '../..'), { recursive: true });
  });

  it('tells whose code it contains, with their licences', () => {
    const blocks = textOf('extension/dist/THIRD-PARTY.txt').split(/^-{80}$/m);
    assert.ok(blocks.some((block) => block.includes(`axios ${manifest.dependencies.axios ?? ''} (MIT)`)));
    for (const block of blocks)
      assert.match(block, /Permission is hereby granted|Redistribution and use/, block.slice(0, 80));
    assert.match(textOf('extension/LICENSE.txt'), /Apache License/);
  });

  it('has no code in it that follows redirects or takes a proxy from the environment', () => {
    assert.doesNotMatch(
      textOf('extension/dist/THIRD-PARTY.txt'),
      /^(follow-redirects|https-proxy-agent|proxy-from-env|form-data) /m,
    );
    const axios = textOf('extension/dist/axios.js');
    for (const theirs of ['Maximum number of redirects exceeded', 'NO_PROXY', 'XMLHttpRequest', '.connect('])
      assert.ok(!axios.includes(theirs), theirs);
  });

  it('names no source map and no place on the machine that made it', () => {
    for (const name of texts.keys()) {
      if (!/\.(js|json|txt|md)$/.test(name)) continue;
      assert.doesNotMatch(textOf(name), /sourceMappingURL/, name);
      assert.ok(!textOf(name).includes(process.cwd()), name);
    }
  });
});

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
