/**
 * The names of a folder in listing order. Removing costs nothing: a name stays here until the folder is compacted, and the
 * reader leaves out what the folder no longer has. That is also why pages come out short, as on a real Oneprovider.
 */
export interface NameIndex {
  names: string[];
  isSorted: boolean;
  removed: number;
}

export const newIndex = (): NameIndex => ({ names: [], isSorted: true, removed: 0 });

export function addName(index: NameIndex, name: string): void {
  const last = index.names.at(-1);
  if (last === undefined || (index.isSorted && last < name)) {
    index.names.push(name);
    return;
  }
  if (!index.isSorted) {
    index.names.push(name);
    return;
  }
  const at = positionAfter(index.names, name);
  if (index.names[at - 1] === name) index.removed--;
  else index.names.splice(at, 0, name);
}

/** Loads many names at once; sorting waits for the first listing. */
export function addNameUnsorted(index: NameIndex, name: string): void {
  index.names.push(name);
  index.isSorted = false;
}

export function removeName(index: NameIndex, has: (name: string) => boolean): void {
  index.removed++;
  if (index.removed < 1000 || index.removed * 2 < index.names.length) return;
  index.names = index.names.filter(has);
  index.removed = 0;
}

export function sortedNames(index: NameIndex): readonly string[] {
  if (!index.isSorted) {
    index.names = [...new Set(index.names)].sort(byCodeUnit);
    index.isSorted = true;
  }
  return index.names;
}

/** Position of the first name greater than `name`. */
export function positionAfter(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? '') <= name) low = middle + 1;
    else high = middle;
  }
  return low;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
