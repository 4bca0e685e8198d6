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
  /** Requests that had been sent when the last one was lost: more of them are the same event. */
  lostAfter: number;
  /** What concerns all targets: nothing more is sent. */
  stoppedBy?: Failure;
}

export interface Answered {
  readonly outcomes: readonly Outcome[];
  /** Which request of the run it was: 1, 2, … in the order in which they were sent. */
  readonly order: number;
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
    lostAfter: 0,
  };
}

export function mayRetry({ retries, requests }: Flow): boolean {
  return hasBudget(retries, requests);
}

/** Takes in the answer to one request. */
export function adjust(flow: Flow, answered: Answered): void {
  const { outcomes, now } = answered;
  const failures = outcomes.flatMap(failuresOf);
  const common = failures.length === outcomes.length ? failures[0] : undefined;
  for (const failure of failures) {
    const pause = pauseOf(failure);
    if (pause !== undefined) flow.pausedUntil = Math.max(flow.pausedUntil, now + pause);
  }
  flow.pace = nextPace(flow, common, answered);
  countLost(flow, common, answered);
  const stoppedBy = failures.find(concernsAll) ?? (flow.lostInARow >= LOST_IN_A_ROW ? common : undefined);
  if (stoppedBy !== undefined) flow.stoppedBy ??= stoppedBy;
}

function failuresOf(outcome: Outcome): readonly Failure[] {
  return outcome.kind === 'failed' || outcome.kind === 'unknown' ? [outcome.failure] : [];
}

function nextPace({ pace, requests }: Flow, failure: Failure | undefined, answered: Answered): Pace {
  const { outcomes, order, sentAt, now } = answered;
  if (failure === undefined) return afterSuccess(pace, outcomes.length, now - sentAt);
  if (failure.kind === 'tooLarge') return afterTooLarge(pace, outcomes.length);
  if (isStaleSocket(failure)) return pace;
  return isOverload(failure) ? afterBrake(pace, { order, sent: requests, now }) : afterSuccess(pace, 0, now - sentAt);
}

/** Requests that were under way together and fail together are one event, not ten. */
function countLost(flow: Flow, failure: Failure | undefined, { order }: Answered): void {
  if (failure === undefined || !isLost(failure)) flow.lostInARow = 0;
  else if (order > flow.lostAfter) {
    flow.lostInARow += 1;
    flow.lostAfter = flow.requests;
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
