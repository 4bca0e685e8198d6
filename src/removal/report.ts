import type { Failure } from './failure';
import type { Plan } from './plan';
import type { Target } from './remote';

/** Why a target was left alone on purpose. */
export type SkipReason =
  'alreadyStaged' | 'changedSinceListed' | 'insideAnotherTarget' | 'special' | 'onlyUploaded' | 'protected';

/** Why a target was never sent. */
export type NotStartedReason = 'cancelled' | 'stopped' | 'refused';

/**
 * What became of one target. Exactly one of these, and never `done` before the server did it.
 * `unknown`: sent, no answer, and no read has shown the effect since.
 */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'alreadyGone' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'notStarted'; readonly reason: NotStartedReason; readonly failure?: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure };

export type OutcomeKind = Outcome['kind'];

/** One line of a report. `status` and `durationMs` describe the request that settled it (a batch shares them). */
export interface ReportLine {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly durationMs: number;
}

/** Every target of a plan with exactly one outcome. */
export interface Report {
  readonly plan: Plan;
  readonly lines: readonly ReportLine[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Set when the run stopped early for a reason that concerns all targets (401, offline, …). */
  readonly stoppedBy?: Failure;
}
