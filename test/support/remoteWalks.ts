import type { Answer } from '../../src/removal/failure';
import type { Entry, Extent, Page, PageToken, Remote, Target } from '../../src/removal/remote';
import { ROOT, parseRemotePath, type FolderPath, type RemotePath } from '../../src/removal/remotePath';

export const never = (): AbortSignal => new AbortController().signal;

export function pathOf(text: string): RemotePath {
  const parsed = parseRemotePath(text);
  if (!parsed.ok) throw new Error(`no path: ${JSON.stringify(text)}`);
  return parsed.path;
}

/** Every entry of a folder, page by page. */
export async function listAll(remote: Remote, folder: FolderPath): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let page: PageToken | undefined;
  do {
    const answer: Answer<Page<Entry>> = await remote.list(folder, page, never());
    if (!answer.ok) throw new Error(`${folder}: ${JSON.stringify(answer.failure)}`);
    entries.push(...answer.value.items);
    page = answer.value.next;
  } while (page !== undefined);
  return entries;
}

/** Every entry of a remote, folders before what they hold. `closed`: folders that are not entered. */
export async function walkAll(
  remote: Remote,
  closed: readonly string[] = [],
  folder: FolderPath = ROOT,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const entry of await listAll(remote, folder)) {
    entries.push(entry);
    if (entry.kind !== 'folder' || closed.includes(entry.path)) continue;
    entries.push(...(await walkAll(remote, closed, entry.path)));
  }
  return entries;
}

/** The entry at a path, from the server. */
export async function entryAt(remote: Remote, text: string): Promise<Entry> {
  const answer = await remote.stat(pathOf(text), never());
  if (!answer.ok) throw new Error(`${text}: ${JSON.stringify(answer.failure)}`);
  return answer.value;
}

const UNCOUNTED: Extent = { files: 0, bytes: 0, precision: 'atLeast', countedAt: 0 };

export function targetOf(remote: Remote, entry: Entry, extent: Extent = UNCOUNTED): Target {
  return { remote: remote.address, entry, extent };
}
