import { success, type Answer } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import { eachOf, type Context } from './context';
import type { Segment } from './place';
import { getEntry } from './repositoryRequests';

/**
 * Of paths, those that are not the same in two commits. A workspace gets another base commit only by being committed: what is staged in it no
 * more went with that commit, or was taken back before it, and only the commits tell which. Sorted like `paths`.
 */
export async function differing(
  context: Context,
  [before, after]: readonly [Segment, Segment],
  paths: readonly RemotePath[],
  signal: AbortSignal,
): Promise<Answer<readonly RemotePath[]>> {
  if (before === after) return success([]);
  const had = await eachOf(paths, (path) => contentAt(context, before, path, signal));
  if (!had.ok) return had;
  const has = await eachOf(paths, (path) => contentAt(context, after, path, signal));
  return has.ok ? success(paths.filter((_, index) => has.value[index] !== had.value[index])) : has;
}

/** Equal for equal content, undefined where there is nothing. */
export async function contentAt(
  { send, place }: Context,
  revision: Segment,
  path: RemotePath,
  signal: AbortSignal,
): Promise<Answer<string | undefined>> {
  const told = await send(getEntry(place, revision, path), signal);
  if (told.ok) return success(told.value.hash);
  return told.failure.code === 'pathNotFound' ? success(undefined) : told;
}
