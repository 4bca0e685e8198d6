import * as vscode from 'vscode';
import type { StagedRemoval } from '../../removal/staging';
import { ROOT, type FolderPath } from '../../removal/remotePath';
import type { WatchedWorkspace } from '../staged/stagedModel';
import type { StagedNode } from '../staged/stagedTree';
import { bytes, files, number, time } from './format';

const t = vscode.l10n.t;

export const statusName = (): string => t('Winnow: staged removals');
export const statusText = (count: number): string => `$(trash) ${number(count)}`;
export const statusSpoken = (count: number): string =>
  count === 1 ? t('1 removal staged') : t('{0} removals staged', number(count));

/** A table with one row a workspace. Names are hostile text: escaped, and no command or HTML is allowed to run. */
export function statusTooltip(workspaces: readonly WatchedWorkspace[]): vscode.MarkdownString {
  const rows = workspaces
    .filter(({ state, failure }) => failure ?? (state && state.removed.length > 0))
    .map(({ address, label, state, failure }) => {
      const staged = state ? number(state.removed.length) : '–';
      const note = failure ? t('could not be read') : state ? t('read at {0}', time(state.readAt)) : '';
      return `| ${escaped(`${address.namespace}/${address.repository}`)} | ${escaped(label)} | ${staged} | ${note} |`;
    });
  if (rows.length === 0) return new vscode.MarkdownString(t('No removals are staged.'));
  const head = `| ${t('Repository')} | ${t('Workspace')} | ${t('Staged')} | |\n|:--|:--|--:|:--|`;
  return new vscode.MarkdownString([head, ...rows].join('\n'));
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^\p{L}\p{N} ]/gu, '\\$&');
}

export function workspaceGroupDescription({ address, state, failure }: WatchedWorkspace): string {
  const place = `${address.namespace}/${address.repository}`;
  if (failure) return t('{0} · could not be read', place);
  return state ? t('{0} · {1} staged', place, number(state.removed.length)) : place;
}

export function workspaceGroupTooltip({ address, label, state }: WatchedWorkspace): string {
  const read = state ? `\n${t('As the server said at {0}', time(state.readAt))}` : '';
  return `${address.namespace}/${address.repository} · ${label}${read}`;
}

export function folderLabel(folder: FolderPath): string {
  return folder === ROOT ? t('(top level)') : folder;
}

export function groupDescription(removed: readonly StagedRemoval[]): string {
  const sizes = removed.map((removal) => removal.bytes).filter((size) => size !== undefined);
  const count = files(removed.length);
  return sizes.length === removed.length ? t('{0}, {1}', count, bytes(sizes.reduce((a, b) => a + b, 0))) : count;
}

export function stagedDescription(removal: StagedRemoval): string {
  return removal.bytes === undefined ? '' : bytes(removal.bytes);
}

export function stagedSpoken(node: StagedNode): string {
  switch (node.type) {
    case 'workspace':
      return t('Workspace {0}, {1}', node.workspace.label, workspaceGroupDescription(node.workspace));
    case 'folder':
      return t('Folder {0}, {1}', folderLabel(node.folder), groupDescription(node.removed));
    case 'staged':
      return t('{0}, removal staged', node.removal.path);
  }
}

export const badgeTooltip = (count: number): string => statusSpoken(count);
