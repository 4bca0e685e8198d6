import * as vscode from 'vscode';
import { remoteKey, type OxenAddress } from '../../removal/address';
import type { StagedRemoval } from '../../removal/staging';
import { nameOf, parentOf, type FolderPath } from '../../removal/remotePath';
import { entryUri } from '../uri';
import * as words from '../wording/staged';
import type { StagedModel, WatchedWorkspace } from './stagedModel';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

interface WorkspaceGroup {
  readonly type: 'workspace';
  readonly workspace: WatchedWorkspace;
}

interface FolderGroup {
  readonly type: 'folder';
  readonly parent: WorkspaceGroup;
  readonly folder: FolderPath;
  readonly removed: readonly StagedRemoval[];
}

export interface StagedRow {
  readonly type: 'staged';
  readonly parent: FolderGroup;
  readonly address: OxenAddress;
  readonly removal: StagedRemoval;
}

export type StagedNode = WorkspaceGroup | FolderGroup | StagedRow;

/** Rows of the *Staged* view: workspace → folder → removed file. A function of what the servers last said. */
export class StagedTree implements vscode.TreeDataProvider<StagedNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly listener: vscode.Disposable;

  constructor(private readonly model: StagedModel) {
    this.listener = model.onDidChange(() => this.changed.fire(undefined));
  }

  getChildren(node?: StagedNode): StagedNode[] {
    if (!node) {
      const holding = this.model.workspaces().filter(({ state }) => state && state.removed.length > 0);
      return holding.map((workspace) => ({ type: 'workspace', workspace }));
    }
    if (node.type === 'workspace') return folderGroups(node);
    if (node.type === 'staged') return [];
    const { address } = node.parent.workspace;
    return node.removed.map((removal) => ({ type: 'staged', parent: node, address, removal }));
  }

  getParent(node: StagedNode): StagedNode | undefined {
    return node.type === 'workspace' ? undefined : node.parent;
  }

  getTreeItem(node: StagedNode): vscode.TreeItem {
    const item = rowOf(node);
    item.accessibilityInformation = { label: words.stagedSpoken(node) };
    return item;
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}

function folderGroups(parent: WorkspaceGroup): FolderGroup[] {
  const folders = new Map<FolderPath, StagedRemoval[]>();
  for (const removal of parent.workspace.state?.removed ?? []) {
    const folder = parentOf(removal.path);
    const group = folders.get(folder);
    if (group) group.push(removal);
    else folders.set(folder, [removal]);
  }
  return [...folders].map(([folder, removed]) => ({ type: 'folder', parent, folder, removed }));
}

function rowOf(node: StagedNode): vscode.TreeItem {
  switch (node.type) {
    case 'workspace': {
      const { address, label, state } = node.workspace;
      const item = new vscode.TreeItem(label, Expanded);
      item.id = `staged:${remoteKey(address)}`;
      item.iconPath = new vscode.ThemeIcon('git-branch');
      item.description = words.workspaceGroupDescription(node.workspace);
      item.tooltip = words.workspaceGroupTooltip(node.workspace);
      item.contextValue = state ? 'stagedWorkspace' : 'stagedWorkspace;unread';
      return item;
    }
    case 'folder': {
      const item = new vscode.TreeItem(
        words.folderLabel(node.folder),
        node.removed.length > 100 ? Collapsed : Expanded,
      );
      item.id = `staged:${remoteKey(node.parent.workspace.address)}/${node.folder}/`;
      item.iconPath = vscode.ThemeIcon.Folder;
      item.description = words.groupDescription(node.removed);
      item.contextValue = 'stagedFolder';
      return item;
    }
    case 'staged': {
      const item = new vscode.TreeItem(nameOf(node.removal.path), None);
      item.id = `staged:${remoteKey(node.address)}/${node.removal.path}`;
      item.resourceUri = entryUri(node.address, node.removal.path);
      item.iconPath = vscode.ThemeIcon.File;
      item.description = words.stagedDescription(node.removal);
      item.tooltip = node.removal.path;
      item.contextValue = 'stagedFile';
      return item;
    }
  }
}
