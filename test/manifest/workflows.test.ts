import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { manifest, read } from './project';

const FOLDER = '.github/workflows';
const FORMS = '.github/ISSUE_TEMPLATE';

describe('the workflows', () => {
  const workflows = fs.readdirSync(FOLDER).map((name) => ({ name, text: read(path.join(FOLDER, name)) }));

  it('pin every action by commit, with its version beside it', () => {
    for (const { name, text } of workflows) {
      const used = [...text.matchAll(/uses: (.+)$/gm)].map(([, action]) => action ?? '');
      assert.ok(used.length > 0, name);
      for (const action of used) assert.match(action, /^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
    }
  });

  it('start without any right, and every job names what it needs', () => {
    for (const { name, text } of workflows) {
      assert.match(text, /^permissions: \{\}$/m, name);
      const jobs = text.slice(text.indexOf('\njobs:')).match(/^ {2}\w+:$/gm) ?? [];
      assert.equal((text.match(/^ {4}permissions:$/gm) ?? []).length, jobs.length, name);
      assert.doesNotMatch(text, /pull_request_target|write-all/, name);
    }
  });

  it('never leave the checkout’s token behind, and run only scripts that exist', () => {
    for (const { name, text } of workflows) {
      const checkouts = text.match(/actions\/checkout@/g) ?? [];
      assert.equal((text.match(/persist-credentials: false/g) ?? []).length, checkouts.length, name);
      for (const [, script] of text.matchAll(/npm run ([\w:]+)/g))
        assert.ok(script !== undefined && script in manifest.scripts, `${name}: ${script ?? ''}`);
    }
  });

  it('release one file: what was tested is what both registries get', () => {
    const text = read(path.join(FOLDER, 'release.yml'));
    assert.equal((text.match(/\.ci\/run/g) ?? []).length, 1);
    assert.match(text, /vsce publish --packagePath winnow-\*\.vsix/);
    assert.match(text, /ovsx@\d+\.\d+\.\d+ publish winnow-\*\.vsix/);
    assert.match(text, /sha256sum --check/);
  });
});

describe('the issue forms', () => {
  it('offer no choice called none: GitHub keeps the word for itself and drops the form', () => {
    const lists = fs
      .readdirSync(FORMS)
      .flatMap((name) => [...read(path.join(FORMS, name)).matchAll(/^ +options: \[(.+)\]$/gm)]);
    assert.ok(lists.length > 0);
    for (const [, list = ''] of lists)
      for (const choice of list.split(', ')) assert.doesNotMatch(choice, /^(none|true|false|yes|no|on|off)$/i);
  });
});
