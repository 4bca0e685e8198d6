import { failed, failureOf, success, type Answer } from '../../removal/failure';
import { recordAt, recordsAt, secondsAt, stringAt, stringsAt, type JsonRecord } from '../reply';
import type { Send } from '../request';
import { examine } from './scopeRequests';

/**
 * One restriction that a token carries, by the server's own type: `time`, `data.readonly`, `data.path`, `data.objectid`, `interface`,
 * `service`, `api`, `consumer`, `ip`, `asn`, `geo.country`, `geo.region`, or one that is younger than this client.
 */
export interface Caveat {
  readonly type: string;
  /** What it allows: `data.path` as readable paths (`/SPACE-ID/dir`), `interface` as its one name, else the whitelist. */
  readonly values: readonly string[];
  /** Of `time`: ms since 1970. */
  readonly validUntil?: number;
}

/** What a Onezone reads in a token without verifying it. */
export interface ExaminedToken {
  readonly caveats: readonly Caveat[];
  /** The earliest `time` caveat, ms since 1970; absent when the token has none. */
  readonly validUntil?: number;
}

/**
 * `POST /tokens/examine` on a Onezone. Refuses what cannot work here, with kind `auth`: `notAnAccessToken` (`data.received`:
 * `identityToken`, `inviteToken`) and `wrongInterface` (`data.interface`: `gui`, `oneclient`), before anything else is tried with it.
 */
export async function examineToken(zone: Send, token: string, signal: AbortSignal): Promise<Answer<ExaminedToken>> {
  const told = await zone(examine(token), signal);
  if (!told.ok) return told;
  const kind = Object.keys(recordAt(told.value, 'type') ?? {})[0] ?? stringAt(told.value, 'type');
  if (kind !== undefined && !kind.startsWith('access')) {
    return failed(failureOf('auth', 'notAnAccessToken', { data: { received: kind.slice(0, 40) } }));
  }
  const caveats = (recordsAt(told.value, 'caveats') ?? []).map(caveatOf);
  const wrong = caveats.find(({ type, values }) => type === 'interface' && !values.includes('rest'));
  if (wrong !== undefined) {
    return failed(failureOf('auth', 'wrongInterface', { data: { interface: wrong.values.join(', ') } }));
  }
  const validUntil = earliest(caveats.map((caveat) => caveat.validUntil));
  return success({ caveats, ...(validUntil === undefined ? {} : { validUntil }) });
}

/** True when the token itself allows reading only: a deletion would be refused with posix eacces. */
export function isReadonly(caveats: readonly Caveat[]): boolean {
  return caveats.some(({ type }) => type === 'data.readonly');
}

/** The earliest of some times, ms. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function caveatOf(told: JsonRecord): Caveat {
  const type = stringAt(told, 'type') ?? 'unknown';
  const validUntil = type === 'time' ? secondsAt(told, 'validUntil') : undefined;
  return { type, values: valuesOf(told, type), ...(validUntil === undefined ? {} : { validUntil }) };
}

function valuesOf(told: JsonRecord, type: string): readonly string[] {
  const one = stringAt(told, 'interface');
  const list = stringsAt(told, 'whitelist') ?? stringsAt(told, 'list') ?? (one === undefined ? [] : [one]);
  return type === 'data.path' ? list.map(decodeBase64) : list;
}

/** `data.path` values are base64 of UTF-8; what is none stays as it is, for the person to see. */
function decodeBase64(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.startsWith('/') ? decoded : text;
}
