import * as vscode from 'vscode';
import { normalizeRemotePath, parentOf } from '../../removal/remotePath';
import { choose } from '../choose';
import type { AccountStore } from '../accounts/accountStore';
import { signalOf } from '../accounts/askToken';
import type { Connections } from '../accounts/connections';
import { COMMANDS, VIEWS } from '../ids';
import type { Output } from '../output';
import { remoteAbove, type SpaceNode, type TreeNode, type WorkspaceNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/commands';
import { explain, explainInFull } from '../wording/failures';
import { whereabouts } from '../wording/names';
import { lastSelected } from './lastSelected';
import type { Handler } from './register';

export interface GoToParts {
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly output: Output;
}

export function goToCommands(parts: GoToParts): Readonly<Record<string, Handler>> {
  return { [COMMANDS.goToPath]: (row?: TreeNode) => goToPath(row, parts) };
}

/** Asks for a path and shows its row, wherever it lies; the server says whether it exists, name by name. */
async function goToPath(row: TreeNode | undefined, parts: GoToParts): Promise<void> {
  const { oxen, onedata } = parts;
  const start = row ?? lastSelected({ oxen, onedata }).rows[0];
  const remoteRow = remoteAbove(start) ?? (await pickRemote(parts));
  if (!remoteRow) return;
  const typed = await vscode.window.showInputBox({
    prompt: words.pathPrompt(remoteRow.label),
    placeHolder: words.pathPlaceholder(),
    value: startingPath(start),
    valueSelection: [Infinity, Infinity],
    validateInput: (text) => (text === '' || normalizeRemotePath(text).ok ? undefined : words.badPath()),
  });
  const parsed = typed ? normalizeRemotePath(typed) : undefined;
  if (!parsed?.ok) return;
  const view = remoteRow.type === 'workspace' ? oxen : onedata;
  const location = { viewId: remoteRow.type === 'workspace' ? VIEWS.oxen : VIEWS.onedata };
  const found = await vscode.window.withProgress({ location }, async (_, cancel) => {
    const remote = await parts.connections.remote(remoteRow.address);
    return remote.ok ? view.reveal(remote.value, remoteRow, parsed.path, signalOf(cancel)) : remote;
  });
  if (found.ok) return;
  const host = parts.accounts.hostOf(remoteRow.address.account);
  parts.output.error(explainInFull(found.failure, host));
  const { message, hint } = explain(found.failure, host);
  void vscode.window.showErrorMessage(words.notThere(parsed.path, `${message} ${hint}`));
}

/** The folder that the person is in, to go on from. */
function startingPath(start: TreeNode | undefined): string {
  if (start?.type !== 'entry') return '';
  const folder = start.entry.kind === 'folder' ? start.entry.path : parentOf(start.entry.path);
  return folder === '' ? '' : `${folder}/`;
}

/** One of the workspaces and spaces that the views have shown. */
async function pickRemote({ oxen, onedata, accounts }: GoToParts): Promise<WorkspaceNode | SpaceNode | undefined> {
  const rows = [...oxen.tree.shown('workspace'), ...onedata.tree.shown('space')];
  const [only] = rows;
  if (rows.length < 2) {
    if (!only) void vscode.window.showInformationMessage(words.nothingOpen());
    return only;
  }
  const items = rows.map((row) => ({
    label: row.label,
    description: whereabouts([row.address], (account) => accounts.nameOf(account)),
    row,
  }));
  return (await choose(items, { placeHolder: words.chooseRemote() }))?.row;
}
