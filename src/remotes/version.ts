/**
 * Whether a release of a server or of the editor is at least `wanted` (`21.02.4`). Numbers are compared one by one, a suffix such as `-rc1` is ignored,
 * a missing number is 0 (`25.0` is `25.0.0`). A version that nobody knows is older than everything: the careful answer.
 */
export function versionAtLeast(version: string, wanted: string): boolean {
  const have = numbersOf(version);
  if (have.length === 0) return false;
  const need = numbersOf(wanted);
  for (let at = 0; at < Math.max(have.length, need.length); at++) {
    const difference = (have[at] ?? 0) - (need[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  const found = /^\s*v?(\d+(?:\.\d+)*)/.exec(version)?.[1];
  return found === undefined ? [] : found.split('.').map(Number);
}
