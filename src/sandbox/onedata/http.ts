import type http from 'node:http';
import { errorJson, type ErrorValue, type Reporter, statusOf } from './errors';

/** An answer as data; `body` undefined means none. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request that found its route. */
export interface Call {
  readonly method: string;
  /** Decoded path segments after the product prefix. */
  readonly segments: readonly string[];
  readonly headers: http.IncomingHttpHeaders;
  /** Query and JSON body merged, the query winning, where the call reads a JSON body; the query alone elsewhere. */
  readonly data: ReadonlyMap<string, unknown>;
  readonly body: Buffer;
  readonly remoteAddress: string;
}

/** Cowboy refuses longer request lines with 414 and closes the connection. */
export const MAX_REQUEST_LINE = 8000;
/** Bytes. Practice servers keep uploads in memory. */
const MAX_BODY = 64 * 1024 * 1024;

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** What Cowboy itself answers, before any Onedata code runs: no body at all. */
export const bare = (status: number, headers: Record<string, string> = {}): Reply => ({ status, headers });

export const NO_CONTENT: Reply = { status: 204 };

export function refusal(value: ErrorValue, reporter: Reporter): Reply {
  return json(errorJson(value, reporter), statusOf(value));
}

export function send(response: http.ServerResponse, reply: Reply): void {
  const body = reply.body === undefined ? Buffer.alloc(0) : Buffer.from(reply.body);
  const length = reply.status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(reply.status, {
    server: 'Cowboy',
    'access-control-allow-origin': '*',
    ...length,
    ...reply.headers,
  });
  response.end(body);
}

/** The whole body, or undefined when it is larger than the practice servers hold. */
export async function readBody(request: http.IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Content negotiation as far as Onedata's clients meet it: exact type, `type/*` or `*` + `/*`. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [main = ''] = type.split('/', 1);
  return header
    .split(',')
    .map((range) => (range.split(';', 1)[0] ?? '').trim().toLowerCase())
    .some((range) => range === '*/*' || range === type || range === `${main}/*`);
}

export function isOfType(header: string | undefined, type: string): boolean {
  return ((header ?? '').split(';', 1)[0] ?? '').trim().toLowerCase() === type;
}
