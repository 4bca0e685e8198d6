import * as vscode from 'vscode';
import type { Failure } from '../removal/failure';
import type { AccountStore } from './accounts/accountStore';
import type { Output } from './output';
import { explain, explainInFull } from './wording/failures';

/** What it takes to tell of a failure: the host a person knows a server by, and the log. */
export interface Telling {
  readonly accounts: Pick<AccountStore, 'hostOf'>;
  readonly output: Output;
}

/** Says why something on an account's server went no further; silent when the person cancelled it. */
export function tellFailure(
  failure: Failure,
  { account }: { readonly account: string },
  { accounts, output }: Telling,
): undefined {
  if (failure.kind === 'cancelled') return undefined;
  const host = accounts.hostOf(account);
  output.error(explainInFull(failure, host));
  const { message, hint } = explain(failure, host);
  void vscode.window.showErrorMessage(`${message} ${hint}`.trim());
  return undefined;
}
