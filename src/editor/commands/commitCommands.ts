import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import { commitWorkspace, type CommitParts } from '../commit/commitFlow';
import { COMMANDS } from '../ids';
import { placeOf, type StagedNode } from '../staged/stagedNode';
import type { WatchedWorkspace } from '../staged/stagedModel';
import * as words from '../wording/commit';
import type { TreeNode } from '../trees/node';
import type { Handler } from './register';

export interface CommitCommandParts extends CommitParts {
  /** Called after a commit: workspaces have moved or gone. */
  readonly refresh: () => void;
}

export function commitCommands(parts: CommitCommandParts): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.oxenCommit]: async (row?: TreeNode | StagedNode) => {
      const workspace = await workspaceOf(row, parts);
      const report = workspace && (await commitWorkspace(workspace, parts));
      if (report) parts.refresh();
      return report;
    },
  };
}

/** The workspace of a row; without one, the only workspace that holds something, else the person chooses. */
async function workspaceOf(
  row: TreeNode | StagedNode | undefined,
  { staged }: CommitParts,
): Promise<WatchedWorkspace | undefined> {
  if (row?.type === 'workspace') {
    await staged.watch(row.address, row.label);
    return { address: row.address, label: row.label };
  }
  const known = staged.workspaces();
  if (row?.type === 'place' || row?.type === 'folder' || (row?.type === 'entry' && 'group' in row)) {
    const key = remoteKey(placeOf(row).remote);
    return known.find(({ address }) => remoteKey(address) === key);
  }
  const holding = known.filter(
    ({ state }) => state && state.removed.length + state.uploaded.length + state.edited.length > 0,
  );
  const [only] = holding;
  if (holding.length === 1) return only;
  if (holding.length === 0) {
    void vscode.window.showInformationMessage(words.nothingStaged());
    return undefined;
  }
  const items = holding.map((workspace) => ({
    label: workspace.label,
    description: `${workspace.address.namespace}/${workspace.address.repository}`,
    workspace,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: words.chooseWorkspace() }))?.workspace;
}
