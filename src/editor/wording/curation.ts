import * as vscode from 'vscode';
import type { Neighbour } from '../files/folderFiles';
import { number } from './format';

const t = vscode.l10n.t;

export const nothingOpen = (): string => t('Open a remote file first: this goes on from the file in the editor.');
export const stagedAlready = (): string => t('Its removal is staged already');
/** Why no other file is opened. */
export function noNeighbour(found: Exclude<Neighbour, { kind: 'file' }>, by: 1 | -1): string {
  switch (found.kind) {
    case 'end':
      return by === 1 ? t('That was the last file of the folder') : t('That was the first file of the folder');
    case 'notListed':
      return t('The file in the editor is not listed in its folder');
    case 'furtherOn':
      return t('Not among the first {0} entries of the folder: press again to look further', number(found.entries));
  }
}

export const positionName = (): string => t('Winnow: position in the folder');

/** Where a file stands among the files of its folder, and how many of them are put aside. */
export interface Position {
  readonly at: number;
  readonly of: number;
  /** More files follow than are loaded. */
  readonly more: boolean;
  readonly waiting: 'staged' | 'marked';
  readonly count: number;
}

export function positionText({ at, of, more, waiting, count }: Position): string {
  const place = more ? t('{0} of {1}+', number(at), number(of)) : t('{0} of {1}', number(at), number(of));
  if (count === 0) return place;
  return waiting === 'staged'
    ? t('{0} · {1} staged', place, number(count))
    : t('{0} · {1} marked', place, number(count));
}

export function positionTooltip(place: string, folder: string, waiting: 'staged' | 'marked'): string {
  const where = folder === '' ? t('Files at the top level of {0}', place) : t('Files in {0} of {1}', folder, place);
  const how =
    waiting === 'staged'
      ? t('Ctrl+Delete (Mac: Cmd+Backspace) stages the removal of this one and opens the next')
      : t('Ctrl+Delete (Mac: Cmd+Backspace) marks this one for deletion and opens the next');
  return `${where}\n${how}`;
}
