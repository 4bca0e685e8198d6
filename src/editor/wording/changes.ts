import * as vscode from 'vscode';
import type { ChangedEntry, Difference } from '../../removal/changes';
import { bytes, dateTime, number } from './format';
import { oneLine } from './names';

const t = vscode.l10n.t;

export const changedTitle = (count: number): string =>
  count === 1
    ? t('1 entry has changed since it was listed')
    : t('{0} entries have changed since they were listed', number(count));
export const changedPrompt = (): string => t('Pick those to delete all the same; the others are left alone');

export function changedItem({ listed: { entry }, now, differences }: ChangedEntry): vscode.QuickPickItem {
  return {
    label: oneLine(entry.path),
    description: differences.map(differenceWord).join(', '),
    detail: now
      ? [
          ...(now.bytes === undefined ? [] : [bytes(now.bytes)]),
          ...(now.modified === undefined ? [] : [dateTime(now.modified)]),
        ].join(' · ')
      : '',
  };
}

function differenceWord(difference: Difference): string {
  switch (difference) {
    case 'gone':
      return t('gone');
    case 'kind':
      return t('of another kind');
    case 'replaced':
      return t('another entry of this name');
    case 'bytes':
      return t('size changed');
    case 'modified':
      return t('changed later');
    case 'version':
      return t('content changed');
  }
}
