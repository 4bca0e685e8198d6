import type { StagedState } from './staging';

/** Whether a workspace holds what it held when the person was shown it: the same changes, on the same commit. */
export function holdsTheSame(shown: StagedState, now: StagedState): boolean {
  return contentsOf(shown) === contentsOf(now);
}

function contentsOf({ base, removed, uploaded, edited, emptyFolders }: StagedState): string {
  return JSON.stringify([base, removed.map(({ path }) => path), uploaded, edited, emptyFolders]);
}
