import { type Caller } from './access';
import { refuse } from './errors';
import { type Call } from './http';
import { type Node } from './model';
import { type Provider } from './provider';
import { type World } from './world';

/** A call about one entry that has passed every check up to the entry itself. */
export interface FileRequest {
  readonly world: World;
  readonly provider: Provider;
  readonly caller: Caller;
  readonly node: Node;
  /** Set when the id was that of a share. */
  readonly shareId: string | undefined;
  /** By-path calls: the names below `node`, decoded. Empty means `node` itself. */
  readonly names: readonly string[];
  readonly call: Call;
}

export function textOption(call: Call, key: string): string | undefined {
  const value = call.data.get(key);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return refuse('badData', { key });
  return value === '' ? refuse('badValueEmpty', { key }) : value;
}

export function integerOption(call: Call, key: string, low: number, high: number): number | undefined {
  const value = call.data.get(key);
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) return refuse('badValueInteger', { key });
  if (number >= low && number <= high) return number;
  if (high === Number.MAX_SAFE_INTEGER) return refuse('badValueTooLow', { key, limit: low });
  return refuse('badValueNotInRange', { key, low, high });
}

export function booleanOption(call: Call, key: string): boolean | undefined {
  const value = call.data.get(key);
  if (value === undefined) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  return refuse('badValueBoolean', { key });
}

/** An opaque page token: what the client must hand back unread. */
export const encodeToken = (position: string): string => Buffer.from(JSON.stringify(position)).toString('base64url');

export function decodeToken(token: string, key = 'token'): string {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return typeof position === 'string' ? position : refuse('badData', { key });
  } catch {
    return refuse('badData', { key });
  }
}
