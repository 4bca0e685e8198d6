import type { Entry } from '../../src/removal/remote';
import { file, folder } from './builders';

/** What `winnow.guards.protectedPaths` means, whichever matcher reads the globs. */
export const PROTECTED_CASES: readonly (readonly [glob: string, entry: Entry, 'matches' | 'mayHold' | undefined])[] = [
  ['raw', file('raw'), 'matches'],
  ['raw', file('raw/a/b'), 'matches'],
  ['/raw/', folder('raw'), 'matches'],
  ['./raw', file('raw/a'), 'matches'],
  ['//raw//', folder('raw'), 'matches'],
  ['a/raw', file('a/raw'), 'matches'],
  ['raw', file('raw2'), undefined],
  ['raw', file('a/raw'), undefined],
  ['a/', file('a'), 'matches'],
  ['**/*.keep', file('a/b.keep'), 'matches'],
  ['**/*.keep', file('a/b'), undefined],
  ['**', file('a'), 'matches'],
  ['', file('a'), undefined],
  ['/', folder('a'), undefined],
];

/** Folders, and whether something protected could lie below them. */
export const HOLDING_CASES: readonly (readonly [glob: string, folder: string, 'matches' | 'mayHold' | undefined])[] = [
  ['data/raw/**', 'data', 'mayHold'],
  ['data/raw/**', 'data/raw/x', 'matches'],
  ['data/raw/**', 'data/rawest', undefined],
  ['data/raw/**', 'date', undefined],
  ['data/*/gold', 'data/x', 'mayHold'],
  ['data/*/gold', 'data/x/y', undefined],
  ['**/gold', 'anything', 'mayHold'],
  ['a/**/gold', 'a/b/c', 'mayHold'],
  ['a/**/gold', 'b', undefined],
  ['{a/b,c}/gold', 'a', 'mayHold'],
  ['{x{y}z/b,c}/gold', 'other', 'mayHold'],
  ['{a,b}/gold', 'a', 'mayHold'],
  ['{a,b}/gold', 'c', undefined],
  ['{a,b}/x/gold', 'c', undefined],
  ['raw', 'a', undefined],
  ['raw/*', 'raw', 'mayHold'],
  ['raw/x', 'raw/y', undefined],
];
