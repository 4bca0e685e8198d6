import { failed, failureOf, success, type Answer } from '../../removal/failure';
import { comparePaths } from '../../removal/remotePath';
import type { Send } from '../request';
import { absent, refused } from './failures';
import { branchRoute, repositoryPlace, segmentOf, workspaceIdOf, type RepositoryPlace } from './place';
import { getRepository, getVersion, listBranches, listNamespaces, listRepositories } from './repositoryRequests';
import { findWorkspaces, getMergeability, listWorkspaces, putWorkspace } from './workspaceRequests';
import type { OxenBranch, OxenRepository, OxenWorkspace } from './shapes';

export type { OxenBranch, OxenRepository, OxenWorkspace } from './shapes';

/** What to call the workspace (nothing: it goes with its commit), the branch whose head it starts from, and an id nobody has yet. */
export interface WorkspaceWish {
  readonly name?: string;
  readonly branch: string;
  readonly id: string;
}

/**
 * One Oxen server (0.50.0 to 0.65.2, or the hub): everything above a workspace. Every call is one read, unless it says otherwise. Lists are sorted by
 * name: the server gives them as they lie on its disk, workspaces by a hash.
 * Codes: `repositoryNotFound`, `workspaceNotFound`, `branchNotFound`, `repositoryEmpty`, `badName` and those of `failures.ts`.
 */
export interface OxenServer {
  /** `/api/version`: answers on every oxen-server, with `-a` only to a valid token. */
  version(signal: AbortSignal): Promise<Answer<{ readonly version: string }>>;
  namespaces(signal: AbortSignal): Promise<Answer<readonly string[]>>;
  /** Names only; sizes are in `repository`. Empty for an unknown namespace. */
  repositories(namespace: string, signal: AbortSignal): Promise<Answer<readonly OxenRepository[]>>;
  repository(namespace: string, name: string, signal: AbortSignal): Promise<Answer<OxenRepository>>;
  branches(namespace: string, repository: string, signal: AbortSignal): Promise<Answer<readonly OxenBranch[]>>;
  /** All of them, query and temporary ones too (`isPassing` tells them). */
  workspaces(namespace: string, repository: string, signal: AbortSignal): Promise<Answer<readonly OxenWorkspace[]>>;
  /** Names may hold `/`. `workspaceNotFound` when there is none. */
  workspaceByName(
    namespace: string,
    repository: string,
    name: string,
    signal: AbortSignal,
  ): Promise<Answer<OxenWorkspace>>;
  /** How many commits a branch has after the workspace's base commit, and whether a commit to it would be accepted as things are. */
  behind(
    namespace: string,
    repository: string,
    of: { readonly workspace: string; readonly branch: string },
    signal: AbortSignal,
  ): Promise<Answer<{ readonly behind: number; readonly mergeable: boolean }>>;
  /**
   * Creates a workspace; `workspaceNameTaken` when there is one of that name. Reads the repository and its branches first: the server would
   * give an empty repository its first commit (`repositoryEmpty` here) and says `badRequest` for an unknown branch.
   */
  createWorkspace(
    namespace: string,
    repository: string,
    wish: WorkspaceWish,
    signal: AbortSignal,
  ): Promise<Answer<OxenWorkspace>>;
}

export function oxenServer(send: Send): OxenServer {
  return {
    version: async (signal) => {
      const version = await send(getVersion(), signal);
      return version.ok ? success({ version: version.value }) : version;
    },
    namespaces: async (signal) => sortedBy(await send(listNamespaces(), signal), (name) => name),
    repositories: async (namespace, signal) => {
      const name = segmentOf(namespace);
      if (name === undefined) return badName(namespace);
      return sortedBy(await send(listRepositories(name), signal), (repository) => repository.name);
    },
    repository: (namespace, name, signal) =>
      at(namespace, name, async (place) => {
        const repository = await send(getRepository(place), signal);
        if (!repository.ok || repository.value.branches !== undefined || repository.value.empty) return repository;
        const branches = await send(listBranches(place), signal);
        return branches.ok ? success({ ...repository.value, branches: branches.value.length }) : branches;
      }),
    branches: (namespace, repository, signal) =>
      at(namespace, repository, async (place) => sortedBy(await send(listBranches(place), signal), ({ name }) => name)),
    workspaces: (namespace, repository, signal) =>
      at(namespace, repository, async (place) =>
        sortedBy(await send(listWorkspaces(place), signal), ({ id, name }) => name ?? id),
      ),
    workspaceByName: (namespace, repository, name, signal) =>
      at(namespace, repository, (place) => byName(send, place, name, signal)),
    behind: (namespace, repository, { workspace, branch }, signal) =>
      at(namespace, repository, async (place) => {
        const id = workspaceIdOf(workspace);
        const route = branchRoute(branch);
        if (id === undefined || route === undefined) return badName(id === undefined ? workspace : branch);
        const merge = await send(getMergeability({ ...place, workspace: id }, route), signal);
        if (!merge.ok) return merge;
        // The list includes the base commit.
        return success({ behind: Math.max(0, merge.value.commits.length - 1), mergeable: merge.value.mergeable });
      }),
    createWorkspace: (namespace, repository, wish, signal) =>
      at(namespace, repository, (place) => create(send, place, wish, signal)),
  };
}

/** A workspace the server made for its own use: it is folded away, never worked in. */
export function isPassing({ id, name }: OxenWorkspace): boolean {
  return id.startsWith('temporary-') || name?.startsWith('temporary-') === true;
}

async function at<T>(
  namespace: string,
  repository: string,
  ask: (place: RepositoryPlace) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const place = repositoryPlace(namespace, repository);
  return place === undefined ? badName(`${namespace}/${repository}`) : ask(place);
}

function sortedBy<T>(listed: Answer<readonly T[]>, nameOf: (one: T) => string): Answer<readonly T[]> {
  return listed.ok ? success([...listed.value].sort((a, b) => comparePaths(nameOf(a), nameOf(b)))) : listed;
}

function badName(name: string): Answer<never> {
  return failed(refused('badName', { name }));
}

async function byName(
  send: Send,
  place: RepositoryPlace,
  name: string,
  signal: AbortSignal,
): Promise<Answer<OxenWorkspace>> {
  if (name === '') return badName(name);
  const found = await send(findWorkspaces(place, name), signal);
  if (!found.ok) return found;
  const workspace = found.value.find((one) => one.name === name);
  return workspace === undefined ? failed(absent('workspaceNotFound', { name })) : success(workspace);
}

async function create(
  send: Send,
  place: RepositoryPlace,
  wish: WorkspaceWish,
  signal: AbortSignal,
): Promise<Answer<OxenWorkspace>> {
  if (workspaceIdOf(wish.id) === undefined) return badName(wish.id);
  const repository = await send(getRepository(place), signal);
  if (!repository.ok) return repository;
  if (repository.value.empty) return failed(refused('repositoryEmpty', { name: repository.value.name }));
  const branches = await send(listBranches(place), signal);
  if (!branches.ok) return branches;
  if (!branches.value.some(({ name }) => name === wish.branch)) {
    return failed(absent('branchNotFound', { name: wish.branch }));
  }
  const made = await send(putWorkspace(place, wish), signal);
  if (!made.ok || wish.name === undefined) return made;
  const { id, name } = wish;
  const found = await byName(send, place, name, signal);
  // Somebody has opened one of that name since its list was read, and the server answers with theirs.
  if (!found.ok || found.value.id === id) return found;
  return failed(failureOf('conflict', 'workspaceNameTaken', { data: { name }, retryable: true }));
}
