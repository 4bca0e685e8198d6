import { success, type Answer } from '../../removal/failure';
import { childOf, comparePaths, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { Leftover } from '../../removal/staging';
import { stagedPaths, type OxenChanges } from './changes';
import { eachOf, readFolder, type Context, type Snapshot } from './context';
import type { Segment } from './place';
import { getEntry } from './repositoryRequests';
import { branchesBelow, gapsOf } from './unstagingPlan';

/** What the bare folders of `/changes` really are: the server does not say, the base commit does. */
export interface FolderFacts {
  /** Tracked folders without any file, staged for removal on purpose. Sorted. */
  readonly emptyFolders: readonly RemotePath[];
  readonly leftovers: readonly Leftover[];
}

/** Files below a folder of the base commit; undefined: there is no such folder. */
type Held = { readonly files: number } | undefined;

export async function readFacts(
  context: Context,
  { base, changes }: Pick<Snapshot, 'base' | 'changes'>,
  signal: AbortSignal,
): Promise<Answer<FolderFacts>> {
  const staged = stagedPaths(changes);
  const everything = [...staged, ...namedFolders(changes)].sort(comparePaths);
  const gaps = gapsOf(changes, [], everything);
  const open = namedFolders(changes).filter((folder) => !gaps.includes(folder));
  const held = await eachOf(open, (folder) => filesIn(context, base, folder, signal));
  if (!held.ok) return held;
  const emptyFolders: RemotePath[] = [];
  const leftovers = gaps
    .flatMap((gap) => branchesBelow(gap, everything))
    .map((folder): Leftover => ({ folder, harm: 'breaks' }));
  open.forEach((folder, index) => {
    const found = held.value[index];
    if (found === undefined) leftovers.push({ folder, harm: 'adds' });
    else if (found.files > 0) leftovers.push({ folder, harm: 'loses', files: found.files });
    else emptyFolders.push(folder);
  });
  return success({ emptyFolders, leftovers: leftovers.sort((a, b) => comparePaths(a.folder, b.folder)) });
}

function namedFolders({ bareFolders }: OxenChanges): readonly RemotePath[] {
  return bareFolders.filter((folder): folder is RemotePath => folder !== ROOT);
}

/**
 * The metadata's count can drift on a server that merged two removals of one file (0.50.0), so "no files" is believed only after
 * looking: an empty tracked folder and a folder that a commit would lose must never be mistaken for each other.
 */
async function filesIn(
  context: Context,
  base: Segment,
  folder: RemotePath,
  signal: AbortSignal,
): Promise<Answer<Held>> {
  const told = await context.send(getEntry(context.place, base, folder), signal);
  if (!told.ok) return told.failure.code === 'pathNotFound' ? success(undefined) : told;
  if (!told.value.folder) return success(undefined);
  const files = told.value.files ?? 0;
  if (files > 0) return success({ files });
  const found = await hasFile(context, base, folder, signal);
  return found.ok ? success({ files: found.value ? 1 : 0 }) : found;
}

async function hasFile(
  context: Context,
  base: Segment,
  folder: FolderPath,
  signal: AbortSignal,
): Promise<Answer<boolean>> {
  const entries = await readFolder(context, base, folder, signal);
  if (!entries.ok) return entries;
  if (entries.value.some((entry) => !entry.folder)) return success(true);
  for (const { name } of entries.value) {
    const child = childOf(folder, name);
    const found = child === undefined ? success(false) : await hasFile(context, base, child, signal);
    if (!found.ok || found.value) return found;
  }
  return success(false);
}
