import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/accountStore';
import { OwnSandbox, SAMPLE_SPACE } from '../accounts/sandboxAccounts';
import type { Disposables } from '../disposables';
import { COMMANDS, VIEWS } from '../ids';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/accounts';
import type { Handler } from './register';

export interface SandboxParts {
  readonly accounts: AccountStore;
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  readonly owned: Disposables;
}

/** Starts the practice servers once, and opens both views down to the sample files: one click more stages or deletes something. */
export function sandboxCommands({ accounts, oxen, onedata, owned }: SandboxParts): Readonly<Record<string, Handler>> {
  const sandbox = owned.add(new OwnSandbox(accounts));
  return {
    [COMMANDS.trySandbox]: async () => {
      const isNew = await sandbox.connect();
      await vscode.commands.executeCommand(`${VIEWS.oxen}.focus`);
      await openSample(oxen, ({ type }) => type === 'workspace');
      await openSample(onedata, (row) => row.type === 'space' && row.label === SAMPLE_SPACE);
      if (isNew) void vscode.window.showInformationMessage(words.sandboxReady());
    },
  };
}

/** Opens the row below the sandbox's account that holds the sample files. */
async function openSample(view: RemoteView, isSample: (row: TreeNode) => boolean): Promise<void> {
  const roots = await view.tree.rows();
  const account = roots.find((row) => row.type === 'account' && row.account.memoryOnly);
  const row = account && (await firstBelow(account, isSample, view.tree));
  if (row) await view.open(row, { select: false });
}

async function firstBelow(
  row: TreeNode,
  isSample: (row: TreeNode) => boolean,
  tree: RemoteView['tree'],
): Promise<TreeNode | undefined> {
  for (const child of await tree.rows(row)) {
    if (isSample(child)) return child;
    const below =
      child.type === 'repository' || child.type === 'namespace' ? await firstBelow(child, isSample, tree) : undefined;
    if (below) return below;
  }
  return undefined;
}
