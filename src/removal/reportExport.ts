import { toUriText } from './address';
import { answerOf, commitOf, type Report, type ReportLine } from './report';
import { failureOfLine, reasonOf, summaryOf } from './summary';

/** The columns of the CSV, and the fields of a line in the JSON. */
const COLUMNS = [
  'uri',
  'path',
  'kind',
  'files',
  'bytes',
  'precision',
  'outcome',
  'reason',
  'status',
  'serverId',
  'attempts',
  'durationMs',
  'message',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

/** A report for other programs: `winnow.report`, version 1. Times are ISO 8601, sizes bytes. */
export function reportAsJson(report: Report): string {
  const { plan, startedAt, endedAt, stoppedBy } = report;
  const { outcomes, files, bytes, precision } = summaryOf(report);
  const commit = commitOf(report);
  return `${JSON.stringify(
    {
      format: 'winnow.report',
      version: 1,
      plan: {
        id: plan.id,
        action: plan.action,
        effect: plan.effect,
        planned: isoTime(plan.createdAt),
        total: plan.total,
      },
      started: isoTime(startedAt),
      ended: isoTime(endedAt),
      outcomes,
      done: { files, bytes, precision },
      ...(stoppedBy === undefined ? {} : { stoppedBy: stoppedBy.code }),
      ...(commit === undefined ? {} : { commit }),
      lines: report.lines.map(rowOf),
    },
    null,
    2,
  )}\n`;
}

/** RFC 4180, with a header. A text that a spreadsheet would run as a formula is given an apostrophe first. */
export function reportAsCsv(report: Report): string {
  const rows = report.lines.map(rowOf).map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function rowOf(line: ReportLine): Row {
  const { target, outcome, attempts, durationMs } = line;
  const { entry, remote, extent } = target;
  const { status = '', serverId = '' } = answerOf(line);
  return {
    uri: toUriText({ remote, path: entry.path }),
    path: entry.path,
    kind: entry.kind,
    files: extent.files,
    bytes: extent.bytes,
    precision: extent.precision,
    outcome: outcome.kind,
    reason: reasonOf(line),
    status,
    serverId,
    attempts,
    durationMs: Math.round(durationMs),
    message: failureOfLine(line)?.data.message ?? '',
  };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
