import { failureOf, type Failure } from './failure';
import type { JournalRecord } from './journalRecord';
import type { Outcome } from './outcome';
import type { Plan } from './plan';
import type { Report, ReportLine } from './report';
import { skippedLines } from './run';

/** A run as the journal tells it. */
export interface PastRun {
  readonly id: string;
  readonly report: Report;
  /** It began and its end was never written: the process died in between. */
  readonly interrupted: boolean;
  readonly dismissed: boolean;
}

interface Told {
  readonly plan: Plan;
  readonly plannedAt: number;
  startedAt?: number;
  endedAt?: number;
  stoppedBy?: Failure;
  dismissed: boolean;
  lastAt: number;
  readonly sent: Set<number>;
  readonly lines: Map<number, ReportLine>;
}

/**
 * The runs in a journal's records, in the order they were planned. Records of a run whose plan is missing are left out. Plans come first, wherever they
 * stand: files are read in the order of their names, and those tell the time of a clock that may be put back in the middle of a run.
 */
export function pastRuns(records: readonly JournalRecord[]): readonly PastRun[] {
  const runs = new Map<string, Told>();
  for (const record of records) if (record.type === 'planned') runs.set(record.run, newTold(record.plan, record.at));
  for (const record of records) {
    if (record.type === 'planned') continue;
    const told = runs.get(record.run);
    if (told !== undefined) takeIn(told, record);
  }
  return [...runs].map(([id, told]) => ({
    id,
    report: reportOf(told),
    interrupted: told.startedAt !== undefined && told.endedAt === undefined,
    dismissed: told.dismissed,
  }));
}

/** What remotes were called when they were last used, by `remoteKey`. */
export function namesIn(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  return new Map(records.flatMap((record) => (record.type === 'planned' ? Object.entries(record.names ?? {}) : [])));
}

/**
 * What a crash left: the runs that never ended. Their reports say `unknown` of what had been sent and `notStarted` of what had not:
 * read the remote first (`settleNow`), then offer `restOf`, which is measured and confirmed afresh. Nothing is replayed.
 */
export function interruptedRuns(records: readonly JournalRecord[]): readonly PastRun[] {
  return pastRuns(records).filter(({ interrupted, dismissed }) => interrupted && !dismissed);
}

function newTold(plan: Plan, plannedAt: number): Told {
  return { plan, plannedAt, dismissed: false, lastAt: plannedAt, sent: new Set(), lines: new Map() };
}

function takeIn(told: Told, record: Exclude<JournalRecord, { readonly type: 'planned' }>): void {
  told.lastAt = Math.max(told.lastAt, record.at);
  switch (record.type) {
    case 'started':
      told.startedAt = record.at;
      return;
    case 'dismissed':
      told.dismissed = true;
      return;
    case 'sending':
      for (const index of record.targets) told.sent.add(index);
      return;
    case 'line': {
      const target = told.plan.targets[record.target];
      const { outcome, attempts, durationMs } = record;
      if (target !== undefined) told.lines.set(record.target, { target, outcome, attempts, durationMs });
      return;
    }
    case 'ended':
      told.endedAt = record.at;
      if (record.stoppedBy !== undefined) told.stoppedBy = record.stoppedBy;
      return;
  }
}

function reportOf(told: Told): Report {
  const { plan, plannedAt, startedAt, endedAt, stoppedBy, lastAt, lines, sent } = told;
  return {
    plan,
    lines: [
      ...plan.targets.map(
        (target, index): ReportLine =>
          lines.get(index) ?? {
            target,
            outcome: untold(told, index),
            attempts: sent.has(index) ? 1 : 0,
            durationMs: 0,
          },
      ),
      ...skippedLines(plan),
    ],
    startedAt: startedAt ?? plannedAt,
    endedAt: endedAt ?? lastAt,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

/** The outcome of a target without a line: what had been sent may have happened, the rest had not begun. */
function untold({ sent, startedAt }: Told, index: number): Outcome {
  if (sent.has(index)) {
    return {
      kind: 'unknown',
      failure: failureOf('unexpected', 'interrupted', { reach: 'unanswered', retryable: true }),
    };
  }
  return { kind: 'notStarted', reason: startedAt === undefined ? 'cancelled' : 'stopped' };
}
