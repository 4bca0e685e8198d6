import { success } from '../../removal/failure';
import { childOf, parentOf, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { eachOf, type Context } from './context';
import type { Segment } from './place';
import { listFolder } from './repositoryRequests';

/** Removals whose sizes are looked up, and folders listed for it, at most: a large removal is shown without sizes, at once. */
const SIZED_REMOVALS = 2000;
const SIZED_FOLDERS = 20;

/**
 * Bytes of removed files in the base commit, of those that are on the first page of their folder's listing. Each is looked up once a commit.
 * A folder that cannot be listed only leaves its sizes unknown.
 */
export async function sizesOf(
  { send, place, sizesSeen }: Context,
  base: Segment,
  removed: readonly RemotePath[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RemotePath, number | undefined>> {
  if (sizesSeen.base !== base) {
    sizesSeen.base = base;
    sizesSeen.sizes = new Map();
  }
  const { sizes } = sizesSeen;
  const open = removed.filter((path) => !sizes.has(path));
  const folders = byFolder(open);
  if (open.length > SIZED_REMOVALS || folders.size > SIZED_FOLDERS) return sizes;
  await eachOf([...folders], async ([folder, paths]) => {
    const listing = await send(listFolder(place, base, folder, 1), signal);
    if (!listing.ok) return success(undefined);
    const files = listing.value.entries.filter((entry) => !entry.folder);
    const listed = new Map(files.map(({ name, bytes }) => [childOf(folder, name), bytes]));
    for (const path of paths) sizes.set(path, listed.get(path));
    return success(undefined);
  });
  return sizes;
}

function byFolder(paths: readonly RemotePath[]): ReadonlyMap<FolderPath, readonly RemotePath[]> {
  const folders = new Map<FolderPath, RemotePath[]>();
  for (const path of paths) {
    const folder = parentOf(path);
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  return folders;
}
