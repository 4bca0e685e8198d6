import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Entry, Extent, FileContent, Page, PageToken, Remote } from '../../removal/remote';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import { unlessAborted } from '../../removal/stop';
import { readSnapshot, type Context, type Snapshot } from './context';
import { absent } from './failures';
import { committedEntries, committedEntry, uploadedEntries, uploadedEntry } from './overlay';
import { segmentOf, type Segment } from './place';
import { getEntry, listFolder, readFile } from './repositoryRequests';

/**
 * How long, in ms, one reading of the staged changes serves listings, which also wait together for one that is under way. Opening ten
 * folders at once reads `/changes` (which may hold thousands of entries) once; every act and every `staged()` ends it. `stat` and
 * `staged()` always read anew: plans rest on what they say.
 */
const FRESH = 2000;

/** Reading a workspace: folders of its base commit, overlaid with what is staged. */
export interface Browsing {
  readonly list: Remote['list'];
  readonly stat: Remote['stat'];
  readonly measure: (entry: Entry, signal: AbortSignal) => Promise<Answer<Extent>>;
  readonly read: Remote['read'];
  /** Reads anew what is staged; listings go by it from then on. */
  readonly readStaged: (signal: AbortSignal) => Promise<Answer<Snapshot>>;
  /** Something changed: no reading that was begun before serves another listing. */
  readonly forget: () => void;
}

export function oxenBrowsing(context: Context): Browsing {
  let last: Snapshot | undefined;
  let underWay: Promise<Answer<Snapshot>> | undefined;
  // Begun before a change a reading may end after it, and show the workspace as it was: it serves no listing from then on.
  const forget = (): void => {
    last = undefined;
    underWay = undefined;
  };
  const readStaged = async (signal: AbortSignal): Promise<Answer<Snapshot>> => {
    const reading = readSnapshot(context, signal);
    underWay = reading;
    const read = await reading;
    if (underWay === reading) {
      underWay = undefined;
      last = read.ok ? read.value : undefined;
    }
    return read;
  };
  const snapshot = async (signal: AbortSignal): Promise<Answer<Snapshot>> => {
    if (last !== undefined && Math.abs(context.now() - last.readAt) < FRESH) return success(last);
    if (underWay === undefined) return readStaged(signal);
    const shared = await unlessAborted(underWay, signal);
    if (shared === undefined) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
    // Whoever began it gave it up: that is no answer for anybody else.
    return !shared.ok && shared.failure.kind === 'cancelled' ? snapshot(signal) : shared;
  };
  const withSnapshot = async <T>(
    signal: AbortSignal,
    use: (snapshot: Snapshot) => Promise<Answer<T>>,
  ): Promise<Answer<T>> => {
    const read = await snapshot(signal);
    return read.ok ? use(read.value) : read;
  };
  return {
    list: (folder, page, signal) =>
      withSnapshot(signal, (read) => listEntries(context, read, { folder, ...pageOf(page) }, signal)),
    stat: async (path, signal) => {
      const read = await readStaged(signal);
      return read.ok ? statEntry(context, read.value, path, signal) : read;
    },
    measure: (entry, signal) => withSnapshot(signal, (read) => measureEntry(context, read, entry, signal)),
    read: (path, maxBytes, signal) => withSnapshot(signal, (read) => readEntry(context, read, path, maxBytes, signal)),
    readStaged,
    forget,
  };
}

interface PageWanted {
  readonly folder: FolderPath;
  readonly page: number;
  /** The base commit the first page was read from: later pages come from the same one, whatever happened since. */
  readonly revision: Segment | undefined;
}

async function listEntries(
  { send, place }: Context,
  { base, changes }: Snapshot,
  { folder, page, revision = base }: PageWanted,
  signal: AbortSignal,
): Promise<Answer<Page<Entry>>> {
  const uploaded = uploadedEntries(folder, changes);
  const listing = await send(listFolder(place, revision, folder, page), signal);
  if (!listing.ok) {
    const onlyUploaded = uploaded.folders.length + uploaded.files.length > 0;
    if (listing.failure.code !== 'pathNotFound' || !onlyUploaded) return listing;
    return success({ items: [...uploaded.folders, ...uploaded.files] });
  }
  const items = committedEntries(folder, listing.value.entries, changes);
  if (page < listing.value.pages) {
    return success({ items, next: tokenOf(revision, page + 1), total: listing.value.total });
  }
  const listed = new Set<string>(items.map(({ path }) => path));
  const unseen = uploaded.folders.filter(({ path }) => !listed.has(path));
  const folders =
    listing.value.pages <= 1 ? success(unseen) : await notCommitted({ send, place }, revision, unseen, signal);
  if (!folders.ok) return folders;
  const added = [...folders.value, ...uploaded.files];
  return success({ items: [...items, ...added], total: listing.value.total + added.length });
}

/** Of folders that uploads lie in, those the base commit does not have. Only a folder of several pages needs a question each. */
async function notCommitted(
  { send, place }: Pick<Context, 'send' | 'place'>,
  revision: Segment,
  folders: readonly Entry[],
  signal: AbortSignal,
): Promise<Answer<readonly Entry[]>> {
  const only: Entry[] = [];
  for (const folder of folders) {
    const found = await send(getEntry(place, revision, folder.path), signal);
    if (found.ok) continue;
    if (found.failure.code !== 'pathNotFound') return found;
    only.push(folder);
  }
  return success(only);
}

async function statEntry(
  { send, place }: Context,
  { base, changes }: Snapshot,
  path: RemotePath,
  signal: AbortSignal,
): Promise<Answer<Entry>> {
  const told = await send(getEntry(place, base, path), signal);
  if (told.ok) return success(committedEntry(path, told.value, changes));
  if (told.failure.code !== 'pathNotFound') return told;
  const uploaded = uploadedEntry(path, changes);
  return uploaded === undefined ? told : success(uploaded);
}

/**
 * Files and bytes from the entry's metadata at the base commit: one request, however much it holds. Of uploads the server tells no
 * size, so their bytes are `atLeast`.
 */
async function measureEntry(
  { send, place, now }: Context,
  { base, changes }: Snapshot,
  { path }: Entry,
  signal: AbortSignal,
): Promise<Answer<Extent>> {
  const told = await send(getEntry(place, base, path), signal);
  const countedAt = now();
  if (told.ok) {
    const { folder, files, bytes } = told.value;
    const counted = folder ? files : 1;
    const precision = counted === undefined ? 'atLeast' : 'exact';
    return success({ files: counted ?? 0, bytes, precision, countedAt });
  }
  if (told.failure.code !== 'pathNotFound') return told;
  const uploaded = uploadedEntry(path, changes);
  if (uploaded === undefined) return failed(absent('pathNotFound', { path }));
  return success({ files: uploaded.files ?? 1, bytes: 0, precision: 'atLeast', countedAt });
}

/** Content at the base commit, staged for removal or not; of an upload the workspace's own. */
async function readEntry(
  { send, place }: Context,
  { base, changes }: Snapshot,
  path: RemotePath,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Answer<FileContent>> {
  const committed = await send(readFile(place, base, path, maxBytes), signal);
  if (committed.ok || committed.failure.code !== 'pathNotFound') return committed;
  const workspace = segmentOf(place.workspace);
  const uploaded = uploadedEntry(path, changes)?.kind === 'file';
  return uploaded && workspace !== undefined ? send(readFile(place, workspace, path, maxBytes), signal) : committed;
}

function tokenOf(revision: Segment, page: number): PageToken {
  return `${revision}:${page}` as PageToken;
}

function pageOf(token: PageToken | undefined): Pick<PageWanted, 'page' | 'revision'> {
  const [, revision, page] = /^([^:]+):(\d+)$/.exec(token ?? '') ?? [];
  return { page: Number(page ?? 1), revision: revision === undefined ? undefined : segmentOf(revision) };
}
