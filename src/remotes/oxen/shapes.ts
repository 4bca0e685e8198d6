import { allOf, listOf, numberOf, objectOf, textOf } from './json';
import type { JsonRecord } from '../reply';

/** A commit, as every answer of oxen-server tells it. */
export interface OxenCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly email: string;
  /** RFC 3339, as the server wrote it. */
  readonly timestamp: string;
}

/** A branch and the commit it points to. */
export interface OxenBranch {
  readonly name: string;
  readonly commit: string;
}

/**
 * A workspace. `commit` is its base: what is staged is compared with that commit, not with a branch (the server records no branch).
 * An unnamed workspace goes with its commit.
 */
export interface OxenWorkspace {
  readonly id: string;
  readonly name?: string;
  readonly commit: OxenCommit;
}

/** A repository. `bytes` and `files` are those of the branch `main`'s head, when there is one. `branches`: how many (from 0.65). */
export interface OxenRepository {
  readonly namespace: string;
  readonly name: string;
  /** Without any commit: nothing can be browsed, and no workspace can be opened without making one. */
  readonly empty: boolean;
  readonly bytes?: number;
  readonly files?: number;
  readonly branches?: number;
}

/** One row of a folder listing, or the answer of `/meta`. */
export interface OxenEntry {
  /** The last part of its path; empty for the root. */
  readonly name: string;
  readonly folder: boolean;
  /** Bytes; of a folder: of all it holds. */
  readonly bytes: number;
  /** Of a folder: files below, recursively. */
  readonly files?: number;
  readonly hash: string;
  /** Time of the last commit that changed it, ms since 1970. */
  readonly modified?: number;
}

export interface OxenListing {
  readonly entries: readonly OxenEntry[];
  readonly total: number;
  readonly pages: number;
}

/** Commits on a branch from the workspace's base on, the base included, newest first; and the paths that changed on both sides. */
export interface OxenMergeability {
  readonly mergeable: boolean;
  readonly conflicts: readonly string[];
  readonly commits: readonly OxenCommit[];
}

export function commitOf(value: unknown): OxenCommit | undefined {
  const commit = objectOf(value);
  const id = textOf(commit?.id);
  if (commit === undefined || id === undefined || id === '') return undefined;
  return {
    id,
    parents: (listOf(commit.parent_ids) ?? []).filter((parent) => typeof parent === 'string'),
    message: textOf(commit.message) ?? '',
    author: textOf(commit.author) ?? '',
    email: textOf(commit.email) ?? '',
    timestamp: textOf(commit.timestamp) ?? '',
  };
}

export function branchOf(value: unknown): OxenBranch | undefined {
  const branch = objectOf(value);
  const name = textOf(branch?.name);
  const commit = textOf(branch?.commit_id);
  return name === undefined || commit === undefined ? undefined : { name, commit };
}

export function workspaceOf(value: unknown): OxenWorkspace | undefined {
  const workspace = objectOf(value);
  const id = textOf(workspace?.id);
  const commit = commitOf(workspace?.commit);
  if (workspace === undefined || id === undefined || commit === undefined) return undefined;
  const name = textOf(workspace.name);
  return { id, ...(name === undefined || name === '' ? {} : { name }), commit };
}

export function repositoryOf(value: unknown): OxenRepository | undefined {
  const told = objectOf(value);
  const namespace = textOf(told?.namespace);
  const name = textOf(told?.name);
  if (told === undefined || namespace === undefined || name === undefined) return undefined;
  const bytes = numberOf(told.size);
  const files = countOf(told.data_types);
  const branches = numberOf(told.branch_count);
  return {
    namespace,
    name,
    empty: told.is_empty === true,
    ...(bytes === undefined ? {} : { bytes }),
    ...(files === undefined ? {} : { files }),
    ...(branches === undefined ? {} : { branches }),
  };
}

export function entryOf(value: unknown): OxenEntry | undefined {
  const told = objectOf(value);
  const name = textOf(told?.filename);
  if (told === undefined || name === undefined || typeof told.is_dir !== 'boolean') return undefined;
  const files = told.is_dir ? filesOf(told) : undefined;
  const modified = timeOf(objectOf(told.latest_commit)?.timestamp);
  return {
    name,
    folder: told.is_dir,
    bytes: numberOf(told.size) ?? 0,
    ...(files === undefined ? {} : { files }),
    hash: textOf(told.hash) ?? '',
    ...(modified === undefined ? {} : { modified }),
  };
}

export function listingOf(body: JsonRecord): OxenListing | undefined {
  const entries = allOf(body.entries, entryOf);
  const total = numberOf(body.total_entries);
  const pages = numberOf(body.total_pages);
  return entries === undefined || total === undefined || pages === undefined ? undefined : { entries, total, pages };
}

export function mergeabilityOf(body: JsonRecord): OxenMergeability | undefined {
  const commits = allOf(body.commits, commitOf);
  const conflicts = allOf(body.conflicts, (conflict) => textOf(objectOf(conflict)?.path));
  return typeof body.is_mergeable !== 'boolean' || commits === undefined || conflicts === undefined
    ? undefined
    : { mergeable: body.is_mergeable, conflicts, commits };
}

/** A folder's recursive file count: the sum over its data types. A folder without any file has an empty list. */
function filesOf(told: JsonRecord): number | undefined {
  return countOf(objectOf(objectOf(told.metadata)?.dir)?.data_types);
}

function countOf(value: unknown): number | undefined {
  const counts = allOf(value, (type) => numberOf(objectOf(type)?.count));
  return counts?.reduce((sum, count) => sum + count, 0);
}

function timeOf(value: unknown): number | undefined {
  const text = textOf(value);
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
