import type { Entry, Trait } from '../../removal/remote';
import { childOf, namesOf, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { OxenChanges } from './changes';
import type { Segment } from './place';
import type { OxenEntry } from './shapes';
import { countBelow, includesPath, pathsBelow } from './sorted';

/** An entry of the base commit with what is staged upon it. */
export function committedEntry(path: RemotePath, told: OxenEntry, changes: OxenChanges, base: Segment): Entry {
  return {
    path,
    kind: told.folder ? 'folder' : 'file',
    bytes: told.bytes,
    ...(told.files === undefined ? {} : { files: told.files }),
    ...(told.modified === undefined ? {} : { modified: told.modified }),
    version: told.hash,
    base,
    traits: told.folder ? folderTraits(path, told.files, changes) : fileTraits(path, changes),
  };
}

/** The entries of one page of a base commit's folder. Names that cannot be addressed are left out: nothing could be done with them. */
export function committedEntries(
  folder: FolderPath,
  told: readonly OxenEntry[],
  changes: OxenChanges,
  base: Segment,
): readonly Entry[] {
  return told.flatMap((entry) => {
    const path = childOf(folder, entry.name);
    return path === undefined ? [] : [committedEntry(path, entry, changes, base)];
  });
}

/** Files and folders directly in `folder` that exist through uploads; folders may be in the base commit too. */
export function uploadedEntries(
  folder: FolderPath,
  changes: OxenChanges,
): { readonly folders: readonly Entry[]; readonly files: readonly Entry[] } {
  const depth = namesOf(folder).length;
  const files: Entry[] = [];
  const folders = new Map<RemotePath, Entry>();
  for (const path of pathsBelow(changes.uploaded, folder)) {
    const names = path.split('/');
    const child = childOf(folder, names[depth] ?? '');
    if (child === undefined) continue;
    if (child === path) files.push(uploadedFile(path));
    else if (!folders.has(child)) folders.set(child, uploadedFolder(child, changes));
  }
  return { folders: [...folders.values()], files };
}

/** An entry that is only in the workspace, or undefined when nothing there has or is above this path. */
export function uploadedEntry(path: RemotePath, changes: OxenChanges): Entry | undefined {
  if (includesPath(changes.uploaded, path)) return uploadedFile(path);
  return countBelow(changes.uploaded, path) > 0 ? uploadedFolder(path, changes) : undefined;
}

/** Whether the removal of a whole folder is staged: of every file it has, or of itself when it has none. */
export function isFolderStaged(path: RemotePath, files: number | undefined, changes: OxenChanges): boolean {
  if (files === undefined) return false;
  if (files > 0) return countBelow(changes.removed, path) >= files;
  return changes.bareFolders.some((bare) => bare === path || bare.startsWith(`${path}/`));
}

function uploadedFile(path: RemotePath): Entry {
  return { path, kind: 'file', traits: ['uploaded'] };
}

function uploadedFolder(path: RemotePath, changes: OxenChanges): Entry {
  return { path, kind: 'folder', files: countBelow(changes.uploaded, path), traits: ['uploaded'] };
}

function fileTraits(path: RemotePath, changes: OxenChanges): readonly Trait[] {
  if (includesPath(changes.removed, path)) return ['staged'];
  return includesPath(changes.edited, path) ? ['edited'] : [];
}

function folderTraits(path: RemotePath, files: number | undefined, changes: OxenChanges): readonly Trait[] {
  return isFolderStaged(path, files, changes) ? ['staged'] : [];
}
