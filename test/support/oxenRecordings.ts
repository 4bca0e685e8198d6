import fs from 'node:fs';
import path from 'node:path';
import type { Reply } from '../../src/remotes/request';

/** One exchange of `test/contract/recordings`: what was sent to a real oxen-server, and what it answered. */
export interface Exchange {
  readonly scenario: string;
  readonly note?: string;
  readonly request: { readonly method: string; readonly path: string; readonly json?: unknown };
  readonly response: {
    readonly status: number;
    readonly type: string | null;
    readonly json?: unknown;
    readonly text?: string;
    /** Set when only the start of the body was kept. */
    readonly bytes?: number;
  };
}

/** The complete exchanges of one recording; lines that only state a fact are left out. */
export function exchangesOf(recording: '0.50.0' | '0.50.0-auth' | '0.65.2'): readonly Exchange[] {
  const file = path.join('test', 'contract', 'recordings', `oxen-${recording}.jsonl`);
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Partial<Exchange>)
    .filter((line): line is Exchange => line.request !== undefined && line.response?.status !== undefined);
}

export const isComplete = ({ response }: Exchange): boolean => response.bytes === undefined;

export function replyOf({ response }: Exchange): Reply {
  const body = response.json === undefined ? (response.text ?? '') : JSON.stringify(response.json);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response)) if (typeof value === 'string') headers[name] = value;
  return { status: response.status, headers, body: new TextEncoder().encode(body), truncated: false };
}

/** A reply as a test writes it. */
export function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: new TextEncoder().encode(text), truncated: false };
}
