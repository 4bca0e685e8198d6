import assert from 'node:assert/strict';
import { changesOf, type OxenChanges } from '../../src/remotes/oxen/changes';
import type { Segment, WorkspaceId, WorkspacePlace } from '../../src/remotes/oxen/place';
import * as repositories from '../../src/remotes/oxen/repositoryRequests';
import * as workspaces from '../../src/remotes/oxen/workspaceRequests';
import type { ApiRequest } from '../../src/remotes/request';
import type { OxenCommit, OxenListing, OxenMergeability, OxenWorkspace } from '../../src/remotes/oxen/shapes';
import { exchangesOf, isComplete, replyOf, type Exchange } from '../support/oxenRecordings';
import { path } from '../support/oxenRig';

const place: WorkspacePlace = {
  namespace: 'ox' as Segment,
  repository: 'r' as Segment,
  workspace: 'ws' as WorkspaceId,
};
const revision = 'main' as Segment;
const at = path('x');
const DETAILS = { branch: 'main', message: 'm', author: 'a', email: 'e' };

/** The calls we make, by method and route. The first that fits parses the answer. */
const CALLS: readonly (readonly [name: string, method: string, route: RegExp, request: ApiRequest<unknown>])[] = [
  ['version', 'GET', /^\/api\/version$/, repositories.getVersion()],
  ['namespaces', 'GET', /^\/api\/namespaces$/, repositories.listNamespaces()],
  ['repositories', 'GET', /^\/api\/repos\/[^/]+$/, repositories.listRepositories('ox' as Segment)],
  ['repository', 'GET', /^\/api\/repos\/[^/]+\/[^/]+$/, repositories.getRepository(place)],
  ['branches', 'GET', /\/branches$/, repositories.listBranches(place)],
  ['history', 'GET', /\/commits\/history\/[^/]+\?/, repositories.getCommit(place, revision)],
  ['dir', 'GET', /\/dir\//, repositories.listFolder(place, revision, '', 1)],
  ['meta', 'GET', /\/meta\//, repositories.getEntry(place, revision, '')],
  ['file', 'GET', /\/file\//, repositories.readFile(place, revision, at, 100)],
  ['workspaces', 'GET', /\/workspaces(\?.*)?$/, workspaces.listWorkspaces(place)],
  ['open', 'PUT', /\/workspaces$/, workspaces.putWorkspace(place, { id: 'i', branch: 'main' })],
  ['changes', 'GET', /\/workspaces\/[^/]+\/changes(\?.*)?$/, workspaces.getChanges(place)],
  ['stage', 'DELETE', /\/workspaces\/[^/]+\/files$/, workspaces.stageRemovals(place, [at])],
  ['unstage', 'DELETE', /\/workspaces\/[^/]+\/changes$/, workspaces.unstageKeys(place, ['x'])],
  ['delete', 'DELETE', /\/workspaces\/[^/]+$/, workspaces.deleteWorkspace(place)],
  ['workspace', 'GET', /\/workspaces\/[^/]+$/, workspaces.getWorkspace(place)],
  ['upload', 'POST', /\/files\/[^?]*$/, workspaces.uploadFile(place, '', { bytes: new Uint8Array(), type: 't' })],
  ['rename', 'PATCH', /\/files\//, workspaces.renameStaged(place, at, path('y'))],
  ['mergeability', 'GET', /\/merge\//, workspaces.getMergeability(place, 'main')],
  ['commit', 'POST', /\/merge\//, workspaces.postCommit(place, 'main', DETAILS)],
];

interface ToldEntry {
  filename: string;
  is_dir: boolean;
  size: number;
  metadata: { dir?: { data_types: { count: number }[] } } | null;
}

/** The bodies of all our calls in one; each answer has the part that is its own. */
interface Told {
  staged: {
    added_dirs: { paths: Record<string, { path: string; num_files_staged: number }[]> };
    removed_files: { entries: ToldEntry[] };
    added_files: { entries: ToldEntry[] };
    modified_files: { entries: ToldEntry[] };
  };
  paths: string[];
  commit: { id: string; parent_ids: string[] };
  workspace: { id: string; name: string; commit: { id: string } };
  entries: ToldEntry[];
  total_entries: number;
  is_mergeable: boolean;
  commits: unknown[];
  conflicts: { path: string }[];
}

function callOf({ request }: Exchange) {
  return CALLS.find(([, method, route]) => method === request.method && route.test(request.path));
}

/** Everything both servers refused, in our calls: what was asked, how they said no, what we make of it. The 200 is a list that 0.50.0 cut. */
const REFUSALS = `
changes 200 unexpectedShape
changes 400 badRequest
changes 404 workspaceNotFound
commit 400 badRequest
commit 404 workspaceBehind
commit 404 workspaceNotFound
commit 409 workspaceBehind
commit 422 nothingToCommit
delete 404 workspaceNotFound
dir 404 pathNotFound
file 404 pathNotFound
mergeability 404 branchNotFound
meta 404 pathNotFound
open 400 badRequest
open 500 serverError
rename 409 stagedForRemoval
repositories 401 unauthorized
repository 404 repositoryNotFound
repository 426 updateRequired
stage 400 badRequest
stage 404 workspaceNotFound
stage 413 payloadTooLarge
unstage 404 workspaceNotFound
workspace 404 workspaceNotFound
`
  .trim()
  .split('\n');

for (const version of ['0.50.0', '0.50.0-auth', '0.65.2'] as const) {
  describe(`oxen: the recorded answers of ${version}`, () => {
    const parsed = exchangesOf(version)
      .filter(isComplete)
      .flatMap((exchange) => {
        const call = callOf(exchange);
        return call === undefined ? [] : [{ name: call[0], exchange, answer: call[3].parse(replyOf(exchange)) }];
      });
    const valuesOf = (call: string) =>
      parsed.flatMap(({ name, exchange, answer }) =>
        name === call && answer.ok ? [{ value: answer.value, told: exchange.response.json as Told, exchange }] : [],
      );

    it('are all read: good ones as values, bad ones as the failure they are', () => {
      assert.ok(parsed.length >= (version === '0.50.0-auth' ? 5 : 200));
      for (const { name, exchange, answer } of parsed) {
        const { status } = exchange.response;
        if (answer.ok) assert.ok(status < 300, `${name} ${exchange.request.path} ${status}`);
        else {
          assert.ok(
            REFUSALS.includes(`${name} ${status} ${answer.failure.code}`),
            `${name} ${status} ${answer.failure.code}`,
          );
          assert.equal(answer.failure.status, status);
        }
      }
    });

    it('changes: every path once and in order, whatever order the server chose', () => {
      for (const { value: parsedValue, told } of valuesOf('changes')) {
        const value = parsedValue as OxenChanges;
        const names = (list: 'removed_files' | 'added_files' | 'modified_files') =>
          told.staged[list].entries.map(({ filename }) => filename).sort();
        assert.deepEqual(value.removed, names('removed_files'));
        assert.deepEqual(value.uploaded, names('added_files'));
        assert.deepEqual(value.edited, names('modified_files'));
        const rows = Object.values(told.staged.added_dirs.paths).flat();
        const empty = rows.filter((row) => row.num_files_staged === 0).map((row) => row.path);
        assert.deepEqual(value.bareFolders, empty.sort());
      }
    });

    it('staging and unstaging: the refused paths, and no others', () => {
      for (const call of ['stage', 'unstage']) {
        for (const { value, told, exchange } of valuesOf(call)) {
          assert.deepEqual([...(value as ReadonlySet<string>)], exchange.response.status === 206 ? told.paths : []);
        }
      }
    });

    it('commits, workspaces, listings and mergeability say what the answer says', () => {
      for (const { value: parsedValue, told } of valuesOf('commit')) {
        const value = parsedValue as OxenCommit;
        assert.deepEqual([value.id, value.parents], [told.commit.id, told.commit.parent_ids]);
      }
      for (const { value: parsedValue, told } of valuesOf('workspace')) {
        const value = parsedValue as OxenWorkspace;
        assert.deepEqual(
          [value.id, value.name, value.commit.id],
          [told.workspace.id, told.workspace.name, told.workspace.commit.id],
        );
      }
      for (const { value: parsedValue, told } of valuesOf('dir')) {
        const value = parsedValue as OxenListing;
        const files = (entry: ToldEntry) =>
          entry.is_dir ? entry.metadata?.dir?.data_types.reduce((sum, type) => sum + type.count, 0) : undefined;
        assert.deepEqual(
          value.entries.map((entry) => [entry.name, entry.folder, entry.bytes, entry.files]),
          told.entries.map((entry) => [entry.filename, entry.is_dir, entry.size, files(entry)]),
        );
        assert.equal(value.total, told.total_entries);
      }
      for (const { value: parsedValue, told } of valuesOf('mergeability')) {
        const value = parsedValue as OxenMergeability;
        assert.deepEqual([value.mergeable, value.commits.length], [told.is_mergeable, told.commits.length]);
        assert.deepEqual(
          value.conflicts,
          told.conflicts.map((conflict) => conflict.path),
        );
      }
    });
  });
}

it('oxen: both recordings hold every call and every refusal of the table', () => {
  const seen = new Set<string>();
  const called = new Set<string>();
  for (const version of ['0.50.0', '0.50.0-auth', '0.65.2'] as const) {
    for (const exchange of exchangesOf(version).filter(isComplete)) {
      const [name = '', , , request] = callOf(exchange) ?? [];
      const answer = request?.parse(replyOf(exchange));
      called.add(name);
      if (answer?.ok === false) seen.add(`${name} ${exchange.response.status} ${answer.failure.code}`);
    }
  }
  assert.deepEqual([...seen].sort(), [...REFUSALS].sort());
  assert.deepEqual(
    CALLS.map(([name]) => name).filter((name) => !called.has(name)),
    [],
  );
});

it('oxen: an answer of another shape is no value', () => {
  assert.equal(changesOf({}), undefined);
  assert.equal(changesOf({ staged: { removed_files: { entries: [{ filename: 1 }] } } }), undefined);
});

it('oxen: a list of changes that goes on elsewhere is no value: what it leaves out would count as not staged', () => {
  const none = { entries: [], total_entries: 0 };
  const answer = (total: unknown) => ({
    staged: {
      added_dirs: { paths: {} },
      added_files: none,
      modified_files: { entries: [] },
      removed_files: { entries: [{ filename: 'a' }, { filename: 'b' }], page_size: 2, total_entries: total },
    },
  });
  assert.deepEqual(changesOf(answer(2))?.removed, ['a', 'b']);
  assert.deepEqual(changesOf(answer(undefined))?.removed, ['a', 'b']);
  assert.equal(changesOf(answer(3)), undefined);
});
