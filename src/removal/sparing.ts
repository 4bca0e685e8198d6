import { success, type Answer } from './failure';
import type { Environment } from './environment';
import type { Entry, PageToken, Remote } from './remote';
import { isInside, type RemotePath } from './remotePath';
import { readPatiently } from './retry';
import type { WorkspaceChanges } from './warnings';

/** Whether a folder's removal would take uploads or edits along. */
export function holdsChanges({ path, kind }: Entry, { uploaded, edited }: WorkspaceChanges): boolean {
  return kind === 'folder' && [...uploaded, ...edited].some((changed) => isInside(changed, path));
}

/**
 * What to remove instead of a folder so that no upload and no edit in it is lost: the files of the base commit beside them, and the
 * subfolders that hold none. What is staged already is left out. Stops listing once `limit` entries were found: more are refused anyway.
 */
export async function spareChanges(
  folder: Entry,
  changes: WorkspaceChanges,
  remote: Pick<Remote, 'list'>,
  options: { readonly limit: number; readonly environment: Environment; readonly signal: AbortSignal },
): Promise<Answer<readonly Entry[]>> {
  const spared: Entry[] = [];
  const open: RemotePath[] = [folder.path];
  for (let at = open.pop(); at !== undefined && spared.length < options.limit; at = open.pop()) {
    const entries = await listAll(at, remote, options);
    if (!entries.ok) return entries;
    for (const entry of entries.value) {
      if (holdsChanges(entry, changes)) open.push(entry.path);
      else if (entry.traits.length === 0) spared.push(entry);
    }
  }
  return success(spared);
}

async function listAll(
  folder: RemotePath,
  remote: Pick<Remote, 'list'>,
  { limit, environment, signal }: Parameters<typeof spareChanges>[3],
): Promise<Answer<readonly Entry[]>> {
  const entries: Entry[] = [];
  let page: PageToken | undefined;
  do {
    const at = page;
    const answer = await readPatiently(() => remote.list(folder, at, signal), environment, signal);
    if (!answer.ok) return answer;
    entries.push(...answer.value.items);
    page = answer.value.next;
  } while (page !== undefined && entries.length < limit);
  return success(entries);
}
