import * as vscode from 'vscode';
import { addAccount } from '../accounts/addAccount';
import type { AccountStore } from '../accounts/accountStore';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { revealClone } from '../trees/revealClone';
import * as words from '../wording/accounts';
import type { Handler } from './register';

export function accountCommands(
  accounts: AccountStore,
  oxen: RemoteView,
  output: Output,
): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.oxenAddAccount]: async () => {
      const added = await addAccount('oxen', accounts, output);
      if (added?.clone) await revealClone(oxen, added.account.id, added.clone);
    },
    [COMMANDS.onedataAddAccount]: async () => {
      await addAccount('onedata', accounts, output);
    },
    [COMMANDS.removeAccount]: (row?: TreeNode) => removeAccount(row, accounts),
  };
}

async function removeAccount(row: TreeNode | undefined, accounts: AccountStore): Promise<void> {
  const account = row?.type === 'account' ? row.account : await pickAccount(accounts);
  if (!account) return;
  const options = { modal: true, detail: words.removeDetail() };
  const answer = await vscode.window.showWarningMessage(words.removeQuestion(account), options, words.BUTTONS.remove);
  if (answer === words.BUTTONS.remove) await accounts.remove(account.id);
}

async function pickAccount(accounts: AccountStore) {
  const items = accounts.all().map((account) => ({ label: account.name, description: account.origin, account }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(words.noAccounts());
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: words.chooseAccount() }))?.account;
}

/** Asks before a token goes to a provider that was never seen before. */
export async function askProviderDomain(
  account: Parameters<typeof words.newDomainDetail>[0],
  domain: string,
): Promise<boolean> {
  const options = { modal: true, detail: words.newDomainDetail(account) };
  const answer = await vscode.window.showWarningMessage(words.newDomain(domain), options, words.BUTTONS.sendToken);
  return answer === words.BUTTONS.sendToken;
}
