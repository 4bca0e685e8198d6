import assert from 'node:assert/strict';
import { Siblings } from '../../src/editor/files/siblings';
import { folderId, type EntryNode, type FolderNode, type SpaceNode, type TreeNode } from '../../src/editor/trees/node';
import type { Children } from '../../src/editor/trees/treeSource';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Entry, PageToken, Remote } from '../../src/removal/remote';
import { SPACE, file, folder, never, pathOf } from '../support/builders';
import { rowOf, SPACE_ROW } from '../support/rows';

const PAGE = 10;

const space: SpaceNode = { ...SPACE_ROW, id: folderId(SPACE, '') };

function row(entry: Entry, parent: TreeNode = space): EntryNode {
  return rowOf(entry, parent, folderId(SPACE, entry.path));
}

const nameOf = (index: number): string => `many/f${String(index).padStart(5, '0')}`;

/** A folder of so many files on a server that lists ten a page, and a tree that has loaded as many pages of it as a test says. */
function stage(count: number) {
  let entries: readonly Entry[] = Array.from({ length: count }, (_, index) => file(nameOf(index)));
  let loaded: Children | undefined;
  let pages: (string | undefined)[] = [];
  let meanwhile = (): void => undefined;
  let broken = false;
  const parent: FolderNode = row(folder('many'));
  const pageAt = (from: number, size: number): { items: readonly Entry[]; next?: PageToken } => {
    const next = from + size < entries.length ? { next: String(from + size) as PageToken } : {};
    return { items: entries.slice(from, from + size), ...next };
  };
  const remote = {
    list: (_: string, page: PageToken | undefined, signal: AbortSignal) => {
      pages.push(page);
      meanwhile();
      if (signal.aborted) return Promise.resolve(failed(failureOf('cancelled', 'cancelled')));
      if (broken) return Promise.resolve(failed(failureOf('unavailable', 'serviceUnavailable')));
      return Promise.resolve(success(pageAt(Number(page ?? 0), PAGE)));
    },
  } as unknown as Remote;
  const siblings = new Siblings({
    treeOf: () => ({
      find: (id) => (id === parent.id ? parent : undefined),
      rowsInOrder: () => loaded,
    }),
    connections: { remote: () => Promise.resolve(success(remote)) },
  });
  const at = (index: number) => ({ remote: SPACE, path: pathOf(nameOf(index)) });
  const next = async (index: number, by: 1 | -1 = 1, signal = never): Promise<string> => {
    const found = await siblings.neighbour(at(index), by, signal);
    if (!found.ok) return found.failure.code;
    return found.value.kind === 'file' ? found.value.path : found.value.kind;
  };
  /** `3 of 10+` */
  const known = (index: number): string | undefined => {
    const place = siblings.knownPlace(at(index));
    return place && `${place.index + 1} of ${place.files.length}${place.complete ? '' : '+'}`;
  };
  return {
    siblings,
    next,
    known,
    listed: async (index: number) => {
      const place = await siblings.listedPlace(at(index), never);
      return place && `${place.index + 1} of ${place.files.length}${place.complete ? '' : '+'}`;
    },
    /** The tree as after a refresh: this many pages are loaded, none while it is being read. */
    tree: (count: number) => {
      const { items, ...more } = pageAt(0, count * PAGE);
      loaded = count === 0 ? undefined : { nodes: items.map((entry) => row(entry, parent)), ...more };
    },
    treeRows: (children: Children) => (loaded = children),
    parent,
    remove: (index: number) => (entries = entries.filter(({ path }) => path !== nameOf(index))),
    before: (first: readonly Entry[]) => (entries = [...first, ...entries]),
    whileListing: (act: () => void) => (meanwhile = act),
    breaks: (now: boolean) => (broken = now),
    /** The pages that were asked for since the last time. */
    pages: () => {
      const asked = pages;
      pages = [];
      return asked;
    },
  };
}

describe('where a file stands in its folder', () => {
  it('is told from what the tree has loaded, without a request', () => {
    const { tree, known, pages } = stage(25);
    tree(1);
    assert.deepEqual([known(0), known(9), known(10)], ['1 of 10+', '10 of 10+', undefined]);
    tree(3);
    assert.equal(known(24), '25 of 25');
    assert.deepEqual(pages(), []);
  });

  it('of a folder that no tree has loaded takes one page, and none for the next of its files', async () => {
    const { listed, pages } = stage(5);
    assert.equal(await listed(2), '3 of 5');
    assert.equal(await listed(3), '4 of 5');
    assert.deepEqual(pages(), [undefined]);
  });

  it('is not looked for: a file far down its folder, or one that is gone, takes one page at most', async () => {
    const { listed, tree, pages, remove } = stage(1_000);
    assert.equal(await listed(999), undefined);
    assert.equal(await listed(999), undefined);
    assert.deepEqual(pages(), [undefined]);
    tree(1);
    remove(3);
    assert.equal(await listed(999), undefined);
    assert.deepEqual(pages(), []);
  });

  it('is not told from a tree that could not list the folder', async () => {
    const { listed, treeRows, parent, pages } = stage(5);
    const failure = failureOf('unavailable', 'serviceUnavailable');
    const account = { id: 'lab', kind: 'onedata', name: '', origin: 'http://x', memoryOnly: true } as const;
    treeRows({ nodes: [{ type: 'problem', id: 'problem', parent, failure, account }] });
    assert.equal(await listed(2), '3 of 5');
    assert.deepEqual(pages(), [undefined]);
  });

  it('counts files alone', async () => {
    const { listed, before } = stage(3);
    before([folder('many/a'), folder('many/b')]);
    assert.equal(await listed(0), '1 of 3');
  });
});

describe('going from one file to the next', () => {
  it('asks for nothing where the next file is known', async () => {
    const { tree, next, pages } = stage(25);
    tree(1);
    assert.deepEqual([await next(0), await next(5, -1), await next(0, -1)], [nameOf(1), nameOf(4), 'end']);
    assert.deepEqual(pages(), []);
  });

  it('asks for one page more at the end of what is loaded, and ends with the folder', async () => {
    const { tree, next, known, pages } = stage(15);
    tree(1);
    assert.equal(await next(9), nameOf(10));
    assert.deepEqual(pages(), ['10']);
    assert.deepEqual(
      [known(10), await next(10), await next(10, -1), await next(14)],
      ['11 of 15', nameOf(11), nameOf(9), 'end'],
    );
    assert.deepEqual(pages(), []);
  });

  it('goes on through a long folder with one request a page, although the tree is read again after every step', async () => {
    const { tree, next, known, pages } = stage(1_000);
    for (let index = 0; index < 999; index += 1) {
      tree(index % 2); // being read, and read
      assert.equal(await next(index), nameOf(index + 1));
      assert.ok(known(index + 1));
    }
    assert.equal(pages().length, 100);
  });

  it('looks for a file that is not loaded on a few pages, and goes on from there when asked again', async () => {
    const { tree, next, pages } = stage(100);
    tree(1);
    assert.equal(await next(75), 'furtherOn');
    assert.deepEqual(pages(), ['10', '20', '30', '40', '50']);
    assert.equal(await next(75), nameOf(76));
    assert.deepEqual(pages(), ['60', '70']);
  });

  it('says that a file is not listed when its folder ends, and looks again when a folder changed', async () => {
    const { next, remove, listed, pages } = stage(5);
    remove(2);
    assert.equal(await next(2), 'notListed');
    remove(1);
    assert.equal(await listed(2), undefined);
    assert.deepEqual(pages(), [undefined, undefined]);
  });

  it('is given up when the person goes elsewhere', async () => {
    const { next, whileListing, pages } = stage(100);
    const leaving = new AbortController();
    whileListing(() => leaving.abort());
    assert.equal(await next(75, 1, leaving.signal), 'cancelled');
    assert.deepEqual(pages(), [undefined]);
  });

  it('begins anew after a page that could not be listed', async () => {
    const { next, breaks, pages } = stage(100);
    assert.equal(await next(9), nameOf(10));
    breaks(true);
    assert.equal(await next(19), 'serviceUnavailable');
    breaks(false);
    assert.equal(await next(9), nameOf(10));
    assert.deepEqual(pages(), [undefined, '10', '20', undefined, '10']);
  });

  it('knows nothing any more of a folder that a run may have changed, also of a page that was on its way', async () => {
    const { siblings, next, whileListing, known, pages } = stage(100);
    await next(0);
    siblings.forget();
    assert.equal(known(0), undefined);
    whileListing(() => siblings.forget());
    await next(0);
    assert.equal(known(0), undefined);
    assert.deepEqual(pages(), [undefined, undefined]);
  });
});
