import picomatch from 'picomatch';
import type { GlobMatch } from '../../removal/guards';

/** Compiling a glob takes as long as matching a hundred paths: of 10,000 targets each would pay for it at every level of its path. */
const compiled = new Map<string, (path: string) => boolean>();
/** Settings hold few globs, and a part of one is looked up by itself: more than this are leftovers of earlier settings. */
const KEPT = 500;

/** The globs of `winnow.guards.protectedPaths`. Without the flag `s` a wildcard would end at a line break in a name, and the protection with it. */
export const protects: GlobMatch = (glob, path) => {
  const known = compiled.get(glob);
  if (known) return known(path);
  const made = picomatch(glob, { dot: true, flags: 's', windows: false });
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(glob, made);
  return made(path);
};
