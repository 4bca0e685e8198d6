import * as vscode from 'vscode';
import type { Output } from '../output';
import * as words from '../wording/accounts';
import { freeAccountId, type Account } from './account';
import type { AccountStore } from './accountStore';
import { askForWorkingToken, type TriedToken } from './askToken';
import { chooseServer } from './chooseServer';
import { chooseVariables } from './chooseVariables';
import type { OfferedClone } from './oxenOffers';
import { parseOrigin } from './origin';

/** What was added, and what of it the person works on in a clone. */
export interface AddedAccount {
  readonly account: Account;
  readonly clone?: OfferedClone;
}

/** What the person chose of what was found on this machine; nothing when they type it all. */
interface Chosen {
  readonly origin?: string;
  readonly token?: string;
  readonly clone?: OfferedClone;
}

/** Asks for address and token, tries them on the server, and keeps the account only when the server answers. */
export async function addAccount(
  kind: Account['kind'],
  accounts: AccountStore,
  output: Output,
): Promise<AddedAccount | undefined> {
  const offer = kind === 'oxen' ? await chooseServer(accounts) : await chooseVariables();
  if (offer === undefined) return undefined;
  const { origin = await askOrigin(kind), token, clone }: Chosen = offer === 'type' ? {} : offer;
  if (origin === undefined) return undefined;
  const tried = await askForWorkingToken(kind, origin, output, token);
  if (!tried) return undefined;
  const account = accountAt(kind, origin, tried, accounts);
  await accounts.add(account, tried.token === '' ? undefined : tried.token);
  void vscode.window.showInformationMessage(words.added(account, tried.detail));
  return { account, ...(clone ? { clone } : {}) };
}

async function askOrigin(kind: Account['kind']): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt: kind === 'oxen' ? words.oxenAddressPrompt() : words.onedataAddressPrompt(),
    placeHolder: kind === 'oxen' ? words.oxenAddressPlaceholder() : words.onedataAddressPlaceholder(),
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' || parseOrigin(text).ok ? undefined : words.badAddress()),
  });
  const parsed = typed ? parseOrigin(typed) : undefined;
  return parsed?.ok ? parsed.origin : undefined;
}

function accountAt(kind: Account['kind'], origin: string, { role }: TriedToken, accounts: AccountStore): Account {
  const { host } = new URL(origin);
  const id = freeAccountId(origin, new Set(accounts.all().map((account) => account.id)));
  return { id, kind, name: host, origin, ...(role ? { role } : {}), memoryOnly: false };
}
