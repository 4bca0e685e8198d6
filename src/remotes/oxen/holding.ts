import { success, type Answer } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import type { OxenChanges } from './changes';
import { chunksOf, type Context } from './context';
import { holdOf, type TouchedFolders } from './folders';
import { uploadMarker } from './tableMoves';
import { asideOf } from './tables';
import { stageRemovals, unstageKeys } from './workspaceRequests';

/**
 * Makes the commit take exactly what `/changes` shows. When another client unstaged one file out of a removed folder, the folder's own marker
 * still says "removed" and nothing in `/changes` tells: the commit would take the folder with the file. So before every commit each folder
 * that keeps some file is written anew as kept: by staging one of its removed files again, or, where only whole folders below it
 * go, by an odd file that is uploaded and unstaged at once.
 */
export async function holdFolders(
  context: Context,
  touched: TouchedFolders,
  changes: OxenChanges,
  signal: AbortSignal,
): Promise<Answer<undefined>> {
  const { send, place, unique } = context;
  const { again, mend } = holdOf(touched, changes);
  for (const paths of chunksOf(again)) {
    const staged = await send(stageRemovals(place, paths), signal);
    if (!staged.ok) return staged;
  }
  const asides = mend.map((folder) => asideOf(`${folder}/folder` as RemotePath, unique()));
  for (const aside of asides) {
    const uploaded = await uploadMarker(context, aside, signal);
    if (!uploaded.ok) return uploaded;
  }
  for (const keys of chunksOf(asides)) {
    const cleared = await send(unstageKeys(place, keys), signal);
    if (!cleared.ok) return cleared;
  }
  return success(undefined);
}
