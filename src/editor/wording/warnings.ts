import * as vscode from 'vscode';
import type { Reason } from '../../removal/confirmation';
import type { Refusal } from '../../removal/guards';
import type { SkipReason } from '../../removal/outcome';
import type { Plan, Warning } from '../../removal/plan';
import { bytes, extent, files, number } from './format';
import { quoted } from './names';

const t = vscode.l10n.t;

/** Why the dialog asks; empty where the question itself says it. */
export function reasonSentence(reason: Reason, plan: Plan): string {
  switch (reason) {
    case 'permanent':
      return plan.targets.some(({ entry }) => entry.kind === 'folder')
        ? t(
            'This is permanent. The server moves a folder out of sight at once and frees its space later; there is no restore.',
          )
        : t('This is permanent: there is no restore.');
    case 'losesWork':
      return t('What is only in this workspace, and in no commit, will be lost.');
    case 'uncounted':
      return t('It could not be counted to the end, so there may be more than shown.');
    case 'everything': // its warning says so
    case 'holdsFolder':
    case 'manyItems':
    case 'manyBytes':
      return '';
    case 'otherChanges':
      return t('The commit will hold more than removals.');
    case 'asTheSettingSays':
      return t('Nothing is lost until the commit. You are asked because winnow.oxen.confirmStaging is on.');
  }
}

export function warningSentence(warning: Warning): string {
  const { count } = warning;
  const names = warning.names.map(quoted).join(', ');
  switch (warning.code) {
    case 'dropsUploads':
      return count === 1
        ? t('Drops 1 upload that is in no commit: {0}', names)
        : t('Drops {0} uploads that are in no commit: {1}', number(count), names);
    case 'dropsEdits':
      return count === 1
        ? t('Drops 1 edit that is in no commit: {0}', names)
        : t('Drops {0} edits that are in no commit: {1}', number(count), names);
    case 'detachesShares':
      return t('Shared, and the share will point to nothing: {0}', names);
    case 'detachesDataset':
      return t('A dataset, which will be detached; archives made of it stay: {0}', names);
    case 'hardlinkDataStays':
      return t('The data stays while another hard link exists: {0}', names);
    case 'willRefuse':
      return t('Protected, so the server will refuse: {0}', names);
    case 'metadataOnly':
      return t('On read-only storage, so only the entry goes and the bytes stay: {0}', names);
    case 'partlyLoaded':
      return partlyLoaded(warning);
    case 'countIncomplete':
      return t('Could not be counted to the end: {0}', names);
    case 'everything':
      return t('This is everything there is.');
  }
}

function partlyLoaded({ count, loaded = count, total }: Warning): string {
  return total === undefined
    ? t('Only the {0} loaded entries of the folder are meant.', number(loaded))
    : t('{0} of {1} entries of the folder are loaded, and only these are meant.', number(loaded), number(total));
}

/** Whether it is only named twice: the folder that holds it is a target, so it is by no means left alone. */
export const isCovered = (reason: SkipReason): boolean => reason === 'insideAnotherTarget';

/** The title of a list of such. */
export const coveredTitle = (count: number): string =>
  t('Inside a folder listed above, and counted there ({0}):', number(count));

export function skippedSentences(plan: Plan): readonly string[] {
  const reasons = new Map<SkipReason, number>();
  for (const { reason } of plan.skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [...reasons]
    .filter(([reason]) => !isCovered(reason))
    .map(([reason, count]) => t('Left alone: {0} ({1})', number(count), skipReason(reason)));
}

export function skipReason(reason: SkipReason): string {
  switch (reason) {
    case 'alreadyStaged':
      return t('removal already staged');
    case 'changedSinceListed':
      return t('changed since it was listed');
    case 'insideAnotherTarget':
      return t('inside another target');
    case 'special':
      return t('kept by the server itself');
    case 'onlyUploaded':
      return t('only uploaded, in no commit');
    case 'protected':
      return t('protected');
  }
}

export function refusalSentence(refusal: Refusal): string {
  switch (refusal.setting) {
    case 'maxItems':
      return t(
        'It holds {0}; the setting winnow.guards.maxItems allows {1}.',
        extent(refusal.found),
        files(refusal.limit),
      );
    case 'maxBytes':
      return t(
        'It holds {0}; the setting winnow.guards.maxBytes allows {1}.',
        extent(refusal.found),
        bytes(refusal.limit),
      );
    case 'protectedPaths':
      return refusal.why === 'matches'
        ? t(
            '{0} is protected by {1} in the setting winnow.guards.protectedPaths.',
            quoted(refusal.path),
            quoted(refusal.glob),
          )
        : t(
            '{0} may hold what {1} in the setting winnow.guards.protectedPaths protects.',
            quoted(refusal.path),
            quoted(refusal.glob),
          );
  }
}
