import * as vscode from 'vscode';
import type { Effect, Entry } from '../../removal/remote';
import { bytes, files, number } from './format';
import { oneLine, quoted } from './names';

const t = vscode.l10n.t;

export const title = (effect: Effect, place: string): string =>
  effect === 'stages'
    ? t('Stage removals by pattern in {0}', quoted(place))
    : t('Delete by pattern from {0}', quoted(place));
export const placeholder = (): string => t('For instance *.tmp, images/2019, !**/keep/**');
export const listing = (count: number): string => t('Listing… {0} so far', files(count));
export const listed = (count: number): string => t('{0} here, folders stay', files(count));
export const nothingMatches = (): string => t('Nothing matches');
/** In two lines: the width of a row shows some 90 letters. */
export const howTo = (): { readonly label: string; readonly detail: string } => ({
  label: t('* and ? stay within a name, ** spans folders'),
  detail: t('{0} is one of several, ! leaves out, a path means all below it', '{a,b}'),
});

/** The row that goes on; its number is the number of the plan that follows. */
export function act(effect: Effect, count: number): string {
  if (effect === 'stages') {
    return count === 1 ? t('Stage Removal of 1 File') : t('Stage Removal of {0} Files', number(count));
  }
  return count === 1 ? t('Delete 1 File Permanently…') : t('Delete {0} Files Permanently…', number(count));
}

/** How large the matches are; never a lower bound without saying so. */
export function size(entries: readonly Entry[]): string {
  const total = entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  const known = entries.every((entry) => entry.bytes !== undefined);
  return known ? bytes(total) : t('at least {0}', bytes(total));
}

export const stillListing = (): string => t('Waits until everything is listed');
export const shownOf = (shown: number, all: number): string =>
  t('the first {0} of {1} are listed', number(shown), number(all));
export const placeLabel = (path: string): string => oneLine(path);
export const matchText = ({ bytes: count }: Entry, path: string): string =>
  count === undefined ? oneLine(path) : `${oneLine(path)} · ${bytes(count)}`;
export const choosePlace = (): string => t('Where to remove by pattern');
export const noPlaces = (): string => t('There is no workspace and no space yet. Add an account, or try the sandbox.');
export const findingPlaces = (): string => t('Looking for workspaces and spaces…');
