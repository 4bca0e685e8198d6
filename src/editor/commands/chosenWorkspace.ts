import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { AccountStore } from '../accounts/accountStore';
import { choose } from '../choose';
import { findWatched, type StagedModel, type WatchedWorkspace } from '../staged/stagedModel';
import { placeOf, type StagedNode } from '../staged/stagedNode';
import { remoteAbove, type TreeNode } from '../trees/node';
import * as words from '../wording/commit';
import { whereabouts } from '../wording/names';
import { lastSelected, type SelectableViews } from './lastSelected';

/** A row of the Oxen view or of the Staged view. */
export type WorkspaceRow = TreeNode | StagedNode;

export interface ChoosingParts {
  readonly accounts: Pick<AccountStore, 'nameOf'>;
  readonly staged: Pick<StagedModel, 'watch' | 'workspaces'>;
  readonly views: Pick<SelectableViews, 'oxen' | 'staged'>;
}

/** What a command needs of the workspace it acts on. */
export interface Wanted {
  readonly fits: (workspace: WatchedWorkspace) => boolean;
  /** What is said when no workspace fits. */
  readonly none: string;
}

/**
 * The workspace of the row, or that of this `remoteKey`. Without a row, that of what is selected, if it fits; any other one only when the
 * person chooses it, be it the only one: what is acted on unasked is what is seen to be selected.
 */
export async function chooseWorkspace(
  row: WorkspaceRow | string | undefined,
  { fits, none }: Wanted,
  { accounts, staged, views }: ChoosingParts,
): Promise<WatchedWorkspace | undefined> {
  if (typeof row === 'string') return staged.workspaces().find(({ address }) => remoteKey(address) === row);
  if (row?.type === 'workspace') {
    await staged.watch(row.address, row.label);
    return { address: row.address, label: row.label };
  }
  if (row && isStagedRow(row)) {
    const { remote } = placeOf(row);
    return remote.kind === 'oxen' ? findWatched(staged.workspaces(), remote) : undefined;
  }
  const selected = row ? workspaceAbove(row) : selectedWorkspace(views);
  if (selected) await staged.watch(selected.address, selected.label);
  const meant = selected && findWatched(staged.workspaces(), selected.address);
  if (meant && fits(meant)) return meant;
  const fitting = staged.workspaces().filter(fits);
  if (fitting.length > 0) return pickWorkspace(fitting, accounts);
  void vscode.window.showInformationMessage(none);
  return undefined;
}

async function pickWorkspace(
  fitting: readonly WatchedWorkspace[],
  accounts: ChoosingParts['accounts'],
): Promise<WatchedWorkspace | undefined> {
  const items = fitting.map((workspace) => ({
    label: workspace.label,
    description: whereabouts([workspace.address], (account) => accounts.nameOf(account)),
    workspace,
  }));
  return (await choose(items, { placeHolder: words.chooseWorkspace() }))?.workspace;
}

/** The one workspace that everything selected lies in. */
function selectedWorkspace(views: ChoosingParts['views']): WatchedWorkspace | undefined {
  const { rows, waiting } = lastSelected(views);
  const above = [...rows.map(workspaceAbove), ...waiting.map(workspaceOf)];
  const [first] = above;
  if (!first) return undefined;
  const key = remoteKey(first.address);
  return above.every((one) => one && remoteKey(one.address) === key) ? first : undefined;
}

function workspaceAbove(row: WorkspaceRow): WatchedWorkspace | undefined {
  if (isStagedRow(row)) return workspaceOf(row);
  const above = remoteAbove(row);
  return above?.type === 'workspace' ? { address: above.address, label: above.label } : undefined;
}

function workspaceOf(row: StagedNode): WatchedWorkspace | undefined {
  const { remote, label } = placeOf(row);
  return remote.kind === 'oxen' ? { address: remote, label } : undefined;
}

function isStagedRow(row: WorkspaceRow): row is StagedNode {
  return 'place' in row || 'group' in row || row.type === 'place';
}
