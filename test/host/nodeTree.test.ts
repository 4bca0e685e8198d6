import assert from 'node:assert/strict';
import { gestureOn } from '../../src/editor/removal/gesture';
import type { EntryNode, TreeNode } from '../../src/editor/trees/node';
import { NodeTree } from '../../src/editor/trees/nodeTree';
import type { Children } from '../../src/editor/trees/treeSource';
import type { PageToken } from '../../src/removal/remote';
import { file, folder } from '../support/builders';
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
  let roots: readonly TreeNode[];
  beforeEach(() => {
    asked.length = 0;
    roots = [SPACE_ROW];
    const children = (_: TreeNode, page: string | undefined): Promise<Children> =>
      new Promise((give) => asked.push({ page, answer: give }));
    tree = new NodeTree({ roots: () => roots, children }, () => ({ isMarked: false, spoken: () => undefined }), {
      openAgain: () => undefined,
      whileReading: () => undefined,
    });
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

  it('what is open is read before VS Code is told: until then it keeps its rows, and their menus mean something', async () => {
    const drawn: (string | undefined)[] = [];
    tree.onDidChangeTreeData((node) => drawn.push(node?.id));
    const folderRow = (name: string): EntryNode => rowOf(folder(name));
    const [open, closed] = [folderRow('open'), folderRow('closed')];
    const show = async (node: TreeNode, question: number, ...rows: readonly TreeNode[]): Promise<void> => {
      const children = tree.getChildren(node);
      await answer(question, rows);
      await children;
    };
    await tree.getChildren();
    await show(SPACE_ROW, 0, open, closed, row('a', 1));
    await show(open, 1, row('open/b', 1));
    await show(closed, 2, row('closed/c', 1));
    tree.toggled(closed, false);
    assert.deepEqual(drawn, []);

    tree.refresh();
    assert.deepEqual(asked.length, 4);
    tree.learn(open.id, { detail: 'new' } as Partial<TreeNode>);
    tree.learn(rowOf(file('a')).id, { bytes: 7 } as Partial<TreeNode>);
    assert.deepEqual(drawn, [rowOf(file('a')).id], 'VS Code would forget what is below an open row');
    await answer(3, [folderRow('open'), folderRow('closed'), row('a', 2)]);
    assert.equal(asked.length, 5, 'the closed one is not asked for');
    assert.equal(drawn.length, 1);
    await answer(4, [row('open/b', 2)]);
    assert.deepEqual(drawn.slice(1), [undefined]);
    assert.deepEqual(shown(await tree.getChildren(open)), ['open/b 2']);
    assert.equal(asked.length, 5);
  });

  it('what a selection was picked from is known while it is read again: a part of the folder, and how much is loaded', async () => {
    const first = tree.getChildren(SPACE_ROW);
    await answer(0, [row('a', 1), row('b', 1)], 'two');
    const rows = await first;
    tree.refresh(SPACE_ROW);
    assert.equal(asked.length, 2);
    const { listed, shown: picked } = gestureOn(undefined, rows, tree);
    assert.equal(listed.length, 2);
    assert.deepEqual(
      picked.map(({ loaded, complete }) => [loaded, complete]),
      [[2, false]],
    );
  });

  it('a selection means what its rows show, though a listing that is not drawn yet has another file in the place', async () => {
    const first = tree.getChildren(SPACE_ROW);
    await answer(0, [row('a', 1), rowOf(folder('open'))]);
    const rows = await first;
    for (const one of rows) tree.getTreeItem(one);
    const below = tree.getChildren(rows[1]);
    await answer(1, [row('open/b', 1)]);
    await below;
    tree.refresh(SPACE_ROW);
    await answer(2, [row('a', 2), rowOf(folder('open'))]);
    const bytes = (): readonly (number | undefined)[] => {
      const { listed } = gestureOn(undefined, rows.slice(0, 1), tree);
      return listed.map(({ entry }) => entry.bytes);
    };
    assert.deepEqual(bytes(), [1]);
    await answer(3, []);
    for (const one of await tree.getChildren(SPACE_ROW)) tree.getTreeItem(one);
    assert.deepEqual(bytes(), [2]);
  });

  it('an account more or less is shown at once', async () => {
    const drawn: (string | undefined)[] = [];
    await tree.getChildren();
    const children = tree.getChildren(SPACE_ROW);
    await answer(0, [row('a', 1)]);
    await children;
    roots = [];
    tree.onDidChangeTreeData((node) => drawn.push(node?.id));
    tree.refresh();
    assert.deepEqual(drawn, [undefined]);
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
