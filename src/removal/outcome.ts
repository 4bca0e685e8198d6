import type { Failure } from './failure';

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
