import { success, type Answer } from '../../removal/failure';
import { ancestorsOf, childOf, comparePaths, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { CommitProof } from '../../removal/staging';
import type { OxenChanges } from './changes';
import { readFolder, type Context } from './context';
import { filesBeside } from './folders';
import type { Segment } from './place';
import { revisionOf } from './repositoryRequests';
import type { OxenEntry } from './shapes';
import { countBelow, includesPath } from './sorted';

/** What was staged when the commit was sent, and the two commits to compare. */
export interface Committed {
  readonly changes: OxenChanges;
  readonly emptyFolders: readonly RemotePath[];
  readonly base: Segment;
  /** Topmost folders of the base commit of which no file stays, each looked through. */
  readonly emptied: readonly RemotePath[];
  /** Commit ids: the branch before, and after. */
  readonly parent: string;
  readonly commit: string;
}

/**
 * Compares the branch before and after, in every folder that holds something staged, in the folders above, and in every other one whose
 * content is not the same (another client can stage in the moment before a commit): nothing may be missing that was not staged, nothing may
 * remain that was. (A commit with folder markers of other clients loses whole folders, and answers 200.)
 * A folder whose every file went may be gone or empty: both are what was asked.
 */
export async function proveCommit(context: Context, committed: Committed, signal: AbortSignal): Promise<CommitProof> {
  const seen: Pick<Found, 'missing' | 'remaining' | 'vanished'>[] = [];
  const all = (key: 'missing' | 'remaining' | 'vanished') => seen.flatMap((found) => found[key]).sort(comparePaths);
  const touched = touchedFolders(committed);
  const stored = new Set<RemotePath>();
  const open: FolderPath[] = [ROOT];
  let folders = 0;
  const told = (kind: CommitProof['kind']) => ({ kind, missing: all('missing'), remaining: all('remaining'), folders });
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    folders++;
    const pair = await readPair(context, committed, folder, signal);
    if (!pair.ok) return { ...told('unreadable'), failure: pair.failure };
    const found = compareFolder(folder, pair.value, committed);
    const { missing, remaining, vanished } = found;
    seen.push({ missing, remaining, vanished });
    for (const path of found.stored) stored.add(path);
    for (const path of found.folders) if (touched.has(path) || found.changed.has(path)) open.push(path);
  }
  const lost = await lostWith(context, all('vanished'), committed, signal);
  if (!lost.ok) return { ...told('unreadable'), failure: lost.failure };
  const missing = [...lost.value, ...committed.changes.uploaded.filter((path) => !stored.has(path))];
  seen.push({ missing, remaining: [], vanished: [] });
  return told(seen.some((found) => found.missing.length + found.remaining.length > 0) ? 'differs' : 'asStaged');
}

interface Pair {
  readonly before: readonly OxenEntry[];
  readonly after: readonly OxenEntry[];
}

function touchedFolders({ changes, emptyFolders }: Committed): ReadonlySet<FolderPath> {
  const touched = new Set<FolderPath>();
  for (const path of [changes.removed, changes.uploaded, changes.edited, emptyFolders].flat()) {
    for (const folder of ancestorsOf(path)) touched.add(folder);
  }
  return touched;
}

async function readPair(
  context: Context,
  { parent, commit }: Committed,
  folder: FolderPath,
  signal: AbortSignal,
): Promise<Answer<Pair>> {
  const [before, after] = await Promise.all([
    readFolder(context, revisionOf(parent), folder, signal),
    readFolder(context, revisionOf(commit), folder, signal),
  ]);
  if (!after.ok) return after;
  if (!before.ok && before.failure.code !== 'pathNotFound') return before;
  return success({ before: before.ok ? before.value : [], after: after.value });
}

interface Found {
  readonly missing: readonly RemotePath[];
  /** Uploads that are there. */
  readonly stored: readonly RemotePath[];
  readonly remaining: readonly RemotePath[];
  /** Folders that went, as they should by what the server counted in them. */
  readonly vanished: readonly RemotePath[];
  /** Folders that are there after the commit. */
  readonly folders: readonly RemotePath[];
  /** Those of them that were there before with other content. */
  readonly changed: ReadonlySet<RemotePath>;
}

function compareFolder(folder: FolderPath, { before, after }: Pair, committed: Committed): Found {
  const { changes } = committed;
  const there = namesIn(folder, after);
  const had = namesIn(folder, before);
  const missing: RemotePath[] = [];
  const vanished: RemotePath[] = [];
  for (const [path, entry] of had) {
    if (there.has(path)) continue;
    if (!mayBeGone(path, entry, committed)) missing.push(path);
    else if (entry.folder) vanished.push(path);
  }
  const files = [...there].filter(([, entry]) => !entry.folder).map(([path]) => path);
  const folders = [...there].filter(([, entry]) => entry.folder).map(([path]) => path);
  const isOther = (path: RemotePath) => had.get(path)?.folder === true && had.get(path)?.hash !== there.get(path)?.hash;
  return {
    missing,
    stored: [...there.keys()].filter((path) => includesPath(changes.uploaded, path)),
    remaining: files.filter((path) => includesPath(changes.removed, path)),
    vanished,
    folders,
    changed: new Set(folders.filter(isOther)),
  };
}

/**
 * Files that went with folders although nobody staged them: the count of a folder does not tell when the branch had others in it than the base
 * commit, and drifts. What was looked through in the very commit that was built upon need not be again.
 */
function lostWith(
  context: Context,
  vanished: readonly RemotePath[],
  { base, parent, emptied, changes }: Committed,
  signal: AbortSignal,
): Promise<Answer<readonly RemotePath[]>> {
  const before = revisionOf(parent);
  const looked = (path: RemotePath) =>
    before === base && [path, ...ancestorsOf(path)].some((folder) => includesPath(emptied, folder));
  const open = vanished.filter((path) => !looked(path));
  return filesBeside(context, before, open, changes.removed, signal);
}

function namesIn(folder: FolderPath, entries: readonly OxenEntry[]): ReadonlyMap<RemotePath, OxenEntry> {
  const named = new Map<RemotePath, OxenEntry>();
  for (const entry of entries) {
    const path = childOf(folder, entry.name);
    if (path !== undefined) named.set(path, entry);
  }
  return named;
}

function mayBeGone(path: RemotePath, entry: OxenEntry, { changes, emptyFolders }: Committed): boolean {
  if (!entry.folder) return includesPath(changes.removed, path);
  const below = countBelow(changes.removed, path);
  if (below > 0) return below >= (entry.files ?? 0);
  return includesPath(emptyFolders, path) || countBelow(emptyFolders, path) > 0;
}
