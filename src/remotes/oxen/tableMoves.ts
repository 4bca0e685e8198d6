import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import { nameOf, parentOf, type RemotePath } from '../../removal/remotePath';
import type { TableStep } from '../../removal/staging';
import { multipartBody } from '../multipart';
import type { Context } from './context';
import { refused } from './failures';
import { fitsOnceDecoded, type Segment } from './place';
import { contentFor, FILLER } from './tableContent';
import type { TableMove } from './unstagingPlan';
import { renameStaged, stageRemovals, uploadFile } from './workspaceRequests';

const MARKER = new TextEncoder().encode('Winnow keeps this folder.\n');

/**
 * Moves the entries of tables to their odd names, one after the other; answers with what became of those that did not make it.
 */
export async function moveTables(
  context: Context,
  base: Segment,
  moves: readonly TableMove[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RemotePath, Failure>> {
  const unmoved = new Map<RemotePath, Failure>();
  for (const move of moves) {
    const answer = signal.aborted ? notSent() : await moveTable(context, base, move, signal);
    if (!answer.ok) unmoved.set(move.path, answer.failure);
  }
  return unmoved;
}

/** Uploads an odd file, for the folder markers that this writes. It is to be unstaged at once. */
export function uploadMarker(context: Context, aside: RemotePath, signal: AbortSignal): Promise<Answer<unknown>> {
  return uploadAt(context, aside, MARKER, signal);
}

async function uploadAt(
  { send, place }: Context,
  path: RemotePath,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  const body = multipartBody([{ field: 'file', filename: nameOf(path), bytes }]);
  if (body === undefined || !fitsOnceDecoded(parentOf(path))) return failed(refused('nameCannotTravel', { path }));
  const stored = await send(uploadFile(place, parentOf(path), body), signal);
  if (!stored.ok || stored.value.includes(path)) return stored;
  return failed(failureOf('unexpected', 'uploadNotStored', { data: { path } }));
}

async function moveTable(
  context: Context,
  base: Segment,
  { path, aside, overwrite, folder }: TableMove,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  const { send, place } = context;
  if (overwrite) {
    const content = folder ? success(FILLER) : await contentFor(context, base, path, signal);
    if (!content.ok) return content;
    const noted = await noteFirst(context, { kind: 'uploading', path, aside });
    if (!noted.ok) return noted;
    const uploaded = await uploadAt(context, path, content.value, signal);
    if (!uploaded.ok) return uploaded;
  }
  const noted = await noteFirst(context, { kind: 'renaming', path, aside });
  const renamed = noted.ok ? await send(renameStaged(place, path, aside), signal) : noted;
  if (renamed.ok || !overwrite) return renamed;
  if (folder || renamed.failure.reach === 'unanswered') return begun(renamed.failure);
  // A staged removal was here, not an edit: it is put back before anybody commits our content.
  const restaged = await send(stageRemovals(place, [path]), signal);
  return begun(restaged.ok ? renamed.failure : restaged.failure);
}

/** The upload has arrived: whatever failed after it, the step is under way. */
function begun(failure: Failure): Answer<never> {
  return failed(failure.reach === 'notSent' ? { ...failure, reach: 'answered' } : failure);
}

/** Without its line in the journal nothing is sent: afterwards nobody could tell our content from the person's. */
async function noteFirst({ note }: Context, step: TableStep): Promise<Answer<undefined>> {
  try {
    await note(step);
    return success(undefined);
  } catch {
    return failed(failureOf('unexpected', 'journalNotWritten', { data: { path: step.path }, reach: 'notSent' }));
  }
}

function notSent(): Answer<never> {
  return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
}
