import * as vscode from 'vscode';
import type { Connections } from '../accounts/connections';
import { COMMANDS, VIEWS } from '../ids';
import type { Output } from '../output';
import type { StagedModel } from '../staged/stagedModel';
import { kindOf, type EntryNode, type MoreNode, type ProblemNode, type TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { entryUri } from '../uri';
import { selectFirst } from '../wording/plans';
import { lastSelected, listedAmong, type SelectableViews } from './lastSelected';
import type { Handler } from './register';

/** A look, as in the Explorer: the keyboard stays in the tree, so that the next key means the next row. */
const LOOK: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };

export interface TreeParts {
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  readonly staged: StagedModel;
  readonly views: SelectableViews;
  readonly connections: Connections;
  readonly output: Output;
}

/** Looking around: refresh, retry, load more, open. None of these changes anything on a server. */
export function treeCommands({
  oxen,
  onedata,
  staged,
  views,
  connections,
  output,
}: TreeParts): Readonly<Record<string, Handler>> {
  const viewOf = (row: TreeNode): RemoteView => (kindOf(row) === 'oxen' ? oxen : onedata);
  const refreshAt = (row: TreeNode): void => {
    const account = accountIdOf(row);
    if (account !== undefined) connections.forget(account);
    viewOf(row).tree.refresh(row);
  };
  return {
    [COMMANDS.refresh]: async () => {
      connections.forgetAll();
      for (const { tree } of [oxen, onedata]) tree.refresh();
      await staged.refresh();
    },
    [COMMANDS.refreshRow]: async (row: TreeNode) => {
      refreshAt(row);
      await staged.refresh();
    },
    [COMMANDS.retry]: (row: ProblemNode) => refreshAt(row.parent),
    [COMMANDS.loadMore]: (row: MoreNode) => viewOf(row).tree.loadMore(row),
    [COMMANDS.open]: async (row?: EntryNode) => {
      if (row) viewOf(row).selectionTime.clicked();
      const listed = listedAmong(row ? { rows: [row], waiting: [] } : lastSelected(views));
      const first = listed.find(({ entry }) => entry.kind !== 'folder');
      if (first) await vscode.commands.executeCommand('vscode.open', entryUri(first.remote, first.entry.path), LOOK);
      else void vscode.window.showInformationMessage(selectFirst());
    },
    [COMMANDS.showOutput]: () => output.show(),
    [COMMANDS.showStaged]: () => vscode.commands.executeCommand(`${VIEWS.staged}.focus`),
  };
}

function accountIdOf(row: TreeNode): string | undefined {
  if ('account' in row) return row.account.id;
  return 'address' in row ? row.address.account : undefined;
}
