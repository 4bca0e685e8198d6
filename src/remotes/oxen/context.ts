import { jsonBytes } from '../../removal/batch';
import { failed, success, type Answer } from '../../removal/failure';
import type { OxenAddress } from '../../removal/address';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import type { TableStep, UnfinishedTable } from '../../removal/staging';
import type { Send } from '../request';
import type { OxenChanges } from './changes';
import { absent } from './failures';
import type { Segment, WorkspacePlace } from './place';
import { listFolder, revisionOf } from './repositoryRequests';
import type { OxenEntry, OxenWorkspace } from './shapes';
import { unfinishedIn } from './tableContent';
import { getChanges, getWorkspace } from './workspaceRequests';

/** What every part of a workspace client works with. */
export interface Context {
  readonly send: Send;
  readonly place: WorkspacePlace;
  readonly address: OxenAddress;
  readonly now: () => number;
  /** Writes the journal. Awaited before the table is touched: after a crash it is all that tells our content from the person's. */
  readonly note: (step: TableStep) => Promise<void>;
  /** The steps noted earlier and not settled since. */
  readonly noted: () => readonly TableStep[];
  /** Lower-case hex digits, never the same twice. */
  readonly unique: () => string;
  readonly sizesSeen: SizesSeen;
}

/** Bytes of files in the commit `base`, as far as they were looked up; undefined: looked for and not found. A commit never changes. */
export interface SizesSeen {
  base?: Segment;
  sizes: Map<RemotePath, number | undefined>;
}

/** One reading of a workspace: its base commit and everything staged in it. */
export interface Snapshot {
  readonly workspace: OxenWorkspace;
  /** The base commit, as a revision for `/dir`, `/meta` and `/file`. */
  readonly base: Segment;
  readonly changes: OxenChanges;
  /** Table steps that were interrupted. */
  readonly unfinished: readonly UnfinishedTable[];
  readonly readAt: number;
}

/** The workspace of that id. The server looks for an id first, then for a name: where ours has gone, another may be called like it. */
export async function readWorkspace({ send, place }: Context, signal: AbortSignal): Promise<Answer<OxenWorkspace>> {
  const told = await send(getWorkspace(place), signal);
  if (!told.ok || told.value.id === place.workspace) return told;
  return failed(absent('workspaceNotFound', { name: place.workspace }));
}

/**
 * `order`: both are asked for at once, unless it matters that a commit of another client between the two is noticed. With the base first nothing counts
 * as staged upon a base that it never lay on; with the base last nothing counts as taken back that went with a commit.
 */
export async function readSnapshot(
  context: Context,
  signal: AbortSignal,
  order?: 'baseFirst' | 'baseLast',
): Promise<Answer<Snapshot>> {
  const { send, place, now } = context;
  const early = order === 'baseLast' ? undefined : readWorkspace(context, signal);
  if (order === 'baseFirst') await early;
  const staged = send(getChanges(place), signal);
  if (order === 'baseLast') await staged;
  const [workspace, changes] = await Promise.all([early ?? readWorkspace(context, signal), staged]);
  if (!workspace.ok) return workspace;
  if (!changes.ok) return changes;
  const base = revisionOf(workspace.value.commit.id);
  const unfinished = await unfinishedIn(context, base, changes.value, signal);
  if (!unfinished.ok) return unfinished;
  return success({
    workspace: workspace.value,
    base,
    changes: changes.value,
    unfinished: unfinished.value,
    readAt: now(),
  });
}

/** All entries of a folder at a revision, page after page. */
export async function readFolder(
  { send, place }: Context,
  revision: Segment,
  folder: FolderPath,
  signal: AbortSignal,
): Promise<Answer<readonly OxenEntry[]>> {
  const all: OxenEntry[] = [];
  for (let page = 1; ; page++) {
    const listing = await send(listFolder(place, revision, folder, page), signal);
    if (!listing.ok) return listing;
    all.push(...listing.value.entries);
    if (page >= listing.value.pages || listing.value.entries.length === 0) return success(all);
  }
}

/** Requests of one question that are under way at once. */
const AT_ONCE = 4;

/** A few at once, results in the order of the items. The first failure is the answer. */
export async function eachOf<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<Answer<R>>,
): Promise<Answer<readonly R[]>> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const answers = await Promise.all(items.slice(from, from + AT_ONCE).map(ask));
    for (const answer of answers) {
      if (!answer.ok) return answer;
      results.push(answer.value);
    }
  }
  return success(results);
}

/** Types a non-empty list: requests that take paths take at least one. */
export function isSome<P extends string>(paths: readonly P[]): paths is readonly [P, ...P[]] {
  return paths.length > 0;
}

/** Paths and bytes of one request: the server refuses 2 MiB, and answers nothing while it works. */
const CHUNK_PATHS = 1000;
export const CHUNK_BYTES = 1 << 20;

/** Splits paths into lists that fit one request each, in their order. */
export function chunksOf<P extends string>(paths: readonly P[]): readonly (readonly [P, ...P[]])[] {
  const chunks: [P, ...P[]][] = [];
  let bytes = 0;
  for (const path of paths) {
    const size = bytesOfPath(path);
    const last = chunks.at(-1);
    if (last === undefined || last.length >= CHUNK_PATHS || bytes + size > CHUNK_BYTES) {
      chunks.push([path]);
      bytes = 2 + size;
    } else {
      last.push(path);
      bytes += size;
    }
  }
  return chunks;
}

/** Bytes of one path in a JSON list at most, its comma included. */
export function bytesOfPath(path: string): number {
  return jsonBytes(path) + 1;
}
