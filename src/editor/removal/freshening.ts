import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Entry, PageToken, Remote } from '../../removal/remote';
import { parentOf, type FolderPath } from '../../removal/remotePath';
import { byRemote, type Listed } from '../../removal/selection';
import { remoteIn, type Remotes } from './planner';

/** Entries as their server lists them now, beside how they were listed before. */
export interface Freshened {
  readonly now: readonly Listed[];
  /** Listed before, and no longer there. */
  readonly gone: readonly Listed[];
}

/** From this many entries of one folder on, one listing is cheaper than asking for each. */
const WORTH_LISTING = 10;

/** Reads entries again that were listed a while ago (marked, or left over from a run): what is planned is what is there. */
export async function freshen(
  listed: readonly Listed[],
  remotes: Remotes,
  signal: AbortSignal,
): Promise<Answer<Freshened>> {
  const now: Listed[] = [];
  const gone: Listed[] = [];
  for (const group of byRemote(listed)) {
    const [first] = group;
    if (!first) continue;
    for (const [folder, entries] of byFolder(group)) {
      const found = await readAgain(remoteIn(remotes, first.remote), folder, entries, signal);
      if (!found.ok) return found;
      for (const one of entries) {
        const entry = found.value.get(keyOf(one.entry));
        if (entry) now.push({ remote: one.remote, entry });
        else gone.push(one);
      }
    }
  }
  return success({ now, gone });
}

/** Entries by key; those that are gone are missing. */
async function readAgain(
  remote: Remote,
  folder: FolderPath,
  listed: readonly Listed[],
  signal: AbortSignal,
): Promise<Answer<ReadonlyMap<string, Entry>>> {
  return listed.length < WORTH_LISTING ? statEach(remote, listed, signal) : listAll(remote, folder, signal);
}

async function statEach(
  remote: Remote,
  listed: readonly Listed[],
  signal: AbortSignal,
): Promise<Answer<Map<string, Entry>>> {
  const found = new Map<string, Entry>();
  for (const { entry } of listed) {
    const answer = await remote.stat(entry.path, signal);
    if (answer.ok) found.set(keyOf(answer.value), answer.value);
    else if (answer.failure.kind !== 'notFound') return answer;
  }
  return success(found);
}

async function listAll(remote: Remote, folder: FolderPath, signal: AbortSignal): Promise<Answer<Map<string, Entry>>> {
  const found = new Map<string, Entry>();
  let page: PageToken | undefined;
  do {
    const answer = await remote.list(folder, page, signal);
    if (!answer.ok && answer.failure.kind === 'notFound') return success(found);
    if (!answer.ok) return answer;
    for (const entry of answer.value.items) found.set(keyOf(entry), entry);
    page = answer.value.next;
    if (signal.aborted) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
  } while (page !== undefined);
  return success(found);
}

function byFolder(listed: readonly Listed[]): ReadonlyMap<FolderPath, readonly Listed[]> {
  const folders = new Map<FolderPath, Listed[]>();
  for (const one of listed) {
    const folder = parentOf(one.entry.path);
    const group = folders.get(folder);
    if (group) group.push(one);
    else folders.set(folder, [one]);
  }
  return folders;
}

/** The same entry: same path and, where the server has ids, the same id (another file may have taken the name). */
function keyOf({ path, id }: Entry): string {
  return `${path}\0${id ?? ''}`;
}
