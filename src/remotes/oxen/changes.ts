import {
  comparePaths,
  normalizeRemotePath,
  parseRemotePath,
  ROOT,
  type FolderPath,
  type RemotePath,
} from '../../removal/remotePath';
import { allOf, numberOf, objectOf, textOf } from './json';
import type { JsonRecord } from '../reply';

/**
 * What `GET …/changes` says, sorted. The server's own order is random per request, its lists are three, and folders appear as rows only
 * (`added_dirs`, keyed by the first part of their path).
 */
export interface OxenChanges {
  readonly removed: readonly RemotePath[];
  readonly uploaded: readonly RemotePath[];
  readonly edited: readonly RemotePath[];
  /** Folders with a marker and no marked or staged child: empty tracked folders staged on purpose, or leftovers. The deepest ones only. */
  readonly bareFolders: readonly FolderPath[];
  /**
   * How the server spells the staged paths that it keeps in another spelling than ours (`images//a.txt`, from other clients): an entry is
   * unstaged by its own spelling alone.
   */
  readonly spellings: ReadonlyMap<RemotePath, readonly string[]>;
  /** Staged paths no entry can have. */
  readonly unreadable: readonly string[];
}

export const NO_CHANGES: OxenChanges = {
  removed: [],
  uploaded: [],
  edited: [],
  bareFolders: [],
  spellings: new Map(),
  unreadable: [],
};

/** Undefined when the body is not the answer of this call. Unknown fields are ignored. */
export function changesOf(body: JsonRecord): OxenChanges | undefined {
  const staged = objectOf(body.staged);
  const removed = namesOf(staged?.removed_files);
  const uploaded = namesOf(staged?.added_files);
  const edited = namesOf(staged?.modified_files);
  const rows = rowsOf(staged?.added_dirs);
  if (removed === undefined || uploaded === undefined || edited === undefined || rows === undefined) return undefined;
  const spellings = new Map<RemotePath, string[]>();
  const unreadable: string[] = [];
  const paths = (names: readonly string[]) => sortedPaths(names, spellings, unreadable);
  return {
    removed: paths(removed),
    uploaded: paths(uploaded),
    edited: paths(edited),
    bareFolders: bareFolders(rows),
    spellings,
    unreadable: unreadable.sort(comparePaths),
  };
}

/** Everything that is staged, whatever it is. Sorted. */
export function stagedPaths({ removed, uploaded, edited }: OxenChanges): readonly RemotePath[] {
  return [...removed, ...uploaded, ...edited].sort(comparePaths);
}

/** The keys under which the server keeps an entry. */
export function keysOf(changes: OxenChanges, path: RemotePath): readonly string[] {
  return changes.spellings.get(path) ?? [path];
}

interface FolderRow {
  readonly path: string;
  readonly count: number;
}

/**
 * Undefined for a list that says it goes on: what is not in it would count as not staged, and the markers above it would be cleared as if nothing
 * needed them.
 */
function namesOf(value: unknown): readonly string[] | undefined {
  const list = objectOf(value);
  const names = allOf(list?.entries, (entry) => textOf(objectOf(entry)?.filename));
  return names !== undefined && (numberOf(list?.total_entries) ?? 0) > names.length ? undefined : names;
}

function rowsOf(value: unknown): readonly FolderRow[] | undefined {
  const paths = objectOf(objectOf(value)?.paths);
  return paths && allOf(Object.values(paths), (list) => allOf(list, rowOf))?.flat();
}

function rowOf(value: unknown): FolderRow | undefined {
  const row = objectOf(value);
  const path = textOf(row?.path);
  const count = numberOf(row?.num_files_staged);
  return path === undefined || count === undefined ? undefined : { path, count };
}

/** A folder may have two rows, one for added and one for removed files: it is bare when none of them counts any. */
function bareFolders(rows: readonly FolderRow[]): readonly FolderPath[] {
  const counted = new Set(rows.filter(({ count }) => count > 0).map(({ path }) => path));
  const bare = new Set<FolderPath>();
  for (const { path } of rows) {
    if (counted.has(path)) continue;
    const parsed = parseRemotePath(path);
    if (path === ROOT) bare.add(ROOT);
    else if (parsed.ok) bare.add(parsed.path);
  }
  return [...bare].sort(comparePaths);
}

function sortedPaths(
  names: readonly string[],
  spellings: Map<RemotePath, string[]>,
  unreadable: string[],
): readonly RemotePath[] {
  const paths: RemotePath[] = [];
  for (const name of names) {
    const parsed = parseRemotePath(name);
    const near = parsed.ok ? parsed : normalizeRemotePath(name);
    if (!near.ok) {
      unreadable.push(name);
      continue;
    }
    paths.push(near.path);
    if (!parsed.ok) spellings.set(near.path, [...(spellings.get(near.path) ?? [near.path]), name]);
  }
  // No function: the same order, sooner.
  paths.sort();
  return paths.filter((path, index) => path !== paths[index - 1]);
}
