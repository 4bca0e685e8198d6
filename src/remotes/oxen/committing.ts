import { isDeepStrictEqual } from 'node:util';
import { failed, failureOf, success, unsent, type Answer, type Failure } from '../../removal/failure';
import { normalizeRemotePath } from '../../removal/remotePath';
import type { CommitDetails, CommitOutcome, CommitPreview, StagedState } from '../../removal/staging';
import { leavesDoubt } from '../../removal/task';
import { readSnapshot, readWorkspace, type Context, type Snapshot } from './context';
import { refused } from './failures';
import { filesBeside, provedFolders, touchedFolders } from './folders';
import { holdFolders } from './holding';
import { branchRoute } from './place';
import { proveCommit, type Committed } from './proof';
import { getCommit, listBranches, revisionOf } from './repositoryRequests';
import type { OxenCommit } from './shapes';
import { stateOf } from './stagedState';
import { openSteps } from './tables';
import { getMergeability, postCommit } from './workspaceRequests';

/** Everything a commit onto `branch` would do. Reads only. */
export async function previewCommit(
  context: Context,
  branch: string,
  signal: AbortSignal,
): Promise<Answer<CommitPreview>> {
  const route = branchRoute(branch);
  if (route === undefined) return failed(refused('badName', { name: branch }));
  const snapshot = await readSnapshot(context, signal);
  if (!snapshot.ok) return snapshot;
  const state = await stateOf(context, snapshot.value, signal);
  if (!state.ok) return state;
  const head = await headOf(context, branch, signal);
  if (!head.ok) return head;
  const merge = await context.send(getMergeability(context.place, route), signal);
  if (!merge.ok) return merge;
  const { base } = snapshot.value;
  const { removed, uploaded } = snapshot.value.changes;
  const { emptyFolders } = state.value;
  const touched = await touchedFolders(context, { base, removed, emptyFolders, uploaded }, signal);
  if (!touched.ok) return touched;
  const { emptied } = touched.value;
  const behind = Math.max(0, merge.value.commits.length - 1);
  const appeared =
    head.value === base ? success([]) : await filesBeside(context, revisionOf(head.value), emptied, removed, signal);
  if (!appeared.ok) return appeared;
  const bytes = sumOf(state.value);
  const refusal = refusalOf(state.value);
  return success({
    branch,
    state: state.value,
    ...(bytes === undefined ? {} : { removedBytes: bytes }),
    emptied,
    mergeable: merge.value.mergeable,
    conflicts: merge.value.conflicts.flatMap((path) => {
      const parsed = normalizeRemotePath(path);
      return parsed.ok ? [parsed.path] : [];
    }),
    behind,
    head: head.value,
    appeared: appeared.value,
    ...(refusal === undefined ? {} : { refusal }),
  });
}

/** Sends the commit once; see `StagingRemote.commit`. */
export async function commit(context: Context, details: CommitDetails, signal: AbortSignal): Promise<CommitOutcome> {
  const route = branchRoute(details.branch);
  if (route === undefined) return { kind: 'failed', failure: refused('badName', { name: details.branch }) };
  const empty = (['message', 'author', 'email'] as const).find((field) => details[field].trim() === '');
  if (empty !== undefined) return { kind: 'failed', failure: refused('commitFieldEmpty', { field: empty }) };
  const ready = await prepare(context, details, signal);
  // Whatever failed up to here, the commit was not sent.
  if (!ready.ok) return { kind: 'failed', failure: unsent(ready.failure) };
  const { head, ...staged } = ready.value;
  const sent = await context.send(postCommit(context.place, route, details), signal);
  const after = new AbortController().signal;
  const made: Lookup = sent.ok
    ? { ok: true, value: sent.value }
    : await lookForCommit(context, details, head, sent.failure, after);
  if (!made.ok) return made;
  const parent = made.value.parents[0] ?? head;
  const committed: Committed = { ...staged, parent, commit: made.value.id };
  // What was staged is committed: whatever is edited from now on is the person's own.
  for (const { path, aside } of openSteps(context.noted()))
    await context.note({ kind: 'settled', path, aside }).catch(() => undefined);
  const proof = await proveCommit(context, committed, after);
  const workspace = await readWorkspace(context, after);
  const gone = !workspace.ok && workspace.failure.code === 'workspaceNotFound';
  return { kind: 'committed', commit: made.value.id, parent, proof, workspace: gone ? 'gone' : 'stays' };
}

interface Ready extends Omit<Committed, 'parent' | 'commit'> {
  readonly head: string;
}

/** Reads what is staged and refuses what must not be committed; then makes sure that the commit takes nothing else. */
async function prepare(context: Context, details: CommitDetails, signal: AbortSignal): Promise<Answer<Ready>> {
  const snapshot = await readSnapshot(context, signal);
  if (!snapshot.ok) return snapshot;
  const state = await stateOf(context, snapshot.value, signal);
  if (!state.ok) return state;
  const refusal = refusalOf(state.value);
  if (refusal !== undefined) return failed(refusal);
  const head = await headOf(context, details.branch, signal);
  if (!head.ok) return head;
  const { base, changes } = snapshot.value;
  const { emptyFolders } = state.value;
  const touched = await provedFolders(context, { ...changes, base, emptyFolders }, signal);
  if (!touched.ok) return touched;
  const ready: Ready = { changes, emptyFolders, base, emptied: touched.value.emptied, head: head.value };
  const unseen = await unseenFiles(context, details, ready, signal);
  const changed = unseen ?? (await changedSince(snapshot.value, context, signal));
  if (changed !== undefined) return failed(changed);
  const held = await holdFolders(context, touched.value, changes, signal);
  if (!held.ok) return held;
  const overtaken = await changedSince(snapshot.value, context, signal);
  return overtaken === undefined ? success(ready) : failed(overtaken);
}

/**
 * Why nothing is sent: the folders were looked through meanwhile, and others did not wait. Asked before they are held, for holding stages removed
 * files once more, also one that was just taken back; and after it, for what was taken back since has left its folder's marker.
 */
async function changedSince(
  { base, changes }: Snapshot,
  context: Context,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const now = await readSnapshot(context, signal);
  if (!now.ok) return now.failure;
  if (now.value.base === base && isDeepStrictEqual(now.value.changes, changes)) return undefined;
  return failureOf('conflict', 'changedSincePreview', { reach: 'notSent' });
}

/**
 * Why nothing is sent: files came to the branch below what goes, since the person was shown those that had come. They would go too, or the
 * server refuses.
 */
async function unseenFiles(
  context: Context,
  { appeared: shown }: CommitDetails,
  at: Ready,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const head = revisionOf(at.head);
  if (shown === undefined || head === at.base) return undefined;
  const appeared = await filesBeside(context, head, at.emptied, at.changes.removed, signal);
  if (!appeared.ok) return appeared.failure;
  if (appeared.value.every((path) => shown.includes(path))) return undefined;
  return failureOf('conflict', 'changedSincePreview', { reach: 'notSent' });
}

type Lookup = { readonly ok: true; readonly value: OxenCommit } | ({ readonly ok: false } & Undecided);
type Undecided = Exclude<CommitOutcome, { kind: 'committed' }>;

/**
 * After a failure: a refusal is what it says. Otherwise the branch head is read: a new head with our message, author and parent is the commit.
 * Without an answer anything else leaves it unknown, for the server may still be at work. A server that fails after the commit was made answers
 * with 5xx or 422, the status of everything that goes wrong there.
 */
async function lookForCommit(
  context: Context,
  { branch, message, author, email }: CommitDetails,
  before: string,
  failure: Failure,
  signal: AbortSignal,
): Promise<Lookup> {
  const refusal: Lookup = { ok: false, kind: 'failed', failure };
  const mayBeMade = leavesDoubt(failure);
  if (!mayBeMade && failure.status !== 422) return refusal;
  const head = await headOf(context, branch, signal);
  if (!head.ok) return mayBeMade ? { ok: false, kind: 'unknown', failure } : refusal;
  const unknown: Lookup = { ok: false, kind: 'unknown', failure, head: head.value };
  if (head.value === before) return failure.reach === 'unanswered' ? unknown : refusal;
  const found = await context.send(getCommit(context.place, revisionOf(head.value)), signal);
  const told = found.ok ? found.value : undefined;
  const ours = told?.message === message && told.author === author && told.email === email;
  if (ours && told.parents.includes(before)) return { ok: true, value: told };
  return mayBeMade ? unknown : refusal;
}

async function headOf({ send, place }: Context, branch: string, signal: AbortSignal): Promise<Answer<string>> {
  const branches = await send(listBranches(place), signal);
  if (!branches.ok) return branches;
  const found = branches.value.find(({ name }) => name === branch);
  return found === undefined ? failed(refused('branchNotFound', { name: branch })) : success(found.commit);
}

/** Why the state must not be committed as it is. */
function refusalOf(state: StagedState): Failure | undefined {
  const { leftovers, unfinished, unreadable } = state;
  if (unfinished.length > 0) return refused('unfinishedTables', { count: unfinished.length });
  if (leftovers.length > 0) return refused('leftovers', { count: leftovers.length });
  if (unreadable.length > 0) return refused('unreadablePaths', { count: unreadable.length });
  const { removed, uploaded, edited, emptyFolders } = state;
  const count = removed.length + uploaded.length + edited.length + emptyFolders.length;
  return count === 0 ? refused('nothingToCommit') : undefined;
}

function sumOf({ removed }: StagedState): number | undefined {
  let sum = 0;
  for (const { bytes } of removed) {
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}
