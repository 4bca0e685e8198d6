import * as vscode from 'vscode';
import type { Outcome, OutcomeKind } from '../../removal/outcome';
import type { Action, Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import type { Target } from '../../removal/remote';
import type { Report } from '../../removal/report';
import { files, number } from './format';
import { places, quoted, type NameOf } from './names';
import { isCovered, skipReason } from './warnings';

const t = vscode.l10n.t;

type Counts = Readonly<Partial<Record<OutcomeKind, number>>>;

export const undo = (): string => t('Undo');
export const showReport = (): string => t('Show Report');
export const runTheRest = (count: number): string => t('Run the Rest ({0})', number(count));
export const showOutput = (): string => t('Show Output');

/** The notification after a run: `Deleted 4,812 of 4,815 files permanently from “Field Station” · 2 failed · 1 was already gone`. */
export function summary(report: Report, nameOfRemote: NameOf): string {
  const { plan } = report;
  const counts = countFiles(report);
  const done = counts.done ?? 0;
  const planned = plan.total;
  const { failed, notStarted, unknown, alreadyGone } = counts;
  const whole = done === planned.files && !failed && !notStarted && !unknown && !alreadyGone;
  const name = nameOfOnly(plan);
  const doneFiles = filesOf(
    done,
    report.lines.flatMap(({ target, outcome }) => (outcome.kind === 'done' ? [target] : [])),
  );
  const all = name ?? doneFiles;
  const part =
    planned.precision === 'atLeast' || planned.files === 0
      ? doneFiles
      : t('{0} of {1}', number(done), files(planned.files));
  const some = whole ? all : part;
  return [
    headline(plan.action, some, places(remotesOf(plan), nameOfRemote), whole),
    ...otherwise(counts, plan.action),
    ...(name !== undefined && some !== all ? [name] : []),
  ].join(' · ');
}

/** So many files in targets: what was not counted to the end holds at least these. */
function filesOf(count: number, targets: readonly Target[]): string {
  const isCounted = targets.every(({ entry, extent }) => entry.kind !== 'folder' || extent.precision === 'exact');
  return isCounted ? files(count) : t('at least {0}', files(count));
}

/** An unstaging that found none of its removals staged. */
export const nothingTakenBack = (): string =>
  t('Nothing was taken back: the removals are no longer staged. Somebody has committed them or taken them back.');

/** How many went another way than planned. */
function otherwise(counts: Counts, action: Action): readonly string[] {
  const told = (count: number | undefined, words: (n: string) => string): readonly string[] =>
    count ? [words(number(count))] : [];
  return [
    ...told(counts.failed, (n) => t('{0} failed', n)),
    ...told(counts.alreadyGone, action === 'unstage' ? stagedNoMore : goneBefore),
    ...told(counts.skipped, (n) => t('{0} left alone', n)),
    ...told(counts.notStarted, (n) => t('{0} not started', n)),
    ...told(counts.unknown, (n) => t('{0} sent without an answer', n)),
  ];
}

const goneBefore = (n: string): string => (n === '1' ? t('1 was already gone') : t('{0} were already gone', n));
/** The file itself is there: only its removal is staged no longer. */
const stagedNoMore = (n: string): string =>
  n === '1' ? t('1 was no longer staged') : t('{0} were no longer staged', n);

/** What a plan of one target is about: `“images/a.jpg”`, or `“images” (12 files)`. */
function nameOfOnly({ targets, action, total }: Plan): string | undefined {
  const [only, ...others] = targets;
  if (!only || others.length > 0 || action === 'commit') return undefined;
  const name = quoted(only.entry.path);
  return only.entry.kind === 'folder' ? t('{0} ({1})', name, filesOf(total.files, targets)) : name;
}

/** What is done as one whole is named without saying that it was done, unless all of it was. */
function headline(action: Action, some: string, where: string, whole: boolean): string {
  switch (action) {
    case 'deletePermanently':
      return t('Deleted {0} permanently from {1}', some, where);
    case 'stageRemoval':
      return t('Staged the removal of {0} from {1}', some, where);
    case 'unstage':
      return t('Unstaged {0} in {1}', some, where);
    case 'heal':
      return whole ? t('Healed {0}', where) : t('Healing of {0}', where);
    case 'finish':
      return whole
        ? t('Finished what was interrupted in {0}', where)
        : t('Finishing of what was interrupted in {0}', where);
    case 'discardUpload':
      return t('Discarded the uploads of {0} in {1}', some, where);
    case 'deleteWorkspace':
      return whole ? t('Deleted the workspace {0}', where) : t('Deletion of the workspace {0}', where);
    case 'commit':
      return whole ? t('Committed {0}', where) : t('Commit of {0}', where);
  }
}

/** How many files ended how: the number of the plan, split by outcome, each once. A folder counts as the files it held; an empty one as one. */
function countFiles(report: Report): Counts {
  const counts: Partial<Record<OutcomeKind, number>> = {};
  for (const { outcome, target } of report.lines) {
    if (outcome.kind === 'skipped' && isCovered(outcome.reason)) continue;
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
      return action === 'unstage' ? 'no longer staged:' : 'already gone:';
    case 'failed':
      return 'FAILED:';
    case 'skipped':
      return isCovered(outcome.reason) ? 'inside another target:' : `left alone (${skipReason(outcome.reason)}):`;
    case 'notStarted':
      return `not started (${outcome.reason}):`;
    case 'unknown':
      return 'sent, no answer:';
  }
}
