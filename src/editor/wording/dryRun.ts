import * as vscode from 'vscode';
import { number } from './format';

const t = vscode.l10n.t;

export const copyAsCurl = (): string => t('Copy as curl');
export const copyAsOxen = (): string => t('Copy as oxen Command');
export const noPlan = (): string => t('Open a plan first: Dry Run… shows one.');

/** `inexpressible`: targets that no command can name. */
export function copied(commands: number, inexpressible: number): string {
  const what = commands === 1 ? t('Copied 1 command') : t('Copied {0} commands', number(commands));
  if (inexpressible === 0) return what;
  const left =
    inexpressible === 1
      ? t('1 entry has a name that none can hold')
      : t('{0} entries have names that none can hold', number(inexpressible));
  return t('{0}. {1}.', what, left);
}
