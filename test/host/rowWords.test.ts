import assert from 'node:assert/strict';
import { spaceLabels } from '../../src/editor/trees/onedataSource';
import type { FolderGroup, PlaceGroup } from '../../src/editor/staged/stagedNode';
import { folderTooltip, placeDescription, placeTooltip, waitingTooltip } from '../../src/editor/wording/staged';
import { entryDescription, entryTooltip } from '../../src/editor/wording/trees';
import * as vscode from 'vscode';
import { tellBriefly } from '../../src/editor/briefly';
import { choose, chooseName } from '../../src/editor/choose';
import { asWritten } from '../../src/editor/wording/names';
import type { RemotePath } from '../../src/removal/remotePath';
import type { Account } from '../../src/editor/accounts/account';
import type { TreeNode, WorkspaceNode } from '../../src/editor/trees/node';
import { toTreeItem } from '../../src/editor/trees/treeItem';
import { file, folder, WORKSPACE } from '../support/builders';
import { rowOf, SPACE_ROW } from '../support/rows';

describe('the words of a row', () => {
  const said = (path: string): string => entryDescription(folder(path, { traits: ['special'] }), false);

  it('name Onedata’s own folders as what they are', () => {
    assert.match(said('.__onedata__trash'), /^trash\b/);
    assert.match(said('.__onedata__archive'), /^archives\b/);
    assert.match(said('.__onedata__other'), /^system folder\b/);
  });

  it('tell on hover what comes of a dataset', () => {
    const tooltip = entryTooltip(folder('study', { traits: ['dataset'] }), false);
    assert.match(tooltip, /deleting it detaches the dataset, and archives made of it stay/);
  });
});

describe('what servers and people of elsewhere call things', () => {
  const name = 'a\u202etxt.exe\nMarked for deletion\r\u2028x';
  const LINE = /^Marked|[\u202e\u2028\r]/m;
  const hostile = name as RemotePath;
  const entry = { ...file('a'), path: hostile, linkTarget: name };
  const commit = { id: name, message: name, time: undefined };
  const account: Account = { id: 'lab', kind: 'oxen', name, origin: 'https://lab.org', memoryOnly: false };
  const workspace: WorkspaceNode = {
    ...{ type: 'workspace', id: 'w', parent: undefined, address: { ...WORKSPACE, workspace: name }, label: name },
    ...{ commit, merge: { branch: name, behind: 1, mergeable: true } },
  };
  const provider = { id: 'p', name, domain: name, version: name, online: true, readonly: false };
  const space = { ...SPACE_ROW, label: name, provider, providers: [provider, { ...provider, id: 'q' }] };
  const rows: readonly TreeNode[] = [
    { type: 'account', id: 'a', parent: undefined, account, version: name },
    { type: 'namespace', id: 'n', parent: undefined, account, name },
    { type: 'repository', id: 'r', parent: undefined, account, namespace: name, name },
    workspace,
    space,
    rowOf(entry),
  ];
  const item = (row: TreeNode): vscode.TreeItem => toTreeItem(row, { isMarked: false, spoken: () => undefined });

  const textOf = (said: unknown): string => (typeof said === 'string' ? `${said}\n` : '');
  const place: PlaceGroup = {
    ...{ type: 'place', waiting: 'staged', remote: { ...WORKSPACE, namespace: name }, label: name },
    ...{ entries: [entry], readAt: 0 },
  };
  const group: FolderGroup = { type: 'folder', place, folder: hostile, label: name, entries: [entry] };

  it('adds no line to what a row says on hover, and turns none around', () => {
    for (const said of [
      ...[placeTooltip(place), placeDescription(place), folderTooltip(group)],
      ...[placeTooltip({ ...place, waiting: 'marked' }), waitingTooltip({ type: 'entry', group, entry })],
    ])
      assert.doesNotMatch(said, LINE);
    for (const row of rows) {
      const { tooltip, description } = item(row);
      assert.doesNotMatch(textOf(tooltip) + textOf(description), LINE, row.type);
    }
    assert.match(textOf(item(rowOf(entry)).tooltip), /a\ufffdtxt\.exe\ufffdMarked for deletion/);
  });
});

describe('a name that VS Code would draw as a picture', () => {
  // What it does with the texts of choices and of the status bar (`renderLabelWithIcons`).
  const PICTURE = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;
  const drawn = (text: string): string =>
    text.replace(PICTURE, (_, escaped: string | undefined, name: string) => (escaped ? `$(${name})` : '[picture]'));

  it('is drawn as it is written, in choices and in the status bar', async () => {
    const names = [
      '$(check)',
      '\\$(check)',
      '$(sync~spin) a',
      '$()',
      '$(a b)',
      '$(a',
      'a$(x)b$(y).txt',
      '$$(x)',
      '$(A~)',
    ];
    for (const name of names) assert.equal(drawn(asWritten(name)), name);
    const { showQuickPick, setStatusBarMessage } = vscode.window;
    const shown: string[] = [];
    Reflect.set(vscode.window, 'showQuickPick', (items: readonly vscode.QuickPickItem[]) => {
      shown.push(...items.flatMap(({ label, description = '', detail = '' }) => [label, description, detail]));
      return Promise.resolve(items[0]);
    });
    Reflect.set(vscode.window, 'setStatusBarMessage', (text: string) => shown.push(text));
    try {
      const [name = ''] = names;
      await choose([{ label: name, description: name, detail: name }], {});
      await choose([{ label: '\u202egnp.exe' }], {});
      assert.equal(shown.splice(3).join(''), '\ufffdgnp.exe');
      assert.equal(await chooseName([name], 'Which?'), name);
      tellBriefly(name);
      assert.deepEqual(shown.filter(Boolean).map(drawn), [name, name, name, name, name]);
    } finally {
      Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
      Reflect.set(vscode.window, 'setStatusBarMessage', setStatusBarMessage);
    }
  });
});

describe('spaces that have one name', () => {
  it('are told apart by the beginning of their id; others are called as they are', () => {
    const spaces = [
      { id: '3a9f01c2d4e5f607', name: 'data' },
      { id: '77b0ffee00112233', name: 'data' },
      { id: '900d5eed44556677', name: 'Field Station' },
    ];
    assert.deepEqual(spaceLabels(spaces), ['data@3a9f01c2', 'data@77b0ffee', 'Field Station']);
  });
});
