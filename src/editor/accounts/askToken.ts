import * as vscode from 'vscode';
import type { Answer, Failure } from '../../removal/failure';
import { readProvider, readScope } from '../../remotes/onedata/scope';
import { oxenServer } from '../../remotes/oxen/server';
import type { Output } from '../output';
import * as words from '../wording/accounts';
import { explain, explainInFull } from '../wording/failures';
import { enterToken } from '../wording/tokens';
import type { Account } from './account';
import { sendFor } from './network';

/** What a server said when it was asked whether it is the right one. */
interface Probe {
  readonly role?: NonNullable<Account['role']>;
  readonly detail: string;
}

/** A token that the server has accepted. */
export interface TriedToken extends Probe {
  /** Empty: none is needed. */
  readonly token: string;
}

/** Failures that another token may mend; after any other the same one is tried again. */
const BY_TOKEN: ReadonlySet<Failure['kind']> = new Set(['auth', 'forbidden', 'invalid']);

/**
 * Asks for a token (the first time unless one is given) and tries it on the server, until one works or the person gives up; of an
 * account that is being added also until they would rather type another address.
 */
export async function askForWorkingToken(
  kind: Account['kind'],
  origin: string,
  output: Output,
  { given, adding = false }: { readonly given?: string | undefined; readonly adding?: boolean } = {},
): Promise<TriedToken | 'address' | undefined> {
  const { host } = new URL(origin);
  let token = given ?? (await askToken(kind, host));
  while (token !== undefined) {
    const trying = token;
    const probe = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: words.checking(host), cancellable: true },
      (_, cancel) => probeServer(kind, origin, trying, output, signalOf(cancel)),
    );
    if (probe.ok) return { ...probe.value, token };
    if (probe.failure.kind === 'cancelled') return undefined;
    const wasEmpty = token === '' && probe.failure.kind === 'auth';
    const { message, hint } = explain(probe.failure, host);
    output.error(explainInFull(probe.failure, host));
    const { changeAddress, tryAgain, showOutput } = words.BUTTONS;
    const again = BY_TOKEN.has(probe.failure.kind) ? enterToken() : tryAgain;
    const buttons = [again, ...(adding ? [changeAddress] : []), showOutput];
    const text = wasEmpty ? words.tokenAsked(host) : `${message} ${hint}`;
    const answer = await vscode.window.showErrorMessage(text, ...buttons);
    if (answer === changeAddress) return 'address';
    if (answer === showOutput) output.show();
    if (answer !== again) return undefined;
    if (again !== tryAgain) token = await askToken(kind, host);
  }
  return undefined;
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
  if (provider.ok) {
    return { ok: true, value: { role: 'oneprovider', detail: words.spacesFound(provider.value.spaces.length) } };
  }
  return provider.failure.kind === 'auth' ? provider : scope;
}

/** An abort signal that follows VS Code's cancellation. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
