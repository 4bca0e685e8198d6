import { success, type Answer } from '../../removal/failure';
import { childOf, comparePaths, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { readFolder, type Context } from './context';
import type { Segment } from './place';
import { countBelow, includesPath } from './sorted';

/**
 * Topmost folders of the base commit whose every file is in `removed` (sorted). Walks down from the root only where removals lie, and
 * stops at a folder whose count says that all of it goes. Empty folders staged for removal (`emptyFolders`) are among them.
 */
export async function emptiedFolders(
  context: Context,
  base: Segment,
  removed: readonly RemotePath[],
  emptyFolders: readonly RemotePath[],
  signal: AbortSignal,
): Promise<Answer<readonly RemotePath[]>> {
  const emptied: RemotePath[] = [];
  const open: FolderPath[] = removed.length === 0 ? [] : [ROOT];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readFolder(context, base, folder, signal);
    if (!entries.ok) return entries;
    for (const entry of entries.value) {
      const path = entry.folder ? childOf(folder, entry.name) : undefined;
      if (path === undefined) continue;
      const below = countBelow(removed, path);
      if (below === 0) continue;
      if (below >= (entry.files ?? Infinity)) emptied.push(path);
      else open.push(path);
    }
  }
  const alone = emptyFolders.filter((path) => !emptied.some((folder) => path.startsWith(`${folder}/`)));
  return success([...emptied, ...alone].sort(comparePaths));
}

/** Files at `head` below the given folders that are neither in `removed` nor were they in the base commit. */
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
