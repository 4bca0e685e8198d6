import picomatch from 'picomatch';
import type { GlobMatch } from '../../removal/guards';

/** The globs of `winnow.guards.protectedPaths`. Without the flag `s` a wildcard would end at a line break in a name, and the protection with it. */
export const protects: GlobMatch = (glob, path) =>
  picomatch.isMatch(path, glob, { dot: true, flags: 's', windows: false });
