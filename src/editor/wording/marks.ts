import * as vscode from 'vscode';
import { number } from './format';

const t = vscode.l10n.t;

export const markedNow = (count: number): string =>
  count === 1
    ? t('Marked 1 entry for deletion; nothing has been sent')
    : t('Marked {0} entries for deletion; nothing has been sent', number(count));
export const insideMarked = (): string => t('Nothing more to mark: the folder it lies in is marked already');
export const cannotBeMarked = (): string => t('Nothing was marked: these cannot be deleted.');
export const noneOfThemMarked = (): string => t('Select marked entries in the Onedata view first.');
export const readonlyToken = (): string =>
  t('Nothing was marked: the token of this account allows reading only, so nothing could be deleted.');
export const nothingMarked = (): string => t('Nothing is marked for deletion.');
