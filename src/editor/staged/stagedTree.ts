import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import { nameOf, parentOf, type FolderPath } from '../../removal/remotePath';
import { stagedEntries } from '../../removal/stagedEntries';
import { entryUri } from '../uri';
import { rowLabel } from '../wording/names';
import * as words from '../wording/staged';
import { openTitle } from '../wording/trees';
import type { MarkedModel } from './markedModel';
import {
  placeOf,
  stagedRowId,
  type FolderGroup,
  type PlaceGroup,
  type StagedNode,
  type TroubleRow,
  type WaitingRow,
} from './stagedNode';
import type { StagedModel } from './stagedModel';

type Staged = Pick<StagedModel, 'onDidChange' | 'workspaces' | 'isOwn'>;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
/** A group of more rows than this starts closed. */
const LARGE = 100;

/** Rows of the *Staged* view: place → folder → entry. A function of what the servers last said, and of the marks. */
export class StagedTree implements vscode.TreeDataProvider<StagedNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly listeners: readonly vscode.Disposable[];

  constructor(
    private readonly staged: Staged,
    private readonly marked: Pick<MarkedModel, 'onDidChange' | 'all'>,
  ) {
    const fire = (): void => this.changed.fire(undefined);
    this.listeners = [staged.onDidChange(fire), marked.onDidChange(fire)];
  }

  getChildren(node?: StagedNode): StagedNode[] {
    if (!node) return [...stagedPlaces(this.staged), ...markedPlaces(this.marked)];
    if (node.type === 'place') return [...troubleOf(node), ...foldersOf(node)];
    return node.type === 'folder' ? node.entries.map((entry) => ({ type: 'entry', group: node, entry })) : [];
  }

  getParent(node: StagedNode): StagedNode | undefined {
    if (node.type === 'place') return undefined;
    return node.type === 'entry' ? node.group : node.place;
  }

  getTreeItem(node: StagedNode): vscode.TreeItem {
    const item = rowOf(node);
    item.contextValue = `${node.type};${placeOf(node).waiting}`;
    item.accessibilityInformation = { label: words.stagedSpoken(node) };
    return item;
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}

function stagedPlaces(staged: Staged): readonly PlaceGroup[] {
  return staged.workspaces().flatMap(({ address, label, state }): readonly PlaceGroup[] => {
    if (!state) return [];
    const entries = stagedEntries(state);
    const trouble = [...state.leftovers, ...state.unfinished];
    if (entries.length + trouble.length === 0) return [];
    const foreign = new Set(entries.map(({ path }) => path).filter((path) => !staged.isOwn(address, path)));
    const { readAt } = state;
    return [{ type: 'place', waiting: 'staged', remote: address, label, entries, trouble, readAt, foreign }];
  });
}

function markedPlaces(marked: Pick<MarkedModel, 'all'>): readonly PlaceGroup[] {
  const places = new Map<string, PlaceGroup & { readonly entries: Entry[] }>();
  for (const { remote, place, entry } of marked.all()) {
    const key = remoteKey(remote);
    const group = places.get(key) ?? { type: 'place', waiting: 'marked', remote, label: place, entries: [] };
    group.entries.push(entry);
    places.set(key, group);
  }
  return [...places.values()];
}

function troubleOf(place: PlaceGroup): readonly TroubleRow[] {
  return (place.trouble ?? []).map((trouble) => ({ type: 'trouble', place, trouble }));
}

function foldersOf(place: PlaceGroup): FolderGroup[] {
  const folders = new Map<FolderPath, Entry[]>();
  for (const entry of place.entries) {
    const folder = parentOf(entry.path);
    const group = folders.get(folder);
    if (group) group.push(entry);
    else folders.set(folder, [entry]);
  }
  const labels = words.folderLabels([...folders.keys()]);
  return [...folders].map(([folder, entries]) => {
    const label = labels.get(folder) ?? folder;
    return { type: 'folder', place, folder, label, entries };
  });
}

function rowOf(node: StagedNode): vscode.TreeItem {
  switch (node.type) {
    case 'place':
      return row(node, node.label, Expanded, {
        iconPath: new vscode.ThemeIcon(node.waiting === 'staged' ? 'git-branch' : 'database'),
        description: words.placeDescription(node),
        tooltip: words.placeTooltip(node),
      });
    case 'trouble':
      return row(node, words.troubleLabel(node.trouble), None, {
        iconPath: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
        description: words.troubleDescription(node.trouble),
        tooltip: words.troubleSentence(node.trouble),
      });
    case 'folder':
      return row(node, node.label, node.entries.length > LARGE ? Collapsed : Expanded, {
        iconPath: vscode.ThemeIcon.Folder,
        description: words.groupDescription(node.entries),
        tooltip: words.folderTooltip(node),
      });
    case 'entry':
      return row(node, nameOf(node.entry.path), None, {
        // A folder that cannot be opened gets no icon of the file icon theme, which draws them beside an arrow.
        iconPath: node.entry.kind === 'folder' ? new vscode.ThemeIcon('symbol-folder') : vscode.ThemeIcon.File,
        resourceUri: entryUri(node.group.place.remote, node.entry.path),
        ...(node.entry.kind === 'file' ? { command: lookAt(node) } : {}),
        description: words.waitingDescription(node),
        tooltip: words.waitingTooltip(node),
      });
  }
}

/** A click shows the file, and the keyboard stays in the view: Delete there takes the row back. */
function lookAt({ group, entry }: WaitingRow): vscode.Command {
  const uri = entryUri(group.place.remote, entry.path);
  return { command: 'vscode.open', title: openTitle(), arguments: [uri, { preview: true, preserveFocus: true }] };
}

function row(
  node: StagedNode,
  label: string,
  state: vscode.TreeItemCollapsibleState,
  more: Partial<vscode.TreeItem>,
): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(rowLabel(label), state), { id: stagedRowId(node) }, more);
}
