import { failed, failureOf, type Answer, type Failure, type FailureKind } from '../../removal/failure';
import { failureByStatus, fieldAt, isRecord, jsonOf, numberAt, recordAt, stringAt, type JsonRecord } from '../reply';
import type { Reply } from '../request';
import { meaningOfErrno, meaningOfId } from './errorTable';

/** An error as Onedata tells it: 21.02 without `ctx`, 25.0 with it; every field but the id may be missing or null. */
interface ToldError {
  readonly id: string;
  readonly details: JsonRecord;
  readonly description: string | undefined;
  readonly ctx: JsonRecord;
}

/**
 * What a refusal means, by error id and `details.errno`, never by its description and not by the status alone:
 * 400 is "not found" (posix enoent), "no permission" (posix eacces) and "bad request" alike. Codes:
 * `posix.ERRNO`, `unauthorized` or `unauthorized.NESTED-ID`, else the error id; without a Onedata error in the body
 * `htmlInsteadOfJson`, `noSuchCall`, `methodNotAllowed`, `requestTooLong`, … (Cowboy and proxies answer so).
 * `data.message` is the server's own description; `serverId` the `reference` of a 500.
 */
export function failureOfReply(reply: Reply): Failure {
  const json = jsonOf(reply);
  const told = json.ok && isRecord(json.value) ? toldErrorOf(fieldAt(json.value, 'error')) : undefined;
  return told === undefined ? withoutTheirWords(reply, json) : withTheirWords(told, reply.status);
}

/**
 * The entry does not exist (any more): posix enoent, error id `notFound`, or a whole listing without it (`notListed`).
 * A 404 without a Onedata error says nothing about the entry.
 */
export function saysNotThere({ kind, code }: Failure): boolean {
  return kind === 'notFound' && ['posix.enoent', 'notFound', 'notListed'].includes(code);
}

/** The JSON of a 200, or the failure that the reply amounts to. */
export function valueOf(reply: Reply): Answer<unknown> {
  return reply.status === 200 ? jsonOf(reply) : failed(failureOfReply(reply));
}

function toldErrorOf(error: unknown): ToldError | undefined {
  if (!isRecord(error)) return undefined;
  const id = stringAt(error, 'id');
  if (id === undefined || !/^[A-Za-z][A-Za-z0-9]{0,79}$/.test(id)) return undefined;
  return {
    id,
    details: recordAt(error, 'details') ?? {},
    description: stringAt(error, 'description'),
    ctx: recordAt(error, 'ctx') ?? {},
  };
}

function withTheirWords(told: ToldError, status: number): Failure {
  const inner = innermost(told);
  const reference = stringAt(told.details, 'reference');
  const { kind, code, retryable } = meaningOf(told, inner, status);
  const message = inner.description ?? told.description;
  return failureOf(kind, code, {
    status,
    retryable,
    data: {
      ...(message === undefined ? {} : { message: message.slice(0, 500) }),
      ...detailsOf(inner.details),
      ...contextOf(told.ctx),
    },
    ...(reference === undefined ? {} : { serverId: reference.slice(0, 100) }),
  });
}

function meaningOf(
  told: ToldError,
  inner: ToldError,
  status: number,
): { kind: FailureKind; code: string; retryable: boolean } {
  if (told.id === 'posix') {
    const errno = stringAt(told.details, 'errno')?.toLowerCase() ?? '';
    return { ...meaningOfErrno(errno), code: /^[a-z0-9]{1,20}$/.test(errno) ? `posix.${errno}` : 'posix' };
  }
  const meaning = meaningOfId(told.id, status);
  if (inner !== told) return { ...meaning, code: `${told.id}.${inner.id}` };
  return { ...meaning, code: told.id === 'forbiddenWithHint' ? 'forbidden' : told.id };
}

/** `unauthorized` wraps the reason in `authError`, public token calls wrap it in `tokenError`; either may be null, and may wrap again. */
function innermost(told: ToldError): ToldError {
  let at = told;
  for (let depth = 0; depth < 4; depth++) {
    const inner = toldErrorOf(fieldAt(at.details, 'authError') ?? fieldAt(at.details, 'tokenError'));
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

const DETAILS = ['hint', 'key', 'spaceId', 'providerId', 'received', 'caveat', 'service', 'errno', 'limit'] as const;

/** The details that sentences need, as short texts: the rest of an answer is nobody's business. */
function detailsOf(details: JsonRecord): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of DETAILS) {
    const value = fieldAt(details, name);
    const shown = isRecord(value) ? kindOf(value) : value;
    if (typeof shown === 'string') kept[name] = shown.slice(0, 200);
    else if (typeof shown === 'number') kept[name] = shown;
  }
  return kept;
}

/** A caveat is `{"type":"data.path",…}`; a token kind is `{"identityToken":{}}`. */
function kindOf(value: JsonRecord): string | undefined {
  return stringAt(value, 'type') ?? Object.keys(value)[0];
}

/** 25.0's `ctx`: where in the server an error arose. Shown in the details when present; 21.02 has none, and it may be null. */
function contextOf(ctx: JsonRecord): Record<string, string> {
  const line = numberAt(ctx, 'line');
  const names = ['service', 'serviceReleaseVersion', 'module'].map((name) => stringAt(ctx, name));
  const known = [...names, line?.toString()].filter((part) => part !== undefined);
  return known.length === 0 ? {} : { context: known.join(' ').slice(0, 200) };
}

/** The HTTP layer's own refusals, with empty bodies: not a word about the file, least of all that it is gone. */
const COWBOY: ReadonlyMap<number, readonly [FailureKind, string]> = new Map([
  [404, ['unexpected', 'noSuchCall']],
  [405, ['unexpected', 'methodNotAllowed']],
  [406, ['unexpected', 'notAcceptable']],
  [413, ['tooLarge', 'payloadTooLarge']],
  [414, ['tooLarge', 'requestTooLong']],
  [415, ['unexpected', 'unsupportedMediaType']],
]);

/** Cowboy answers with an empty body, proxies with HTML. */
function withoutTheirWords(reply: Reply, json: Answer<unknown>): Failure {
  const { status } = reply;
  const refusal = COWBOY.get(status);
  if (refusal !== undefined) return failureOf(refusal[0], refusal[1], { status });
  if (status >= 400 && (status !== 400 || json.ok)) return failureByStatus(reply);
  return json.ok ? failureOf('unexpected', 'unexpectedShape', { status, reach: 'unanswered' }) : json.failure;
}
