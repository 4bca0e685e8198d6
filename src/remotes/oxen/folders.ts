import { append } from '../../removal/append';
import { success, type Answer } from '../../removal/failure';
import { childOf, comparePaths, parentOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { eachOf, readFolder, type Context } from './context';
import type { OxenChanges } from './changes';
import { fitsOnceDecoded, type Segment } from './place';
import { getEntry } from './repositoryRequests';
import { countBelow, includesPath } from './sorted';

/** The folders of the base commit in which something is staged for removal. Sorted. */
export interface TouchedFolders {
  /** Topmost ones whose every file goes, and empty ones whose own removal is staged. */
  readonly emptied: readonly RemotePath[];
  /** Those that keep some file; the root is not among them. */
  readonly partial: readonly RemotePath[];
}

/** What is staged for removal, upon which commit. Every list is sorted. */
export interface Removals {
  readonly base: Segment;
  readonly removed: readonly RemotePath[];
  readonly emptyFolders: readonly RemotePath[];
  /** What the commit adds: the folders above stay. */
  readonly uploaded: readonly RemotePath[];
}

/**
 * Walks down from the root only where something is staged, and stops at a folder whose count says that all of it goes. `kept`: files known to
 * stay, whatever the count says. Sorted.
 */
export async function touchedFolders(
  context: Context,
  { base, removed, emptyFolders, uploaded }: Removals,
  signal: AbortSignal,
  kept: readonly RemotePath[] = [],
): Promise<Answer<TouchedFolders>> {
  const keepsSomething = (folder: RemotePath) => countBelow(kept, folder) + countBelow(uploaded, folder) > 0;
  const emptied: RemotePath[] = [];
  const partial: RemotePath[] = [];
  const staged = [...removed, ...emptyFolders].sort(comparePaths);
  const open: FolderPath[] = staged.length === 0 ? [] : [ROOT];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readFolder(context, base, folder, signal);
    if (!entries.ok) return entries;
    for (const entry of entries.value) {
      const path = entry.folder ? childOf(folder, entry.name) : undefined;
      if (path === undefined) continue;
      const below = countBelow(removed, path);
      if (includesPath(emptyFolders, path)) emptied.push(path);
      else if (countBelow(staged, path) === 0) continue;
      else if (below >= (entry.files ?? Infinity) && !keepsSomething(path)) emptied.push(path);
      else {
        partial.push(path);
        open.push(path);
      }
    }
  }
  return success({ emptied: emptied.sort(comparePaths), partial: partial.sort(comparePaths) });
}

/**
 * The same, with no count believed: it drifts where two workspaces removed one file (both recorded versions), and a folder that
 * keeps a file would be taken for one that goes.
 */
export async function provedFolders(
  context: Context,
  removals: Removals,
  signal: AbortSignal,
): Promise<Answer<TouchedFolders>> {
  const touched = await touchedFolders(context, removals, signal);
  if (!touched.ok) return touched;
  const kept = await filesBeside(context, removals.base, touched.value.emptied, removals.removed, signal);
  if (!kept.ok) return kept;
  return kept.value.length === 0 ? touched : touchedFolders(context, removals, signal, kept.value);
}

/**
 * Files at a revision at and below the given folders that are not in `removed`. At the branch's head they came since the base commit: also a file
 * in the place of a folder, which a removal of that folder takes.
 */
export async function filesBeside(
  context: Context,
  revision: Segment,
  folders: readonly RemotePath[],
  removed: readonly RemotePath[],
  signal: AbortSignal,
): Promise<Answer<readonly RemotePath[]>> {
  const beside: RemotePath[] = [];
  let open = folders;
  while (open.length > 0) {
    const listed = await eachOf(open, (folder) => entriesAt(context, revision, folder, signal));
    if (!listed.ok) return listed;
    const entries = listed.value.flat();
    append(
      beside,
      entries.flatMap(({ path, folder }) => (folder || includesPath(removed, path) ? [] : [path])),
    );
    open = entries.flatMap(({ path, folder }) => (folder ? [path] : []));
  }
  return success(beside.sort(comparePaths));
}

interface At {
  readonly path: RemotePath;
  readonly folder: boolean;
}

/** What a folder holds; itself when it is a file by now; nothing when it has gone. */
async function entriesAt(
  context: Context,
  revision: Segment,
  folder: RemotePath,
  signal: AbortSignal,
): Promise<Answer<readonly At[]>> {
  const entries = await readFolder(context, revision, folder, signal);
  if (entries.ok) {
    return success(
      entries.value.flatMap((entry) => {
        const path = childOf(folder, entry.name);
        return path === undefined ? [] : [{ path, folder: entry.folder }];
      }),
    );
  }
  if (entries.failure.code !== 'pathNotFound') return entries;
  const told = await context.send(getEntry(context.place, revision, folder), signal);
  if (told.ok) return success(told.value.folder ? [] : [{ path: folder, folder: false }]);
  return told.failure.code === 'pathNotFound' ? success([]) : told;
}

/** Entries to stage again, and folders to upload an odd file into: see `holding.ts`. */
export interface Hold {
  readonly again: readonly RemotePath[];
  readonly mend: readonly RemotePath[];
}

/**
 * How to make sure that none of the `partial` folders is itself marked as removed. A folder with a removed file directly inside is held by
 * staging that file again; one above another partial folder is held with it; the rest by an upload, or where its name (`%`) forbids
 * that, by staging again a removed folder in it that holds no upload.
 */
export function holdOf(
  { partial, emptied }: TouchedFolders,
  { removed, uploaded }: Pick<OxenChanges, 'removed' | 'uploaded'>,
): Hold {
  const inside = new Map<FolderPath, RemotePath>();
  for (const path of removed) inside.set(parentOf(path), path);
  const above = new Set<FolderPath>(partial.map(parentOf));
  const rest = partial.filter((folder) => !inside.has(folder) && !above.has(folder));
  const folders = rest
    .filter((folder) => !fitsOnceDecoded(folder))
    .flatMap((folder) => emptied.find((one) => parentOf(one) === folder && countBelow(uploaded, one) === 0) ?? []);
  return {
    again: [...partial.flatMap((folder) => inside.get(folder) ?? []), ...folders],
    mend: rest.filter(fitsOnceDecoded),
  };
}
