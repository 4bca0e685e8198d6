import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Send } from '../../src/remotes/request';
import { AUTHOR, plainRepository } from '../support/oxenPlain';
import {
  bareTargets,
  kindsOf,
  NEVER,
  oxenRig,
  perform,
  targetsOf,
  workspaceOf,
  type OxenRig,
} from '../support/oxenRig';

/** Files of the packages installed here, as they are: a tree that people made, with its depths, doubles and odd names. */
const WANTED = Number(process.env.OXEN_TREE ?? 5000);

function realFiles(): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  const packages = fs.readdirSync('node_modules').filter((name) => /^[a-z]/.test(name));
  for (const name of packages.sort()) {
    if (Object.keys(files).length >= WANTED) break;
    for (const entry of fs.readdirSync(path.join('node_modules', name), { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      // Upload routes are decoded once: a folder with `%` cannot be uploaded into. A few huge files would only take time.
      if (!entry.isFile() || file.includes('%') || fs.statSync(file).size > 1_000_000) continue;
      files[file.split(path.sep).slice(1).join('/')] = new Uint8Array(fs.readFileSync(file));
    }
  }
  return files;
}

describe('oxen: a real tree', function () {
  this.timeout(1_200_000);
  let rig: OxenRig;
  before(async () => {
    rig = await oxenRig();
  });
  after(() => rig.stop());

  it(`of ${WANTED} files: a third removed by folder, pattern and file, part taken back, committed`, async () => {
    const files = realFiles();
    const all = Object.keys(files).sort();
    assert.ok(all.length >= WANTED, `only ${all.length} files are installed here`);
    const repository = await plainRepository(rig.plain, 'tree', files);
    await repository.open('ws');
    let requests = 0;
    const counting: Send = (request, signal) => {
      requests++;
      return rig.send(request, signal);
    };
    const remote = workspaceOf({ send: counting }, repository, 'ws');
    const started = performance.now();

    const top = [...new Set(all.map((file) => file.split('/')[0] ?? ''))];
    const folders = top.filter((_, index) => index % 4 === 0);
    const inFolders = (file: string) => folders.some((folder) => file.startsWith(`${folder}/`));
    const byPattern = all.filter((file) => !inFolders(file) && /\/LICENSE(\.\w+)?$/i.test(file));
    const single = all.filter((file, index) => !inFolders(file) && !byPattern.includes(file) && index % 97 === 0);
    const removed = new Set([...all.filter(inFolders), ...byPattern, ...single]);
    assert.ok(removed.size > all.length / 5, `${removed.size} of ${all.length}`);
    const targets = await targetsOf(remote, folders);
    assert.deepEqual([...new Set(kindsOf(await perform(remote.removal, targets)))], ['done']);
    for (let from = 0; from < byPattern.length + single.length; from += 100) {
      const some = [...byPattern, ...single].slice(from, from + 100);
      assert.deepEqual([...new Set(kindsOf(await perform(remote.removal, bareTargets(remote, some))))], ['done']);
    }
    assert.deepEqual((await repository.staged('ws')).removed, [...removed].sort());

    const back = [folders[1] ?? '', ...single.filter((_, index) => index % 3 === 0), ...byPattern.slice(0, 5)];
    const backFile = all.find((file) => file.startsWith(`${folders[2] ?? ''}/`)) ?? '';
    const outcomes = await perform(remote.unstaging, bareTargets(remote, [...back, backFile]));
    assert.deepEqual([...new Set(kindsOf(outcomes))], ['done']);
    for (const file of [...removed]) {
      if (file === backFile || back.some((one) => file === one || file.startsWith(`${one}/`))) removed.delete(file);
    }
    assert.deepEqual((await repository.staged('ws')).removed, [...removed].sort());

    const outcome = await remote.commit({ branch: 'main', message: 'a third', ...AUTHOR }, NEVER);
    assert.ok(outcome.kind === 'committed', JSON.stringify(outcome));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    assert.equal(outcome.proof.kind, 'asStaged', JSON.stringify(outcome.proof));
    const tree = (await repository.tree()).filter((entry) => !entry.endsWith('/'));
    assert.deepEqual(
      tree,
      all.filter((file) => !removed.has(file)),
    );
    for (const file of tree.filter((_, index) => index % 200 === 0)) {
      const content = await repository.content(file);
      assert.equal(content, new TextDecoder().decode(files[file]), file);
    }
    const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0);
    process.stdout.write(
      `    (${rig.label}: ${all.length} files of ${Math.round(bytes / 1e6)} MB, ${removed.size} removed, ${seconds} s, ${requests} requests)\n`,
    );
  });
});
