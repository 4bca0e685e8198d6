import type { StagedState } from './staging';

/** Whether a workspace holds what it held when the person was shown it: the same changes, on the same commit. */
export function holdsTheSame(shown: StagedState, now: StagedState): boolean {
  return contentsOf(shown) === contentsOf(now);
}

function contentsOf({ base, removed, uploaded, edited, emptyFolders, unfinished, unreadable }: StagedState): string {
  const pathsOf = (entries: readonly { readonly path: string }[]): readonly string[] => entries.map(({ path }) => path);
  return JSON.stringify([base, pathsOf(removed), uploaded, edited, emptyFolders, pathsOf(unfinished), unreadable]);
}
