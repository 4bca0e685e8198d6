/** What a call answers, before it is written to the socket. */
export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The connection is closed after it. */
  readonly isLast?: boolean;
}

/** The server that is modelled. */
export const VERSION = '0.65.2';

export type StatusWord = 'resource_found' | 'resource_created' | 'resource_updated' | 'resource_deleted';

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body), headers };
}

/** A success with the three fields that nearly every answer has. */
export function ok(word: StatusWord, fields: Readonly<Record<string, unknown>> = {}): Answer {
  return json(200, { status: 'success', status_message: word, oxen_version: VERSION, ...fields });
}

/** Some paths of a list failed: 206 with these alone. */
export function partly(failed: readonly string[]): Answer {
  return json(206, { ...statusError('resource_not_found'), paths: failed });
}

const statusError = (message: string) => ({ status: 'error', status_message: message, oxen_version: VERSION });

/** The plain error: `status_message` and no more. */
export function plainError(status: number, message: string): Answer {
  return json(status, statusError(message));
}

export const notFound = (): Answer => plainError(404, 'resource_not_found');

/** The plain error with a `status_description`. */
export function describedError(status: number, message: string, description: string): Answer {
  return json(status, { ...statusError(message), status_description: description });
}

export const noWorkspace = (id: string): Answer =>
  describedError(404, 'resource_not_found', `Workspace not found: ${id}`);

/** The error object with `type`, `title` and `detail`; it has no `oxen_version`. */
export function failure(
  status: number,
  message: string,
  error: { readonly type: string; readonly title: string; readonly detail?: string },
  headers?: Readonly<Record<string, string>>,
): Answer {
  return json(status, { error, status: 'error', status_message: message }, headers);
}

export function badRequest(detail: string): Answer {
  return failure(400, 'bad_request', { type: 'bad_request', title: 'Bad Request', detail });
}

/** A revision or a file is not there. */
export const noPath = (path: string): Answer => missing('Path does not exist', `Could not find path: ${path}`);

/** A folder or an entry of a listing is not there. */
export const noResource = (path: string): Answer => missing('Resource not found', `Could not find path: ${path}`);

export const noBranch = (name: string): Answer =>
  missing('Branch does not exist', `Could not find branch: Branch '${name}' not found`);

function missing(title: string, detail: string): Answer {
  return failure(404, 'resource_not_found', { type: 'resource_not_found', title, detail });
}

export function conflict(type: string, title: string, detail: string): Answer {
  return failure(409, 'conflict', { type, title, detail });
}

export function tooMany(type: string, title: string, detail: string, retryAfter: string): Answer {
  return failure(429, 'too_many_requests', { type, title, detail }, { 'retry-after': retryAfter });
}

/** The answers of the web framework, which are no JSON. */
export function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}

/** A page that is no number. */
export const badQuery = (): Answer => text(400, 'Query deserialize error: invalid digit found in string');
