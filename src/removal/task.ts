import { failureOf, type Failure } from './failure';
import type { NotStartedReason, Outcome } from './outcome';
import type { Presence, Target } from './remote';
import { TRIES, isStaleSocket, pauseOf, waitBefore } from './retry';

/** One target on its way through a run. The only thing in a run that changes. */
export interface Task {
  /** Position in the plan. */
  readonly index: number;
  readonly target: Target;
  /** Requests made for it. */
  attempts: number;
  /** Requests that failed and count against the limit of tries. */
  tries: number;
  /** A request for it reached the server, or may have. */
  sent: boolean;
  /** The effect may be there although no answer said so: only a read can tell. */
  inDoubt: boolean;
  /** A request went unanswered, so the effect may even come later: a read that shows nothing proves nothing. */
  open: boolean;
  hadStaleSocket: boolean;
  /** Not to be tried again before, ms since 1970. */
  dueAt: number;
  /** How long the last request took, ms. */
  durationMs: number;
  last?: Failure;
  outcome?: Outcome;
}

export function newTask(index: number, target: Target): Task {
  return {
    index,
    target,
    attempts: 0,
    tries: 0,
    sent: false,
    inDoubt: false,
    open: false,
    hadStaleSocket: false,
    dueAt: 0,
    durationMs: 0,
  };
}

/** What an answer means for a task: settled (as far as answers can), or to be tried again after a wait. */
export type Verdict =
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  | { readonly kind: 'again'; readonly waitMs: number; readonly costs: 'nothing' | 'aTry' | 'aRetryOfTheBudget' };

export interface Circumstances {
  /** The action may be sent again, and the run has neither been cancelled nor stopped. */
  readonly mayRepeat: boolean;
  readonly hasBudget: boolean;
  /** Targets in the request. */
  readonly batch: number;
  readonly random: () => number;
}

/** Takes in one answer for one task, and says what follows. */
export function judge(task: Task, outcome: Outcome, circumstances: Circumstances): Verdict {
  switch (outcome.kind) {
    case 'done':
    case 'skipped':
      task.sent ||= outcome.kind === 'done';
      return { kind: 'settled', outcome };
    case 'notStarted':
      // Of this try. An earlier one may have reached the server.
      return { kind: 'settled', outcome: abandon(task, outcome.reason, outcome.failure) };
    case 'alreadyGone':
      task.sent = true;
      // Who else, if a request of ours may have done it unheard.
      return { kind: 'settled', outcome: task.inDoubt ? { ...outcome, kind: 'done' } : outcome };
    case 'failed':
      return judgeFailure(task, outcome.failure, circumstances);
    case 'unknown':
      // Of several requests the last may have failed before it was sent: what came before it has arrived.
      task.sent = true;
      task.inDoubt = true;
      return judgeFailure(task, outcome.failure, circumstances);
  }
}

/** The outcome of a task that will not be sent (again), because the run was cancelled or stopped. */
export function abandon(task: Task, reason: NotStartedReason, because: Failure | undefined): Outcome {
  if (task.sent && task.last !== undefined) return { kind: 'failed', failure: task.last };
  return { kind: 'notStarted', reason, ...(because === undefined ? {} : { failure: because }) };
}

/** Whether a read must decide: what is in doubt always, and every `done` of an act that wants proof. */
export function needsProof({ outcome, inDoubt }: Task, proof: 'all' | 'doubts'): boolean {
  return (outcome?.kind === 'failed' && inDoubt) || (outcome?.kind === 'done' && proof === 'all');
}

/** The outcome once a read has shown what is there. */
export function proved(task: Task, outcome: Outcome, presence: Presence): Outcome {
  if (presence === 'gone') return outcome.kind === 'done' ? outcome : { kind: 'done' };
  if (outcome.kind === 'failed') {
    return task.open || presence === 'unreadable' ? { kind: 'unknown', failure: outcome.failure } : outcome;
  }
  if (outcome.kind !== 'done') return outcome;
  if (presence === 'unreadable') return { kind: 'unknown', failure: failureOf('unexpected', 'notProved') };
  const failure = failureOf('unexpected', 'notConfirmed', { retryable: true });
  return task.open ? { kind: 'unknown', failure } : { kind: 'failed', failure };
}

/** A failure that leaves open whether the effect took place. */
export function leavesDoubt({ reach, kind, status = 0 }: Failure): boolean {
  if (reach !== 'answered') return reach === 'unanswered';
  return status >= 500 || kind === 'unavailable' || kind === 'unexpected' || kind === 'timeout';
}

function judgeFailure(task: Task, failure: Failure, circumstances: Circumstances): Verdict {
  const free = isFreeRetry(task, failure, circumstances);
  note(task, failure);
  if (free) return { kind: 'again', waitMs: 0, costs: 'nothing' };
  task.tries += 1;
  if (circumstances.mayRepeat && failure.retryable && task.tries < TRIES) {
    const waitMs = waitBefore(task.tries, failure, circumstances.random);
    if (pauseOf(failure) !== undefined) return { kind: 'again', waitMs, costs: 'aTry' };
    if (circumstances.hasBudget) return { kind: 'again', waitMs, costs: 'aRetryOfTheBudget' };
  }
  const neverSent = failure.kind === 'cancelled' && !task.sent;
  return { kind: 'settled', outcome: neverSent ? abandon(task, 'cancelled', undefined) : { kind: 'failed', failure } };
}

/** What says nothing about the target: a batch that was too large, and the first stale socket. */
function isFreeRetry(task: Task, failure: Failure, { mayRepeat, batch }: Circumstances): boolean {
  if (!mayRepeat) return false;
  return (failure.kind === 'tooLarge' && batch > 1) || (isStaleSocket(failure) && !task.hadStaleSocket);
}

function note(task: Task, failure: Failure): void {
  task.last = failure;
  task.sent ||= failure.reach !== 'notSent';
  task.inDoubt ||= leavesDoubt(failure);
  // A reset of a reused socket looks the same whether the server had begun or not: only an answer that settles it closes the doubt.
  task.open ||= failure.reach === 'unanswered';
  task.hadStaleSocket ||= isStaleSocket(failure);
}
