import { success, type Answer } from '../../removal/failure';
import { childOf, parentOf, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { StagedRemoval, StagedState } from '../../removal/staging';
import { eachOf, type Context, type Snapshot } from './context';
import { readFacts } from './facts';
import type { Segment } from './place';
import { listFolder } from './repositoryRequests';
import { unfinishedTables } from './tables';

/** Removals whose sizes are looked up, and folders listed for it, at most: a large removal is shown without sizes, at once. */
const SIZED_REMOVALS = 2000;
const SIZED_FOLDERS = 20;
const AT_ONCE = 4;

/** What is staged, with the leftovers named and, when that is cheap, the sizes of removals. */
export async function stateOf(context: Context, snapshot: Snapshot, signal: AbortSignal): Promise<Answer<StagedState>> {
  const { base, changes, readAt } = snapshot;
  const facts = await readFacts(context, snapshot, signal);
  if (!facts.ok) return facts;
  const sizes = await sizesOf(context, base, changes.removed, signal);
  const unfinished = unfinishedTables(changes, context.noted());
  const ours = new Set<RemotePath>(unfinished.map(({ state, path, aside }) => (state === 'renamed' ? aside : path)));
  return success({
    removed: changes.removed.map((path): StagedRemoval => {
      const bytes = sizes.get(path);
      return bytes === undefined ? { path } : { path, bytes };
    }),
    uploaded: changes.uploaded.filter((path) => !ours.has(path)),
    edited: changes.edited.filter((path) => !ours.has(path)),
    emptyFolders: facts.value.emptyFolders,
    leftovers: facts.value.leftovers,
    unfinished,
    unreadable: changes.unreadable,
    base,
    readAt,
  });
}

/** From the first page of each folder's listing. A folder that cannot be listed only leaves its sizes unknown. */
async function sizesOf(
  { send, place }: Context,
  base: Segment,
  removed: readonly RemotePath[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RemotePath, number>> {
  const folders = new Set<FolderPath>(removed.map(parentOf));
  if (removed.length > SIZED_REMOVALS || folders.size > SIZED_FOLDERS) return new Map();
  const wanted = new Set(removed);
  const sizes = new Map<RemotePath, number>();
  await eachOf([...folders], AT_ONCE, async (folder) => {
    const listing = await send(listFolder(place, base, folder, 1), signal);
    for (const entry of listing.ok ? listing.value.entries : []) {
      const path = entry.folder ? undefined : childOf(folder, entry.name);
      if (path !== undefined && wanted.has(path)) sizes.set(path, entry.bytes);
    }
    return success(undefined);
  });
  return sizes;
}
