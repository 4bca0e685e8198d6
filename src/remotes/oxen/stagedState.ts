import { success, type Answer } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import type { StagedRemoval, StagedState } from '../../removal/staging';
import type { Context, Snapshot } from './context';
import { readFacts } from './facts';
import { sizesOf } from './removedSizes';

/** What is staged, with the leftovers named and, when that is cheap, the sizes of removals. */
export async function stateOf(context: Context, snapshot: Snapshot, signal: AbortSignal): Promise<Answer<StagedState>> {
  const { base, changes, unfinished, readAt } = snapshot;
  const facts = await readFacts(context, snapshot, signal);
  if (!facts.ok) return facts;
  const sizes = await sizesOf(context, base, changes.removed, signal);
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
