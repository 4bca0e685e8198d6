import * as vscode from 'vscode';
import type { CommitReceipt, OutcomeKind } from '../../removal/outcome';
import type { Action } from '../../removal/plan';
import { accountStoppedAt, commitOf, durationOf, type Report, type ReportLine } from '../../removal/report';
import { remotesOf } from '../../removal/planning';
import { groupsOf, type OutcomeGroup } from '../../removal/summary';
import { proofSentence } from './commit';
import { dateTime, files, held, items } from './format';
import { explain } from './failures';
import { oneLine, placeBefore, placesInFull, quoted, type HostOf, type NameOf } from './names';
import { summary } from './reports';
import { coveredTitle, isCovered, skipReason } from './warnings';

const t = vscode.l10n.t;

export const reportTitle = (report: Report): string => t('Report {0}', dateTime(report.startedAt).replaceAll('/', '-'));

/** A report as text: what needs attention first, one target a line. */
export function reportText(report: Report, hostOf: HostOf, nameOfRemote: NameOf): string {
  const seconds = (durationOf(report) / 1000).toFixed(1);
  const commit = commitOf(report);
  const head = [
    summary(report, nameOfRemote),
    '',
    t('Place:   {0}', placesInFull(remotesOf(report.plan), nameOfRemote, hostOf)),
    t('Started: {0}', dateTime(report.startedAt)),
    t('Took:    {0} s', seconds),
    t('Planned: {0}', held(report.plan.targets, report.plan.total)),
    ...(commit ? commitLines(commit) : []),
    ...(report.stoppedBy
      ? [t('Stopped: {0}', explain(report.stoppedBy, hostOf(accountStoppedAt(report))).message)]
      : []),
  ];
  const { action } = report.plan;
  const before = placeBefore(report.plan, nameOfRemote, hostOf);
  const groups = groupsOf(report).map((group) => ({ group, covered: coveredIn(group) }));
  const sections = [...groups.filter(({ covered }) => !covered), ...groups.filter(({ covered }) => covered)];
  return [
    ...head,
    ...(commit
      ? [...pathsUnder(missingTitle(), commit.missing), ...pathsUnder(remainingTitle(), commit.remaining)]
      : []),
    ...sections.flatMap(({ group, covered }) => [
      '',
      covered ? coveredTitle(group.lines.length) : groupTitle(group, action, hostOf),
      ...group.lines.map((line) => lineText(line, before(line.target.remote))),
    ]),
    '',
  ].join('\n');
}

function commitLines(made: CommitReceipt): readonly string[] {
  const { branch, commit, parent } = made;
  return [
    t('Commit:  {0} on {1}', oneLine(commit), quoted(branch)),
    t('Before:  {0}', oneLine(parent)),
    t('Proof:   {0}', proofSentence(made)),
  ];
}

const missingTitle = (): string => t('Missing on the branch, although nobody staged it');
const remainingTitle = (): string => t('Still on the branch, although it was staged');

function pathsUnder(title: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  return ['', `${title}: ${items(paths.length)}`, ...paths.map((path) => `  ${oneLine(path)}`)];
}

/** Whether a group holds what was only named twice: its folder is in another group, and tells what became of it. */
function coveredIn({ lines }: OutcomeGroup): boolean {
  const outcome = lines[0]?.outcome;
  return outcome?.kind === 'skipped' && isCovered(outcome.reason);
}

function groupTitle(group: OutcomeGroup, action: Action, hostOf: HostOf): string {
  const [first] = group.lines;
  const title = `${outcomeTitle(group.kind, action)}: ${countOf(group)}`;
  if (group.failure && first) {
    const { message, hint } = explain(group.failure, hostOf(first.target.remote.account));
    return [title, message, hint].filter(Boolean).join('\n  ');
  }
  if (first?.outcome.kind === 'skipped') return `${title} (${skipReason(first.outcome.reason)})`;
  return title;
}

/** `2 items`, and of folders how many files, since the summary counts files. */
function countOf({ lines }: OutcomeGroup): string {
  const inAll = lines.reduce((sum, { target }) => sum + target.extent.files, 0);
  const count = items(lines.length);
  return inAll === lines.length || lines.some(({ target }) => target.extent.precision !== 'exact')
    ? count
    : t('{0} ({1})', count, files(inAll));
}

function outcomeTitle(kind: OutcomeKind, action: Action): string {
  switch (kind) {
    case 'done':
      return t('Done');
    case 'alreadyGone':
      return action === 'unstage' ? t('No longer staged') : t('Already gone');
    case 'failed':
      return t('Failed');
    case 'skipped':
      return t('Left alone');
    case 'notStarted':
      return t('Not started');
    case 'unknown':
      return t('Sent without an answer, and not proved since');
  }
}

function lineText({ target }: ReportLine, place: string): string {
  const slash = target.entry.kind === 'folder' ? '/' : '';
  return `  ${place}${oneLine(target.entry.path)}${slash}  (${held([target], target.extent)})`;
}
