import type { FailureKind } from '../../removal/failure';

interface Meaning {
  readonly kind: FailureKind;
  readonly retryable: boolean;
}

const told = (kind: FailureKind): Meaning => ({ kind, retryable: false });
const again = (kind: FailureKind): Meaning => ({ kind, retryable: true });

const UNKNOWN = told('unexpected');

/**
 * errno of a `posix` error → what it means for the caller. `eacces` is about one entry (mode, ACL, a token's path or read-only caveat),
 * so it is not `forbidden`, which is about the whole space. `eagain` is the server's catch-all for failures of its own.
 */
const ERRNO: ReadonlyMap<string, Meaning> = new Map([
  ['enoent', told('notFound')],
  ['enotdir', told('invalid')],
  ['eacces', told('protected')],
  ['eperm', told('protected')],
  ['erofs', told('protected')],
  ['eexist', told('conflict')],
  ['enotempty', told('conflict')],
  ['enospc', told('unavailable')],
  ['enametoolong', told('invalid')],
  ['einval', told('invalid')],
  ['eisdir', told('invalid')],
  ['enotsup', told('invalid')],
  ['ebusy', again('busy')],
  ['etimedout', again('unavailable')],
  ['eagain', again('busy')],
]);

const ids = (meaning: Meaning, ...names: readonly string[]): readonly (readonly [string, Meaning])[] =>
  names.map((name) => [name, meaning]);

/** Error id → what it means for the caller (ctool errors.erl 21.02 and onedata-errors 25.0). */
const IDS: ReadonlyMap<string, Meaning> = new Map([
  ...ids(told('auth'), 'unauthorized', 'badToken', 'badValueToken', 'tokenInvalid', 'tokenRevoked', 'notAnAccessToken'),
  ...ids(told('auth'), 'tokenCaveatUnverified', 'tokenCaveatUnknown', 'tokenServiceForbidden', 'tokenSubjectInvalid'),
  ...ids(told('auth'), 'tokenSessionInvalid', 'tokenTooLarge', 'userBlocked', 'badServiceToken', 'badConsumerToken'),
  // This provider does not serve the space at all (or the id is garbage): whatever is asked next will fare the same.
  ...ids(told('forbidden'), 'forbidden', 'forbiddenWithHint', 'userNotSupported', 'spaceNotSupportedBy'),
  ...ids(told('notFound'), 'notFound'),
  ...ids(told('conflict'), 'alreadyExists'),
  ...ids(told('invalid'), 'badValueFilePath', 'badValueIdentifier', 'missingRequiredValue'),
  ...ids(told('invalid'), 'badData', 'malformedData', 'badValueNotAllowed', 'badValueInteger', 'badValueTooLow'),
  ...ids(told('invalid'), 'badValueTooHigh', 'badValueNotInRange', 'badValueEmpty', 'notSupported'),
  ...ids(told('invalid'), 'notSupportedForSymlinks', 'dirStatsDisabledForSpace', 'quotaExceeded', 'limitReached'),
  ...ids(again('busy'), 'dirStatsNotReady'),
  ...ids(told('unexpected'), 'internalServerError', 'fileAccess', 'notImplemented'),
  ...ids(again('unavailable'), 'noConnectionToOnezone', 'noConnectionToPeerOneprovider', 'noConnectionToClusterNode'),
  ...ids(again('unavailable'), 'serviceUnavailable', 'timeout', 'temporaryFailure', 'unregisteredOneprovider'),
  ...ids(again('unavailable'), 'externalServiceOperationFailed'),
]);

export const meaningOfErrno = (errno: string): Meaning => ERRNO.get(errno) ?? UNKNOWN;

/** Ids that this version of Winnow has not met are judged by the status, and keep their own code. */
export const meaningOfId = (id: string, status: number): Meaning => IDS.get(id) ?? meaningOfStatus(status);

function meaningOfStatus(status: number): Meaning {
  if (status === 401) return told('auth');
  if (status === 403) return told('forbidden');
  if (status === 409) return told('conflict');
  if (status === 429) return again('busy');
  if (status === 503) return again('unavailable');
  // 404 too: an unknown id is no proof that a file is gone.
  return status >= 400 && status < 500 ? told('invalid') : UNKNOWN;
}

/** Every error id and errno the table knows: the tests walk over all of them. */
export const KNOWN_ERRNOS: readonly string[] = [...ERRNO.keys()];
export const KNOWN_IDS: readonly string[] = [...IDS.keys()];
