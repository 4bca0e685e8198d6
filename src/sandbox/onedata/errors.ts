/** An error before it has a shape: 21.02 and 25.0 write the same value differently. */
export interface ErrorValue {
  readonly id: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Carries an error to the one place that answers it. */
export class Refusal extends Error {
  readonly value: ErrorValue;

  constructor(value: ErrorValue) {
    super(value.id);
    this.value = value;
  }
}

/** Statuses: reference §3.3 (ctool's errors.erl, onedata-errors). Words in braces come from the details. */
const CATALOGUE: Readonly<Record<string, readonly [status: number, description: string]>> = {
  posix: [400, 'Operation failed with POSIX error: {errno}.'],
  spaceNotSupportedBy: [400, 'Specified space: {spaceId} is not supported by provider {providerId}.'],
  badValueFilePath: [400, 'Bad value: provided path is not a valid file path.'],
  badValueIdentifier: [400, 'Bad value: provided "{key}" is not a valid identifier.'],
  missingRequiredValue: [400, 'Missing required value: {key}.'],
  badData: [400, 'Bad value: provided "{key}" could not be understood.'],
  malformedData: [400, 'Provided data could not be understood by the server.'],
  badValueNotAllowed: [400, 'Bad value: provided "{key}" must be one of the allowed values.'],
  badValueBoolean: [400, 'Bad value: provided "{key}" must be a boolean.'],
  badValueInteger: [400, 'Bad value: provided "{key}" must be an integer.'],
  badValueTooLow: [400, 'Bad value: provided "{key}" must be at least {limit}.'],
  badValueTooHigh: [400, 'Bad value: provided "{key}" must not exceed {limit}.'],
  badValueNotInRange: [400, 'Bad value: provided "{key}" must be between <{low}, {high}>.'],
  badValueEmpty: [400, 'Bad value: provided "{key}" must not be empty.'],
  badValueToken: [400, 'Bad value: provided "{key}" is not a valid token (see details).'],
  notSupported: [400, 'This operation is not supported.'],
  notSupportedForSymlinks: [400, 'This operation is not supported for symbolic links.'],
  quotaExceeded: [400, "Space's storage quota has been exceeded."],
  dirStatsDisabledForSpace: [400, 'Directory statistics are disabled for this space.'],
  dirStatsNotReady: [400, 'Directory statistics are not ready yet.'],
  limitReached: [400, 'The limit of {limit} has been reached.'],
  unauthorized: [401, 'You must authenticate yourself to perform this operation.'],
  forbidden: [403, 'You are not authorized to perform this operation.'],
  forbiddenWithHint: [403, 'You are not authorized to perform this operation. Hint: {hint}.'],
  userNotSupported: [403, 'None of the spaces of this user is supported by this Oneprovider.'],
  notFound: [404, 'The resource could not be found.'],
  alreadyExists: [409, 'The resource already exists.'],
  internalServerError: [
    500,
    'The server has encountered an error while processing this request. Reference: {reference}.',
  ],
  fileAccess: [500, 'Cannot access file "{path}": {errno}.'],
  notImplemented: [501, 'This operation is not implemented.'],
  noConnectionToOnezone: [503, 'No connection to Onezone.'],
  noConnectionToPeerOneprovider: [503, 'No connection to peer Oneprovider.'],
  noConnectionToClusterNode: [503, 'No connection to cluster node.'],
  serviceUnavailable: [503, 'Service required for this operation is offline.'],
  timeout: [503, 'Operation timed out.'],
  temporaryFailure: [503, 'Temporary failure - please try again later.'],
  unregisteredOneprovider: [503, 'This Oneprovider is not registered.'],
  externalServiceOperationFailed: [503, 'The external service {serviceName} failed.'],
  badToken: [401, 'Provided token could not be understood by the server.'],
  tokenInvalid: [401, 'Provided token is not valid.'],
  tokenRevoked: [401, 'Provided token has been revoked.'],
  tokenCaveatUnverified: [401, 'Provided token is not valid - a caveat could not be verified.'],
  tokenCaveatUnknown: [401, 'Unknown caveat - {caveat}.'],
  notAnAccessToken: [401, 'Expected an access token, but received another kind of token.'],
  tokenServiceForbidden: [401, 'The service is forbidden for this subject.'],
  tokenSubjectInvalid: [401, 'The token subject is invalid.'],
  tokenSessionInvalid: [401, 'This token is bound to another session.'],
  tokenTooLarge: [401, 'Provided token exceeds the allowed size ({limit} characters).'],
  userBlocked: [403, 'This user account has been blocked by the administrator.'],
};

/** Ids that the practice servers can answer with. */
export const ERROR_IDS: readonly string[] = Object.keys(CATALOGUE);

/** Still generated in the old form at 25.0 (`deprecated: true` in onedata-errors), so without `ctx`. */
const WITHOUT_CONTEXT: readonly string[] = ['notFound', 'alreadyExists', 'notSupported', 'timeout'];

/** Who reports an error, for the `ctx` of 25.0. */
export interface Reporter {
  readonly service: 'ozw' | 'opw';
  readonly serviceId: string;
  readonly serviceDomain: string;
  readonly version: string;
  /**
   * `full`: as the generated code writes it, four old errors without. `documented`: all errors have it, as the documentation
   * promises. `null` and `nullFields`: what the generator's template also allows.
   */
  readonly context: 'absent' | 'full' | 'documented' | 'nullFields' | 'null';
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const refuse = (id: string, details?: ErrorValue['details']): never => {
  throw new Refusal(details ? { id, details } : { id });
};

export const posix = (errno: string): never => refuse('posix', { errno });

export function statusOf(value: ErrorValue): number {
  return CATALOGUE[value.id]?.[0] ?? 500;
}

export function errorJson(value: ErrorValue, reporter: Reporter): object {
  const error = {
    id: value.id,
    ...(value.details && { details: describeNested(value.details) }),
    description: describe(value),
  };
  const { context } = reporter;
  const isOld = context !== 'documented' && WITHOUT_CONTEXT.includes(value.id);
  if (context === 'absent' || isOld) return { error };
  return { error: { ...error, ctx: contextOf(reporter) } };
}

function describe({ id, details = {} }: ErrorValue): string {
  if (id === 'unauthorized' && 'authError' in details) return 'Provided authentication is not valid (see details).';
  const template = CATALOGUE[id]?.[1] ?? '';
  return template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = details[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
  });
}

/** Errors inside details (`authError`, `tokenError`) are full errors with a description of their own. */
function describeNested(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(details).map(([key, value]) => {
    const isNested = key.endsWith('Error') && typeof value === 'object' && value !== null;
    if (!isNested) return [key, value] as const;
    const nested = value as ErrorValue;
    return [key, { ...nested, description: describe(nested) }] as const;
  });
  return Object.fromEntries(entries);
}

function contextOf({ context, ...reporter }: Reporter): object | null {
  if (context === 'null') return null;
  const fields = {
    timestamp: reporter.now,
    service: reporter.service,
    serviceId: reporter.serviceId,
    serviceDomain: reporter.serviceDomain,
    serviceReleaseVersion: reporter.version,
    serviceBuildVersion: 'simulated',
    onedataErrorsRevision: 'ca3af8cb',
    module: 'simulated',
    line: 1,
  };
  if (context !== 'nullFields') return fields;
  return Object.fromEntries(Object.keys(fields).map((key) => [key, null]));
}
