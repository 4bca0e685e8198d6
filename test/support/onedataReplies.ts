import { failed, failureOf, type Answer } from '../../src/removal/failure';
import type { ApiRequest, Reply, Send } from '../../src/remotes/request';

/** A reply as a provider gives it: JSON, or bytes and headers as told. */
export function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type: Readonly<Record<string, string>> = typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  return { status, headers: { ...type, ...headers }, body: new TextEncoder().encode(text), truncated: false };
}

export interface ErrorShape {
  readonly name: string;
  readonly of: (id: string, details?: unknown, description?: string) => unknown;
}

/** An error in every shape a server may give it: 21.02 without `ctx`, 25.0 with it. */
export const ERROR_SHAPES: readonly ErrorShape[] = [
  {
    name: '21.02',
    of: (id, details, description = 'Some words.') => ({
      error: { id, ...(details === undefined ? {} : { details }), description },
    }),
  },
  {
    name: '25.0',
    of: (id, details, description = 'Some words.') => ({
      error: {
        id,
        description,
        ...(details === undefined ? {} : { details }),
        ctx: {
          timestamp: 1_760_000_000_000,
          service: 'opw',
          serviceId: 'p1',
          serviceDomain: 'krakow.example.com',
          serviceReleaseVersion: '25.0',
          serviceBuildVersion: '1',
          onedataErrorsRevision: 'ca3af8cb',
          module: 'metadata_req',
          line: 45,
        },
      },
    }),
  },
  {
    name: '25.0 with ctx null',
    of: (id, details) => ({ error: { id, description: null, details: details ?? null, ctx: null } }),
  },
  {
    name: '25.0 with every field of ctx null',
    of: (id, details) => ({
      error: {
        id,
        description: 'Some words.',
        details: details ?? {},
        ctx: { service: null, module: null, line: null },
      },
    }),
  },
];

/** A `Send` that answers by `METHOD path` (without the query), counts what it was asked, and knows nothing else. */
export interface ScriptedSend {
  readonly send: Send;
  readonly asked: readonly ApiRequest<unknown>[];
}

export function scriptedSend(
  answers: (request: ApiRequest<unknown>) => Reply | Answer<never> | undefined,
): ScriptedSend {
  const asked: ApiRequest<unknown>[] = [];
  const send: Send = (request, signal) => {
    if (signal.aborted) {
      return Promise.resolve(failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' })));
    }
    asked.push(request);
    const answer = answers(request);
    if (answer === undefined) throw new Error(`unexpected request: ${request.method} ${request.path}`);
    return Promise.resolve('status' in answer ? request.parse(answer) : answer);
  };
  return { send, asked };
}

export const never = (): AbortSignal => new AbortController().signal;

/** The value of an answer that must be good. */
export function good<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`not ok: ${JSON.stringify(answer.failure)}`);
  return answer.value;
}

/** The code of an answer that must be a failure. */
export function codeOf(answer: Answer<unknown>): string {
  if (answer.ok) throw new Error(`unexpectedly ok: ${JSON.stringify(answer.value)}`);
  return answer.failure.code;
}
