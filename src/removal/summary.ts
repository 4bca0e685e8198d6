import type { Failure } from './failure';
import type { OutcomeKind } from './outcome';
import type { Extent } from './remote';
import type { Report, ReportLine } from './report';

/** A report in numbers. Targets, but for `files` and `bytes`: what the done targets held. */
export interface Summary {
  readonly outcomes: Readonly<Record<OutcomeKind, number>>;
  readonly files: number;
  readonly bytes: number;
  readonly precision: Extent['precision'];
}

/** Targets with the same fate for the same reason, and where that is a failure, at the same server. */
export interface OutcomeGroup {
  readonly kind: OutcomeKind;
  /** Why: a failure's code, a `SkipReason` or a `NotStartedReason`; empty for `done` and `alreadyGone`. */
  readonly reason: string;
  /** The failure of the first line. */
  readonly failure?: Failure;
  readonly lines: readonly ReportLine[];
}

/** What needs attention first. */
const ORDER: readonly OutcomeKind[] = ['failed', 'unknown', 'notStarted', 'skipped', 'alreadyGone', 'done'];

export function summaryOf(report: Report): Summary {
  const outcomes: Record<OutcomeKind, number> = {
    done: 0,
    alreadyGone: 0,
    failed: 0,
    skipped: 0,
    notStarted: 0,
    unknown: 0,
  };
  let files = 0;
  let bytes = 0;
  let precision: Extent['precision'] = 'exact';
  for (const { outcome, target } of report.lines) {
    outcomes[outcome.kind] += 1;
    if (outcome.kind !== 'done') continue;
    files += target.extent.files;
    bytes += target.extent.bytes;
    if (target.extent.precision === 'atLeast') precision = 'atLeast';
  }
  return { outcomes, files, bytes, precision };
}

/** The lines of a report by outcome and reason, the largest group of an outcome first. */
export function groupsOf(report: Report): readonly OutcomeGroup[] {
  const groups = new Map<string, ReportLine[]>();
  for (const line of report.lines) {
    // A failure is told in words that name the server.
    const server = failureOfLine(line) ? line.target.remote.account : '';
    const key = `${line.outcome.kind}\0${reasonOf(line)}\0${server}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()]
    .flatMap((lines): readonly OutcomeGroup[] => {
      const [first] = lines;
      if (first === undefined) return [];
      const failure = failureOfLine(first);
      return [
        {
          kind: first.outcome.kind,
          reason: reasonOf(first),
          ...(failure === undefined ? {} : { failure }),
          lines,
        },
      ];
    })
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.lines.length - a.lines.length);
}

/** Why a line ended as it did, as a code. */
export function reasonOf({ outcome }: ReportLine): string {
  switch (outcome.kind) {
    case 'failed':
    case 'unknown':
      return outcome.failure.code;
    case 'skipped':
    case 'notStarted':
      return outcome.reason;
    case 'done':
    case 'alreadyGone':
      return '';
  }
}

export function failureOfLine({ outcome }: ReportLine): Failure | undefined {
  return 'failure' in outcome ? outcome.failure : undefined;
}
