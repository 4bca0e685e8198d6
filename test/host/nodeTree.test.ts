import assert from 'node:assert/strict';
import type { EntryNode, TreeNode } from '../../src/editor/trees/node';
import { NodeTree } from '../../src/editor/trees/nodeTree';
import type { Children } from '../../src/editor/trees/treeSource';
import type { PageToken } from '../../src/removal/remote';
import { file } from '../support/builders';
import { rowOf, SPACE_ROW } from '../support/rows';

describe('rows of a tree that is refreshed while it loads', () => {
  const asked: { readonly page: string | undefined; readonly answer: (children: Children) => void }[] = [];
  const row = (name: string, bytes: number): EntryNode => rowOf(file(name, { bytes }));
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
      { roots: () => [SPACE_ROW], children },
      () => ({ isMarked: false, spoken: () => undefined }),
      () => undefined,
    );
  });
  afterEach(() => tree.dispose());

  it('a file that is listed with other content, or is another one, is told of: an editor may show it', async () => {
    const replaced: string[] = [];
    tree.onDidReplace(({ entry }) => replaced.push(`${entry.path} ${entry.bytes}`));
    const list = async (question: number, ...rows: readonly EntryNode[]): Promise<void> => {
      tree.refresh(SPACE_ROW);
      const children = tree.getChildren(SPACE_ROW);
      await answer(question, rows);
      await children;
    };
    await list(0, row('a', 1), row('b', 1), row('c', 1));
    await list(1, row('a', 1), row('b', 2), row('d', 1));
    assert.deepEqual(replaced, ['b 2']);
  });

  it('a late answer of the earlier listing changes nothing, on any page', async () => {
    const first = tree.getChildren(SPACE_ROW);
    await answer(0, [row('deleted', 1), row('a', 1)], 'two');
    const more = (await first).find((one) => one.type === 'more') ?? assert.fail('no more');
    const paged = tree.loadMore(more);
    await answer(1, [row('b', 1)]);
    await paged;

    tree.refresh(SPACE_ROW);
    const early = tree.getChildren(SPACE_ROW);
    tree.refresh(SPACE_ROW);
    const late = tree.getChildren(SPACE_ROW);
    await answer(3, [row('a', 2)], 'new two');
    await answer(4, [row('b', 2)]);
    await answer(2, [row('deleted', 1), row('a', 1)], 'old two');
    for (const children of [await early, await late, await tree.getChildren(SPACE_ROW)])
      assert.deepEqual(shown(children), ['a 2', 'b 2']);
    assert.deepEqual(
      asked.map(({ page }) => page),
      [undefined, 'two', undefined, undefined, 'new two'],
    );
  });

  it('their order is told of those that are loaded and stand in it', async () => {
    assert.equal(tree.rowsInOrder(SPACE_ROW), undefined);
    void tree.rows(SPACE_ROW);
    await answer(0, [row('a', 1), row('b', 2)], 'two');
    await tree.include(SPACE_ROW, row('z', 3));
    assert.deepEqual(shown(await tree.rows(SPACE_ROW)), ['a 1', 'b 2', 'z 3', 'more']);
    assert.deepEqual(shown(tree.rowsInOrder(SPACE_ROW)?.nodes), ['a 1', 'b 2']);
    tree.sort('size');
    assert.equal(tree.rowsInOrder(SPACE_ROW), undefined, 'it is to be loaded to its end first');
    const sorted = tree.rows(SPACE_ROW);
    await new Promise((resolve) => setImmediate(resolve));
    await answer(1, [row('c', 4), row('z', 3)]);
    assert.deepEqual(shown(await sorted), ['c 4', 'z 3', 'b 2', 'a 1']);
    assert.deepEqual(shown(tree.rowsInOrder(SPACE_ROW)?.nodes), ['c 4', 'z 3', 'b 2', 'a 1']);
    assert.equal(asked.length, 2);
  });
});
