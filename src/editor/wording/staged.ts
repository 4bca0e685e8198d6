import * as vscode from 'vscode';
import type { Entry } from '../../removal/remote';
import { ROOT, type FolderPath } from '../../removal/remotePath';
import type { Marked } from '../staged/markedModel';
import type { WatchedWorkspace } from '../staged/stagedModel';
import { stagedEntries } from '../../removal/stagedEntries';
import type { StagedState } from '../../removal/staging';
import {
  troublePath,
  type FolderGroup,
  type PlaceGroup,
  type StagedNode,
  type Trouble,
  type WaitingRow,
} from '../staged/stagedNode';
import { leftoverSentence, unfinished } from './commit';
import { bytes, files, items, number, time } from './format';
import { oneLine, onHover, repositoryOf, shortened, shortenedPath } from './names';

const t = vscode.l10n.t;

export const statusName = (): string => t('Winnow: staged removals');
export const statusText = (count: number): string => `$(trash) ${number(count)}`;

export function statusSpoken(staged: number, marked: number): string {
  const removals = staged === 1 ? t('1 removal staged') : t('{0} removals staged', number(staged));
  if (marked === 0) return removals;
  const deletions =
    marked === 1 ? t('1 entry marked for deletion') : t('{0} entries marked for deletion', number(marked));
  return staged === 0 ? deletions : t('{0}, {1}', removals, deletions);
}

/** A table with one row a place. Names are hostile text: escaped, and no command or HTML is allowed to run. */
export function statusTooltip(
  workspaces: readonly WatchedWorkspace[],
  marks: readonly Marked[],
): vscode.MarkdownString {
  const staged = workspaces
    .filter(({ state, failure }) => failure ?? (state && state.removed.length > 0))
    .map(({ address, label, state, failure }) => {
      const note = failure ? t('could not be read') : state ? t('read at {0}', time(state.readAt)) : '';
      return tableRow(
        `${address.namespace}/${address.repository} · ${label}`,
        state?.removed.length,
        t('staged'),
        note,
      );
    });
  const places = new Map<string, number>();
  for (const { place } of marks) places.set(place, (places.get(place) ?? 0) + 1);
  const marked = [...places].map(([place, count]) => tableRow(place, count, t('marked'), t('nothing sent yet')));
  const rows = [...staged, ...marked];
  if (rows.length === 0) return new vscode.MarkdownString(t('No removals are staged.'));
  return new vscode.MarkdownString([`| ${t('Place')} | | | |\n|:--|--:|:--|:--|`, ...rows].join('\n'));
}

function tableRow(place: string, count: number | undefined, state: string, note: string): string {
  return `| ${escaped(place)} | ${count === undefined ? '–' : number(count)} | ${state} | ${note} |`;
}

/** Markdown takes a backslash off punctuation of ASCII alone; before any other it would be shown. */
function escaped(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** How much waits in the place, and where it is: what matters first, since descriptions are cut on the right. */
export function placeDescription({ remote, waiting, entries, foreign }: PlaceGroup): string {
  const count = number(entries.length);
  const size = sumOf(entries);
  const what = waiting === 'marked' ? t('{0} marked', count) : t('{0} staged', count);
  return [
    what,
    ...(size === undefined || entries.length === 0 ? [] : [bytes(size)]),
    ...(foreign && foreign.size > 0 ? [t('{0} from elsewhere', number(foreign.size))] : []),
    ...repositoryOf(remote),
  ].join(' · ');
}

/** Undefined unless the size of each is known. */
function sumOf(entries: readonly Entry[]): number | undefined {
  let sum = 0;
  for (const entry of entries) {
    if (entry.bytes === undefined) return undefined;
    sum += entry.bytes;
  }
  return sum;
}

export function placeTooltip(place: PlaceGroup): string {
  if (place.readAt === undefined) return onHover([t('{0}: nothing has been sent yet', place.label)]);
  return onHover([`${place.label} · ${placeDescription(place)}`, t('As the server said at {0}', time(place.readAt))]);
}

/** `Would lose docs/`: as a row, where the sentence has no room. */
export function troubleLabel(trouble: Trouble): string {
  const name = oneLine(troublePath(trouble));
  if (!('harm' in trouble)) return t('Interrupted: {0}', name);
  switch (trouble.harm) {
    case 'loses':
      return t('A commit would lose {0}/', name);
    case 'adds':
      return t('A commit would add {0}/', name);
    case 'breaks':
      return t('A commit would damage {0}/', name);
  }
}

export function troubleDescription(trouble: Trouble): string {
  if (!('harm' in trouble)) return t('taking back a table');
  if (trouble.harm !== 'loses') return '';
  const nothing = t('nothing in it is staged');
  return trouble.files === undefined ? nothing : t('{0}, {1}', files(trouble.files), nothing);
}

export function troubleSentence(trouble: Trouble): string {
  return 'harm' in trouble ? leftoverSentence(trouble) : unfinished([trouble]).message;
}

/** The notification when a workspace is opened: the first few, and how many more there are. */
export function troubleNotice(label: string, { leftovers, unfinished: tables }: StagedState): string {
  const all = [...leftovers, ...tables];
  const shown = all.slice(0, 2).map(troubleSentence);
  const more = all.length - shown.length;
  return [`${shortened(label)}:`, ...shown, ...(more > 0 ? [t('And {0} more.', number(more))] : [])].join(' ');
}

export const noneOfThemStaged = (): string => t('Nothing of what is selected is staged.');
export const noneOfThemUploaded = (): string => t('Nothing of what is selected is uploaded or edited.');
export const nothingToHeal = (): string => t('No workspace opened here needs healing.');
export const noWorkspaceOpened = (): string => t('No workspace was opened here.');

/** What goes with a workspace. */
export function discardedWith(state: StagedState): readonly string[] {
  const { uploaded, edited, readAt } = state;
  const removed = stagedEntries(state);
  if (removed.length + uploaded.length + edited.length === 0) return [t('Nothing is staged in it.')];
  const held = [
    ...(removed.length === 0 ? [] : [stagedWords(removed)]),
    ...(uploaded.length === 0
      ? []
      : [uploaded.length === 1 ? t('1 upload') : t('{0} uploads', number(uploaded.length))]),
    ...(edited.length === 0 ? [] : [edited.length === 1 ? t('1 edit') : t('{0} edits', number(edited.length))]),
  ];
  return [
    t('It holds {0}, counted {1}.', held.join(', '), time(readAt)),
    ...(state.removed.length === 0 ? [] : [t('The files whose removal is staged stay on the branch.')]),
  ];
}

function stagedWords(removed: readonly Entry[]): string {
  const count = removed.length === 1 ? t('1 staged removal') : t('{0} staged removals', number(removed.length));
  const sizes = removed.flatMap((removal) => (removal.bytes === undefined ? [] : [removal.bytes]));
  if (sizes.length < removed.length) return count;
  return t('{0} ({1})', count, bytes(sizes.reduce((sum, size) => sum + size, 0)));
}

export function folderLabel(folder: FolderPath): string {
  return folder === ROOT ? t('(top level)') : folder;
}

/** Letters of a folder's path beside which its counts can still be read in a side bar of 300 pixels. */
const FOLDER_ROOM = 18;

/** What to call the folders of one place in a narrow view: short, and each in its own way. */
export function folderLabels(folders: readonly FolderPath[]): ReadonlyMap<FolderPath, string> {
  const paths = folders.map(folderLabel);
  let labels = paths.map((path) => shortenedPath(path, FOLDER_ROOM));
  for (let names = 2, isDone = false; !isDone; names += 1) {
    const alike = new Map<string, number>();
    for (const label of labels) alike.set(label, (alike.get(label) ?? 0) + 1);
    const longer = labels.map((label, at) => (alike.get(label) === 1 ? label : endOf(paths[at] ?? '', names)));
    isDone = longer.every((label, at) => label === labels[at]);
    labels = longer;
  }
  return new Map(folders.map((folder, at) => [folder, labels[at] ?? folder]));
}

/** The last names of a path. */
function endOf(path: string, names: number): string {
  const all = oneLine(path).split('/');
  return names < all.length ? `…/${all.slice(-names).join('/')}` : all.join('/');
}

export function folderTooltip({ folder, entries }: FolderGroup): string {
  return onHover([folderLabel(folder), groupDescription(entries)]);
}

export function groupDescription(entries: readonly Entry[]): string {
  const size = sumOf(entries);
  const count = entries.every(({ kind }) => kind === 'file') ? files(entries.length) : items(entries.length);
  return size === undefined ? count : t('{0}, {1}', count, bytes(size));
}

export function waitingDescription(row: WaitingRow): string {
  const { entry } = row;
  return [
    ...(entry.bytes === undefined ? [] : [bytes(entry.bytes)]),
    ...(isForeign(row) ? [t('from elsewhere')] : []),
  ].join(' · ');
}

export function waitingTooltip(row: WaitingRow): string {
  const { place } = row.group;
  const state =
    place.waiting === 'marked'
      ? t('Marked for deletion: nothing has been sent')
      : isForeign(row)
        ? t('Its removal was staged elsewhere: by another client, another person, or another window')
        : t('Its removal was staged in this window');
  return onHover([row.entry.path, state]);
}

function isForeign({ entry, group }: WaitingRow): boolean {
  return group.place.foreign?.has(entry.path) === true;
}

export function stagedSpoken(node: StagedNode): string {
  switch (node.type) {
    case 'place':
      return `${node.label}, ${placeDescription(node)}`;
    case 'trouble':
      return troubleSentence(node.trouble);
    case 'folder':
      return t('Folder {0}, {1}', folderLabel(node.folder), groupDescription(node.entries));
    case 'entry':
      if (node.group.place.waiting === 'marked') return t('{0}, marked for deletion', node.entry.path);
      return isForeign(node)
        ? t('{0}, removal staged elsewhere', node.entry.path)
        : t('{0}, removal staged', node.entry.path);
  }
}
