import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { meantBy } from '../../src/editor/commands/meant';
import { runningCommands, type Handler } from '../../src/editor/commands/register';
import { ON_ROWS } from '../../src/editor/commands/onRows';
import { COMMANDS } from '../../src/editor/ids';
import type { Output } from '../../src/editor/output';
import type { FolderGroup, PlaceGroup, WaitingRow } from '../../src/editor/staged/stagedNode';
import { FocusTracker, type FocusedRows } from '../../src/editor/trees/focusTracker';
import { rowBeingRead } from '../../src/editor/wording/commands';
import { file, WORKSPACE } from '../support/builders';

const row = { type: 'entry', id: 'oxen://a/n/r/w/b.txt', parent: undefined };

describe('a command on a row', () => {
  const { showInformationMessage } = vscode.window;
  let ran: unknown[][] = [];
  let told: string[] = [];
  let clicked: unknown[] = [];
  const note: Handler = (...args: unknown[]) => ran.push(args);
  const handlers = Object.fromEntries(Object.values(COMMANDS).map((id) => [id, note]));
  const run = runningCommands(handlers, {} as Output, {
    isDrawn: (one) => one === row,
    onRow: (one) => clicked.push(one),
  });
  const call = (id: string, ...args: readonly unknown[]) => run(id, args as readonly never[]);

  before(() => {
    Reflect.set(vscode.window, 'showInformationMessage', (text: string) => Promise.resolve(void told.push(text)));
  });
  after(() => Reflect.set(vscode.window, 'showInformationMessage', showInformationMessage));
  beforeEach(() => {
    [ran, told, clicked] = [[], [], []];
  });

  it('does nothing, and says so, when VS Code has forgotten the row: it never takes the selection or the editor instead', async () => {
    const calls = [[undefined], [null], [undefined, undefined], [undefined, [row]], [row, [row, undefined]]];
    for (const id of ON_ROWS) for (const args of calls) await call(id, ...args);
    assert.deepEqual(ran, []);
    assert.equal(told.length, ON_ROWS.size * calls.length);
    assert.deepEqual([...new Set(told)], [rowBeingRead()]);
  });

  it('runs with the row, with several, and without any from the palette or by key', async () => {
    const calls = [[], [row], [row, undefined], [row, [row]], [vscode.Uri.parse('oxen://a/n/r/w/b.txt')]];
    for (const args of calls) await call(COMMANDS.oxenStageRemoval, ...args);
    assert.deepEqual([ran, told], [calls, []]);
    assert.deepEqual(clicked, [row, row, row], 'a row that was clicked is in sight; an address is none');
  });

  it('does nothing with a row that no view has drawn: whoever made it up decides what it says and what it deletes', async () => {
    const entry = { path: 'a', parentId: 'another folder' };
    const [address, account] = [WORKSPACE, { id: 'lab', origin: 'https://elsewhere.org' }];
    const madeUp = [
      { ...row },
      { ...row, entry, webview: 'imagePreview.previewEditor' },
      { type: 'repository', account },
      { type: 'workspace', address, label: 'another one' },
      { place: { waiting: 'staged', remote: WORKSPACE }, entries: [entry] },
      { account },
      { parent: row },
    ];
    const calls = [...madeUp.map((one) => [one]), ...madeUp.map((one) => [row, [row, one]])];
    for (const id of Object.values(COMMANDS)) for (const args of calls) await call(id, ...args);
    assert.deepEqual([ran, clicked], [[], []]);
    assert.deepEqual([...new Set(told)], [rowBeingRead()]);
  });

  it('runs with what the menus of editors, images and the Explorer give', async () => {
    const uri = vscode.Uri.file('/a');
    const calls = [[uri], [uri, [uri]], [uri, { groupId: 1 }], [{ webview: 'imagePreview.previewEditor' }], ['an id']];
    for (const args of calls) await call(COMMANDS.oxenStageRemoval, ...args);
    assert.deepEqual([ran, told], [calls, []]);
  });

  it('runs from above a view, where no row may have the focus', async () => {
    for (const id of [COMMANDS.refresh, COMMANDS.goToPath, COMMANDS.onedataDeleteMarked]) await call(id, undefined);
    assert.equal(ran.length, 3);
  });
});

describe('what a command was called with', () => {
  const place: PlaceGroup = { type: 'place', waiting: 'staged', remote: WORKSPACE, label: 'tidy-up', entries: [] };
  const group: FolderGroup = { type: 'folder', place, folder: '', label: '', entries: [] };
  const waiting = (name: string): WaitingRow => ({ type: 'entry', group, entry: file(name) });

  it('a row of the Staged view is that row, or all selected ones, not the file in the editor', () => {
    const [one, other] = [waiting('a'), waiting('b')];
    assert.deepEqual(meantBy(one, undefined), { kind: 'waiting', rows: [one] });
    assert.deepEqual(meantBy(one, [one, other]), { kind: 'waiting', rows: [one, other] });
    assert.deepEqual(meantBy(one, [other]), { kind: 'waiting', rows: [one] });
  });

  it('only the menu of a web view means the editor', () => {
    assert.deepEqual(meantBy({ webview: 'imagePreview.previewEditor' }, undefined), { kind: 'editor' });
    for (const odd of [undefined, {}, { groupId: 1 }, 'a'])
      assert.deepEqual(meantBy(odd, undefined), { kind: 'nothing' });
  });
});

describe('the row that a key means', () => {
  const name = (one: string) => one;
  const { executeCommand } = vscode.commands;
  const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<string>>();
  const view = { onDidChangeSelection: selected.event } as unknown as vscode.TreeView<string>;
  /** The selections that VS Code tells: before the key, after the first toggle, and after the second. */
  const meant = async (
    before: string[],
    toggled: string[],
    back: string[] | undefined,
    drawnBetween = 0,
  ): Promise<FocusedRows<string>> => {
    let drawn = 7;
    const tracker = new FocusTracker(view, name, () => drawn);
    Reflect.set(vscode.commands, 'executeCommand', () => {
      drawn += drawnBetween;
      if (back) selected.fire({ selection: back });
      return Promise.resolve();
    });
    try {
      for (const selection of [before, toggled]) selected.fire({ selection });
      return await tracker.focusedRows();
    } finally {
      Reflect.set(vscode.commands, 'executeCommand', executeCommand);
      tracker.dispose();
    }
  };

  it('is the one with the focus: alone, or with the selection that it is part of', async () => {
    assert.deepEqual(await meant(['a'], ['a', 'b'], ['a']), ['b']);
    assert.deepEqual(await meant(['a', 'b'], ['a'], ['b', 'a']), ['a', 'b']);
    assert.deepEqual(await meant([], ['a'], []), ['a']);
  });

  it('is none while rows are read again and VS Code leaves out those it has forgotten: that is told apart from no focus', async () => {
    assert.equal(await meant(['a'], [], []), 'beingRead', 'b has the focus');
    assert.equal(await meant(['a', 'b'], ['b'], ['b']), 'beingRead');
    assert.equal(await meant(['a'], ['a', 'b'], []), 'beingRead');
    assert.equal(await meant([], [], []), 'beingRead', 'a was clicked, and is not known yet');
    assert.equal(await meant([], [], ['a']), 'beingRead', 'a was clicked, and is known by now');
    assert.equal(await meant(['b'], ['a'], undefined), undefined);
  });

  it('is never one that is selected and was only drawn anew while another one has the focus', async () => {
    assert.equal(await meant(['a'], [], ['a'], 2), 'beingRead', 'b may have the focus: both were forgotten');
    assert.deepEqual(await meant(['a'], [], ['a']), ['a']);
  });
});
