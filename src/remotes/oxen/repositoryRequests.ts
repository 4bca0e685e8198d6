import { failed, success, type Answer } from '../../removal/failure';
import type { FileContent } from '../../removal/remote';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import { READ_TIMEOUT, type ApiRequest } from '../request';
import { readRequest } from './answers';
import { failureOfReply } from './failures';
import { allOf, objectOf, textOf } from './json';
import { repositoryRoute, resourceRoute, segmentOf, type RepositoryPlace, type Segment } from './place';
import {
  branchOf,
  commitOf,
  entryOf,
  listingOf,
  repositoryOf,
  type OxenBranch,
  type OxenCommit,
  type OxenEntry,
  type OxenListing,
  type OxenRepository,
} from './shapes';

/** Read at least this much, so that a cut never falls into the words of a refusal. */
const ERROR_BYTES = 64 << 10;

/** Entries of one page of a folder listing. */
export const FOLDER_PAGE = 1000;

/** `GET /api/version`: the server's version, from the header every answer has, else from the body. */
export function getVersion(): ApiRequest<string> {
  return readRequest({
    path: '/api/version',
    asked: 'server',
    read: (body, reply) => textOf(reply.headers['oxen-version']) ?? textOf(body.oxen_version) ?? textOf(body.version),
  });
}

export function listNamespaces(): ApiRequest<readonly string[]> {
  return readRequest({
    path: '/api/namespaces',
    asked: 'server',
    read: ({ namespaces }) =>
      allOf(namespaces, (item) => textOf(objectOf(item)?.namespace) ?? textOf(objectOf(item)?.name)),
  });
}

/** All repositories of a namespace, without sizes; empty for an unknown namespace. */
export function listRepositories(namespace: Segment): ApiRequest<readonly OxenRepository[]> {
  return readRequest({
    path: `/api/repos/${encodeURIComponent(namespace)}`,
    asked: 'repository',
    read: ({ repositories }) => allOf(repositories, repositoryOf),
  });
}

export function getRepository(place: RepositoryPlace): ApiRequest<OxenRepository> {
  return readRequest({
    path: repositoryRoute(place),
    asked: 'repository',
    read: ({ repository }) => repositoryOf(repository),
  });
}

export function listBranches(place: RepositoryPlace): ApiRequest<readonly OxenBranch[]> {
  return readRequest({
    path: `${repositoryRoute(place)}/branches`,
    asked: 'repository',
    read: ({ branches }) => allOf(branches, branchOf),
  });
}

/** A commit, as the first of its own history. */
export function getCommit(place: RepositoryPlace, commit: Segment): ApiRequest<OxenCommit> {
  return readRequest({
    path: `${repositoryRoute(place)}/commits/history/${encodeURIComponent(commit)}`,
    query: { page: 1, page_size: 1 },
    asked: 'path',
    read: ({ commits }) => allOf(commits, commitOf)?.[0],
  });
}

/** One page (from 1) of a folder at a revision: folders first, each part sorted by the server. */
export function listFolder(
  place: RepositoryPlace,
  revision: Segment,
  folder: FolderPath,
  page: number,
): ApiRequest<OxenListing> {
  return readRequest({
    path: `${repositoryRoute(place)}/dir/${resourceRoute(revision, folder)}`,
    query: { page, page_size: FOLDER_PAGE },
    asked: 'path',
    read: listingOf,
  });
}

/** One entry at a revision; of a folder with the bytes and files of all it holds. */
export function getEntry(place: RepositoryPlace, revision: Segment, path: FolderPath): ApiRequest<OxenEntry> {
  return readRequest({
    path: `${repositoryRoute(place)}/meta/${resourceRoute(revision, path)}`,
    asked: 'path',
    read: ({ entry }) => entryOf(entry),
  });
}

/** The first `maxBytes` of a file at a revision. A folder is answered with 404 or 400, as a missing file is. */
export function readFile(
  place: RepositoryPlace,
  revision: Segment,
  path: RemotePath,
  maxBytes: number,
): ApiRequest<FileContent> {
  return {
    method: 'GET',
    path: `${repositoryRoute(place)}/file/${resourceRoute(revision, path)}`,
    reads: true,
    timeout: READ_TIMEOUT,
    maxBytes: Math.max(maxBytes, ERROR_BYTES),
    cut: true,
    parse: (reply): Answer<FileContent> => {
      if (reply.status !== 200) return failed(failureOfReply(reply, 'path'));
      const truncated = reply.truncated || reply.body.length > maxBytes;
      return success({ bytes: reply.body.subarray(0, maxBytes), truncated });
    },
  };
}

/** A commit id or workspace id, as a revision. Ids come from the server: an impossible one is answered as a missing path. */
export function revisionOf(id: string): Segment {
  return segmentOf(id) ?? NO_REVISION;
}

const NO_REVISION = '-' as Segment;
