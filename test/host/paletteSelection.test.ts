import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chooseWorkspace, type ChoosingParts } from '../../src/editor/commands/chosenWorkspace';
import type { SelectableView } from '../../src/editor/commands/lastSelected';
import { commitCommands } from '../../src/editor/commands/commitCommands';
import { goToCommands, type GoToParts } from '../../src/editor/commands/goToPath';
import { markCommands, type MarkParts } from '../../src/editor/commands/markCommands';
import { entriesMeant } from '../../src/editor/commands/meant';
import { patternCommands, type PatternParts } from '../../src/editor/commands/patternCommands';
import { removalCommands } from '../../src/editor/commands/removalCommands';
import { stagedCommands, type StagedParts } from '../../src/editor/commands/stagedCommands';
import { stagingCommands, type StagingParts } from '../../src/editor/commands/stagingCommands';
import { treeCommands, type TreeParts } from '../../src/editor/commands/treeCommands';
import { COMMANDS } from '../../src/editor/ids';
import type { LateView } from '../../src/editor/late/lateView';
import type { Gesture } from '../../src/editor/removal/gesture';
import type { RemovalDoor } from '../../src/editor/removal/removalDoor';
import type { MarkedModel } from '../../src/editor/staged/markedModel';
import type { WatchedWorkspace } from '../../src/editor/staged/stagedModel';
import type { PlaceGroup, StagedNode, WaitingRow } from '../../src/editor/staged/stagedNode';
import type { FocusTracker, FocusedRows } from '../../src/editor/trees/focusTracker';
import type { EntryNode, TreeNode, WorkspaceNode } from '../../src/editor/trees/node';
import { RemoteView } from '../../src/editor/trees/remoteView';
import { SelectionTime } from '../../src/editor/trees/selectionTime';
import type { TreeSource } from '../../src/editor/trees/treeSource';
import { nothingOpen, pathPrompt, rowBeingRead } from '../../src/editor/wording/commands';
import { noneOfThemStaged } from '../../src/editor/wording/staged';
import { selectFirst, selectInside } from '../../src/editor/wording/plans';
import { remoteKey, type OxenAddress, type RemoteAddress } from '../../src/removal/address';
import { failed, failureOf } from '../../src/removal/failure';
import type { Entry } from '../../src/removal/remote';
import { file, folder, pathOf, SPACE, stagedState, withTraits, WORKSPACE } from '../support/builders';

const A: OxenAddress = { ...WORKSPACE, workspace: 'wsA' };
const B: OxenAddress = { ...WORKSPACE, workspace: 'wsB' };
const rowOf = (address: OxenAddress): WorkspaceNode => ({
  type: 'workspace',
  id: remoteKey(address),
  parent: undefined,
  address,
  label: address.workspace,
  commit: { id: 'c', message: '', time: 0 },
});
const entryRow = (entry: Entry, address: RemoteAddress, parent?: TreeNode): EntryNode => {
  return { type: 'entry', id: `${remoteKey(address)}/${entry.path}`, parent, address, entry, readonly: false };
};
const waitingRow = (entry: Entry, address: OxenAddress): WaitingRow => {
  const place: PlaceGroup = {
    type: 'place',
    waiting: 'staged',
    remote: address,
    label: address.workspace,
    entries: [entry],
  };
  return { type: 'entry', group: { type: 'folder', place, folder: '', label: '', entries: [entry] }, entry };
};
const staged = (path: string): Entry => withTraits(file(path), 'staged');
/** A view with a selection; of two, the one with the later time was used last. */
const seen = <Row>(selectedAt: number, selection: readonly Row[], visible = true) => ({
  selectedAt,
  selection,
  view: { visible, selection },
});
const remoteView = (...parts: Parameters<typeof seen<TreeNode>>): RemoteView =>
  ({
    ...seen(...parts),
    tree: {
      find: () => undefined,
      shown: () => [],
      shownChildren: () => undefined,
      shownEntry: ({ entry }: EntryNode) => entry,
    },
  }) as unknown as RemoteView;

describe('a command of the palette acts where the person is', () => {
  const window = { ...vscode.window };
  const { executeCommand } = vscode.commands;
  let told: string[] = [];
  let offered: string[][] = [];
  let places: (string | undefined)[] = [];
  let ran: unknown[][] = [];
  let removed: [string, string[]][] = [];
  const pathsOf = ({ listed }: Pick<Gesture, 'listed'>): string[] =>
    listed.map(({ remote, entry }) => `${remoteKey(remote)}/${entry.path}`);
  const door = {
    remove: (action: string, gesture: Gesture) => Promise.resolve(void removed.push([action, pathsOf(gesture)])),
    refuseFor: (_: unknown, remote: RemoteAddress) =>
      Promise.resolve(void removed.push(['refused', [remoteKey(remote)]])),
  } as unknown as RemovalDoor;

  before(() => {
    Reflect.set(vscode.window, 'showInformationMessage', (text: string) => Promise.resolve(void told.push(text)));
    Reflect.set(vscode.window, 'showQuickPick', (items: readonly vscode.QuickPickItem[]) => {
      places = items.map(({ description }) => description);
      offered.push(items.map(({ label }) => label));
      return Promise.resolve(undefined);
    });
    Reflect.set(vscode.commands, 'executeCommand', (...args: unknown[]) => Promise.resolve(void ran.push(args)));
  });
  after(() => {
    Reflect.set(vscode.window, 'showInformationMessage', window.showInformationMessage);
    Reflect.set(vscode.window, 'showQuickPick', window.showQuickPick);
    Reflect.set(vscode.commands, 'executeCommand', executeCommand);
  });
  beforeEach(() => {
    [told, offered, ran, removed] = [[], [], [], []];
  });

  describe('the workspace that is meant', () => {
    const choosing = (full: readonly OxenAddress[], views: ChoosingParts['views']) => {
      const held = new Set(full.map(remoteKey));
      const known = [A, B].map((address): WatchedWorkspace => ({ address, label: address.workspace }));
      const model = { watch: () => Promise.resolve(), workspaces: () => known };
      const fits = ({ address }: WatchedWorkspace): boolean => held.has(remoteKey(address));
      const accounts = { nameOf: (account: string) => `Account ${account}` };
      return chooseWorkspace(undefined, { fits, none: 'none fits' }, { accounts, staged: model, views });
    };

    it('is that of the selected row, or of a row inside it', async () => {
      const inside = entryRow(file('a/b'), B, entryRow(folder('a'), B, rowOf(B)));
      for (const row of [rowOf(B), inside])
        assert.equal((await choosing([A, B], { oxen: seen(1, [row]) }))?.address, B, row.type);
      assert.deepEqual([told, offered], [[], []]);
    });

    it('is that of the view used last', async () => {
      const views = (oxenAt: number) => ({
        oxen: seen(oxenAt, [rowOf(A)]),
        staged: seen<StagedNode>(2, [waitingRow(staged('a'), B)]),
      });
      assert.equal((await choosing([A, B], views(1)))?.address, B);
      assert.equal((await choosing([A, B], views(3)))?.address, A);
    });

    it('is offered with its account and its repository: workspaces of two servers may be called the same', async () => {
      await choosing([A, B], {});
      const place = ({ account, namespace, repository }: OxenAddress): string =>
        `Account ${account} · ${namespace}/${repository}`;
      assert.deepEqual(places, [place(A), place(B)]);
    });

    it('is never another one without asking, be it the only one that fits', async () => {
      assert.equal(await choosing([A], { oxen: seen(1, [rowOf(B)]) }), undefined);
      assert.equal(await choosing([A], {}), undefined);
      assert.equal(await choosing([A], { oxen: seen(1, [rowOf(A)], false) }), undefined);
      assert.equal(await choosing([A, B], { oxen: seen(1, [rowOf(A), rowOf(B)]) }), undefined);
      assert.deepEqual(offered, [['wsA'], ['wsA'], ['wsA'], ['wsA', 'wsB']]);
      assert.deepEqual(told, []);
    });

    it('is one to be committed also when nothing but an empty folder is staged in it', async () => {
      const only = { address: A, label: 'wsA', state: stagedState([], { emptyFolders: [pathOf('empty')] }) };
      const model = { watch: () => Promise.resolve(), workspaces: () => [only] };
      const parts = { accounts: { nameOf: () => 'Account' }, staged: model, views: {} };
      await commitCommands(parts as unknown as Parameters<typeof commitCommands>[0])[COMMANDS.oxenCommit]?.();
      assert.deepEqual([told, offered], [[], [['wsA']]]);
    });

    it('is none where none fits', async () => {
      assert.equal(await choosing([], { oxen: seen(1, [rowOf(B)]) }), undefined);
      assert.deepEqual([told, offered], [['none fits'], []]);
    });
  });

  describe('Unstage', () => {
    const unstage = (oxen: SelectableView<TreeNode>, rows: SelectableView<StagedNode>): unknown =>
      stagingCommands({ door, views: { oxen, staged: rows } } as unknown as StagingParts)[COMMANDS.oxenUnstage]?.();
    const inOxen = entryRow(staged('old'), A);
    const inStaged = waitingRow(staged('new'), A);

    it('takes back the rows of the Staged view when one was clicked there last, else those of the Oxen view', async () => {
      await unstage(seen(1, [inOxen]), seen<StagedNode>(2, [inStaged]));
      await unstage(seen(3, [inOxen]), seen<StagedNode>(2, [inStaged]));
      await unstage(seen(1, [inOxen]), seen<StagedNode>(2, [inStaged], false));
      const [old, fresh] = [`${remoteKey(A)}/old`, `${remoteKey(A)}/new`];
      assert.deepEqual(removed, [
        ['unstage', [fresh]],
        ['unstage', [old]],
        ['unstage', [old]],
      ]);
    });

    it('says that nothing of what is selected is staged, and that nothing is selected', async () => {
      await unstage(seen(1, [entryRow(file('a'), A)]), seen(0, []));
      await unstage(seen(0, []), seen(0, []));
      assert.deepEqual([told, removed], [[noneOfThemStaged(), selectFirst()], []]);
    });
  });

  it('Take Back never means what is selected in the closed Staged view, and says when nothing is', async () => {
    const takeBack = (visible: boolean, rows: readonly StagedNode[]): unknown =>
      stagedCommands({
        door,
        marked: { unmark: () => Promise.resolve() } as unknown as MarkedModel,
        views: { staged: seen(1, rows, visible) },
        focus: {} as unknown as FocusTracker<StagedNode>,
      })[COMMANDS.takeBack]?.();
    const row = waitingRow(staged('a'), A);
    await takeBack(false, [row]);
    await takeBack(true, []);
    assert.deepEqual([told, removed], [[selectFirst(), selectFirst()], []]);
    await takeBack(true, [row]);
    assert.deepEqual(removed, [['unstage', [`${remoteKey(A)}/a`]]]);
  });

  it('copying and opening mean the row clicked last, of whichever view', async () => {
    const [oxen, onedata] = [entryRow(file('ours'), A), entryRow(file('theirs'), SPACE)];
    const views = (oxenAt: number, stagedAt: number) => ({
      oxen: remoteView(oxenAt, [oxen]),
      onedata: remoteView(2, [onedata]),
      staged: seen<StagedNode>(stagedAt, [waitingRow(staged('waiting'), A)]),
    });
    const copied = async (...at: Parameters<typeof views>) =>
      (await entriesMeant({ kind: 'nothing' }, views(...at), door))?.listed.map(({ entry }) => entry.path);
    assert.deepEqual(await copied(3, 1), ['ours']);
    assert.deepEqual(await copied(1, 0), ['theirs']);
    assert.deepEqual(await copied(3, 4), ['waiting']);
    const open = (...at: Parameters<typeof views>): unknown => {
      const all = views(...at);
      return treeCommands({ ...all, views: all } as unknown as TreeParts)[COMMANDS.open]?.();
    };
    await open(3, 1);
    await open(1, 0);
    assert.deepEqual(
      ran.map(([, uri]) => (uri as vscode.Uri).path.split('/').at(-1)),
      ['ours', 'theirs'],
    );
  });

  it('Remove by Pattern… means the folder clicked last', async () => {
    const run = (oxenAt: number): unknown =>
      patternCommands({
        door,
        oxen: remoteView(oxenAt, [rowOf(A)]),
        onedata: remoteView(2, [entryRow(folder('f'), SPACE)]),
        connections: { remote: () => Promise.resolve(failed(failureOf('network', 'connectionRefused'))) },
        nameOfRemote: () => '',
      } as unknown as PatternParts)[COMMANDS.removeByPattern]?.();
    await run(1);
    await run(3);
    assert.deepEqual(removed, [
      ['refused', [remoteKey(SPACE)]],
      ['refused', [remoteKey(A)]],
    ]);
  });

  it('Unmark never means what is selected in the closed Onedata view, and says when nothing is', async () => {
    const row = entryRow(file('a'), SPACE);
    const unmarked: string[][] = [];
    const unmark = (visible: boolean, rows: readonly TreeNode[]): unknown =>
      markCommands({
        onedata: remoteView(1, rows, visible),
        marked: {
          isMarked: () => true,
          unmark: (marks: Gesture['listed']) => unmarked.push(pathsOf({ listed: marks })),
        },
      } as unknown as MarkParts)[COMMANDS.onedataUnmark]?.();
    await unmark(false, [row]);
    await unmark(true, []);
    assert.deepEqual([told, unmarked], [[selectFirst(), selectFirst()], []]);
    await unmark(true, [row]);
    assert.deepEqual(unmarked, [[row.id]]);
  });

  it('Go to Path… starts where the person is, never from what is selected in a closed view', async () => {
    const prompts: (string | undefined)[] = [];
    Reflect.set(vscode.window, 'showInputBox', ({ prompt }: vscode.InputBoxOptions) => {
      prompts.push(prompt);
      return Promise.resolve(undefined);
    });
    const run = (oxenAt: number, visible: boolean): unknown =>
      goToCommands({
        oxen: remoteView(oxenAt, [rowOf(A)], visible),
        onedata: remoteView(2, [], true),
      } as unknown as GoToParts)[COMMANDS.goToPath]?.();
    await run(3, false);
    assert.deepEqual([prompts, told], [[], [nothingOpen()]]);
    await run(1, true);
    assert.deepEqual(prompts, [pathPrompt('wsA')]);
    Reflect.set(vscode.window, 'showInputBox', window.showInputBox);
  });

  it('Open opens the first file of what is selected, and says when there is none: a folder has no editor', async () => {
    const open = (...rows: readonly TreeNode[]): unknown => {
      const all = { oxen: remoteView(1, rows) };
      return treeCommands({ ...all, views: all } as unknown as TreeParts)[COMMANDS.open]?.();
    };
    await open(entryRow(folder('f'), A));
    assert.deepEqual([ran, told], [[], [selectFirst()]]);
    await open(entryRow(folder('f'), A), entryRow(file('g'), A));
    assert.deepEqual(
      ran.map(([, uri]) => (uri as vscode.Uri).path.split('/').at(-1)),
      ['g'],
    );
  });

  it('Delete on a workspace says what to select instead', async () => {
    const focused = (rows: FocusedRows<TreeNode>): RemoteView =>
      ({ tree: {}, focus: { focusedRows: () => Promise.resolve(rows) } }) as unknown as RemoteView;
    const asIs = (gesture: Gesture): Promise<Gesture> => Promise.resolve(gesture);
    const commandsAt = (rows: FocusedRows<TreeNode>) =>
      removalCommands({ door, oxen: focused(rows), onedata: focused(rows), asStagedNow: asIs });
    const commands = commandsAt([rowOf(A)]);
    await commands[COMMANDS.oxenStageRemovalFocused]?.();
    await commands[COMMANDS.onedataDeletePermanentlyFocused]?.();
    await commandsAt(undefined)[COMMANDS.oxenStageRemovalFocused]?.();
    await entriesMeant({ kind: 'nothing' }, { oxen: remoteView(1, [rowOf(A)]) }, door);
    assert.deepEqual(told, [selectInside('oxen'), selectInside('onedata'), selectFirst(), selectInside('oxen')]);
    assert.deepEqual(removed, []);
  });

  it('a key while rows are drawn anew does nothing, and says why', async () => {
    const focus = { focusedRows: () => Promise.resolve('beingRead') } as unknown as FocusTracker<never>;
    const view = { tree: {}, focus } as unknown as RemoteView;
    const asStagedNow = (): never => assert.fail('nothing is asked');
    const commands = {
      ...removalCommands({ door, oxen: view, onedata: view, asStagedNow }),
      ...markCommands({ onedata: view } as unknown as MarkParts),
      ...stagedCommands({ door, focus } as unknown as StagedParts),
    };
    const keys = [
      COMMANDS.oxenStageRemovalFocused,
      COMMANDS.onedataDeletePermanentlyFocused,
      COMMANDS.onedataMarkFocused,
      COMMANDS.takeBackFocused,
    ];
    for (const key of keys) await commands[key]?.();
    assert.deepEqual([told, removed], [keys.map(() => rowBeingRead()), []]);
  });
});

describe('when a row was selected', () => {
  it('is when one joins the selection or VS Code is just drawing it anew, not when one of several is gone', () => {
    const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<string>>();
    const view = { onDidChangeSelection: selected.event, selection: [] } as unknown as vscode.TreeView<string>;
    const time = new SelectionTime(view, (row) => row);
    selected.fire({ selection: ['a', 'b'] });
    const first = time.selectedAt;
    assert.ok(first > 0);
    selected.fire({ selection: ['a'] });
    assert.equal(time.selectedAt, first);
    selected.fire({ selection: ['c'] });
    const second = time.selectedAt;
    assert.ok(second > first);
    selected.fire({ selection: [] });
    assert.ok(time.selectedAt > second);
    time.dispose();
  });

  it('and what: rows that VS Code has forgotten while they are drawn anew stay selected, as it goes on showing them', () => {
    const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<string>>();
    const view = { onDidChangeSelection: selected.event, selection: ['a', 'b'] };
    const time = new SelectionTime(view as unknown as vscode.TreeView<string>, (row) => row);
    selected.fire({ selection: ['a', 'b'] });
    for (view.selection of [['a'], []]) assert.deepEqual(time.selection, ['a', 'b']);
    selected.fire({ selection: [] });
    assert.deepEqual(time.selection, []);
    view.selection = ['c'];
    assert.deepEqual(time.selection, ['c'], 'a click on a row that was just being drawn');
    selected.fire({ selection: ['a'] });
    view.selection = ['b'];
    assert.deepEqual([...time.selection].sort(), ['a', 'b'], 'each of two was just being drawn once');
    time.dispose();
  });

  it('in a remote view is told by the same rule: rows that a run took away were nobody', () => {
    const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<TreeNode>>();
    const silent = new vscode.EventEmitter<never>().event;
    const late = {
      id: 'a',
      view: { onDidChangeSelection: selected.event, onDidExpandElement: silent, onDidCollapseElement: silent },
      follow: () => undefined,
    } as unknown as LateView<TreeNode>;
    const source: TreeSource = { roots: () => [], children: () => Promise.resolve({ nodes: [] }) };
    const view = new RemoteView(late, source, () => ({ isMarked: false, spoken: () => undefined }));
    const [a, b] = [entryRow(file('a'), SPACE), entryRow(file('b'), SPACE)];
    selected.fire({ selection: [a, b] });
    const at = view.selectedAt;
    assert.ok(at > 0);
    selected.fire({ selection: [b] });
    assert.equal(view.selectedAt, at);
    view.dispose();
  });
});
