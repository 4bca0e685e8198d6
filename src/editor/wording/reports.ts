import * as vscode from 'vscode';
import type { Outcome, OutcomeKind } from '../../removal/outcome';
import type { Action } from '../../removal/plan';
import type { Progress } from '../../removal/progress';
import type { Report } from '../../removal/report';
import { bytes, files, number } from './format';
import { skipReason } from './warnings';

const t = vscode.l10n.t;

export const undo = (): string => t('Undo');
export const showReport = (): string => t('Show Report');
export const runTheRest = (count: number): string => t('Run the Rest ({0})', number(count));
export const showOutput = (): string => t('Show Output');

export const progressTitle = (action: Action): string => {
  switch (action) {
    case 'deletePermanently':
      return t('Deleting permanently');
    case 'stageRemoval':
      return t('Staging removals');
    case 'unstage':
      return t('Unstaging');
    case 'heal':
      return t('Healing the workspace');
    case 'finish':
      return t('Finishing what was interrupted');
    case 'discardUpload':
      return t('Discarding uploads');
    case 'deleteWorkspace':
      return t('Deleting the workspace');
    case 'commit':
      return t('Committing');
  }
};

/** `4,812 of 5,000 files · 1.2 GB · 3 min left`, or what the run is waiting for. */
export function progressText(progress: Progress, now: number): string {
  if (progress.phase === 'stopping') return t('Stopping: waiting for the answers to what was sent');
  if (progress.phase === 'proving') return t('Reading the server again');
  if (progress.waitingUntil !== undefined && progress.waitingUntil > now) {
    return t('Waiting {0} s as the server asked', number(Math.ceil((progress.waitingUntil - now) / 1000)));
  }
  const parts = [t('{0} of {1}', number(progress.files.done), files(progress.files.total))];
  if (progress.bytes.total > 0) parts.push(bytes(progress.bytes.done));
  if (progress.msLeft !== undefined && progress.msLeft > 2000) parts.push(timeLeft(progress.msLeft));
  return parts.join(' · ');
}

function timeLeft(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 90 ? t('{0} s left', number(seconds)) : t('{0} min left', number(Math.round(seconds / 60)));
}

/** The notification after a run: `Deleted 4,812 of 4,815 files permanently · 2 failed · 1 was already gone`. */
export function summary(report: Report): string {
  const counts = countFiles(report);
  const done = counts.done ?? 0;
  const planned = report.plan.total;
  const whole = done === planned.files && !counts.failed && !counts.notStarted && !counts.unknown;
  const some =
    whole || planned.precision === 'atLeast' ? files(done) : t('{0} of {1}', number(done), files(planned.files));
  const parts = [headline(report.plan.action, some)];
  if (counts.failed) parts.push(t('{0} failed', number(counts.failed)));
  if (counts.alreadyGone) {
    parts.push(
      counts.alreadyGone === 1 ? t('1 was already gone') : t('{0} were already gone', number(counts.alreadyGone)),
    );
  }
  if (counts.skipped) parts.push(t('{0} left alone', number(counts.skipped)));
  if (counts.notStarted) parts.push(t('{0} not started', number(counts.notStarted)));
  if (counts.unknown) parts.push(t('{0} sent without an answer', number(counts.unknown)));
  return parts.join(' · ');
}

function headline(action: Action, some: string): string {
  switch (action) {
    case 'deletePermanently':
      return t('Deleted {0} permanently', some);
    case 'stageRemoval':
      return t('Staged the removal of {0}', some);
    case 'unstage':
      return t('Unstaged {0}', some);
    case 'heal':
      return t('Healed the workspace');
    case 'finish':
      return t('Finished what was interrupted');
    case 'discardUpload':
      return t('Discarded the uploads of {0}', some);
    case 'deleteWorkspace':
      return t('Deleted the workspace');
    case 'commit':
      return t('Committed');
  }
}

/** How many files ended how: the number of the plan, split by outcome. A folder counts as the files it held; an empty one as one. */
function countFiles(report: Report): Partial<Record<OutcomeKind, number>> {
  const counts: Partial<Record<OutcomeKind, number>> = {};
  for (const { outcome, target } of report.lines) {
    const held = outcome.kind === 'done' ? target.extent.files : Math.max(1, target.extent.files);
    counts[outcome.kind] = (counts[outcome.kind] ?? 0) + held;
  }
  return counts;
}

/** How many lines of a report ended how. */
export function countOutcomes(report: Report): Partial<Record<OutcomeKind, number>> {
  const counts: Partial<Record<OutcomeKind, number>> = {};
  for (const { outcome } of report.lines) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
}

/** The English word of an outcome, for the log. */
export function outcomeWord(outcome: Outcome, action: Action): string {
  switch (outcome.kind) {
    case 'done':
      return action === 'deletePermanently' ? 'deleted' : action === 'stageRemoval' ? 'staged removal of' : action;
    case 'alreadyGone':
      return 'already gone:';
    case 'failed':
      return 'FAILED:';
    case 'skipped':
      return `left alone (${skipReason(outcome.reason)}):`;
    case 'notStarted':
      return `not started (${outcome.reason}):`;
    case 'unknown':
      return 'sent, no answer:';
  }
}
