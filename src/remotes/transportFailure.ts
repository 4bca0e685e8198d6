import { failed, failureOf, type Failure, type FailureKind } from '../removal/failure';
import { redact } from './redact';
import { requestIdOf, retryAfterOf } from './reply';
import type { Reply } from './request';
import type { UrlProblem } from './transportUrl';

/** Every code that the wire itself gives, whatever the server. `data.host` is always there; the rest is named here. */
export type WireCode =
  | UrlProblem
  | 'unusableToken'
  /** The request could not be built; `data.cause`. */
  | 'unsendable'
  | 'cancelled'
  /** `data.after`: the limit in ms. */
  | 'timeout'
  | 'connectionRefused'
  | 'hostNotFound'
  | 'hostUnreachable'
  | 'certificateUntrusted'
  | 'certificateExpired'
  | 'certificateHostMismatch'
  | 'tlsFailed'
  /** `data.reusedSocket` is 1 when the request went over a pooled connection, which may have been stale. */
  | 'connectionReset'
  | 'networkFailed'
  /** What came back is no HTTP; `data.cause`. */
  | 'unreadableAnswer'
  /** `data.location`: the origin that the server pointed to. */
  | 'redirected'
  /** `data.limit`: bytes. */
  | 'tooLong'
  | 'truncatedAnswer'
  /** A `parse` function threw: a defect of ours. */
  | 'parserFailed';

interface Rule {
  readonly kind: FailureKind;
  readonly code: WireCode;
  readonly retryable: boolean;
  /** Happens only before anything is sent. */
  readonly early?: true;
}

const rule = (kind: FailureKind, code: WireCode, retryable: boolean, early?: true): Rule =>
  early ? { kind, code, retryable, early } : { kind, code, retryable };

const REFUSED = rule('network', 'connectionRefused', true, true);
const NOT_FOUND = rule('network', 'hostNotFound', true, true);
const UNREACHABLE = rule('network', 'hostUnreachable', true);
const UNTRUSTED = rule('network', 'certificateUntrusted', false, true);
const EXPIRED = rule('network', 'certificateExpired', false, true);
const MISMATCH = rule('network', 'certificateHostMismatch', false, true);
const TLS = rule('network', 'tlsFailed', false);
const RESET = rule('network', 'connectionReset', true);
const TIMEOUT = rule('timeout', 'timeout', true);
const CONNECT_TIMEOUT = rule('timeout', 'timeout', true, true);
const UNREADABLE = rule('unexpected', 'unreadableAnswer', false);
const OTHER = rule('network', 'networkFailed', true);

/** Node's, OpenSSL's and undici's codes (undici: the fetch adapter behind a proxy). */
const RULES: Readonly<Record<string, Rule>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_FOUND,
  EAI_FAIL: NOT_FOUND,
  EAI_NODATA: NOT_FOUND,
  EAI_NONAME: NOT_FOUND,
  EHOSTUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENETDOWN: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ECONNRESET: RESET,
  ECONNABORTED: RESET,
  EPIPE: RESET,
  ERR_STREAM_PREMATURE_CLOSE: RESET,
  UND_ERR_SOCKET: RESET,
  ETIMEDOUT: TIMEOUT,
  ESOCKETTIMEDOUT: TIMEOUT,
  UND_ERR_HEADERS_TIMEOUT: TIMEOUT,
  UND_ERR_BODY_TIMEOUT: TIMEOUT,
  UND_ERR_CONNECT_TIMEOUT: CONNECT_TIMEOUT,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  CERT_REJECTED: UNTRUSTED,
  CERT_REVOKED: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_CHAIN_TOO_LONG: UNTRUSTED,
  INVALID_CA: UNTRUSTED,
  INVALID_PURPOSE: UNTRUSTED,
  PATH_LENGTH_EXCEEDED: UNTRUSTED,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: MISMATCH,
  HOSTNAME_MISMATCH: MISMATCH,
  EPROTO: TLS,
};

const PREFIXES: readonly (readonly [string, Rule])[] = [
  ['HPE_', UNREADABLE],
  ['ERR_SSL_', TLS],
  ['ERR_TLS_', TLS],
  ['ERR_OSSL_', TLS],
  ['UND_ERR_RESPONSE', UNREADABLE],
];

/** What happened to a request whose connection failed. Codes decide, never messages. */
export function connectionFailure(
  error: unknown,
  seen: { readonly host: string; readonly mayHaveArrived: boolean; readonly reusedSocket: boolean },
): Failure {
  const { code, syscall } = deepestCode(error);
  const found = ruleFor(code);
  const early = found.early === true || syscall === 'connect' || syscall === 'getaddrinfo';
  return failureOf(found.kind, found.code, {
    data: {
      host: seen.host,
      ...(code === undefined ? {} : { cause: code }),
      ...(found === RESET ? { reusedSocket: seen.reusedSocket ? 1 : 0 } : {}),
    },
    retryable: found.retryable,
    reach: early || !seen.mayHaveArrived ? 'notSent' : 'unanswered',
  });
}

function ruleFor(code: string | undefined): Rule {
  if (code === undefined) return OTHER;
  if (Object.hasOwn(RULES, code)) return RULES[code] ?? OTHER;
  return PREFIXES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? OTHER;
}

interface ErrorCode {
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

/** axios and fetch wrap the system's error; of several addresses tried, the last one's counts. The innermost known code wins. */
function deepestCode(error: unknown, depth = 0): ErrorCode {
  if (depth > 6 || typeof error !== 'object' || error === null) return { code: undefined, syscall: undefined };
  const below = deepestCode(innerOf(error), depth + 1);
  if (below.code !== undefined && ruleFor(below.code) !== OTHER) return below;
  const code = textAt(error, 'code');
  return code === undefined ? below : { code, syscall: textAt(error, 'syscall') };
}

function innerOf(error: object): unknown {
  const tried = 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
  return tried.at(-1) ?? ('cause' in error ? error.cause : undefined);
}

function textAt(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

/** A refusal of ours: nothing was sent. */
export function refusal(
  code: UrlProblem | 'unusableToken' | 'unsendable',
  data: Failure['data'],
): { readonly ok: false; readonly failure: Failure } {
  const kind = code === 'unsendable' ? 'unexpected' : code === 'unusableToken' ? 'auth' : 'invalid';
  return failed(failureOf(kind, code, { data, reach: 'notSent' }));
}

/** The failure as it leaves: with what the reply's headers know, and every secret hidden. */
export function completed(
  failure: Failure,
  reply: Reply | undefined,
  given: { readonly secrets: readonly string[]; readonly now: () => number },
): Failure {
  const hide = (text: string): string => redact(text, given.secrets);
  const retryAfter = failure.retryAfter ?? (reply && retryAfterOf(reply, given.now()));
  const serverId = failure.serverId ?? (reply && requestIdOf(reply));
  return {
    ...failure,
    code: hide(failure.code),
    data: Object.fromEntries(
      Object.entries(failure.data).map(([key, value]) => [hide(key), typeof value === 'string' ? hide(value) : value]),
    ),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(serverId === undefined ? {} : { serverId: hide(serverId) }),
  };
}
