import * as vscode from 'vscode';
import { nameOf } from '../../removal/remotePath';
import { versionAtLeast } from '../../remotes/version';
import { COMMANDS } from '../ids';
import { entryUri } from '../uri';
import { accountDescription, accountTooltip } from '../wording/access';
import { oneLine, rowLabel } from '../wording/names';
import { spaceDescription, spaceTooltip } from '../wording/spaces';
import * as words from '../wording/trees';
import type { EntryNode, TreeNode } from './node';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/**
 * Before 1.108, VS Code shows an error instead of rows when it still has their ids from a fetch that a redraw overtook (microsoft/vscode#281000).
 * Without ids it knows rows by their labels, which are unique below each row; those of accounts change.
 */
const TAKES_IDS = versionAtLeast(vscode.version, '1.108');

/** What is known of an entry elsewhere than in its listing. */
export interface EntryStates {
  readonly isMarked: boolean;
  /** For screen readers, which do not read the letters of decorations: that the last removal failed, what protects it. */
  readonly spoken: () => string | undefined;
}

/** How a row looks. Context values are flags that package.json's `when` clauses match: `entry;file;removable`. */
export function toTreeItem(node: TreeNode, { isMarked, spoken }: EntryStates): vscode.TreeItem {
  const item = rowOf(node, isMarked);
  if (TAKES_IDS || node.type === 'account') item.id = node.id;
  item.accessibilityInformation = { label: words.spokenLabel(node, isMarked, spoken()) };
  return item;
}

function rowOf(node: TreeNode, isMarked: boolean): vscode.TreeItem {
  switch (node.type) {
    case 'account':
      return branch(
        node.account.name,
        `account;${node.account.kind}`,
        'server',
        accountDescription(node),
        accountTooltip(node),
      );
    case 'namespace':
      return branch(node.name, 'namespace', 'organization');
    case 'repository':
      return branch(
        node.name,
        node.facts?.empty ? 'repository;empty' : 'repository',
        'repo',
        words.repositoryDescription(node),
        words.repositoryTooltip(node),
      );
    case 'others':
      return branch(words.othersLabel(), 'others', 'archive', words.othersDescription(node), words.othersTooltip());
    case 'workspace':
      return branch(
        node.label,
        'workspace',
        'git-branch',
        words.workspaceDescription(node),
        words.workspaceTooltip(node),
      );
    case 'space':
      return branch(
        node.label,
        node.providers.length > 1 ? 'space;several' : 'space',
        'database',
        spaceDescription(node),
        spaceTooltip(node),
      );
    case 'entry':
      return entryRow(node, isMarked);
    case 'more':
      return leaf(words.loadMoreLabel(node), 'more', 'ellipsis', {
        command: COMMANDS.loadMore,
        title: words.loadMoreLabel(node),
        arguments: [node],
      });
    case 'problem': {
      const item = leaf(words.problemLabel(node), `problem;${node.failure.kind}`, 'warning');
      item.description = words.problemHint(node);
      item.tooltip = `${words.problemLabel(node)}\n${words.problemHint(node)}`;
      return item;
    }
    case 'note':
      return leaf(words.noteLabel(node), 'note', undefined);
  }
}

function branch(
  label: string,
  contextValue: string,
  icon: string,
  description?: string,
  tooltip?: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(rowLabel(label), Collapsed);
  item.contextValue = contextValue;
  item.iconPath = new vscode.ThemeIcon(icon);
  if (description) item.description = oneLine(description);
  item.tooltip = tooltip ?? oneLine(label);
  return item;
}

function leaf(
  label: string,
  contextValue: string,
  icon: string | undefined,
  command?: vscode.Command,
): vscode.TreeItem {
  const item = new vscode.TreeItem(rowLabel(label), None);
  item.contextValue = contextValue;
  if (icon) item.iconPath = new vscode.ThemeIcon(icon);
  if (command) item.command = command;
  return item;
}

function entryRow(node: EntryNode, isMarked: boolean): vscode.TreeItem {
  const { entry } = node;
  const uri = entryUri(node.address, entry.path);
  const item = new vscode.TreeItem(rowLabel(nameOf(entry.path)), entry.kind === 'folder' ? Collapsed : None);
  item.resourceUri = uri;
  item.iconPath = entry.kind === 'symlink' ? new vscode.ThemeIcon('file-symlink-file') : themeIcon(entry.kind);
  item.contextValue = contextOf(node, isMarked);
  item.description = words.entryDescription(entry, isMarked);
  item.tooltip = words.entryTooltip(entry, isMarked);
  if (entry.kind === 'file') item.command = { command: COMMANDS.open, title: words.openTitle(), arguments: [node] };
  return item;
}

function themeIcon(kind: 'file' | 'folder'): vscode.ThemeIcon {
  return kind === 'folder' ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
}

/** Flags that menus ask for. */
function contextOf(node: EntryNode, isMarked: boolean): string {
  const { entry, readonly } = node;
  const removable =
    !readonly &&
    !entry.traits.includes('special') &&
    !entry.traits.includes('staged') &&
    !entry.traits.includes('uploaded');
  return [
    'entry',
    entry.kind,
    ...entry.traits,
    ...(removable ? ['removable'] : []),
    ...(isMarked ? ['marked'] : []),
  ].join(';');
}
