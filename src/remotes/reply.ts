import { failed, failureOf, success, type Answer, type Failure } from '../removal/failure';
import { beginningOf } from './redact';
import type { Reply } from './request';

/** A JSON object of unknown content. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * The body as JSON. What is no JSON is a failure: `emptyAnswer`, `htmlInsteadOfJson` (a login page, a proxy, the wrong
 * address) or `brokenJson`. Text that is not UTF-8 is broken too: a name read with replacement characters would address
 * another entry. After a status below 400 such an answer leaves the effect in doubt.
 */
export function jsonOf(reply: Reply): Answer<unknown> {
  if (reply.body.byteLength === 0) return unreadable(reply, 'emptyAnswer');
  if (reply.truncated) return unreadable(reply, 'brokenJson');
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
    return success(value);
  } catch {
    if (looksLikeHtml(reply)) return unreadable(reply, 'htmlInsteadOfJson');
    return unreadable(reply, isBlank(reply) ? 'emptyAnswer' : 'brokenJson');
  }
}

/** The body as JSON object; any other JSON is `unexpectedShape`. */
export function recordOf(reply: Reply): Answer<JsonRecord> {
  const json = jsonOf(reply);
  if (!json.ok) return json;
  return isRecord(json.value) ? success(json.value) : failed(unexpectedShape(reply, '$'));
}

/** The answer is JSON but `field` (a dotted path from `$`) is missing or of another type than the server's reference says. */
export function unexpectedShape(reply: Reply, field: string): Failure {
  return failureOf('unexpected', 'unexpectedShape', { data: { field }, ...circumstances(reply) });
}

/**
 * What a status alone says, for answers whose body says nothing better. A gateway's 502 and 504 leave the effect in doubt:
 * the server behind it may have acted. `message`: the server's own words, if any.
 */
export function failureByStatus(reply: Reply, message?: string): Failure {
  const { status } = reply;
  const [kind, code, retryable] = BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : OTHER_STATUS);
  return failureOf(kind, code, {
    data: message === undefined || message === '' ? {} : { message },
    retryable,
    ...circumstances(reply),
    reach: status === 502 || status === 504 ? 'unanswered' : circumstances(reply).reach,
  });
}

/** Every code that a status alone can give. */
export type StatusCode =
  | 'badRequest'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'methodNotAllowed'
  | 'requestTimeout'
  | 'conflict'
  | 'payloadTooLarge'
  | 'unprocessable'
  | 'locked'
  | 'tooEarly'
  | 'tooManyRequests'
  | 'badGateway'
  | 'serviceUnavailable'
  | 'gatewayTimeout'
  | 'serverError'
  | 'unexpectedStatus';

/** Every code of an answer that is not the JSON it should be. */
export type UnreadableCode = 'emptyAnswer' | 'htmlInsteadOfJson' | 'brokenJson' | 'unexpectedShape';

type StatusMeaning = readonly [kind: Failure['kind'], code: StatusCode, retryable: boolean];

const SERVER_ERROR: StatusMeaning = ['unexpected', 'serverError', true];
const OTHER_STATUS: StatusMeaning = ['unexpected', 'unexpectedStatus', false];
const BY_STATUS: Readonly<Partial<Record<number, StatusMeaning>>> = {
  400: ['invalid', 'badRequest', false],
  401: ['auth', 'unauthorized', false],
  403: ['forbidden', 'forbidden', false],
  404: ['notFound', 'notFound', false],
  405: ['unexpected', 'methodNotAllowed', false],
  408: ['timeout', 'requestTimeout', true],
  409: ['conflict', 'conflict', false],
  413: ['tooLarge', 'payloadTooLarge', false],
  422: ['invalid', 'unprocessable', false],
  423: ['busy', 'locked', true],
  425: ['busy', 'tooEarly', true],
  429: ['busy', 'tooManyRequests', true],
  502: ['unavailable', 'badGateway', true],
  503: ['unavailable', 'serviceUnavailable', true],
  504: ['unavailable', 'gatewayTimeout', true],
};

const WORDS = 8 << 10;

/** The beginning of the body as text, for the server's own words; broken bytes become U+FFFD. */
export function textOf(reply: Reply): string {
  return beginningOf(new TextDecoder().decode(reply.body.subarray(0, 4 * WORDS)), WORDS).trim();
}

/** Milliseconds asked for by `Retry-After`, in seconds or as a date, not clamped; undefined when absent or unreadable. */
export function retryAfterOf(reply: Pick<Reply, 'headers'>, now: number): number | undefined {
  const text = reply.headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return finite(Number(text) * 1000);
  // Date.parse alone would also read "-5" and "soon 3" as dates.
  if (!/^[a-z]{6,9}, \d\d-|^[a-z]{3}, \d/i.test(text) && !/^[a-z]{3} [a-z]{3} .*\d{4}$/i.test(text)) return undefined;
  const at = Date.parse(/(gmt|utc)$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The server's id of the request, if it gives one. */
export function requestIdOf(reply: Pick<Reply, 'headers'>): string | undefined {
  return reply.headers['x-oxen-request-id'] ?? reply.headers['x-request-id'];
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own fields only: a field called `constructor` is one the server sent, or none. */
export function fieldAt(record: JsonRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function stringAt(record: JsonRecord, key: string): string | undefined {
  const value = fieldAt(record, key);
  return typeof value === 'string' ? value : undefined;
}

/** A finite number. JSON's `1e999` is none. */
export function numberAt(record: JsonRecord, key: string): number | undefined {
  const value = fieldAt(record, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number of things or bytes: whole, not negative, exact in a double. */
export function countAt(record: JsonRecord, key: string): number | undefined {
  const value = numberAt(record, key);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A time told in seconds since 1970, in ms; none that no calendar has, since nothing could show it. */
export function secondsAt(record: JsonRecord, key: string): number | undefined {
  const ms = (numberAt(record, key) ?? NaN) * 1000;
  return Math.abs(ms) <= LAST_DATE ? ms : undefined;
}

/** The furthest from 1970 that a `Date` goes, ms. */
const LAST_DATE = 8.64e15;

export function booleanAt(record: JsonRecord, key: string): boolean | undefined {
  const value = fieldAt(record, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function recordAt(record: JsonRecord, key: string): JsonRecord | undefined {
  const value = fieldAt(record, key);
  return isRecord(value) ? value : undefined;
}

export function arrayAt(record: JsonRecord, key: string): readonly unknown[] | undefined {
  const value = fieldAt(record, key);
  return Array.isArray(value) ? value : undefined;
}

/** All strings, or undefined: dropping the odd one out would make a list look complete. */
export function stringsAt(record: JsonRecord, key: string): readonly string[] | undefined {
  const values = arrayAt(record, key);
  return values?.every((value) => typeof value === 'string') ? values : undefined;
}

/** All records, or undefined, for the same reason. */
export function recordsAt(record: JsonRecord, key: string): readonly JsonRecord[] | undefined {
  const values = arrayAt(record, key);
  return values?.every(isRecord) ? values : undefined;
}

function unreadable(reply: Reply, code: Exclude<UnreadableCode, 'unexpectedShape'>): Answer<never> {
  return failed(failureOf('unexpected', code, circumstances(reply)));
}

function circumstances(reply: Reply): Pick<Failure, 'status' | 'reach'> {
  return { status: reply.status, reach: reply.status < 400 ? 'unanswered' : 'answered' };
}

function looksLikeHtml(reply: Reply): boolean {
  return /\bhtml\b/i.test(reply.headers['content-type'] ?? '') || textOf(reply).startsWith('<');
}

function isBlank(reply: Reply): boolean {
  return textOf(reply) === '';
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
