import { failureOf, type Failure, type FailureKind } from '../../removal/failure';
import { failureByStatus, isRecord, jsonOf, recordAt, stringAt, textOf, type JsonRecord } from '../reply';
import type { Reply } from '../request';

/** What a plain "not found" is about: the server says so in a description only, the caller knows what it asked for. */
export type Asked = 'server' | 'repository' | 'branch' | 'workspace' | 'path';

type Meaning = readonly [kind: FailureKind, code: string, retryable?: boolean];

/** `error.type`, oxen-server 0.50.0 to 0.65.2 (its errors.rs); the hub says the same words in `status_message`. */
const BY_TYPE: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['unauthenticated', ['auth', 'unauthorized']],
  ['unauthorized', ['auth', 'unauthorized']],
  ['forbidden', ['forbidden', 'forbidden']],
  ['update_required', ['invalid', 'updateRequired']],
  ['migration_required', ['invalid', 'migrationRequired']],
  ['lock_timeout', ['busy', 'repositoryBusy', true]],
  ['too_many_requests', ['busy', 'tooManyRequests', true]],
  ['conflict', ['conflict', 'conflict']],
  ['destination_already_staged', ['conflict', 'destinationAlreadyStaged']],
  ['bad_request', ['invalid', 'badRequest']],
  ['basic_error', ['invalid', 'badRequest']],
  ['not_a_file', ['invalid', 'notAFile']],
  ['no_changes', ['invalid', 'nothingToCommit']],
  ['invalid_repo_name', ['invalid', 'invalidName']],
  ['unsupported_repo_version', ['invalid', 'unsupportedRepository']],
  ['image_too_large', ['tooLarge', 'imageTooLarge']],
  ['workspace_staged_db_corrupted', ['unexpected', 'stagedDataCorrupted']],
  ['version_blob_missing', ['unexpected', 'contentMissing']],
]);

/** `error.title` where one type stands for several cases. These titles are constants in the server's source, details are not. */
const BY_TITLE: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['Workspace is behind', ['conflict', 'workspaceBehind']],
  ['Path is staged for removal', ['conflict', 'stagedForRemoval']],
  ['Stale workspace data frame', ['conflict', 'staleTable']],
  ['Branch does not exist', ['notFound', 'branchNotFound']],
  ['Path does not exist', ['notFound', 'pathNotFound']],
  ['Resource not found', ['notFound', 'pathNotFound']],
]);

/** In titles of the default arm (e), which has one type for everything and the error's text as its title. Recorded from 0.65.2. */
const IN_TITLE: readonly (readonly [text: string, meaning: Meaning])[] = [
  [' has invalid commit_id ', ['unexpected', 'workspaceCommitUnreadable']],
  ['Failed to open staged db: Corruption', ['unexpected', 'stagedDataCorrupted']],
];

const NOT_FOUND: Readonly<Record<Asked, string>> = {
  server: 'noSuchCall',
  repository: 'repositoryNotFound',
  branch: 'branchNotFound',
  workspace: 'workspaceNotFound',
  path: 'pathNotFound',
};

/** Every code that a refusal of an oxen-server can become, beside those of the wire: the tests walk over all of them. */
export const KNOWN_CODES: readonly string[] = [
  ...[...BY_TYPE.values(), ...BY_TITLE.values()].map(([, code]) => code),
  ...Object.values(NOT_FOUND),
  ...IN_TITLE.map(([, [, code]]) => code),
];

/**
 * What a refusal means: by `error.type` and `error.title`, then by `status_message`, then by the HTTP status, never by a description.
 * A 404 without a description is the server's default route (`noSuchCall`: the hub may not know it); with one it is about `asked`.
 * `data.message` is the server's own text, still hostile. The wire adds its id of the request and `Retry-After`.
 */
export function failureOfReply(reply: Reply, asked: Asked): Failure {
  const json = jsonOf(reply);
  if (!json.ok || !isRecord(json.value)) return withoutJson(reply, !json.ok ? json.failure.code : undefined);
  const body = json.value;
  const message = messageOf(body)?.slice(0, 500);
  const byStatus = failureByStatus(reply, message);
  const meaning = meaningOf(body, asked) ?? (reply.status === 404 ? NO_SUCH_CALL : undefined);
  if (meaning === undefined) return byStatus;
  const [kind, code, retryable] = meaning;
  return { ...byStatus, kind, code, retryable: retryable ?? false };
}

const NO_SUCH_CALL: Meaning = ['notFound', 'noSuchCall'];

/** Nothing of that name is there, although no answer said so with a 404. */
export function absent(code: string, data: Readonly<Record<string, string | number>> = {}): Failure {
  return failureOf('notFound', code, { data });
}

/** Refused here, before anything was sent. */
export function refused(code: string, data: Readonly<Record<string, string | number>> = {}): Failure {
  return failureOf('invalid', code, { data, reach: 'notSent' });
}

function meaningOf(body: JsonRecord, asked: Asked): Meaning | undefined {
  const error = recordAt(body, 'error');
  const type = (error && stringAt(error, 'type')) ?? '';
  const message = stringAt(body, 'status_message') ?? '';
  const title = (error && stringAt(error, 'title')) ?? '';
  const known = BY_TITLE.get(title) ?? BY_TYPE.get(type) ?? BY_TYPE.get(message);
  if (known !== undefined) return known;
  if (type === 'internal_server_error') return IN_TITLE.find(([text]) => title.includes(text))?.[1];
  const described = stringAt(body, 'status_description') !== undefined;
  return type === 'resource_not_found' || (message === 'resource_not_found' && described)
    ? ['notFound', NOT_FOUND[asked]]
    : undefined;
}

/** Text bodies (401, 400 and 413 of the server's framework) mean what their status says; a web page means another address. */
function withoutJson(reply: Reply, problem: string | undefined): Failure {
  const failure = failureByStatus(reply, problem === 'htmlInsteadOfJson' ? undefined : textOf(reply).slice(0, 500));
  const elsewhere = failure.kind === 'notFound' || failure.code === 'methodNotAllowed' || reply.status < 400;
  if (problem === 'htmlInsteadOfJson' && elsewhere) return { ...failure, kind: 'unexpected', code: problem };
  return failure.kind === 'notFound' ? { ...failure, code: 'noSuchCall' } : failure;
}

function messageOf(body: JsonRecord): string | undefined {
  const error = recordAt(body, 'error');
  return (
    (error && (stringAt(error, 'detail') ?? stringAt(error, 'title'))) ??
    stringAt(body, 'status_description') ??
    stringAt(body, 'detail') ??
    stringAt(body, 'status_message')
  );
}
