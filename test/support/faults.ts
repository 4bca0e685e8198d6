import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerOf, bodyOf, replayed, requestOf, type RecordedRequest } from './faultReplay';

/** When a wait is over that the server asked for: in seconds, or as an HTTP date so many ms from now (whole seconds). */
export type RetryAfter = { readonly seconds: number } | { readonly dateInMs: number };

/** One way to misbehave. "After" the effect: the real handler has run, the client does not learn what it said. */
export type Fault =
  /** Nothing but the rule's latency. */
  | { readonly do: 'slow' }
  /** An error status instead of the effect. `type` and `body` as given; default: JSON `{}`. */
  | {
      readonly do: 'refuse';
      readonly status: number;
      readonly retryAfter?: RetryAfter;
      readonly type?: string;
      readonly body?: string;
    }
  /** The connection is reset before or after the effect. */
  | { readonly do: 'reset'; readonly effect: 'before' | 'after' }
  /** The effect happens; the connection ends after this share (0…1) of the answer's bytes, its head included. */
  | { readonly do: 'truncate'; readonly share: number }
  /** HTML with a friendly status, as from a login page. */
  | { readonly do: 'html'; readonly effect: 'none' | 'done'; readonly status?: number }
  /** To another origin, same path. `to`: an origin. */
  | { readonly do: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308; readonly to: string }
  /** 401 with a text body, as for a token that expired. With `at: { from: n }` it expires in the middle of a run. */
  | { readonly do: 'expire' }
  /**
   * 500 after a part of the effect: the requests that `split` makes of this one, the first `share` (0…1, rounded up) of them.
   * By default a JSON array body is cut to its first elements; any other request takes effect whole when `share` > 0.
   */
  | { readonly do: 'partial'; readonly share: number }
  /** The client is never answered, or reset; the effect happens `afterMs` after the client is gone. */
  | { readonly do: 'late'; readonly client: 'ignored' | 'reset'; readonly afterMs: number }
  /** The effect happens; the answer comes `bytes` at a time, `everyMs`. */
  | { readonly do: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** An error status with so many bytes of text. The effect does not happen. */
  | { readonly do: 'flood'; readonly status: number; readonly bytes: number }
  /** These bytes instead of an HTTP answer, then the end of the connection. The effect happens first. */
  | { readonly do: 'raw'; readonly text: string };

/** The first rule that matches a request applies, alone. */
export interface FaultRule {
  readonly method?: string;
  /** Occurs in the path and query, as sent. */
  readonly path?: string;
  /** Of the requests that match method and path, counted from 1: these. Without it: all. */
  readonly at?: { readonly from: number; readonly to?: number };
  /** Milliseconds before anything else happens. */
  readonly latency?: number;
  readonly fault: Fault;
}

export interface FaultScript {
  /** Takes the place of the wrapped handler. */
  readonly listener: RequestListener;
  /** Starts a new script: rules and counts are replaced. Effects still to come are awaited first. */
  play(rules: readonly FaultRule[]): Promise<void>;
  /** How often each rule of the script fired, in their order. */
  fired(): readonly number[];
  /** Requests seen since the script began, faulty or not. */
  requests(): number;
  /** Resolves when every effect that a fault delayed has happened. */
  settled(): Promise<void>;
}

/** Makes several requests of one, for faults that do a part of it. */
export type Split = (request: RecordedRequest) => readonly RecordedRequest[];

/** Wraps a server's handler in a script of faults. Everything it needs to know of the server is `split`. */
export function withFaults(
  handler: RequestListener,
  rules: readonly FaultRule[] = [],
  split: Split = bySize,
): FaultScript {
  let script = scriptOf(rules);
  const late = new Set<Promise<void>>();
  const settled = async (): Promise<void> => {
    while (late.size > 0) await Promise.all(late);
  };
  const track = (work: Promise<void>): void => {
    late.add(work);
    void work.finally(() => late.delete(work));
  };
  return {
    listener: (req, res) => {
      script.requests += 1;
      const rule = firstMatch(script, req);
      if (rule) track(misbehave({ handler, split, req, res }, rule));
      else handler(req, res);
    },
    play: async (next) => {
      await settled();
      script = scriptOf(next);
    },
    fired: () => [...script.fired],
    requests: () => script.requests,
    settled,
  };
}

interface RunningScript {
  readonly rules: readonly FaultRule[];
  readonly matched: number[];
  readonly fired: number[];
  requests: number;
}

function scriptOf(rules: readonly FaultRule[]): RunningScript {
  return { rules, matched: rules.map(() => 0), fired: rules.map(() => 0), requests: 0 };
}

/** Every rule counts what it could match, also while an earlier one applies: "from the 5th on" means the 5th. */
function firstMatch(script: RunningScript, req: IncomingMessage): FaultRule | undefined {
  let chosen: FaultRule | undefined;
  script.rules.forEach((rule, i) => {
    if (rule.method !== undefined && rule.method !== req.method) return;
    if (rule.path !== undefined && !(req.url ?? '').includes(rule.path)) return;
    const nth = (script.matched[i] = (script.matched[i] ?? 0) + 1);
    const { from, to } = rule.at ?? { from: 1 };
    if (chosen || nth < from || nth > (to ?? Infinity)) return;
    chosen = rule;
    script.fired[i] = (script.fired[i] ?? 0) + 1;
  });
  return chosen;
}

interface Scene {
  readonly handler: RequestListener;
  readonly split: Split;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The request is read first: what a slow server has received takes effect even when the client has gone. */
async function misbehave(scene: Scene, { latency, fault }: FaultRule): Promise<void> {
  const request = await bodyOf(scene.req);
  if (latency !== undefined) await pause(latency);
  if (request) await acts[fault.do](scene, request, fault as never);
}

type Act<K extends Fault['do']> = (scene: Scene, request: RecordedRequest, fault: Extract<Fault, { do: K }>) => unknown;

const acts: { readonly [K in Fault['do']]: Act<K> } = {
  slow: async ({ handler, req, res }, request) => {
    if (req.socket.destroyed) await answerOf(handler, request);
    else await answered(res, () => handler(requestOf(request), res));
  },
  refuse: ({ res }, _request, { status, retryAfter, type, body }) => {
    if (retryAfter) res.setHeader('Retry-After', retryAfterText(retryAfter));
    finish(res, status, type ?? 'application/json', body ?? '{}');
  },
  reset: async ({ handler, req }, request, { effect }) => {
    if (effect === 'after') await answerOf(handler, request);
    reset(req);
  },
  truncate: async ({ handler, req }, request, { share }) => {
    const answer = await answerOf(handler, request);
    const kept = Math.min(answer.length - 1, Math.floor(answer.length * share));
    req.socket.end(answer.subarray(0, kept));
  },
  html: async ({ handler, res }, request, { effect, status }) => {
    if (effect === 'done') await answerOf(handler, request);
    finish(res, status ?? 200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in</title><form>…</form>');
  },
  redirect: ({ req, res }, _request, { status, to }) => {
    res.setHeader('Location', to + (req.url ?? '/'));
    finish(res, status, 'text/plain', '');
  },
  expire: ({ res }) => finish(res, 401, 'text/plain', 'unauthorized'),
  partial: async ({ handler, split, res }, request, { share }) => {
    const parts = split(request);
    for (const part of parts.slice(0, Math.ceil(parts.length * share))) await answerOf(handler, part);
    finish(res, 500, 'application/json', '{"error":{"type":"internal_server_error","title":"Internal Server Error"}}');
  },
  late: async ({ handler, req }, request, { client, afterMs }) => {
    if (client === 'reset') reset(req);
    else await gone(req);
    await pause(afterMs);
    await answerOf(handler, request);
  },
  drip: async ({ handler, req }, request, { bytes, everyMs }) => {
    const answer = await answerOf(handler, request);
    for (let at = 0; at < answer.length && !req.socket.destroyed; at += bytes) {
      req.socket.write(answer.subarray(at, at + bytes));
      await pause(everyMs);
    }
    req.socket.end();
  },
  flood: ({ res }, _request, { status, bytes }) => finish(res, status, 'text/plain', 'x'.repeat(bytes)),
  raw: async ({ handler, req }, request, { text }) => {
    await answerOf(handler, request);
    req.socket.end(text, 'latin1');
  },
};

/** Resolves when the answer is out, or its client gone. */
function answered(res: ServerResponse, act: () => void): Promise<void> {
  return new Promise((resolve) => {
    res.once('close', () => resolve());
    act();
  });
}

/** Resolves when the client has closed the connection. */
function gone(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (req.socket.destroyed) resolve();
    else req.socket.once('close', () => resolve());
  });
}

function reset(req: IncomingMessage): void {
  // Of a TLS connection only the plain socket below could be reset; closing it without a farewell looks the same.
  if ('encrypted' in req.socket) req.socket.destroy();
  else req.socket.resetAndDestroy();
}

function finish(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

function retryAfterText(wait: RetryAfter): string {
  return 'seconds' in wait ? String(wait.seconds) : new Date(Date.now() + wait.dateInMs).toUTCString();
}

/** One request for each element of a JSON array body: what oxen-server does with a batch when it breaks off in the middle. */
function bySize(request: RecordedRequest): readonly RecordedRequest[] {
  const text = request.body.toString();
  if (!text.startsWith('[')) return [request];
  try {
    const elements: unknown = JSON.parse(text);
    if (!Array.isArray(elements)) return [request];
    return elements.map((element: unknown) => replayed(request, Buffer.from(JSON.stringify([element]))));
  } catch {
    return [request];
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
