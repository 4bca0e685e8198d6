import type { Answer } from '../removal/failure';

/** What a server answered, whatever the status. Header names are lower-case. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body is longer than the request's `maxBytes` and was cut there (only for requests with `cut: true`). */
  readonly truncated: boolean;
}

/** A request as data: compared in tests, run by one `Send`. */
export interface ApiRequest<T> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path on the server's origin, from `/`, every segment percent-encoded already, no dot segment. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly json: unknown } | { readonly bytes: Uint8Array; readonly type: string };
  /** Changes nothing on the server: may be repeated once on a stale pooled socket. */
  readonly reads: boolean;
  /** Milliseconds until the answer must be complete. */
  readonly timeout: number;
  /** Longest body accepted, bytes. Longer: a `tooLong` failure, or a cut body when `cut` is set. */
  readonly maxBytes: number;
  readonly cut?: boolean;
  /** Turns any reply, good or bad, into a value or a failure. Never throws. */
  parse(reply: Reply): Answer<T>;
}

/** Sends one request once and answers with what `parse` made of the reply, or with a failure. Never rejects. */
export type Send = <T>(request: ApiRequest<T>, signal: AbortSignal) => Promise<Answer<T>>;

/** How long an answer may take, ms, and how large it may be, bytes. */
export const READ_TIMEOUT = 30_000;
export const STAGING_TIMEOUT = 600_000;
export const BODY_LIMIT = 8 << 20;
export const CHANGES_LIMIT = 256 << 20;
