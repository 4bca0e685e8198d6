import type { Answer } from '../removal/failure';
import { redact } from './redact';
import { requestIdOf } from './reply';
import type { ApiRequest, Reply } from './request';

/** One line for the log: no query, no header, no body. `path` is as sent, redacted. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** HTTP status, when the server got as far as one. */
  readonly status?: number;
  readonly durationMs: number;
  readonly serverId?: string;
  /** The failure's code, when it failed. */
  readonly failure?: string;
}

/** A request that has come to its end. */
interface Ended {
  readonly request: ApiRequest<unknown>;
  readonly reply: Reply | undefined;
  readonly answer: Answer<unknown>;
  readonly durationMs: number;
}

export function tellOf(
  { request, reply, answer, durationMs }: Ended,
  secrets: readonly string[],
  listener: ((line: Exchange) => void) | undefined,
): void {
  const serverId = answer.ok ? reply && requestIdOf(reply) : answer.failure.serverId;
  try {
    listener?.({
      method: request.method,
      path: redact(request.path.replace(/[?#].*$/s, ''), secrets),
      durationMs,
      ...(reply ? { status: reply.status } : {}),
      ...(serverId === undefined ? {} : { serverId: redact(serverId, secrets) }),
      ...(answer.ok ? {} : { failure: answer.failure.code }),
    });
  } catch {
    // A log that fails must not turn a removal that succeeded into a failure.
  }
}
