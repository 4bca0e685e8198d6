import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { StagedModel, WatchedWorkspace } from '../staged/stagedModel';
import { placeOf, type StagedNode } from '../staged/stagedNode';
import type { TreeNode } from '../trees/node';
import * as words from '../wording/commit';

/** A row of the Oxen view or of the Staged view. */
export type WorkspaceRow = TreeNode | StagedNode;

/** The workspace of a row; without one, the only one that fits among those opened here, else the person chooses. */
export async function chooseWorkspace(
  row: WorkspaceRow | undefined,
  staged: StagedModel,
  fits: (workspace: WatchedWorkspace) => boolean,
  none: string,
): Promise<WatchedWorkspace | undefined> {
  if (row?.type === 'workspace') {
    await staged.watch(row.address, row.label);
    return { address: row.address, label: row.label };
  }
  const known = staged.workspaces();
  if (row && isStagedRow(row)) {
    const key = remoteKey(placeOf(row).remote);
    return known.find(({ address }) => remoteKey(address) === key);
  }
  const fitting = known.filter(fits);
  const [only] = fitting;
  if (fitting.length === 1) return only;
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  const items = fitting.map((workspace) => ({
    label: workspace.label,
    description: `${workspace.address.namespace}/${workspace.address.repository}`,
    workspace,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: words.chooseWorkspace() }))?.workspace;
}

function isStagedRow(row: WorkspaceRow): row is StagedNode {
  return 'place' in row || 'group' in row || row.type === 'place';
}
