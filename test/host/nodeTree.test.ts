import assert from 'node:assert/strict';
import { gestureOn } from '../../src/editor/removal/gesture';
import type { AccountNode, EntryNode, TreeNode } from '../../src/editor/trees/node';
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
      isVisible: () => true,
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
    const early = tree.rows(SPACE_ROW);
    tree.refresh(SPACE_ROW);
    const late = tree.rows(SPACE_ROW);
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
    const before = await tree.getChildren(open);
    assert.deepEqual(shown(before), ['open/b 1'], 'also if VS Code asks for them meanwhile');
    tree.learn(rowOf(file('a')).id, { bytes: 7 } as Partial<TreeNode>);
    assert.deepEqual(drawn, [rowOf(file('a')).id], 'what is learnt shows at once');
    await answer(3, [folderRow('open'), folderRow('closed'), row('a', 2)]);
    assert.equal(asked.length, 5, 'the closed one is not asked for');
    assert.equal(drawn.length, 1);
    await answer(4, [row('open/b', 2)]);
    assert.deepEqual(drawn.slice(1), [SPACE_ROW.id]);
    assert.deepEqual(shown(await tree.getChildren(open)), ['open/b 2']);
    assert.equal(asked.length, 5);
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

describe('rows of a tree in use while a slow server lists some of them again', () => {
  interface Question {
    readonly parent: string;
    readonly page: string | undefined;
    readonly give: (children: Children) => void;
  }
  let open: Question[] = [];
  let asked: string[] = [];
  let drawn: (string | undefined)[] = [];
  let roots: readonly TreeNode[] = [];
  let isVisible = true;
  let tree: NodeTree;
  const [near, far] = ['near', 'far'].map((id): AccountNode => ({
    type: 'account',
    id,
    parent: undefined,
    account: { id, kind: 'onedata', name: id, origin: 'http://127.0.0.1', memoryOnly: true },
  })) as [AccountNode, AccountNode];
  const folderIn = (parent: TreeNode, name: string): EntryNode => rowOf(folder(name), parent, `${parent.id}/${name}`);
  const fileIn = (parent: TreeNode, name: string): EntryNode => rowOf(file(name), parent, `${parent.id}/${name}`);
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (parent: TreeNode, nodes: readonly TreeNode[], next?: string): Promise<void> => {
    const question = open.find((one) => one.parent === parent.id) ?? assert.fail(`${parent.id} is not asked for`);
    open = open.filter((one) => one !== question);
    question.give(next === undefined ? { nodes } : { nodes, next: next as PageToken });
    await settle();
  };
  /** VS Code opens a row. */
  const show = async (node: TreeNode, nodes: readonly TreeNode[], next?: string): Promise<readonly TreeNode[]> => {
    const rows = tree.getChildren(tree.find(node.id));
    await answer(node, nodes, next);
    return rows;
  };
  beforeEach(async () => {
    [open, asked, drawn, roots, isVisible] = [[], [], [], [near, far], true];
    const children = ({ id }: TreeNode, page: string | undefined): Promise<Children> =>
      new Promise((give) => {
        asked.push(id);
        open.push({ parent: id, page, give });
      });
    tree = new NodeTree({ roots: () => roots, children }, () => ({ isMarked: false, spoken: () => undefined }), {
      openAgain: () => undefined,
      whileReading: () => undefined,
      isVisible: () => isVisible,
    });
    await tree.getChildren();
    await show(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    await show(far, [fileIn(far, 'f')]);
    await show(folderIn(near, 'a'), [fileIn(near, 'a/1')]);
    tree.onDidChangeTreeData((node) => drawn.push(node?.id));
    asked = [];
  });
  afterEach(() => tree.dispose());
  /** As VS Code is given them, without waiting for a server. */
  const idsBelow = async (node: TreeNode): Promise<unknown> => {
    const rows = await Promise.race([tree.getChildren(tree.find(node.id)), settle()]);
    return rows?.map(({ id }) => id);
  };
  const found = (id: string): TreeNode => tree.find(id) ?? assert.fail(id);

  it('each account is shown as soon as it has been read, however long another takes', async () => {
    tree.refresh();
    await answer(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    await answer(folderIn(near, 'a'), [fileIn(near, 'a/2')]);
    assert.deepEqual(drawn, ['near']);
    tree.learn('far', { version: '1' });
    assert.deepEqual(drawn, ['near', 'far'], 'what is learnt shows at once');
    assert.deepEqual(await idsBelow(far), ['far/f'], 'with the rows from before');
    await answer(far, [fileIn(far, 'g')]);
    assert.deepEqual(drawn.slice(2), ['far']);
    assert.deepEqual(await idsBelow(far), ['far/g']);
  });

  it('a row that is to be opened waits until those above it have been drawn anew: VS Code would close it again', async () => {
    tree.refresh(near);
    let drawnBefore: readonly (string | undefined)[] | undefined;
    const waiting = tree.untilDrawn(found('near/b')).then(() => (drawnBefore = [...drawn]));
    await tree.untilDrawn(far);
    await answer(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    assert.equal(drawnBefore, undefined, 'the other open folder is still being read');
    await answer(folderIn(near, 'a'), [fileIn(near, 'a/2')]);
    await waiting;
    assert.deepEqual(drawnBefore, ['near']);
  });

  it('a reading that another one has overtaken leaves the rows to VS Code that it has', async () => {
    tree.refresh(near);
    await answer(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    await answer(folderIn(near, 'a'), [fileIn(near, 'a/2')]);
    tree.refresh(near);
    assert.deepEqual(drawn, ['near'], 'VS Code asks for the rows a moment later');
    assert.deepEqual(await idsBelow(near), ['near/a', 'near/b']);
    assert.deepEqual(await idsBelow(found('near/a')), ['near/a/2']);
  });

  it('runs one after the other do not keep it from being shown', async () => {
    for (let run = 0; run < 3; run += 1) void tree.refreshInTurn(far);
    assert.deepEqual(asked, ['far']);
    await answer(far, [fileIn(far, 'g')]);
    assert.deepEqual(drawn, ['far']);
    assert.deepEqual(await idsBelow(far), ['far/g']);
    assert.deepEqual(asked, ['far', 'far'], 'once more for all the others');
    void tree.refreshInTurn(far);
    await answer(far, [fileIn(far, 'h')]);
    await answer(far, [fileIn(far, 'i')]);
    assert.deepEqual(drawn, ['far', 'far', 'far']);
    assert.deepEqual(await idsBelow(far), ['far/i']);
    assert.deepEqual(open, []);
  });

  it('nor do they keep what stands above from being shown, or it them', async () => {
    tree.refresh(near);
    await answer(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    for (let run = 0; run < 3; run += 1) {
      void tree.refreshInTurn(found('near/a'));
      void tree.refreshInTurn(found('near/a'));
      while (open.length > 1) await answer(folderIn(near, 'a'), [fileIn(near, 'a/late')]);
      await answer(folderIn(near, 'a'), [fileIn(near, `a/${run}`)]);
      assert.deepEqual(await idsBelow(found('near/a')), [`near/a/${run}`]);
    }
    assert.ok(drawn.includes('near'), drawn.join());
  });

  it('an account that is removed meanwhile goes at once, and is asked nothing more', async () => {
    tree.refresh();
    assert.deepEqual(asked, ['near', 'far']);
    roots = [near];
    tree.refresh();
    assert.deepEqual(drawn, [undefined]);
    await answer(far, [fileIn(far, 'f')]);
    assert.ok(!asked.slice(2).includes('far'), asked.join());
  });

  it('an account that is added is shown at once, and the rows of the others stay', async () => {
    const third: AccountNode = { ...near, id: 'third' };
    roots = [near, far, third];
    tree.refresh();
    assert.equal(drawn.at(-1), undefined);
    assert.equal((await tree.getChildren()).length, 3);
    assert.deepEqual(await idsBelow(near), ['near/a', 'near/b']);
  });

  it('a folder that is opened meanwhile is read, too, before anything is drawn', async () => {
    tree.refresh(near);
    await answer(near, [folderIn(near, 'a'), folderIn(near, 'b')]);
    const rows = tree.getChildren(found('near/b'));
    await answer(folderIn(near, 'a'), []);
    assert.deepEqual(drawn, []);
    await answer(folderIn(near, 'b'), [fileIn(near, 'b/1')]);
    assert.equal((await rows).length, 1);
    assert.deepEqual(drawn, ['near']);
  });

  it('Load More of a row that still stands there loads more', async () => {
    const page = ['1', '2'].map((name) => fileIn(far, name));
    tree.refresh(far);
    await answer(far, page, 'two');
    const more = (await tree.getChildren(far)).find((one) => one.type === 'more') ?? assert.fail('no more');
    drawn = [];
    tree.refresh(far);
    const loading = Promise.all([tree.loadMore(more), tree.loadMore(more)]);
    await answer(far, page, 'new two');
    await answer(far, [fileIn(far, '3')], 'new three');
    await loading;
    assert.deepEqual(
      tree.loadedChildren(far)?.nodes.map(({ id }) => id),
      ['far/1', 'far/2', 'far/3'],
    );
    assert.deepEqual(open, [], 'two clicks on one row mean one page');
    assert.equal(drawn.at(-1), 'far');
    tree.refresh(far);
    await answer(far, page, 'two');
    await answer(far, [fileIn(far, '3')], 'three');
    assert.equal(tree.loadedChildren(far)?.nodes.length, 3, 'and again after every refresh');
  });

  it('a gesture on all rows that are shown still knows that the folder has more', async () => {
    const parent = folderIn(near, 'b');
    const page = [fileIn(parent, 'b/1'), fileIn(parent, 'b/2')];
    const rows = (await show(parent, page, 'two')).slice(0, 2);
    const shown = (): unknown =>
      gestureOn(rows[0], rows, tree).shown.map(({ loaded, complete }) => ({ loaded, complete }));
    assert.deepEqual(shown(), [{ loaded: 2, complete: false }]);
    tree.refresh();
    assert.deepEqual(shown(), [{ loaded: 2, complete: false }]);
  });

  it('what has gone from its folder, or with its account, is no row any more', async () => {
    const spaceIn = (name: string): TreeNode => ({ ...SPACE_ROW, id: `far/${name}`, parent: far });
    const spaces = (): unknown => tree.shown('space').map(({ id }) => id);
    tree.refresh(far);
    await answer(far, [spaceIn('one'), spaceIn('two')]);
    assert.deepEqual(spaces(), ['far/one', 'far/two']);
    tree.refresh(far);
    assert.deepEqual(spaces(), ['far/one', 'far/two'], 'while they are read again they stand there');
    await answer(far, [spaceIn('two')]);
    assert.deepEqual(spaces(), ['far/two']);
    assert.equal(tree.find('far/one'), undefined);
    roots = [near];
    assert.deepEqual(spaces(), []);
    await tree.getChildren();
    assert.equal(tree.find('far/two'), undefined);
    assert.ok(tree.find('near/a'));
  });

  it('of a view that nobody sees nothing is asked', () => {
    isVisible = false;
    tree.refresh();
    tree.refresh(far);
    assert.deepEqual(asked, []);
    assert.deepEqual(drawn, ['near', 'far', 'far']);
  });
});
