import { success, type Answer } from '../../removal/failure';
import { childOf, comparePaths, parentOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { readFolder, type Context } from './context';
import type { OxenChanges } from './changes';
import { fitsOnceDecoded, type Segment } from './place';
import { countBelow, includesPath } from './sorted';

/** The folders of the base commit in which something is staged for removal. Sorted. */
export interface TouchedFolders {
  /** Topmost ones whose every file goes, and empty ones whose own removal is staged. */
  readonly emptied: readonly RemotePath[];
  /** Those that keep some file; the root is not among them. */
  readonly partial: readonly RemotePath[];
}

/** Walks down from the root only where something is staged, and stops at a folder whose count says that all of it goes. */
export async function touchedFolders(
  context: Context,
  base: Segment,
  removed: readonly RemotePath[],
  emptyFolders: readonly RemotePath[],
  signal: AbortSignal,
): Promise<Answer<TouchedFolders>> {
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
      if (includesPath(emptyFolders, path)) emptied.push(path);
      else if (countBelow(staged, path) === 0) continue;
      else if (countBelow(removed, path) >= (entry.files ?? Infinity)) emptied.push(path);
      else {
        partial.push(path);
        open.push(path);
      }
    }
  }
  return success({ emptied: emptied.sort(comparePaths), partial: partial.sort(comparePaths) });
}

/** Files at `head` below the given folders that are not in `removed`: they came to the branch since the base commit. */
export async function appearedFiles(
  context: Context,
  head: Segment,
  folders: readonly RemotePath[],
  removed: readonly RemotePath[],
  signal: AbortSignal,
): Promise<Answer<readonly RemotePath[]>> {
  const appeared: RemotePath[] = [];
  const open = [...folders];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readFolder(context, head, folder, signal);
    // The branch removed the folder meanwhile: nothing can have appeared in it.
    if (!entries.ok && entries.failure.code === 'pathNotFound') continue;
    if (!entries.ok) return entries;
    for (const entry of entries.value) {
      const path = childOf(folder, entry.name);
      if (path === undefined) continue;
      if (entry.folder) open.push(path);
      else if (!includesPath(removed, path)) appeared.push(path);
    }
  }
  return success(appeared.sort(comparePaths));
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
