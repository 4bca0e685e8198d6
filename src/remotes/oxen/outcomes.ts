import { unsent, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';

/** What a failed request means for the targets it carried. Only an unanswered one leaves them in doubt. */
export function outcomeOf(failure: Failure): Outcome {
  if (failure.reach === 'unanswered') return { kind: 'unknown', failure };
  if (failure.kind === 'cancelled' && failure.reach === 'notSent') return { kind: 'notStarted', reason: 'cancelled' };
  return { kind: 'failed', failure };
}

/** A read failed before anything was sent that changes something: whatever it was, it leaves no doubt about the targets. */
export function outcomeBeforeSending(failure: Failure): Outcome {
  return outcomeOf(unsent(failure));
}

export const DONE: Outcome = { kind: 'done' };
