import * as vscode from 'vscode';
import { isInside, parentOf, ROOT, type FolderPath } from '../../removal/remotePath';
import { shellQuote } from '../../removal/commandLines';
import type { CommitReceipt } from '../../removal/outcome';
import type { Listed } from '../../removal/selection';
import { countStaged } from '../../removal/stagedEntries';
import type {
  CommitDetails,
  CommitOutcome,
  CommitPreview,
  Leftover,
  StagedState,
  UnfinishedTable,
} from '../../removal/staging';
import { bytes, files, number } from './format';
import { oneLine, quoted, shortened } from './names';

const t = vscode.l10n.t;
const NAMES = 8;

type Committed = Extract<CommitOutcome, { kind: 'committed' }>;

export const authorPrompt = (): string => t('Name of the author of the commit');
export const emailPrompt = (): string => t('E-mail address of the author');
export const problemOfText = (typed: string): string | undefined =>
  typed.trim() === '' ? t('This is needed') : undefined;
/** A commit keeps it for good: a name that was typed in its place is told at once. */
export const problemOfEmail = (typed: string): string | undefined =>
  problemOfText(typed) ?? (typed.includes('@') ? undefined : t('An e-mail address has an @ in it'));
export const chooseWorkspace = (): string => t('Which workspace?');
export const chooseBranch = (): string => t('The branch to commit to');
export const commitTitle = (workspace: string, branch: string): string =>
  t('Commit {0} to {1}', shortened(workspace), shortened(branch));
export const messagePrompt = ({ author, email }: { readonly author: string; readonly email: string }): string =>
  t('Message of the commit, which carries the name {0} <{1}>', author, email);
export const authorChanged = (author: string): string => t('Commits now carry the name {0}.', author);
export const stageAgain = (): string => t('New Workspace on the Head and Stage Again');
export const commitNow = (): string => t('Commit…');
export const showOutput = (): string => t('Show Output');
export const behind = (branch: string): string =>
  t('Nothing was committed: {0} has changed what is staged here.', quoted(branch));
export const looking = (): string => t('Looking at what the commit would hold…');
export const heal = (): string => t('Heal');
export const finish = (): string => t('Finish');
export const unstageConflicting = (): string => t('Unstage Conflicting');
export const copyCommitId = (): string => t('Copy Commit ID');
export const copyRestoreCommand = (): string => t('Copy Restore Command');
export const nothingStaged = (): string => t('Nothing is staged in a workspace that was opened here.');

/** `Remove 12 files (3.4 MB) from images/`; empty for a commit that removes no file. */
export function defaultMessage({ state, removedBytes }: CommitPreview): string {
  const count = state.removed.length;
  if (count === 0) return '';
  const what = count === 1 ? t('1 file') : t('{0} files', String(count));
  const size = removedBytes === undefined ? '' : ` (${bytes(removedBytes)})`;
  const folder = commonFolder(state.removed.map(({ path }) => parentOf(path)));
  return folder === ROOT ? t('Remove {0}{1}', what, size) : t('Remove {0}{1} from {2}', what, size, `${folder}/`);
}

/** `To main, by Ada Curator: “Remove 12 files”`. */
export const goesTo = ({ branch, author, message }: CommitDetails): string =>
  t('To {0}, by {1}: {2}', shortened(branch), shortened(author), quoted(message));

/** What the commit holds and does, beyond the numbers that the question has already given. */
export function previewNotes(preview: CommitPreview): readonly string[] {
  const { state, emptied, behind, appeared, branch } = preview;
  const notes: string[] = [];
  if (emptied.length > 0) notes.push(t('Every file of these folders goes: {0}', list(emptied)));
  if (state.uploaded.length > 0) notes.push(t('Adds {0}: {1}', files(state.uploaded.length), list(state.uploaded)));
  if (state.edited.length > 0) notes.push(t('Changes {0}: {1}', files(state.edited.length), list(state.edited)));
  if (behind > 0) {
    const commits = behind === 1 ? t('1 commit') : t('{0} commits', number(behind));
    notes.push(t('{0} is {1} ahead of this workspace; the commit goes on top.', shortened(branch), commits));
  }
  if (appeared.length > 0) notes.push(appearedSentence(appeared));
  return notes;
}

/** Some servers drop them silently, others refuse: either way they are named before anything is sent. */
const appearedSentence = (appeared: CommitPreview['appeared']): string =>
  t('Came to the branch since, below a folder that goes, and would go with it: {0}', list(appeared));

export function leftovers(found: readonly Leftover[]): { readonly message: string; readonly detail: string } {
  return {
    message: t('A commit now would change folders in which nothing is staged.'),
    detail: [
      ...found.slice(0, NAMES).map(leftoverSentence),
      '',
      t(
        'Another client has left folder markers behind. Healing clears them and changes nothing else; a commit is possible after it.',
      ),
    ].join('\n'),
  };
}

/** `A commit now would lose the folder docs/ (1 file), although nothing in it is staged.` */
export function leftoverSentence({ folder, harm, files: count }: Leftover): string {
  const name = folder === ROOT ? t('the top level') : `${shortened(folder)}/`;
  const held = count === undefined ? '' : ` (${files(count)})`;
  switch (harm) {
    case 'loses':
      return t('A commit now would lose the folder {0}{1}, although nothing in it is staged.', name, held);
    case 'adds':
      return t('A commit now would add the empty folder {0}.', name);
    case 'breaks':
      return t('A commit now may empty everything beside {0}, because its marker is missing.', name);
  }
}

export function unfinished(tables: readonly UnfinishedTable[]): { readonly message: string; readonly detail: string } {
  return {
    message: t('Taking back the removal of a table was interrupted.'),
    detail: t('Finish it first: {0}', list(tables.map(({ path }) => path))),
  };
}

export function conflicting({ conflicts, behind, appeared }: CommitPreview): {
  readonly message: string;
  readonly detail: string;
} {
  return {
    message: t('The branch has changed what is staged here.'),
    detail: [
      behind === 1 ? t('The branch is 1 commit ahead.') : t('The branch is {0} commits ahead.', number(behind)),
      ...(conflicts.length > 0 ? [t('Changed on both sides: {0}', list(conflicts))] : []),
      ...(appeared.length > 0 ? [appearedSentence(appeared)] : []),
      t('Unstage these, or stage again in a new workspace on the head of the branch.'),
    ].join('\n'),
  };
}

export function committed({ commit, proof }: Committed, { state, branch }: CommitPreview): string {
  const count = countStaged(state);
  const what = count === 1 ? t('1 removal') : t('{0} removals', number(count));
  const done = t('Committed {0} to {1} as {2}.', what, shortened(branch), idOf(commit));
  return `${done} ${proofSentence({ ...proof, proof: proof.kind })}`;
}

/** What the branch looked like when it was read again. */
export function proofSentence({
  proof,
  missing,
  remaining,
}: Pick<CommitReceipt, 'proof' | 'missing' | 'remaining'>): string {
  switch (proof) {
    case 'asStaged':
      return t('The branch was read again: exactly what was staged is gone.');
    case 'differs':
      return t(
        'But the branch differs from what was staged: missing {0}; still there {1}.',
        list(missing),
        list(remaining),
      );
    case 'unreadable':
      return t('The branch could not be read again to prove it.');
  }
}

const idOf = (commit: string): string => oneLine(commit.slice(0, 8));

/** Sent, and no answer said what became of it. Never "try again": that could commit twice. */
export function unknownCommit(
  { head }: Extract<CommitOutcome, { kind: 'unknown' }>,
  { branch, head: before }: CommitPreview,
): string {
  const sent = t('The commit was sent to {0} and no answer came.', quoted(branch));
  const look = t('Look at the branch and at what is staged before you commit again: the server may still be at work.');
  if (head === undefined) return `${sent} ${t('The branch could not be read.')} ${look}`;
  return head === before
    ? `${sent} ${t('The branch is still at {0}.', idOf(head))} ${look}`
    : `${sent} ${t('The branch is now at {0}, by a commit that is not this one.', idOf(head))} ${look}`;
}

/** `done`: how many of them; `folders`: those left alone because they are folders with files by now. */
export function stagedAgain(
  fresh: string,
  old: string,
  state: StagedState,
  done: number,
  folders: readonly Listed[],
): string {
  const wanted = countStaged(state);
  const told =
    done === wanted
      ? t('The removals are staged again in {0}, on the head of the branch.', quoted(fresh))
      : t('{0} of {1} removals are staged again in {2}.', number(done), number(wanted), quoted(fresh));
  const left = folders.map(({ entry }) => entry.path);
  const why = left.length === 0 ? [] : [t('Left alone, for they are folders with files by now: {0}.', list(left))];
  const others = state.uploaded.length + state.edited.length;
  const kept = others === 0 ? t('{0} stays as it is.', quoted(old)) : othersStay(old, others);
  return [told, ...why, kept].join(' ');
}

function othersStay(old: string, others: number): string {
  return others === 1
    ? t('{0} stays as it is, with 1 upload or edit that was not taken along.', quoted(old))
    : t('{0} stays as it is, with {1} uploads and edits that were not taken along.', quoted(old), number(others));
}

/** English, for the log. */
export function committedLog({ commit, parent, proof, workspace }: Committed, { branch }: CommitPreview): string {
  return `committed ${commit} to ${branch}; parent ${parent}; branch ${proof.kind} (${proof.folders} folders read); workspace ${workspace}`;
}

/** For a clone of the repository: brings back from the parent commit the files that this one removed; undefined when it removed none. */
export function restoreCommand(parent: string, { state }: CommitPreview): string | undefined {
  const paths = state.removed.map(({ path }) => shellQuote(path));
  return paths.length === 0 ? undefined : `oxen restore --source ${parent} ${paths.join(' ')}`;
}

function commonFolder(folders: readonly FolderPath[]): FolderPath {
  const [first = ROOT, ...others] = folders;
  let common = first;
  for (const folder of others) {
    while (common !== ROOT && folder !== common && !isInside(folder, common)) common = parentOf(common);
  }
  return common;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMES).map(quoted).join(', ');
  return names.length <= NAMES ? shown || '–' : t('{0} and {1} more', shown, number(names.length - NAMES));
}
