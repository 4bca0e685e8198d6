import type { Entry } from './remote';
import { ancestorsOf, type FolderPath } from './remotePath';
import type { StagedState } from './staging';

/**
 * Takes `staged` from an entry that was listed as staged and is so no more: other clients take removals back, too. A folder is staged when all the
 * files it had when it was listed are.
 */
export function asStagedIn(state: Pick<StagedState, 'removed' | 'emptyFolders'>): (entry: Entry) => Entry {
  const removed = new Set<FolderPath>(state.removed.map(({ path }) => path));
  const counts = new Map<FolderPath, number>();
  for (const { path } of state.removed)
    for (const folder of ancestorsOf(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const emptied = new Set<FolderPath>(state.emptyFolders.flatMap((path) => [path, ...ancestorsOf(path)]));
  const isStaged = ({ path, kind, files }: Entry): boolean => {
    if (kind !== 'folder') return removed.has(path);
    return files === 0 ? emptied.has(path) : files !== undefined && (counts.get(path) ?? 0) >= files;
  };
  return (entry) =>
    entry.traits.includes('staged') && !isStaged(entry)
      ? { ...entry, traits: entry.traits.filter((trait) => trait !== 'staged') }
      : entry;
}
