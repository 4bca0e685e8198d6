import type { Failure } from './failure';
import type { Outcome } from './outcome';
import { afterBrake, afterSuccess, afterTooLarge, startPace, type Pace } from './pace';
import type { BatchLimits } from './remote';
import { hasBudget, isStaleSocket, pauseOf } from './retry';

/** So many requests in a row that end with 5xx, or do not even get out, stop a run. */
export const LOST_IN_A_ROW = 10;

/** What the answers so far mean for the requests to come, on one remote. */
export interface Flow {
  pace: Pace;
  /** Nothing is sent before, ms since 1970: the server asked for it. */
  pausedUntil: number;
  requests: number;
  /** Retries that the server did not ask for: they draw on the budget. */
  retries: number;
  lostInARow: number;
  lastLostAt: number;
  /** What concerns all targets: nothing more is sent. */
  stoppedBy?: Failure;
}

export interface Answered {
  readonly outcomes: readonly Outcome[];
  readonly sentAt: number;
  readonly now: number;
}

export function startFlow(limits: BatchLimits): Flow {
  return {
    pace: startPace(limits),
    pausedUntil: 0,
    requests: 0,
    retries: 0,
    lostInARow: 0,
    lastLostAt: -Infinity,
  };
}

export function mayRetry({ retries, requests }: Flow): boolean {
  return hasBudget(retries, requests);
}

/** Takes in the answer to one request. */
export function adjust(flow: Flow, { outcomes, sentAt, now }: Answered): void {
  const failures = outcomes.flatMap(failuresOf);
  const common = failures.length === outcomes.length ? failures[0] : undefined;
  for (const failure of failures) {
    const pause = pauseOf(failure);
    if (pause !== undefined) flow.pausedUntil = Math.max(flow.pausedUntil, now + pause);
  }
  flow.pace = nextPace(flow.pace, common, outcomes.length, sentAt, now);
  countLost(flow, common, sentAt, now);
  const stoppedBy = failures.find(concernsAll) ?? (flow.lostInARow >= LOST_IN_A_ROW ? common : undefined);
  if (stoppedBy !== undefined) flow.stoppedBy ??= stoppedBy;
}

function failuresOf(outcome: Outcome): readonly Failure[] {
  return outcome.kind === 'failed' || outcome.kind === 'unknown' ? [outcome.failure] : [];
}

function nextPace(pace: Pace, failure: Failure | undefined, batch: number, sentAt: number, now: number): Pace {
  if (failure === undefined) return afterSuccess(pace, batch, now - sentAt);
  if (failure.kind === 'tooLarge') return afterTooLarge(pace, batch);
  if (isStaleSocket(failure)) return pace;
  return isOverload(failure) ? afterBrake(pace, now) : afterSuccess(pace, 0, now - sentAt);
}

/** Requests that were under way together and fail together are one event, not ten. */
function countLost(flow: Flow, failure: Failure | undefined, sentAt: number, now: number): void {
  if (failure === undefined || !isLost(failure)) flow.lostInARow = 0;
  else if (sentAt >= flow.lastLostAt) {
    flow.lostInARow += 1;
    flow.lastLostAt = now;
  }
}

function isOverload({ kind }: Failure): boolean {
  return kind === 'busy' || kind === 'unavailable' || kind === 'timeout' || kind === 'network';
}

function isLost({ kind, reach, status = 0 }: Failure): boolean {
  return status >= 500 || kind === 'unavailable' || (kind === 'network' && reach === 'notSent');
}

/**
 * A wrong token, no right to the remote, a remote that is gone (an absent target is `alreadyGone`, never `notFound`), or a
 * journal that cannot be written: every other target would fail alike.
 */
function concernsAll({ kind, code }: Failure): boolean {
  return kind === 'auth' || kind === 'forbidden' || kind === 'notFound' || code === JOURNAL_NOT_WRITTEN;
}

export const JOURNAL_NOT_WRITTEN = 'journalNotWritten';
