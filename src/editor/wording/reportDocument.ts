import * as vscode from 'vscode';
import type { OutcomeKind } from '../../removal/outcome';
import type { Report, ReportLine } from '../../removal/report';
import { remotesOf } from '../../removal/planning';
import { groupsOf, type OutcomeGroup } from '../../removal/summary';
import { dateTime, extent, items } from './format';
import { explain } from './failures';
import { oneLine, places, type NameOf } from './names';
import { summary } from './reports';
import { skipReason } from './warnings';

const t = vscode.l10n.t;

export const reportTitle = (report: Report): string => t('Report {0}', dateTime(report.startedAt).replaceAll('/', '-'));

/** A report as text: what needs attention first, one target a line. */
export function reportText(report: Report, hostOf: (account: string) => string, nameOfRemote: NameOf): string {
  const seconds = ((report.endedAt - report.startedAt) / 1000).toFixed(1);
  const head = [
    summary(report, nameOfRemote),
    '',
    t('Place:   {0}', places(remotesOf(report.plan), nameOfRemote)),
    t('Started: {0}', dateTime(report.startedAt)),
    t('Took:    {0} s', seconds),
    t('Planned: {0}', extent(report.plan.total)),
    ...(report.stoppedBy ? [t('Stopped: {0}', explain(report.stoppedBy, hostOf(accountOf(report))).message)] : []),
  ];
  const groups = groupsOf(report).flatMap((group) => ['', groupTitle(group, hostOf), ...group.lines.map(lineText)]);
  return [...head, ...groups, ''].join('\n');
}

function groupTitle(group: OutcomeGroup, hostOf: (account: string) => string): string {
  const [first] = group.lines;
  const title = `${outcomeTitle(group.kind)}: ${items(group.lines.length)}`;
  if (group.failure && first) {
    const { message, hint } = explain(group.failure, hostOf(first.target.remote.account));
    return `${title}\n  ${message} ${hint}`;
  }
  if (first?.outcome.kind === 'skipped') return `${title} (${skipReason(first.outcome.reason)})`;
  return title;
}

function outcomeTitle(kind: OutcomeKind): string {
  switch (kind) {
    case 'done':
      return t('Done');
    case 'alreadyGone':
      return t('Already gone');
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

function lineText({ target }: ReportLine): string {
  const slash = target.entry.kind === 'folder' ? '/' : '';
  return `  ${oneLine(target.entry.path)}${slash}  (${extent(target.extent)})`;
}

function accountOf(report: Report): string {
  return report.plan.targets[0]?.remote.account ?? '';
}
