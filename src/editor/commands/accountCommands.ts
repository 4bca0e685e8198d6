import * as vscode from 'vscode';
import { choose } from '../choose';
import type { Account } from '../accounts/account';
import { addAccount } from '../accounts/addAccount';
import { askForWorkingToken } from '../accounts/askToken';
import type { AccountStore } from '../accounts/accountStore';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { revealWorkspace } from '../trees/revealWorkspace';
import * as words from '../wording/accounts';
import * as tokenWords from '../wording/tokens';
import type { Handler } from './register';

export function accountCommands(
  accounts: AccountStore,
  oxen: RemoteView,
  output: Output,
): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.oxenAddAccount]: async () => {
      const added = await addAccount('oxen', accounts, output);
      if (added?.clone) await revealWorkspace(oxen, added.account.id, added.clone);
    },
    [COMMANDS.onedataAddAccount]: async () => {
      await addAccount('onedata', accounts, output);
    },
    [COMMANDS.removeAccount]: (row?: TreeNode) => removeAccount(row, accounts),
    [COMMANDS.renameAccount]: (row?: TreeNode) => renameAccount(row, accounts),
    [COMMANDS.enterToken]: (where?: TreeNode | string) => enterToken(where, accounts, output),
  };
}

/** Another token for the same account, tried before it is kept: rows, marks and staged removals stay where they are. */
async function enterToken(where: TreeNode | string | undefined, accounts: AccountStore, output: Output): Promise<void> {
  const account = await accountOf(where, accounts);
  const tried = account && (await askForWorkingToken(account.kind, account.origin, output));
  if (!tried || tried === 'address') return;
  const now = accounts.get(account.id) ?? account;
  await accounts.add(
    { ...now, ...(tried.role ? { role: tried.role } : {}) },
    tried.token === '' ? undefined : tried.token,
  );
  void vscode.window.showInformationMessage(tokenWords.tokenReplaced(account, tried.detail));
}

async function renameAccount(row: TreeNode | undefined, accounts: AccountStore): Promise<void> {
  const account = await accountOf(row, accounts);
  if (!account) return;
  const name = await vscode.window.showInputBox({
    prompt: tokenWords.namePrompt(),
    value: account.name,
    validateInput: (text) => (text.trim() === '' ? tokenWords.nameMissing() : undefined),
  });
  if (name !== undefined) await accounts.rename(accounts.get(account.id) ?? account, name.trim());
}

/** The account of a row, or of that id; without either the person chooses. */
async function accountOf(where: TreeNode | string | undefined, accounts: AccountStore): Promise<Account | undefined> {
  if (typeof where === 'string') return accounts.get(where);
  const id = where && 'account' in where ? where.account.id : undefined;
  return id === undefined ? pickAccount(accounts) : accounts.get(id);
}

async function removeAccount(row: TreeNode | undefined, accounts: AccountStore): Promise<void> {
  const account = await accountOf(row, accounts);
  if (!account) return;
  const options = { modal: true, detail: words.removeDetail(account) };
  const answer = await vscode.window.showWarningMessage(words.removeQuestion(account), options, words.BUTTONS.remove);
  if (answer === words.BUTTONS.remove) await accounts.remove(account.id);
}

async function pickAccount(accounts: AccountStore): Promise<Account | undefined> {
  const items = accounts.all().map((account) => ({ label: account.name, description: account.origin, account }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(words.noAccounts());
    return undefined;
  }
  return (await choose(items, { placeHolder: words.chooseAccount() }))?.account;
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
