/** Why a request, or one target of it, did not succeed. A closed list: what the caller does next depends on it alone. */
export type FailureKind =
  | 'auth'
  | 'forbidden'
  | 'notFound'
  | 'protected'
  | 'invalid'
  | 'conflict'
  | 'busy'
  | 'tooLarge'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'unexpected'
  | 'cancelled';

/** How far a request got: only `unanswered` leaves its effect in doubt. */
export type Reach = 'notSent' | 'unanswered' | 'answered';

/**
 * The one failure type. It carries codes and data, never sentences: `editor/wording` turns them into words.
 * Made by `remotes/` from a server's type, id and errno, never from its description, and not from the HTTP status alone.
 */
export interface Failure {
  readonly kind: FailureKind;
  /** A stable id of the exact case, for instance `posix.eacces`, `workspaceNotFound`, `htmlInsteadOfJson`. */
  readonly code: string;
  /** What the sentence needs: names, numbers, the server's own message. Redacted, and still hostile text. */
  readonly data: Readonly<Record<string, string | number>>;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** The server's own id of the request (`x-oxen-request-id`) or of the error (`reference`). */
  readonly serverId?: string;
  /** Trying the same again may help. */
  readonly retryable: boolean;
  /** Milliseconds the server asked to wait (`Retry-After`, both forms, not yet clamped). */
  readonly retryAfter?: number;
  readonly reach: Reach;
}

/** A value or the failure that took its place. Nothing throws past `remotes/`. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Answer<T> => ({ ok: true, value });

export const failed = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure });

/** Builds a failure; whatever is left out means "answered, do not retry, nothing more to say". */
export function failureOf(
  kind: FailureKind,
  code: string,
  more: Partial<Omit<Failure, 'kind' | 'code'>> = {},
): Failure {
  return { kind, code, data: {}, retryable: false, reach: 'answered', ...more };
}

/** Whatever failed, it failed before anything was sent that changes something: it leaves no doubt. */
export function unsent(failure: Failure): Failure {
  return { ...failure, reach: 'notSent' };
}
