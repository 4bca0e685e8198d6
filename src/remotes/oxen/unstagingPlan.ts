import {
  ancestorsOf,
  comparePaths,
  isInside,
  parentOf,
  ROOT,
  type FolderPath,
  type RemotePath,
} from '../../removal/remotePath';
import { keysOf, type OxenChanges } from './changes';
import { fitsOnceDecoded } from './place';
import { countBelow, pathsBelow } from './sorted';
import { asideOf, isTable } from './tables';

/** Staged entries to take out of a workspace; everything else stays. Each list is sorted and part of what is staged. */
export interface Wanted {
  readonly removed: readonly RemotePath[];
  /** Tracked folders without files, staged for removal. */
  readonly emptyFolders: readonly RemotePath[];
  readonly uploaded: readonly RemotePath[];
  readonly edited: readonly RemotePath[];
}

export const NOTHING: Wanted = { removed: [], emptyFolders: [], uploaded: [], edited: [] };

/** What a second round takes: empty folders that the first one staged again, on the way of taking back the folder above them. */
export function secondRound(taken: Wanted, emptyFolders: readonly RemotePath[]): Wanted {
  const again = emptyFolders.filter((folder) => taken.emptyFolders.some((above) => isInside(folder, above)));
  return { ...NOTHING, emptyFolders: again };
}

/** A table's entry goes by upload (only over a removal) and rename: asked to unstage it, the server answers 200 and does nothing. */
export interface TableMove {
  readonly path: RemotePath;
  readonly aside: RemotePath;
  readonly overwrite: boolean;
  /** It is the marker of a folder called like a table (`part.parquet/`): that one does not go in any other way either. */
  readonly folder?: true;
}

/** The sequence of docs/OXEN.md (*Leftovers*), as data: what is sent, in this order. Empty lists are steps that fall away. */
export interface UnstagingPlan {
  /** Staged again: nothing new is removed, but every folder above stops being removed itself. */
  readonly flip: readonly RemotePath[];
  readonly tables: readonly TableMove[];
  /** Folders whose missing marker only an upload can bring back: an odd file is uploaded there and unstaged by `clear`. */
  readonly mend: readonly { readonly folder: RemotePath; readonly aside: RemotePath }[];
  /** Keys deleted from what is staged: entries first, folder markers last, so that an interruption leaves markers, never gaps. */
  readonly clear: readonly string[];
  /** Markers of folders called like tables, deepest first. Moved once nothing below them is left to clear. */
  readonly folders: readonly TableMove[];
  /** Keys deleted after that: where they were moved to, and the markers that moving wrote. */
  readonly last: readonly string[];
  /** Everything that must be staged afterwards, sorted. */
  readonly keep: readonly RemotePath[];
  /** Wanted, but not to be had: tables whose name holds `%`, which the rename cannot address. */
  readonly impossible: readonly RemotePath[];
}

/**
 * Plans how to take entries back. `emptyFolders`: the bare folders that are staged on purpose (no file below them in the base commit).
 * Markers of folders are cleared exactly: those above what goes and those already bare, except any above something that stays, which the
 * next commit would otherwise empty. `cleared`: what an earlier round cleared, before it was seen what others staged there meanwhile.
 */
export function planUnstaging(
  changes: OxenChanges,
  emptyFolders: readonly RemotePath[],
  wanted: Wanted,
  unique: () => string,
  cleared: readonly string[] = [],
): UnstagingPlan {
  const impossible = [...wanted.removed, ...wanted.uploaded, ...wanted.edited].filter(
    (path) => isTable(path) && (!fitsOnceDecoded(path) || changes.spellings.has(path)),
  );
  const beyond = new Set(impossible);
  const going = [wanted.removed, wanted.uploaded, wanted.edited].flat().filter((path) => !beyond.has(path));
  const gone = new Set([...going, ...wanted.emptyFolders]);
  const keep = [...changes.removed, ...changes.uploaded, ...changes.edited, ...emptyFolders]
    .filter((path) => !gone.has(path))
    .sort(comparePaths);
  const gaps = [...gapsOf(changes, emptyFolders, keep), ...gapsIn(cleared, keep)];
  const mending = mendGaps(gaps, new Set([...changes.removed, ...emptyFolders]), keep, unique);
  const removed = new Set(wanted.removed);
  const tables = going
    .filter(isTable)
    .map((path) => ({ path, aside: asideOf(path, unique()), overwrite: removed.has(path) }));
  const plain = going.filter((path) => !isTable(path));
  const markers = markersToClear(changes, gone, keep, emptyFolders);
  const folders = [...wanted.emptyFolders, ...markers]
    .filter((folder): folder is RemotePath => isTable(folder) && fitsOnceDecoded(folder))
    .sort((a, b) => comparePaths(b, a))
    .map((path): TableMove => ({ path, aside: asideOf(path, unique()), overwrite: true, folder: true }));
  const moved = new Set<FolderPath>(folders.map(({ path }) => path));
  const flipped = [...plain.filter((path) => removed.has(path)), ...wanted.emptyFolders, ...mending.flip];
  return {
    flip: [...new Set(flipped)],
    tables,
    mend: mending.upload,
    clear: [
      ...plain.flatMap((path) => keysOf(changes, path)),
      ...tables.map(({ aside }) => aside),
      ...mending.upload.map(({ aside }) => aside),
      ...[...wanted.emptyFolders, ...markers].filter((folder) => !moved.has(folder)),
    ],
    folders,
    last: [
      ...folders.map(({ aside }) => aside),
      ...markers.filter((marker) => !moved.has(marker) && folders.some(({ path }) => isInside(path, marker))),
    ],
    keep,
    impossible,
  };
}

/** Deepest first: a marker goes before the marker of the folder that holds it. */
function markersToClear(
  changes: OxenChanges,
  gone: ReadonlySet<RemotePath>,
  keep: readonly RemotePath[],
  emptyFolders: readonly RemotePath[],
): readonly FolderPath[] {
  const staying = new Set<FolderPath>([...foldersAbove(keep), ...emptyFolders]);
  const bare = changes.bareFolders.filter((folder) => folder !== ROOT && !staying.has(folder));
  const markers = new Set<FolderPath>([...bare, ...foldersAbove([...gone, ...bare]), ROOT]);
  return [...markers].filter((folder) => !staying.has(folder)).sort((a, b) => comparePaths(b, a));
}

function foldersAbove(paths: Iterable<FolderPath>): ReadonlySet<FolderPath> {
  const folders = new Set<FolderPath>();
  for (const path of paths) {
    if (path === ROOT) continue;
    for (const folder of ancestorsOf(path)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/**
 * A bare folder above something that stays has lost the markers between (another client unstaged a removed folder by its name): the commit
 * would empty everything beside it. Staging a removed entry again writes the markers of all folders above it anew; in a folder that holds only
 * uploads and edits, an upload does. How many are missing on the way down does not show: each of the deepest folders is seen to.
 */
function mendGaps(
  gaps: readonly FolderPath[],
  stageable: ReadonlySet<RemotePath>,
  keep: readonly RemotePath[],
  unique: () => string,
): { readonly flip: readonly RemotePath[]; readonly upload: UnstagingPlan['mend'] } {
  const flip: RemotePath[] = [];
  const upload: { folder: RemotePath; aside: RemotePath }[] = [];
  const below = new Set(gaps.flatMap((gap) => pathsBelow(keep, gap)));
  for (const [folder, held] of deepestFolders([...below])) {
    const again = held.find((path) => stageable.has(path));
    if (again !== undefined) flip.push(again);
    else upload.push({ folder, aside: asideOf(`${folder}/folder` as RemotePath, unique()) });
  }
  return { flip, upload };
}

/** Folders that hold paths, without those above others of them, each with what it holds. */
function deepestFolders(paths: readonly RemotePath[]): ReadonlyMap<RemotePath, readonly RemotePath[]> {
  const held = new Map<RemotePath, RemotePath[]>();
  for (const path of paths) {
    const folder = parentOf(path);
    if (folder === ROOT) continue;
    const beside = held.get(folder);
    if (beside) beside.push(path);
    else held.set(folder, [path]);
  }
  for (const above of foldersAbove(held.keys())) if (above !== ROOT) held.delete(above);
  return held;
}

/** Bare folders with something staged below them. */
export function gapsOf(
  changes: OxenChanges,
  emptyFolders: readonly RemotePath[],
  staged: readonly RemotePath[],
): readonly FolderPath[] {
  const onPurpose = new Set<FolderPath>(emptyFolders);
  return changes.bareFolders.filter((folder) => !onPurpose.has(folder) && countBelow(staged, folder) > 0);
}

/** Of cleared keys, the folders with something staged below them: their marker is missing, and nothing shows it. */
export function gapsIn(cleared: readonly string[], staged: readonly RemotePath[]): readonly FolderPath[] {
  return cleared.filter((key): key is FolderPath => countBelow(staged, key as FolderPath) > 0);
}

/** The folders directly in `gap` on the way to what is staged below it. */
export function branchesBelow(gap: FolderPath, staged: readonly RemotePath[]): readonly RemotePath[] {
  const branches = new Set<RemotePath>();
  for (const path of pathsBelow(staged, gap)) {
    const nearest = ancestorsOf(path).filter((folder) => folder !== ROOT && isInside(folder, gap));
    branches.add((nearest.at(-1) ?? path) as RemotePath);
  }
  return [...branches];
}
