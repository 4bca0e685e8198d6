import { failed } from '../../removal/failure';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import type { CommitDetails } from '../../removal/staging';
import { CHANGES_LIMIT, READ_TIMEOUT, STAGING_TIMEOUT, type ApiRequest } from '../request';
import { answerOf, readRequest, writeRequest } from './answers';
import { changesOf, type OxenChanges } from './changes';
import { failureOfReply } from './failures';
import { allOf, textOf } from './json';
import { onceDecoded, repositoryRoute, workspaceRoute, type RepositoryPlace, type WorkspacePlace } from './place';
import {
  commitOf,
  mergeabilityOf,
  workspaceOf,
  type OxenCommit,
  type OxenMergeability,
  type OxenWorkspace,
} from './shapes';

/** At least one path: an empty list would say nothing, and a request without a body means something else altogether. */
export type SomePaths<P extends FolderPath = RemotePath> = readonly [P, ...P[]];

/** `/changes` in one page: its order is random per request, so pages would skip and repeat entries. */
const ALL_CHANGES = { page: 1, page_size: 1_000_000 };

export function listWorkspaces(place: RepositoryPlace): ApiRequest<readonly OxenWorkspace[]> {
  return readRequest({
    path: `${repositoryRoute(place)}/workspaces`,
    asked: 'repository',
    read: ({ workspaces }) => allOf(workspaces, workspaceOf),
  });
}

/** Names may hold `/` and cannot stand in a path: this is the one way from a name to an id. Empty when there is none. */
export function findWorkspaces(place: RepositoryPlace, name: string): ApiRequest<readonly OxenWorkspace[]> {
  return { ...listWorkspaces(place), query: { name } };
}

export function getWorkspace(place: WorkspacePlace): ApiRequest<OxenWorkspace> {
  return readRequest({
    path: workspaceRoute(place),
    asked: 'workspace',
    read: ({ workspace }) => workspaceOf(workspace),
  });
}

export interface NewWorkspace {
  readonly id: string;
  readonly branch: string;
  readonly name?: string;
}

/**
 * Gets or creates. The answered id is the one that was sent, even when a workspace of that name had another: ask by name
 * afterwards. On a repository without commits it would make one: never send it there. The last three fields are for the hub.
 */
export function putWorkspace(place: RepositoryPlace, { id, branch, name }: NewWorkspace): ApiRequest<OxenWorkspace> {
  return writeRequest({
    method: 'PUT',
    path: `${repositoryRoute(place)}/workspaces`,
    body: {
      json: {
        workspace_id: id,
        branch_name: branch,
        ...(name === undefined ? {} : { name }),
        resource_path: '/',
        entity_type: 'user',
        force: true,
      },
    },
    timeout: READ_TIMEOUT,
    asked: 'repository',
    read: ({ workspace }) => workspaceOf(workspace),
  });
}

/** Discards everything staged in it. */
export function deleteWorkspace(place: WorkspacePlace): ApiRequest<true> {
  return writeRequest({
    method: 'DELETE',
    path: workspaceRoute(place),
    timeout: READ_TIMEOUT,
    asked: 'workspace',
    read: () => true,
  });
}

export function getChanges(place: WorkspacePlace): ApiRequest<OxenChanges> {
  return readRequest({
    path: `${workspaceRoute(place)}/changes`,
    query: ALL_CHANGES,
    asked: 'workspace',
    maxBytes: CHANGES_LIMIT,
    timeout: STAGING_TIMEOUT,
    read: changesOf,
  });
}

/**
 * Stages removals. The answer lists the paths that are not in the base commit (206); all others are staged.
 * Idempotent, except that it turns the markers of all folders above a path from removed to kept.
 */
export function stageRemovals(place: WorkspacePlace, paths: SomePaths): ApiRequest<ReadonlySet<string>> {
  return pathsRequest(`${workspaceRoute(place)}/files`, paths);
}

/**
 * Deletes exactly these keys from what is staged: nothing below them, nothing above them. `''` is the root's marker.
 * Keys that are not staged are passed over. The answer lists the tables it could not handle (206).
 */
export function unstageKeys(
  place: WorkspacePlace,
  keys: readonly [string, ...string[]],
): ApiRequest<ReadonlySet<string>> {
  return pathsRequest(`${workspaceRoute(place)}/changes`, keys);
}

function pathsRequest(path: string, paths: readonly string[]): ApiRequest<ReadonlySet<string>> {
  return writeRequest({
    method: 'DELETE',
    path,
    body: { json: paths },
    timeout: STAGING_TIMEOUT,
    asked: 'workspace',
    read: ({ paths: told }, { status }) => {
      if (status !== 206) return new Set<string>();
      const refused = allOf(told, textOf);
      return refused === undefined ? undefined : new Set(refused);
    },
  });
}

/** Uploads one file into a folder (`''`: the root). The answer lists the paths that were stored. `folder` must fit a once-decoded route. */
export function uploadFile(
  place: WorkspacePlace,
  folder: FolderPath,
  body: { readonly bytes: Uint8Array; readonly type: string },
): ApiRequest<readonly string[]> {
  return writeRequest({
    method: 'POST',
    path: `${workspaceRoute(place)}/files/${folder === '' ? '' : onceDecoded(folder)}`,
    body,
    timeout: STAGING_TIMEOUT,
    asked: 'workspace',
    read: ({ paths }) => allOf(paths, textOf),
  });
}

/** Renames a staged entry. `path` must fit a once-decoded route. */
export function renameStaged(place: WorkspacePlace, path: RemotePath, newPath: RemotePath): ApiRequest<true> {
  return writeRequest({
    method: 'PATCH',
    path: `${workspaceRoute(place)}/files/${onceDecoded(path)}`,
    body: { json: { new_path: newPath } },
    timeout: STAGING_TIMEOUT,
    asked: 'workspace',
    read: () => true,
  });
}

/** `branch` as `branchRoute` made it. */
export function getMergeability(place: WorkspacePlace, branch: string): ApiRequest<OxenMergeability> {
  return readRequest({
    path: `${workspaceRoute(place)}/merge/${branch}`,
    asked: 'workspace',
    read: mergeabilityOf,
  });
}

/**
 * Commits what is staged onto the branch's head. Never repeat it: it is not idempotent. 422 means there is nothing to commit (0.50.0 and 0.65.2 say
 * it differently), or anything else that went wrong: then the text is that error's. A conflict is told by `error.type`, with 404 on 0.50.0 and 409 later.
 */
export function postCommit(place: WorkspacePlace, branch: string, details: CommitDetails): ApiRequest<OxenCommit> {
  const { message, author, email } = details;
  return {
    ...writeRequest<OxenCommit>({
      method: 'POST',
      path: `${workspaceRoute(place)}/merge/${branch}`,
      body: { json: { message, author, email } },
      timeout: STAGING_TIMEOUT,
      asked: 'workspace',
      read: (body) => commitOf(body.commit),
    }),
    parse: (reply) => {
      if (reply.status !== 422) return answerOf(reply, 'workspace', (body) => commitOf(body.commit));
      const told = failureOfReply(reply, 'workspace');
      const isNothing = /no ?changes/i.test(String(told.data.message ?? 'NoChanges'));
      return failed(isNothing ? { ...told, kind: 'invalid', code: 'nothingToCommit', retryable: false } : told);
    },
  };
}
