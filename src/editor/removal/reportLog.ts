import { toUriParts } from '../../removal/address';
import type { Report, ReportLine } from '../../removal/report';
import type { Output } from '../output';
import { explainInFull } from '../wording/failures';
import { oneLine } from '../wording/names';
import { countOutcomes, outcomeWord } from '../wording/reports';

/** Writes a report to the output channel: one line a target, then one that sums up. The log stays English. */
export function logReport(report: Report, output: Output, hostOf: (account: string) => string): void {
  for (const line of report.lines) logLine(report, line, output, hostOf(line.target.remote.account));
  const counts = Object.entries(countOutcomes(report)).map(([kind, count]) => `${count} ${kind}`);
  const seconds = ((report.endedAt - report.startedAt) / 1000).toFixed(1);
  output.info(`${report.plan.action}: ${counts.join(', ')}; ${report.lines.length} in all, ${seconds} s`);
  if (report.stoppedBy) output.error(`stopped early: ${explainInFull(report.stoppedBy, '')}`);
}

function logLine(
  { plan }: Report,
  { target, outcome, attempts, durationMs }: ReportLine,
  output: Output,
  host: string,
): void {
  const { scheme, authority, path } = toUriParts({ remote: target.remote, path: target.entry.path });
  const place = oneLine(`${scheme}://${authority}${path}`);
  const effort = `${Math.round(durationMs)} ms${attempts > 1 ? `, ${attempts} attempts` : ''}`;
  const text = `${outcomeWord(outcome, plan.action)} ${place} (${effort})`;
  if (outcome.kind === 'failed' || outcome.kind === 'unknown')
    output.error(`${text} ${explainInFull(outcome.failure, host)}`);
  else if (outcome.kind === 'notStarted') output.warn(text);
  else output.info(text);
}
