import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commitWorkspace } from '../../src/sandbox/oxen/commit';
import { fileContent } from '../../src/sandbox/oxen/fileContent';
import { headOf, type Repository, type Workspace } from '../../src/sandbox/oxen/repository';
import { stageRemovals, stageUpload, unstage } from '../../src/sandbox/oxen/staging';
import { createStore, seedRepository, seedWorkspace } from '../../src/sandbox/oxen/store';
import { fileAt, walk } from '../../src/sandbox/oxen/tree';

const FILES = ['a/1.txt', 'a/2.txt', 'a/b/3.txt', 'a/b/c/4.txt', 'a2/5.txt', 'd/6.txt', '7.txt', 'd/8.md'];
const FOLDERS = ['a', 'a/b', 'a/b/c', 'a2', 'd'];

function begin(): { readonly repository: Repository; readonly workspace: Workspace; readonly commit: () => string } {
  let time = 0;
  const store = createStore(() => (time += 1000));
  const seeds = FILES.map((path) => ({ path, bytes: Buffer.from(path) }));
  const repository = seedRepository(store, 'ox', 'data', seeds);
  const workspace = seedWorkspace(store, repository, 'ws');
  return {
    repository,
    workspace,
    commit() {
      const head = headOf(repository, 'main');
      assert.ok(head);
      const text = { message: 'm', author: 'a', email: 'e', time: store.clock() };
      return commitWorkspace(repository, workspace, head, 'main', text).kind;
    },
  };
}

function treeOf(repository: Repository): readonly string[] {
  const head = headOf(repository, 'main');
  assert.ok(head);
  return [...walk(head.root, '')].map(([path, { kind }]) => (kind === 'folder' ? `${path}/` : path)).sort();
}

const everything = [...FILES, ...FOLDERS.map((folder) => `${folder}/`)].sort();
const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

describe('Oxen sandbox: the tree after a commit', () => {
  it('lacks exactly the files that were staged one by one; folders stay', () => {
    fc.assert(
      fc.property(fc.subarray(FILES, { minLength: 1 }), (chosen) => {
        const { repository, workspace, commit } = begin();
        assert.deepEqual(stageRemovals(workspace, chosen), []);
        assert.equal(commit(), 'done');
        assert.deepEqual(
          treeOf(repository),
          everything.filter((path) => !chosen.includes(path)),
        );
      }),
    );
  });

  it('lacks the folders that were staged and all below; neighbours stay', () => {
    fc.assert(
      fc.property(fc.subarray(FOLDERS, { minLength: 1 }), (chosen) => {
        const cover = chosen.filter((path) => !chosen.some((folder) => isBelow(path, folder)));
        const { repository, workspace, commit } = begin();
        stageRemovals(workspace, cover);
        assert.equal(commit(), 'done');
        assert.deepEqual(
          treeOf(repository),
          everything.filter((path) => !cover.some((folder) => isBelow(path, folder))),
        );
      }),
    );
  });

  it('never loses a file from its full path that was not staged, whatever was staged, unstaged and uploaded', () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('stage' as const), path: fc.constantFrom(...FILES) }),
      fc.record({ what: fc.constant('unstage' as const), path: fc.constantFrom(...FILES, ...FOLDERS, '') }),
      fc.record({ what: fc.constant('upload' as const), path: fc.constantFrom(...FILES, 'a/new.txt', 'e/f/new.txt') }),
      fc.record({ what: fc.constant('commit' as const), path: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { repository, workspace, commit } = begin();
        const kept = new Set(FILES);
        for (const { what, path } of [...steps, { what: 'commit' as const, path: '' }]) {
          if (what === 'stage') stageRemovals(workspace, [path]);
          if (what === 'unstage') unstage(workspace, path);
          if (what === 'upload') stageUpload(workspace, path, fileContent(path, Buffer.from('other')));
          if (what !== 'commit') continue;
          for (const [key, entry] of workspace.staged.under('')) {
            if (entry.kind === 'folder') continue;
            if (entry.status === 'Removed') kept.delete(key);
            else kept.add(key);
          }
          commit();
          const head = headOf(repository, 'main');
          assert.ok(head);
          for (const file of kept) assert.ok(fileAt(head, file), `${file} after ${JSON.stringify(steps)}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the books of every folder it writes', () => {
    const { repository, workspace, commit } = begin();
    stageRemovals(workspace, ['a/b', '7.txt']);
    commit();
    const head = headOf(repository, 'main');
    const left = FILES.filter((path) => !isBelow(path, 'a/b') && path !== '7.txt');
    const bytes = left.reduce((sum, path) => sum + path.length, 0);
    assert.deepEqual(head?.root.totals, { bytes, types: new Map([['text', { files: left.length, bytes }]]) });
    const below = left.filter((path) => isBelow(path, 'a'));
    assert.equal(head.folders.get('a')?.totals.types.get('text')?.files, below.length);
  });
});
