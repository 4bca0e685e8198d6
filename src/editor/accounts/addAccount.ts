import * as vscode from 'vscode';
import type { Answer } from '../../removal/failure';
import { readProvider, readScope } from '../../remotes/onedata/scope';
import { oxenServer } from '../../remotes/oxen/server';
import type { Output } from '../output';
import * as words from '../wording/accounts';
import { explain, explainInFull } from '../wording/failures';
import { freeAccountId, type Account } from './account';
import type { AccountStore } from './accountStore';
import { sendFor } from './network';
import { parseOrigin } from './origin';

/** What a server said when it was asked whether it is the right one. */
interface Probe {
  readonly role?: 'onezone' | 'oneprovider';
  readonly detail: string;
}

/** Asks for address and token, tries them on the server, and keeps the account only when the server answers. */
export async function addAccount(kind: Account['kind'], accounts: AccountStore, output: Output): Promise<void> {
  const origin = await askOrigin(kind);
  if (origin === undefined) return;
  const { host } = new URL(origin);
  for (;;) {
    const token = await askToken(kind, host);
    if (token === undefined) return;
    const probe = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: words.checking(host), cancellable: true },
      (_, cancel) => probeServer(kind, origin, token, output, signalOf(cancel)),
    );
    if (probe.ok) {
      const account = accountAt(kind, origin, probe.value, accounts);
      await accounts.add(account, token === '' ? undefined : token);
      void vscode.window.showInformationMessage(words.added(account, probe.value.detail));
      return;
    }
    const { message, hint } = explain(probe.failure, host);
    output.error(explainInFull(probe.failure, host));
    const answer = await vscode.window.showErrorMessage(
      `${message} ${hint}`,
      words.BUTTONS.tryAgain,
      words.BUTTONS.showOutput,
    );
    if (answer === words.BUTTONS.showOutput) output.show();
    if (answer !== words.BUTTONS.tryAgain) return;
  }
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
