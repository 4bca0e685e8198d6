import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/accountStore';
import { trySandbox } from '../accounts/sandboxAccounts';
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
  return {
    [COMMANDS.trySandbox]: async () => {
      const isRunning = accounts.all().some(({ memoryOnly }) => memoryOnly);
      if (!isRunning) owned.add(await trySandbox(accounts));
      await vscode.commands.executeCommand(`${VIEWS.oxen}.focus`);
      await openFirst(oxen, 'workspace');
      await openFirst(onedata, 'space');
      if (!isRunning) void vscode.window.showInformationMessage(words.sandboxReady());
    },
  };
}

/** Opens the first row of that type below the sandbox's account. */
async function openFirst({ tree, view }: RemoteView, type: 'workspace' | 'space'): Promise<void> {
  const roots = await tree.getChildren();
  const account = roots.find((row) => row.type === 'account' && row.account.memoryOnly);
  const row = account && (await firstBelow(account, type, (node) => tree.getChildren(node)));
  if (row) await view.reveal(row, { expand: true, select: false, focus: false });
}

async function firstBelow(
  row: TreeNode,
  type: TreeNode['type'],
  childrenOf: (row: TreeNode) => Promise<readonly TreeNode[]>,
): Promise<TreeNode | undefined> {
  for (const child of await childrenOf(row)) {
    if (child.type === type) return child;
    const below =
      child.type === 'repository' || child.type === 'namespace' ? await firstBelow(child, type, childrenOf) : undefined;
    if (below) return below;
  }
  return undefined;
}
