import { success, type Answer } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import type { TableStep, UnfinishedTable } from '../../removal/staging';
import type { Send } from '../request';
import type { OxenChanges } from './changes';
import type { Segment, WorkspacePlace } from './place';
import { readFile, revisionOf } from './repositoryRequests';
import { isTextTable, unfinishedTables } from './tables';

/** Bytes of a text table that are uploaded over its own removal; a longer one is replaced by a short text meanwhile. */
const OWN_CONTENT_LIMIT = 1 << 20;
export const FILLER = new TextEncoder().encode('Winnow is taking back the staged removal of this table.\n');
const LINE_END = 0x0a;

interface Reading {
  readonly send: Send;
  readonly place: WorkspacePlace;
  readonly noted: () => readonly TableStep[];
}

/** A short text table gets its own content and one line end more: even a commit of another client in between loses nothing. */
export async function contentFor(
  { send, place }: Omit<Reading, 'noted'>,
  base: Segment,
  path: RemotePath,
  signal: AbortSignal,
): Promise<Answer<Uint8Array>> {
  if (!isTextTable(path)) return success(FILLER);
  const read = await send(readFile(place, base, path, OWN_CONTENT_LIMIT), signal);
  if (!read.ok) return read.failure.code === 'pathNotFound' ? success(FILLER) : read;
  return success(read.value.truncated ? FILLER : new Uint8Array([...read.value.bytes, LINE_END]));
}

/**
 * Table steps that were interrupted. The journal alone cannot tell our content from an edit of a person: a request that it names may never have
 * arrived, and another client may have committed ours long ago. What is stored there now can.
 */
export async function unfinishedIn(
  reading: Reading,
  base: Segment,
  changes: OxenChanges,
  signal: AbortSignal,
): Promise<Answer<readonly UnfinishedTable[]>> {
  const ours: UnfinishedTable[] = [];
  for (const table of unfinishedTables(changes, reading.noted())) {
    const held = table.state === 'renamed' ? success(true) : await holdsOurs(reading, base, table.path, signal);
    if (!held.ok) return held;
    if (held.value) ours.push(table);
  }
  return success(ours);
}

async function holdsOurs(
  { send, place }: Reading,
  base: Segment,
  path: RemotePath,
  signal: AbortSignal,
): Promise<Answer<boolean>> {
  const stored = await send(readFile(place, revisionOf(place.workspace), path, OWN_CONTENT_LIMIT + 1), signal);
  if (!stored.ok) return stored.failure.code === 'pathNotFound' ? success(false) : stored;
  const { bytes } = stored.value;
  if (isEqual(bytes, FILLER)) return success(true);
  const own = await contentFor({ send, place }, base, path, signal);
  return own.ok ? success(isEqual(bytes, own.value)) : own;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
