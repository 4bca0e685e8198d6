import * as vscode from 'vscode';
import { FEW_ITEMS, MANY_BYTES, type Reason, type Typed } from '../../removal/confirmation';
import type { Plan } from '../../removal/plan';
import { countsOf, remotesOf, type Counts } from '../../removal/planning';
import type { Target } from '../../removal/remote';
import { bytes, extent, files, held, number, time } from './format';
import { quoted, shortened, whereabouts, type AccountNameOf } from './names';
import { reasonSentence, skipReason, skippedSentences, warningSentence } from './warnings';

const t = vscode.l10n.t;
const NAMES_IN_DIALOG = 8;

/** What to call the places of a plan: as the tree does. */
export type PlaceName = (target: Pick<Target, 'remote'>) => string;

export const stageFilesOnly = (): string => t('Stage Its Files Only');
export const reviewList = (): string => t('Review List');

/** The label of the button that acts. Its number is the plan's number of files, as everywhere. */
export function actButton(plan: Plan): string {
  const counts = countsOf(plan);
  const n = number(counts.files);
  const size = counts.precision === 'atLeast' ? 'atLeast' : counts.files === 1 ? 'one' : 'many';
  switch (plan.action) {
    case 'deletePermanently':
      return counts.files === 0 && size !== 'atLeast' ? emptyFoldersButton(counts) : deletionButton(n)[size];
    case 'stageRemoval':
      return stagingButton(n)[size];
    case 'unstage':
      return unstagingButton(n)[size];
    case 'heal':
      return t('Heal');
    case 'finish':
      return t('Finish');
    case 'discardUpload':
      return counts.files === 1 ? t('Discard 1 Upload') : t('Discard {0} Uploads', n);
    case 'deleteWorkspace':
      return t('Delete Workspace');
    case 'commit':
      return commitButton(counts);
  }
}

const deletionButton = (n: string) => ({
  one: t('Delete 1 File Permanently'),
  many: t('Delete {0} Files Permanently', n),
  atLeast: t('Delete at Least {0} Files Permanently', n),
});

const stagingButton = (n: string) => ({
  one: t('Stage Removal of 1 File'),
  many: t('Stage Removal of {0} Files', n),
  atLeast: t('Stage Removal of at Least {0} Files', n),
});

const unstagingButton = (n: string) => ({
  one: t('Unstage 1 File'),
  many: t('Unstage {0} Files', n),
  atLeast: t('Unstage at Least {0} Files', n),
});

function emptyFoldersButton({ items }: Counts): string {
  return items === 1
    ? t('Delete 1 Empty Folder Permanently')
    : t('Delete {0} Empty Folders Permanently', number(items));
}

function commitButton({ removals, others }: Counts): string {
  const what = removals === 1 ? t('1 Removal') : t('{0} Removals', number(removals));
  if (others === 0) return t('Commit {0}', what);
  return others === 1
    ? t('Commit {0} and 1 Other Change', what)
    : t('Commit {0} and {1} Other Changes', what, number(others));
}

/** The question of the dialog. */
export function question(plan: Plan, placeName: PlaceName): string {
  const counts = countsOf(plan);
  const what = subject(plan, counts);
  const where = placesOf(plan, placeName);
  switch (plan.action) {
    case 'deletePermanently':
      return t('Delete {0} permanently from {1}?', what, where);
    case 'stageRemoval':
      return t('Stage the removal of {0} in {1}?', what, where);
    case 'unstage':
      return t('Unstage {0} in {1}?', what, where);
    case 'heal':
      return t('Heal {0}?', where);
    case 'finish':
      return t('Finish what was interrupted in {0}?', where);
    case 'discardUpload':
      return t('Discard the upload of {0} in {1}?', what, where);
    case 'deleteWorkspace':
      return t('Delete the workspace {0} and everything in it that is not committed?', where);
    case 'commit':
      return t('Commit {0}?', where);
  }
}

/** `3 files`, `the folder images (412 files)`, `2 folders and 3 files (415 files)`. */
function subject(plan: Plan, counts: Counts): string {
  const loose = counts.items - counts.folders;
  const [first] = plan.targets;
  if (counts.items === 1 && first) {
    const name = quoted(first.entry.path);
    return counts.folders === 1 ? t('the folder {0} ({1})', name, countWords(counts)) : name;
  }
  if (counts.folders === 0) return countWords(counts);
  const folders = counts.folders === 1 ? t('1 folder') : t('{0} folders', number(counts.folders));
  return loose === 0
    ? t('{0} ({1})', folders, countWords(counts))
    : t('{0} and {1} ({2} in all)', folders, files(loose), countWords(counts));
}

function countWords({ files: count, precision }: Counts): string {
  return precision === 'exact' ? files(count) : t('at least {0}', files(count));
}

export function placesOf(plan: Plan, placeName: PlaceName): string {
  return [...new Set(plan.targets.map(placeName))].map(quoted).join(', ');
}

/** The text below the question: size, place, why it asks, warnings, names. */
export function detail(
  plan: Plan,
  reasons: readonly Reason[],
  notes: readonly string[],
  accountName: AccountNameOf,
): string {
  const lines = [
    ...sizeLine(plan),
    t('Place: {0}', whereabouts(remotesOf(plan), accountName)),
    ...reasons.map((reason) => reasonSentence(reason, plan)).filter((line) => line !== ''),
    ...plan.warnings.map(warningSentence),
    ...skippedSentences(plan),
    ...notes,
  ];
  return isNamed(plan) ? lines.join('\n') : `${lines.join('\n')}\n\n${nameList(plan)}`;
}

/** Whether the question names it already, and the line below says how much it is. */
function isNamed({ action, targets }: Plan): boolean {
  if (action === 'deleteWorkspace') return true;
  return targets.length === 1 && action !== 'commit' && action !== 'heal' && action !== 'finish';
}

/** An oxen-server tells no sizes of uploads; what goes with a workspace is no sum of files, and told by the notes. */
function sizeLine({ action, targets, total }: Plan): readonly string[] {
  if (action === 'deleteWorkspace') return [];
  const size = action === 'discardUpload' ? files(total.files) : held(targets, total);
  return [t('{0}, counted {1}.', sentenceCase(size), time(total.countedAt))];
}

function sentenceCase(text: string): string {
  return text.charAt(0).toLocaleUpperCase(vscode.env.language) + text.slice(1);
}

function nameList(plan: Plan): string {
  const shown = plan.targets
    .slice(0, NAMES_IN_DIALOG)
    .map(({ entry, extent: size }) =>
      entry.kind === 'folder' ? `${shortened(entry.path)}/ (${extent(size)})` : shortened(entry.path),
    );
  const more = plan.targets.length - shown.length;
  return [...shown, ...(more > 0 ? [t('… and {0} more', number(more))] : [])].join('\n');
}

export const refused = (): string => t('Nothing was sent: a guard refused it.');
/** Why this one more step, and what to type. */
export function typePrompt(typed: Typed, reasons: readonly Reason[]): string {
  const what = whatToType(typed);
  const why = reasons.map(whyTyped).find((sentence) => sentence !== '');
  return why === undefined ? what : `${why} ${what}`;
}

function whyTyped(reason: Reason): string {
  switch (reason) {
    case 'uncounted':
      return t('Not everything could be counted, so there is one more step.');
    case 'holdsFolder':
      return t('A folder goes with everything in it, so there is one more step, however small it is.');
    case 'manyItems':
      return t('More than {0} entries go, so there is one more step.', number(FEW_ITEMS));
    case 'manyBytes':
      return t('{0} or more go, so there is one more step.', bytes(MANY_BYTES));
    default:
      return '';
  }
}

/** VS Code shows it in the place of the prompt, so it has to say the same once more. */
export const typedWrong = (typed: Typed): string => whatToType(typed);

const whatToType = ({ kind, expected }: Typed): string =>
  kind === 'number'
    ? t('Type the number of files, {0}, to confirm', number(Number(expected)))
    : t('Type {0} to confirm', quoted(expected));

export const lookingUp = (): string => t('Looking up the entries…');
export const lookedUp = (found: number, total: number): string => t('{0} of {1}', number(found), number(total));
export const lookingAgain = (): string => t('Looking at the entries again…');
export const counting = (): string => t('Counting what would go…');
export const counted = (count: number): string => t('{0} so far', files(count));
export const nothingToDo = (plan: Pick<Plan, 'skipped'>): string => {
  const [first] = plan.skipped;
  return first ? t('Nothing to do: {0}.', skipReason(first.reason)) : t('Nothing is selected.');
};
/** Accounts, repositories, workspaces and spaces are no targets. */
export const selectInside = (kind: 'oxen' | 'onedata'): string =>
  kind === 'oxen' ? t('Select files or folders inside the workspace.') : t('Select files or folders inside the space.');
export const selectFirst = (): string => t('Click a file or a folder in the Winnow view first, then try again.');
export const couldNotCount = (message: string): string => t('Nothing was sent. {0}', message);
export const countedAnew = (): string => t('The count was old, so everything is looked at and counted again.');
export const changedMeanwhile = (): string => t('It has changed since it was counted: counting again.');
export const carriedOutAlready = (): string => t('This plan has been carried out or is no longer known.');
