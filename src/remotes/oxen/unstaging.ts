import { failed, failureOf, success, unsent, type Answer, type Failure } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import { stagedPaths } from './changes';
import { chunksOf, readSnapshot, type Context, type Snapshot } from './context';
import { readFacts, type FolderFacts } from './facts';
import { refused } from './failures';
import { includesPath } from './sorted';
import { moveTables, uploadMarker } from './tableMoves';
import { gapsIn, NOTHING, planUnstaging, secondRound, type UnstagingPlan, type Wanted } from './unstagingPlan';
import { stageRemovals, unstageKeys } from './workspaceRequests';

/** How one run of the sequence went. What is staged afterwards is in `after`: it alone says what was achieved. */
export interface Unstaged {
  readonly before: Snapshot;
  readonly facts: FolderFacts;
  readonly wanted: Wanted;
  /** Absent when the workspace could not be read at the end. */
  readonly after?: Snapshot;
  /** What stopped the sequence. */
  readonly failure?: Failure;
  /** Tables that stay as they were, each with its reason. */
  readonly tables: ReadonlyMap<RemotePath, Failure>;
}

/** Picks what to take back from what is staged. */
export type Choose = (snapshot: Snapshot, facts: FolderFacts) => Wanted;

/**
 * Reads what is staged, plans the sequence for what `choose` picks, runs it, and reads again. Interrupted anywhere it leaves the entries
 * staged, or a table step that the journal recognises; folder markers are cleared last.
 */
export async function takeBack(context: Context, choose: Choose, signal: AbortSignal): Promise<Answer<Unstaged>> {
  const before = await readSnapshot(context, signal, 'baseFirst');
  if (!before.ok) return before;
  const facts = await readFacts(context, before.value, signal);
  if (!facts.ok) return facts;
  const wanted = choose(before.value, facts.value);
  const plan = planUnstaging(before.value.changes, facts.value.emptyFolders, wanted, context.unique);
  if (signal.aborted) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
  const start = { before: before.value, facts: facts.value, wanted };
  const { counting, arrived } = countingArrivals(context);
  const unstaged = await runAndProve(counting, plan, start, signal);
  const { failure } = unstaged;
  return failure === undefined || arrived() > 0 ? success(unstaged) : failed(unsent(failure));
}

/** The same context, and how many requests that change something have reached the server, or may have. */
function countingArrivals(context: Context): { readonly counting: Context; readonly arrived: () => number } {
  let count = 0;
  const send: Context['send'] = async (request, signal) => {
    const answer = await context.send(request, signal);
    if (!request.reads && (answer.ok || answer.failure.reach !== 'notSent')) count += 1;
    return answer;
  };
  return { counting: { ...context, send }, arrived: () => count };
}

async function runAndProve(
  context: Context,
  plan: UnstagingPlan,
  start: Pick<Unstaged, 'before' | 'facts' | 'wanted'>,
  signal: AbortSignal,
): Promise<Unstaged> {
  const { wanted } = start;
  const tables = new Map(plan.impossible.map((path) => [path, refused('tableNameHoldsPercent', { path })]));
  const cleared: string[] = [];
  const failure = await run(context, plan, { ...start, tables, cleared }, signal);
  const after = await readHealed(context, failure === undefined ? wanted : undefined, cleared, signal);
  if (!after.ok) return { ...start, tables, failure: failure ?? after.failure };
  for (const { path, aside } of [...plan.tables, ...plan.folders]) {
    const { edited, uploaded } = after.value.changes;
    const seen = includesPath(uploaded, aside) || includesPath(uploaded, path) || includesPath(edited, path);
    // A request without an answer may yet store our content over the table: until then nobody else's edit is there.
    const open = seen || tables.get(path)?.reach === 'unanswered';
    // A journal that cannot be written now says later that the step may be open; looking then finds nothing to finish.
    if (!open) await context.note({ kind: 'settled', path, aside }).catch(() => undefined);
  }
  return { ...start, tables, after: after.value, ...(failure === undefined ? {} : { failure }) };
}

/**
 * What is staged now. One more round may be due: a marker that another client deleted can be hidden by its neighbours until these have
 * gone, staging an empty folder again stages the empty folders below it, too, and what another client staged since `taken` was read
 * may have lost its markers to `cleared`: oxen-server 0.50.0 would empty the whole branch at the next commit.
 */
async function readHealed(
  context: Context,
  taken: Wanted | undefined,
  cleared: readonly string[],
  signal: AbortSignal,
): Promise<Answer<Snapshot>> {
  const after = await readSnapshot(context, signal, 'baseLast');
  if (!after.ok) return after;
  const { changes } = after.value;
  const isOvertaken = gapsIn(cleared, stagedPaths(changes)).length > 0;
  if (!isOvertaken && (taken === undefined || changes.bareFolders.length === 0)) return after;
  const facts = await readFacts(context, after.value, signal);
  if (!facts.ok) return facts;
  const { emptyFolders, leftovers } = facts.value;
  const wanted = secondRound(taken ?? NOTHING, emptyFolders);
  if (!isOvertaken && leftovers.length === 0 && wanted.emptyFolders.length === 0) return after;
  const plan = planUnstaging(changes, emptyFolders, wanted, context.unique, cleared);
  const progress = { before: after.value, wanted, tables: new Map<RemotePath, Failure>(), cleared: [] };
  await run(context, plan, progress, signal);
  return readSnapshot(context, signal, 'baseLast');
}

interface Progress extends Pick<Unstaged, 'before' | 'wanted'> {
  readonly tables: Map<RemotePath, Failure>;
  /** Keys that were asked to be cleared, answered or not. */
  readonly cleared: string[];
}

async function run(
  context: Context,
  plan: UnstagingPlan,
  { before, wanted, tables, cleared: asked }: Progress,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const { send, place } = context;
  for (const paths of chunksOf(plan.flip)) {
    const flipped = await send(stageRemovals(place, paths), signal);
    if (!flipped.ok) return flipped.failure;
  }
  const unmoved = await moveTables(context, before.base, plan.tables, signal);
  for (const [path, failure] of unmoved) tables.set(path, failure);
  for (const { aside } of plan.mend) {
    const mended = await uploadMarker(context, aside, signal);
    if (!mended.ok) return mended.failure;
  }
  const rest = unmoved.size === 0 ? success(plan) : await planWithout(context, wanted, plan, unmoved, signal);
  if (!rest.ok) return rest.failure;
  const clear = async (all: readonly string[]): Promise<Failure | undefined> => {
    for (const keys of chunksOf(all)) {
      asked.push(...keys);
      const cleared = await send(unstageKeys(place, keys), signal);
      if (!cleared.ok) return cleared.failure;
    }
    return undefined;
  };
  const { folders, last } = rest.value;
  const failure = await clear(rest.value.clear);
  if (failure !== undefined || folders.length === 0) return failure;
  asked.push(...folders.map(({ path }) => path));
  const [stays] = await moveTables(context, before.base, folders, signal);
  if (stays === undefined) return clear(last);
  tables.set(...stays);
  return stays[1];
}

/** Some tables stay, in a state only the server knows: what may be cleared is planned again from what it says now. */
async function planWithout(
  context: Context,
  wanted: Wanted,
  plan: UnstagingPlan,
  unmoved: ReadonlyMap<RemotePath, Failure>,
  signal: AbortSignal,
): Promise<Answer<UnstagingPlan>> {
  const now = await readSnapshot(context, signal);
  if (!now.ok) return now;
  const facts = await readFacts(context, now.value, signal);
  if (!facts.ok) return facts;
  const { changes } = now.value;
  const tables = new Set(plan.tables.map(({ path }) => path));
  const stays = (path: RemotePath) => unmoved.has(path) || tables.has(path);
  const moved = [...plan.tables, ...plan.mend].map(({ aside }) => aside);
  const rest: Wanted = {
    removed: wanted.removed.filter((path) => !stays(path) && includesPath(changes.removed, path)),
    emptyFolders: wanted.emptyFolders,
    uploaded: [...wanted.uploaded.filter((path) => !stays(path)), ...moved].filter((path) =>
      includesPath(changes.uploaded, path),
    ),
    edited: wanted.edited.filter((path) => !stays(path) && includesPath(changes.edited, path)),
  };
  return success(planUnstaging(changes, facts.value.emptyFolders, rest, context.unique));
}
