import { remoteKey } from '../../removal/address';
import { remotesOf } from '../../removal/planning';
import { accountStoppedAt, answerOf, durationOf, type Report, type ReportLine } from '../../removal/report';
import type { Output } from '../output';
import { explainInFull } from '../wording/failures';
import { locationText, oneLine, type HostOf, type NameOf } from '../wording/names';
import { countOutcomes, outcomeWord } from '../wording/reports';

/** Writes a report to the output channel: one line a target, then one that sums up. The log stays English. */
export function logReport(report: Report, output: Output, hostOf: HostOf, nameOfRemote: NameOf): void {
  for (const line of report.lines) logLine(report, line, output, hostOf(line.target.remote.account));
  const counts = Object.entries(countOutcomes(report)).map(([kind, count]) => `${count} ${kind}`);
  const seconds = (durationOf(report) / 1000).toFixed(1);
  const where = remotesOf(report.plan)
    .map((remote) => `${oneLine(nameOfRemote(remote))} (${oneLine(remoteKey(remote))})`)
    .join(', ');
  output.info(`${report.plan.action}: ${counts.join(', ')}; ${report.lines.length} in all, ${seconds} s, in ${where}`);
  if (report.stoppedBy)
    output.error(`stopped early: ${explainInFull(report.stoppedBy, hostOf(accountStoppedAt(report)))}`);
}

function logLine({ plan }: Report, line: ReportLine, output: Output, host: string): void {
  const { target, outcome, attempts, durationMs } = line;
  const { status, serverId } = answerOf(line);
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    `${Math.round(durationMs)} ms`,
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(serverId === undefined ? [] : [`id ${serverId}`]),
  ];
  const text = `${outcomeWord(outcome, plan.action)} ${locationText(target)} (${facts.join(', ')})`;
  if (outcome.kind === 'failed' || outcome.kind === 'unknown')
    output.error(`${text} ${explainInFull(outcome.failure, host)}`);
  else if (outcome.kind === 'notStarted') output.warn(text);
  else output.info(text);
}
