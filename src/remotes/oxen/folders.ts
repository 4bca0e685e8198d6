import { success, type Answer } from '../../removal/failure';
import { childOf, comparePaths, parentOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { readFolder, type Context } from './context';
import type { Segment } from './place';
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

/**
 * How to make sure that none of the `partial` folders is itself marked as removed (see `holding.ts`): entries to stage again, and folders to
 * upload an odd file into where nothing staged lies directly inside.
 */
export function holdOf(
  { partial, emptied }: TouchedFolders,
  removed: readonly RemotePath[],
): { readonly again: readonly RemotePath[]; readonly mend: readonly RemotePath[] } {
  const direct = new Map<FolderPath, RemotePath>();
  for (const path of removed) direct.set(parentOf(path), path);
  const above = new Set<FolderPath>(partial.map(parentOf));
  const again = partial.flatMap((folder) => direct.get(folder) ?? []);
  const rest = partial.filter((folder) => !direct.has(folder) && !above.has(folder));
  return { again, mend: emptied.length === 0 ? [] : rest };
}
