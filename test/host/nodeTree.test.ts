import assert from 'node:assert/strict';
import type { EntryNode, SpaceNode, TreeNode } from '../../src/editor/trees/node';
import { NodeTree } from '../../src/editor/trees/nodeTree';
import type { Children } from '../../src/editor/trees/treeSource';
import type { PageToken } from '../../src/removal/remote';
import { SPACE, file } from '../support/builders';

const FOLDER: SpaceNode = {
  type: 'space',
  id: 'space',
  parent: undefined,
  address: SPACE,
  label: 'space',
  provider: undefined,
  providers: [],
  preferred: undefined,
  readonly: false,
};

describe('rows of a tree that is refreshed while it loads', () => {
  const asked: { readonly page: string | undefined; readonly answer: (children: Children) => void }[] = [];
  const row = (name: string, bytes: number): EntryNode => {
    const entry = file(name, { bytes });
    return { type: 'entry', id: `space/${name}`, parent: FOLDER, address: SPACE, entry, readonly: false };
  };
  const answer = async (question: number, nodes: readonly TreeNode[], next?: string): Promise<void> => {
    asked[question]?.answer(next === undefined ? { nodes } : { nodes, next: next as PageToken });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const shown = (rows: readonly TreeNode[] | undefined): readonly (string | undefined)[] | undefined =>
    rows?.map((one) => (one.type === 'entry' ? `${one.entry.path} ${one.entry.bytes}` : one.type));
  let tree: NodeTree;
  beforeEach(() => {
    asked.length = 0;
    const children = (_: TreeNode, page: string | undefined): Promise<Children> =>
      new Promise((give) => asked.push({ page, answer: give }));
    tree = new NodeTree(
      { roots: () => [FOLDER], children },
      () => ({ isMarked: false, spoken: () => undefined }),
      () => undefined,
    );
  });
  afterEach(() => tree.dispose());

  it('a file that is listed with other content, or is another one, is told of: an editor may show it', async () => {
    const replaced: string[] = [];
    tree.onDidReplace(({ entry }) => replaced.push(`${entry.path} ${entry.bytes}`));
    const list = async (question: number, ...rows: readonly EntryNode[]): Promise<void> => {
      tree.refresh(FOLDER);
      const children = tree.getChildren(FOLDER);
      await answer(question, rows);
      await children;
    };
    await list(0, row('a', 1), row('b', 1), row('c', 1));
    await list(1, row('a', 1), row('b', 2), row('d', 1));
    assert.deepEqual(replaced, ['b 2']);
  });

  it('a late answer of the earlier listing changes nothing, on any page', async () => {
    const first = tree.getChildren(FOLDER);
    await answer(0, [row('deleted', 1), row('a', 1)], 'two');
    const more = (await first).find((one) => one.type === 'more') ?? assert.fail('no more');
    const paged = tree.loadMore(more);
    await answer(1, [row('b', 1)]);
    await paged;

    tree.refresh(FOLDER);
    const early = tree.getChildren(FOLDER);
    tree.refresh(FOLDER);
    const late = tree.getChildren(FOLDER);
    await answer(3, [row('a', 2)], 'new two');
    await answer(4, [row('b', 2)]);
    await answer(2, [row('deleted', 1), row('a', 1)], 'old two');
    for (const children of [await early, await late, await tree.getChildren(FOLDER)])
      assert.deepEqual(shown(children), ['a 2', 'b 2']);
    assert.deepEqual(
      asked.map(({ page }) => page),
      [undefined, 'two', undefined, undefined, 'new two'],
    );
  });

  it('their order is told of those that are loaded and stand in it', async () => {
    assert.equal(tree.rowsInOrder(FOLDER), undefined);
    void tree.rows(FOLDER);
    await answer(0, [row('a', 1), row('b', 2)], 'two');
    await tree.include(FOLDER, row('z', 3));
    assert.deepEqual(shown(await tree.rows(FOLDER)), ['a 1', 'b 2', 'z 3', 'more']);
    assert.deepEqual(shown(tree.rowsInOrder(FOLDER)?.nodes), ['a 1', 'b 2']);
    tree.sort('size');
    assert.equal(tree.rowsInOrder(FOLDER), undefined, 'it is to be loaded to its end first');
    const sorted = tree.rows(FOLDER);
    await new Promise((resolve) => setImmediate(resolve));
    await answer(1, [row('c', 4), row('z', 3)]);
    assert.deepEqual(shown(await sorted), ['c 4', 'z 3', 'b 2', 'a 1']);
    assert.deepEqual(shown(tree.rowsInOrder(FOLDER)?.nodes), ['c 4', 'z 3', 'b 2', 'a 1']);
    assert.equal(asked.length, 2);
  });
});
