import { patternOf, type GlobMatch } from './guards';
import { parentOf, ROOT, type FolderPath, type RemotePath } from './remotePath';

/** Folders that are remembered at most. */
const KEPT = 10_000;

/**
 * Which glob of the setting protects a path: one that matches it, or a folder it lies in. What was found for a folder is remembered, so
 * that a file costs one look at each glob however deep it lies.
 */
export class ProtectedPaths {
  private readonly globs: readonly { readonly glob: string; readonly pattern: string }[];
  private readonly folders = new Map<FolderPath, string | undefined>();

  constructor(
    globs: readonly string[],
    private readonly matches: GlobMatch,
  ) {
    this.globs = globs.map((glob) => ({ glob, pattern: patternOf(glob) })).filter(({ pattern }) => pattern !== '');
  }

  globOf(path: RemotePath): string | undefined {
    if (this.globs.length === 0) return undefined;
    return this.ofFolder(parentOf(path)) ?? this.matching(path);
  }

  private ofFolder(folder: FolderPath): string | undefined {
    if (folder === ROOT) return undefined;
    if (this.folders.has(folder)) return this.folders.get(folder);
    const found = this.globOf(folder);
    if (this.folders.size >= KEPT) this.folders.clear();
    this.folders.set(folder, found);
    return found;
  }

  private matching(path: RemotePath): string | undefined {
    return this.globs.find(({ pattern }) => this.matches(pattern, path))?.glob;
  }
}
