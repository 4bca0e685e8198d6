import { ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';

/** Index of the first path in a sorted list that is not before `text`. */
function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `0` follows `/`: everything strictly below a folder lies between the two, one run in a list sorted by code units. */
function rangeBelow(sorted: readonly RemotePath[], folder: FolderPath): readonly [from: number, to: number] {
  if (folder === ROOT) return [0, sorted.length];
  return [lowerBound(sorted, `${folder}/`), lowerBound(sorted, `${folder}0`)];
}

/** Paths of a sorted list strictly below a folder (all of them for the root). */
export function pathsBelow(sorted: readonly RemotePath[], folder: FolderPath): readonly RemotePath[] {
  return sorted.slice(...rangeBelow(sorted, folder));
}

/** How many paths of a sorted list lie strictly below a folder. */
export function countBelow(sorted: readonly RemotePath[], folder: FolderPath): number {
  const [from, to] = rangeBelow(sorted, folder);
  return to - from;
}

export function includesPath(sorted: readonly FolderPath[], path: FolderPath): boolean {
  return sorted[lowerBound(sorted, path)] === path;
}

/** Paths of a sorted list at or below one. */
export function pathsFrom(sorted: readonly RemotePath[], path: RemotePath): readonly RemotePath[] {
  return includesPath(sorted, path) ? [path, ...pathsBelow(sorted, path)] : pathsBelow(sorted, path);
}
