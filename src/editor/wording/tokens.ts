import * as vscode from 'vscode';
import type { Account } from '../accounts/account';

const t = vscode.l10n.t;

export const chooseVariables = (): string => t('These environment variables are set. Which should the account use?');
export const typeAnotherAddress = (): string => t('Type an address…');

/** The variables by name; never what a token variable holds. */
export function variablesItem(
  variables: readonly string[],
  host: string | undefined,
  withToken: boolean,
): { readonly label: string; readonly description: string } {
  const from = t('From {0}', variables.join(t(' and ')));
  if (host === undefined) return { label: from, description: t('the token; the address is asked for') };
  return { label: t('{0} ({1})', from, host), description: withToken ? '' : t('the address; the token is asked for') };
}

export const tokenReplaced = ({ name }: Account, detail: string): string =>
  t('{0} has a new token: {1}.', name, detail);
export const enterToken = (): string => t('Enter New Token…');
export const namePrompt = (): string => t('What the account is called in the views');
export const nameMissing = (): string => t('Type a name');
