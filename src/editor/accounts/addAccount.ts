import * as vscode from 'vscode';
import type { Answer } from '../../removal/failure';
import { readProvider, readScope } from '../../remotes/onedata/scope';
import { oxenServer } from '../../remotes/oxen/server';
import type { Output } from '../output';
import * as words from '../wording/accounts';
import { explain, explainInFull } from '../wording/failures';
import { freeAccountId, type Account } from './account';
import type { AccountStore } from './accountStore';
import { chooseServer } from './chooseServer';
import { sendFor } from './network';
import type { OfferedClone, OxenOffer } from './oxenOffers';
import { parseOrigin } from './origin';

/** What a server said when it was asked whether it is the right one. */
interface Probe {
  readonly role?: 'onezone' | 'oneprovider';
  readonly detail: string;
}

/** What was added, and what of it the person works on in a clone. */
export interface AddedAccount {
  readonly account: Account;
  readonly clone?: OfferedClone;
}

/** Asks for address and token, tries them on the server, and keeps the account only when the server answers. */
export async function addAccount(
  kind: Account['kind'],
  accounts: AccountStore,
  output: Output,
): Promise<AddedAccount | undefined> {
  const chosen = kind === 'oxen' ? await chooseServer(accounts) : 'type';
  const offer = chosen === 'type' ? await askOrigin(kind) : chosen;
  if (offer === undefined) return undefined;
  const { origin, clone } = offer;
  const { host } = new URL(origin);
  let { token: offered } = offer;
  for (;;) {
    const token = offered ?? (await askToken(kind, host));
    offered = undefined;
    if (token === undefined) return undefined;
    const probe = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: words.checking(host), cancellable: true },
      (_, cancel) => probeServer(kind, origin, token, output, signalOf(cancel)),
    );
    if (probe.ok) {
      const account = accountAt(kind, origin, probe.value, accounts);
      await accounts.add(account, token === '' ? undefined : token);
      void vscode.window.showInformationMessage(words.added(account, probe.value.detail));
      return { account, ...(clone ? { clone } : {}) };
    }
    const { message, hint } = explain(probe.failure, host);
    output.error(explainInFull(probe.failure, host));
    const answer = await vscode.window.showErrorMessage(
      `${message} ${hint}`,
      words.BUTTONS.tryAgain,
      words.BUTTONS.showOutput,
    );
    if (answer === words.BUTTONS.showOutput) output.show();
    if (answer !== words.BUTTONS.tryAgain) return undefined;
  }
}

async function askOrigin(kind: Account['kind']): Promise<OxenOffer | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt: kind === 'oxen' ? words.oxenAddressPrompt() : words.onedataAddressPrompt(),
    placeHolder: kind === 'oxen' ? words.oxenAddressPlaceholder() : words.onedataAddressPlaceholder(),
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' || parseOrigin(text).ok ? undefined : words.badAddress()),
  });
  const parsed = typed ? parseOrigin(typed) : undefined;
  return parsed?.ok ? { origin: parsed.origin } : undefined;
}

async function askToken(kind: Account['kind'], host: string): Promise<string | undefined> {
  const token = await vscode.window.showInputBox({
    prompt: kind === 'oxen' ? words.oxenTokenPrompt(host) : words.onedataTokenPrompt(host),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (kind === 'onedata' && text.trim() === '' ? words.tokenMissing() : undefined),
  });
  return token?.trim();
}

async function probeServer(
  kind: Account['kind'],
  origin: string,
  token: string,
  output: Output,
  signal: AbortSignal,
): Promise<Answer<Probe>> {
  const send = sendFor(kind, origin, token, output);
  if (kind === 'oxen') {
    const version = await oxenServer(send).version(signal);
    return version.ok ? { ok: true, value: { detail: words.oxenVersion(version.value.version) } } : version;
  }
  const scope = await readScope(send, token, signal);
  if (scope.ok) return { ok: true, value: { role: 'onezone', detail: words.spacesFound(scope.value.spaces.length) } };
  if (scope.failure.kind === 'auth') return scope;
  const provider = await readProvider(send, signal);
  if (!provider.ok) return scope;
  return { ok: true, value: { role: 'oneprovider', detail: words.spacesFound(provider.value.spaces.length) } };
}

function accountAt(kind: Account['kind'], origin: string, { role }: Probe, accounts: AccountStore): Account {
  const { host } = new URL(origin);
  const id = freeAccountId(origin, new Set(accounts.all().map((account) => account.id)));
  return { id, kind, name: host, origin, ...(role ? { role } : {}), memoryOnly: false };
}

/** An abort signal that follows VS Code's cancellation. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
