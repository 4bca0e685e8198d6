import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Entry, Extent, FileContent, Page, PageToken, Remote } from '../../removal/remote';
import type { FolderPath, RemotePath } from '../../removal/remotePath';
import { unlessAborted } from '../../removal/stop';
import type { OxenChanges } from './changes';
import { readSnapshot, type Context, type Snapshot } from './context';
import { absent } from './failures';
import { committedEntries, committedEntry, uploadedEntries, uploadedEntry } from './overlay';
import { segmentOf, type Segment } from './place';
import { getEntry, listFolder, readFile } from './repositoryRequests';
import type { OxenEntry, OxenListing } from './shapes';

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
  /** The base commit as last read. */
  readonly base: () => Segment | undefined;
}

export function oxenBrowsing(context: Context): Browsing {
  let last: Snapshot | undefined;
  let underWay: Promise<Answer<Snapshot>> | undefined;
  let knownBase: Segment | undefined;
  // Begun before a change a reading may end after it, and show the workspace as it was: it serves no listing from then on.
  const forget = (): void => {
    last = undefined;
    underWay = undefined;
  };
  const readStaged = async (signal: AbortSignal): Promise<Answer<Snapshot>> => {
    const reading = readSnapshot(context, signal);
    underWay = reading;
    const read = await reading;
    if (read.ok) knownBase = read.value.base;
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
  /**
   * What the base commit says, together with what is staged upon it. Both are asked for at once: a workspace mostly still has the base
   * that it had, and what a commit holds never changes.
   */
  const overlaid = async <T>(
    reading: Promise<Answer<Snapshot>>,
    ask: (base: Segment) => Promise<Answer<T>>,
  ): Promise<Answer<Overlaid<T>>> => {
    const likely = knownBase;
    const early = likely === undefined ? undefined : ask(likely);
    const read = await reading;
    if (!read.ok) return read;
    const { base, changes } = read.value;
    return success({ base, changes, told: await (early && base === likely ? early : ask(base)) });
  };
  const { place, send } = context;
  const entryAt = (reading: Promise<Answer<Snapshot>>, path: RemotePath, signal: AbortSignal) =>
    overlaid(reading, (base) => send(getEntry(place, base, path), signal));
  return {
    list: async (folder, page, signal) => {
      const { revision, number } = pageOf(page);
      const read = await overlaid(snapshot(signal), (base) =>
        send(listFolder(place, revision ?? base, folder, number), signal),
      );
      return read.ok ? listEntries(context, read.value, { folder, number, revision }, signal) : read;
    },
    stat: async (path, signal) => {
      const read = await entryAt(readStaged(signal), path, signal);
      return read.ok ? entryOf(path, read.value) : read;
    },
    measure: async ({ path }, signal) => {
      const read = await entryAt(snapshot(signal), path, signal);
      return read.ok ? extentOf(path, read.value, context.now()) : read;
    },
    read: async (path, maxBytes, signal) => {
      const read = await overlaid(snapshot(signal), (base) => send(readFile(place, base, path, maxBytes), signal));
      return read.ok ? contentOf(context, read.value, { path, maxBytes }, signal) : read;
    },
    readStaged,
    forget,
    base: () => knownBase,
  };
}

/** What the base commit answered, and what is staged upon it. */
interface Overlaid<T> {
  readonly base: Segment;
  readonly changes: OxenChanges;
  readonly told: Answer<T>;
}

interface PageWanted {
  readonly folder: FolderPath;
  readonly number: number;
  /** The base commit the first page was read from: later pages come from the same one, whatever happened since. */
  readonly revision: Segment | undefined;
}

async function listEntries(
  { send, place }: Context,
  { base, changes, told }: Overlaid<OxenListing>,
  { folder, number, revision = base }: PageWanted,
  signal: AbortSignal,
): Promise<Answer<Page<Entry>>> {
  const uploaded = uploadedEntries(folder, changes);
  if (!told.ok) {
    const onlyUploaded = uploaded.folders.length + uploaded.files.length > 0;
    if (told.failure.code !== 'pathNotFound' || !onlyUploaded) return told;
    return success({ items: [...uploaded.folders, ...uploaded.files] });
  }
  const { entries, pages, total } = told.value;
  const items = committedEntries(folder, entries, changes, revision);
  if (number < pages) return success({ items, next: tokenOf(revision, number + 1), total });
  const listed = new Set<string>(items.map(({ path }) => path));
  const unseen = uploaded.folders.filter(({ path }) => !listed.has(path));
  const folders = pages <= 1 ? success(unseen) : await notCommitted({ send, place }, revision, unseen, signal);
  if (!folders.ok) return folders;
  const added = [...folders.value, ...uploaded.files];
  return success({ items: [...items, ...added], total: total + added.length });
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

function entryOf(path: RemotePath, { base, changes, told }: Overlaid<OxenEntry>): Answer<Entry> {
  if (told.ok) return success(committedEntry(path, told.value, changes, base));
  if (told.failure.code !== 'pathNotFound') return told;
  const uploaded = uploadedEntry(path, changes);
  return uploaded === undefined ? told : success(uploaded);
}

/**
 * Files and bytes from the entry's metadata at the base commit: one request, however much it holds. Of uploads the server tells no
 * size, so their bytes are `atLeast`.
 */
function extentOf(path: RemotePath, { changes, told }: Overlaid<OxenEntry>, countedAt: number): Answer<Extent> {
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
async function contentOf(
  { send, place }: Context,
  { changes, told }: Overlaid<FileContent>,
  { path, maxBytes }: { readonly path: RemotePath; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<Answer<FileContent>> {
  if (told.ok || told.failure.code !== 'pathNotFound') return told;
  const workspace = segmentOf(place.workspace);
  const uploaded = uploadedEntry(path, changes)?.kind === 'file';
  return uploaded && workspace !== undefined ? send(readFile(place, workspace, path, maxBytes), signal) : told;
}

function tokenOf(revision: Segment, page: number): PageToken {
  return `${revision}:${page}` as PageToken;
}

function pageOf(token: PageToken | undefined): Pick<PageWanted, 'number' | 'revision'> {
  const [, revision, number] = /^([^:]+):(\d+)$/.exec(token ?? '') ?? [];
  return { number: Number(number ?? 1), revision: revision === undefined ? undefined : segmentOf(revision) };
}
