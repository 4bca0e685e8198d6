import assert from 'node:assert/strict';
import { folderId, type TreeNode } from '../../src/editor/trees/node';
import { renewSizesIn } from '../../src/editor/trees/staleSizes';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Entry, Remote } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { SPACE, WORKSPACE, file, folder, planOf, target } from '../support/builders';

const DONE: Outcome = { kind: 'done' };

function reportOf(path: string, outcome: Outcome, remote: typeof SPACE | typeof WORKSPACE = SPACE): Report {
  const of = target(file(path), remote);
  const lines = [{ target: of, outcome, attempts: 1, durationMs: 1 }];
  return { plan: planOf([of]), lines, startedAt: 0, endedAt: 1 };
}

describe('sizes of folders after a deletion', () => {
  /** A tree that shows some folders, each of 100 bytes, and a provider that says 40. */
  function stage(...paths: readonly string[]) {
    const rows = new Map(
      paths.map((path): [string, TreeNode] => {
        const id = folderId(SPACE, folder(path).path);
        const entry = folder(path, { bytes: 100, id: `id of ${path}` });
        return [id, { type: 'entry', id, parent: undefined as never, address: SPACE, entry, readonly: false }];
      }),
    );
    const learnt: (readonly [string, number | undefined])[] = [];
    const tree = {
      find: (id: string) => rows.get(id),
      learn: (_id: string, facts: Partial<TreeNode>) => {
        const { entry } = facts as { readonly entry: Entry };
        learnt.push([entry.path, entry.bytes]);
      },
    };
    const stat = (path: Entry['path']) =>
      Promise.resolve(
        path === 'lost' ? failed(failureOf('notFound', 'x')) : success(folder(path, { bytes: 40, id: ids(path) })),
      );
    let ids = (path: string): string => `id of ${path}`;
    const replace = (): void => {
      ids = (path) => `id of another ${path}`;
    };
    const renew = renewSizesIn(tree, () => Promise.resolve(success({ stat } as unknown as Remote)), 5);
    return { renew, replace, learnt, later: () => new Promise((resolve) => setTimeout(resolve, 60)) };
  }

  it('go at once on every folder above, and come back as the provider says them later', async () => {
    const { renew, learnt, later } = stage('a', 'a/b', 'ab');
    renew(reportOf('a/b/c.txt', DONE));
    assert.deepEqual(learnt.splice(0).sort(), [
      ['a', undefined],
      ['a/b', undefined],
    ]);
    await later();
    assert.deepEqual(learnt.sort(), [
      ['a', 40],
      ['a/b', 40],
    ]);
  });

  it('stay where nothing went, where nothing is shown, and gone where the folder itself is', async () => {
    const { renew, learnt, later } = stage('a', 'lost');
    renew(reportOf('a/b.txt', { kind: 'failed', failure: failureOf('protected', 'posix.eacces') }));
    renew(reportOf('a/b.txt', DONE, WORKSPACE));
    renew(reportOf('other/b.txt', DONE));
    await later();
    assert.deepEqual(learnt, []);
    renew(reportOf('lost/b.txt', DONE));
    await later();
    assert.deepEqual(learnt, [['lost', undefined]]);
  });

  it('are read once, after the last deletion below', async () => {
    const { renew, learnt, later } = stage('a');
    renew(reportOf('a/1.txt', DONE));
    renew(reportOf('a/2.txt', DONE));
    learnt.length = 0;
    await later();
    assert.deepEqual(learnt, [['a', 40]]);
  });

  it('stay away when another folder has taken the place: its row must not pass for the one that was listed', async () => {
    const { renew, replace, learnt, later } = stage('a');
    renew(reportOf('a/1.txt', DONE));
    replace();
    await later();
    assert.deepEqual(learnt, [['a', undefined]]);
  });
});
