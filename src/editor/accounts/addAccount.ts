import * as vscode from 'vscode';
import { mayUsePlainHttp } from '../../remotes/transportUrl';
import type { Output } from '../output';
import * as words from '../wording/accounts';
import { freeAccountId, freeAccountName, type Account } from './account';
import type { AccountStore } from './accountStore';
import { askForWorkingToken, type TriedToken } from './askToken';
import { chooseServer } from './chooseServer';
import { chooseVariables } from './chooseVariables';
import type { OfferedClone } from './oxenOffers';
import { plainHttpHosts } from './network';
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
  const { clone, ...chosen }: Chosen = offer === 'type' ? {} : offer;
  let { token } = chosen;
  let origin = chosen.origin ?? (await askOrigin(kind));
  let tried: Awaited<ReturnType<typeof askForWorkingToken>>;
  for (;;) {
    if (origin === undefined) return undefined;
    tried = await askForWorkingToken(kind, origin, output, { given: token, adding: true });
    if (tried !== 'address') break;
    origin = await askOrigin(kind, origin);
    token = undefined; // it was meant for the other address
  }
  if (!tried) return undefined;
  const account = accountAt(kind, origin, tried, accounts);
  await accounts.add(account, tried.token === '' ? undefined : tried.token);
  void vscode.window.showInformationMessage(words.added(account, tried.detail));
  return { account, ...(clone ? { clone } : {}) };
}

async function askOrigin(kind: Account['kind'], value = ''): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt: kind === 'oxen' ? words.oxenAddressPrompt() : words.onedataAddressPrompt(),
    placeHolder: kind === 'oxen' ? words.oxenAddressPlaceholder() : words.onedataAddressPlaceholder(),
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : problemOf(text)),
  });
  const parsed = typed ? parseOrigin(typed) : undefined;
  return parsed?.ok ? parsed.origin : undefined;
}

/** Told before a token is typed: nothing would be sent there anyway. */
function problemOf(text: string): string | undefined {
  const parsed = parseOrigin(text);
  if (!parsed.ok) return words.badAddress();
  const url = new URL(parsed.origin);
  return url.protocol === 'https:' || mayUsePlainHttp(url, plainHttpHosts()) ? undefined : words.plainHttp(url.host);
}

function accountAt(kind: Account['kind'], origin: string, { role }: TriedToken, accounts: AccountStore): Account {
  const id = freeAccountId(origin, accounts.takenIds(origin));
  const name = freeAccountName(origin, new Set(accounts.all().map((account) => account.name)));
  return { id, kind, name, origin, ...(role ? { role } : {}), memoryOnly: false };
}
