import * as vscode from 'vscode';
import { number } from './format';

const t = vscode.l10n.t;

export const markedNow = (count: number): string =>
  count === 1
    ? t('Marked 1 entry for deletion; nothing has been sent')
    : t('Marked {0} entries for deletion; nothing has been sent', number(count));
export const nothingMarked = (): string => t('Nothing is marked for deletion.');
export const noLongerThere = (count: number): string =>
  count === 1
    ? t('1 marked entry is no longer there and was unmarked.')
    : t('{0} marked entries are no longer there and were unmarked.', number(count));
