import type { Failure } from './failure';

/** Why a target was left alone on purpose. */
export type SkipReason =
  'alreadyStaged' | 'changedSinceListed' | 'insideAnotherTarget' | 'special' | 'onlyUploaded' | 'protected';

/** Why a target was never sent. */
export type NotStartedReason = 'cancelled' | 'stopped' | 'refused';

/** What the server gave with the answer that settled a target: for the log, and for asking the people who run the server. */
export interface Receipt {
  readonly status: number;
  /** The server's own id of the request. */
  readonly serverId?: string;
}

/** The commit with which a target went. Ids of commits; `proof`: what the branch looked like when it was read again. */
export interface CommitReceipt {
  readonly branch: string;
  readonly commit: string;
  /** The commit before it on the branch: what to restore from. */
  readonly parent: string;
  readonly proof: 'asStaged' | 'differs' | 'unreadable';
  /** Paths that went although nobody staged them. */
  readonly missing: readonly string[];
  /** Paths that stayed although they were staged. */
  readonly remaining: readonly string[];
}

/**
 * What became of one target. Exactly one of these, and never `done` before the server did it.
 * `unknown`: sent, no answer, and no read has shown the effect since.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly receipt?: Receipt; readonly committed?: CommitReceipt }
  | { readonly kind: 'alreadyGone'; readonly receipt?: Receipt }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'notStarted'; readonly reason: NotStartedReason; readonly failure?: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure };

export type OutcomeKind = Outcome['kind'];
