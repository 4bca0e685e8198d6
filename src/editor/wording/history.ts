import * as vscode from 'vscode';
import type { PastRun } from '../../removal/journalHistory';
import type { Report } from '../../removal/report';
import { dateTime } from './format';
import type { NameOf } from './names';
import { summary } from './reports';

const t = vscode.l10n.t;

export { runTheRest, showReport, undo } from './reports';
export const nothingToUndo = (): string => t('There is no staging of this window to take back.');
export const nothingLeft = (): string => t('Nothing is left of that run: the server shows that it is done.');
export const noRuns = (): string => t('Nothing has been removed with Winnow yet.');
export const noRest = (): string => t('No run has left anything to do again.');
export const noFailures = (): string => t('No run has failures that could be dismissed.');
export const runNotKnown = (): string => t('That run is in the journal no more.');
/** `A run was interrupted. Deleted 2,311 of 5,000 files permanently · 2,689 not started` */
export const wasInterrupted = (report: Report, nameOfRemote: NameOf): string =>
  t('A run was interrupted. {0}', summary(report, nameOfRemote));
export const chooseRun = (): string => t('Which run?');
export const dismiss = (): string => t('Dismiss Its Failures');
export const copyReport = (): string => t('Copy Report');
export const reportCopied = (): string => t('The report is in the clipboard.');
export const exportReport = (): string => t('Export Report…');
export const clear = (): string => t('Clear Journal');
export const clearQuestion = (): string => t('Clear the journal?');
export const clearDetail = (): string =>
  t('The record of all past runs is deleted from this machine. Nothing changes on any server.');

export function runItem({ report, interrupted }: PastRun, nameOfRemote: NameOf): vscode.QuickPickItem {
  const when = dateTime(report.startedAt);
  return { label: summary(report, nameOfRemote), description: interrupted ? t('{0} · interrupted', when) : when };
}
