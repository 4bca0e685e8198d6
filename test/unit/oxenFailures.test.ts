import assert from 'node:assert/strict';
import { failureOfReply, type Asked } from '../../src/remotes/oxen/failures';
import { reply } from '../support/oxenRecordings';

/** The five shapes of oxen-server, its text bodies, the hub's, and what a proxy says. */
const CASES: readonly (readonly [name: string, status: number, body: unknown, asked: Asked, expected: string])[] = [
  ['(a) path', 404, told('resource_not_found', 'Path does not exist'), 'path', 'notFound pathNotFound'],
  ['(a) branch', 404, told('resource_not_found', 'Branch does not exist'), 'workspace', 'notFound branchNotFound'],
  ['(a) conflict as 404', 404, told('conflict', 'Workspace is behind'), 'workspace', 'conflict workspaceBehind'],
  ['(a) conflict as 409', 409, told('conflict', 'Workspace is behind'), 'workspace', 'conflict workspaceBehind'],
  ['(a) staged', 409, told('conflict', 'Path is staged for removal'), 'workspace', 'conflict stagedForRemoval'],
  ['(a) another conflict', 409, told('conflict', 'Merge conflict'), 'workspace', 'conflict conflict'],
  ['(a) corrupt', 500, told('workspace_staged_db_corrupted', 'x'), 'workspace', 'unexpected stagedDataCorrupted'],
  ['(a) busy', 429, told('lock_timeout', 'Repository is busy'), 'workspace', 'busy repositoryBusy retryable'],
  ['(a) gate', 426, told('update_required', 'Update Required'), 'server', 'invalid updateRequired'],
  ['(a) migration', 426, told('migration_required', 'x'), 'repository', 'invalid migrationRequired'],
  ['(b) default route', 404, status('resource_not_found'), 'workspace', 'notFound noSuchCall'],
  ['(b) validation', 400, status('missing field `author` at line 1'), 'workspace', 'invalid badRequest'],
  ['(b) commit', 422, status('NoChanges'), 'workspace', 'invalid unprocessable'],
  ['(c) workspace', 404, described('Workspace not found: x'), 'workspace', 'notFound workspaceNotFound'],
  ['(c) repository', 404, described("Repository 'a/b' not found"), 'repository', 'notFound repositoryNotFound'],
  ['(c) says otherwise', 404, described('Repository not found'), 'workspace', 'notFound workspaceNotFound'],
  ['(d) wrong token', 401, 'unauthorized', 'server', 'auth unauthorized'],
  ['(d) no token', 401, '', 'server', 'auth unauthorized'],
  ['(d) content type', 400, 'Content type error', 'workspace', 'invalid badRequest'],
  ['(d) too large', 413, 'JSON payload (9 bytes) is larger', 'workspace', 'tooLarge payloadTooLarge'],
  [
    '(e) default arm',
    500,
    { error: { type: 'internal_server_error', title: 'x' } },
    'workspace',
    'unexpected serverError retryable',
  ],
  [
    '(e) a workspace whose commit is unreadable',
    500,
    { error: { type: 'internal_server_error', title: `Workspace 355b has invalid commit_id 0123456789abcdef` } },
    'workspace',
    'unexpected workspaceCommitUnreadable',
  ],
  [
    '(e) writing to a corrupt workspace',
    500,
    { error: { type: 'internal_server_error', title: 'Failed to open staged db: Corruption: CURRENT file corrupted' } },
    'workspace',
    'unexpected stagedDataCorrupted',
  ],
  ['hub, no key', 401, status('unauthenticated'), 'repository', 'auth unauthorized'],
  ['hub, no key as 403', 403, status('unauthenticated'), 'repository', 'auth unauthorized'],
  ['hub, no right', 403, { status: 'error', message: 'no' }, 'repository', 'forbidden forbidden'],
  ['hub, unknown route', 404, { errors: { detail: 'Not Found' } }, 'workspace', 'notFound noSuchCall'],
  ['a page', 404, '<!doctype html><h1>nope</h1>', 'workspace', 'unexpected htmlInsteadOfJson'],
  ['a gateway', 502, '<html>bad</html>', 'workspace', 'unavailable badGateway retryable'],
  ['text 404', 404, 'not here', 'path', 'notFound noSuchCall'],
  ['broken JSON', 500, '{"error":', 'workspace', 'unexpected serverError retryable'],
];

function told(type: string, title: string) {
  return { error: { type, title, detail: `${title}, in detail` }, status: 'error', status_message: type };
}

function status(message: string) {
  return { status: 'error', status_message: message, oxen_version: '0.65.2' };
}

function described(description: string) {
  return { ...status('resource_not_found'), status_description: description };
}

describe('oxen: what a refusal means', () => {
  for (const [name, code, body, asked, expected] of CASES) {
    it(name, () => {
      const failure = failureOfReply(reply(code, body), asked);
      const said = `${failure.kind} ${failure.code}${failure.retryable ? ' retryable' : ''}`;
      assert.equal(said, expected);
      assert.equal(failure.status, code);
    });
  }

  it('never depends on the words of a description', () => {
    for (const words of ['Repository not found', 'Workspace not found: x', 'Verzweigung fehlt', '']) {
      const failure = failureOfReply(reply(404, described(words)), 'workspace');
      assert.equal(failure.code, 'workspaceNotFound');
      assert.equal(failure.data.message ?? '', words);
    }
  });

  it('an answer of a gateway leaves the effect in doubt, one of the server does not', () => {
    assert.equal(failureOfReply(reply(504, ''), 'workspace').reach, 'unanswered');
    assert.equal(failureOfReply(reply(500, told('internal_server_error', 'x')), 'workspace').reach, 'answered');
  });
});
