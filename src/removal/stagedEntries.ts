import type { Entry } from './remote';
import type { StagedState } from './staging';

/** How many removals are staged: as many as `stagedEntries` has. */
export function countStaged({ removed, emptyFolders }: Pick<StagedState, 'removed' | 'emptyFolders'>): number {
  return removed.length + emptyFolders.length;
}

/** Everything whose removal is staged, as entries: files, and the empty folders that are in no other list. */
export function stagedEntries({
  removed,
  emptyFolders,
  base,
}: Pick<StagedState, 'removed' | 'emptyFolders' | 'base'>): readonly Entry[] {
  return [
    ...removed.map(({ path, bytes }): Entry => ({
      path,
      kind: 'file',
      ...(bytes === undefined ? {} : { bytes }),
      base,
      traits: ['staged'],
    })),
    ...emptyFolders.map((path): Entry => ({ path, kind: 'folder', files: 0, bytes: 0, base, traits: ['staged'] })),
  ];
}
