import { failureOf, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import type { Act, BatchLimits, Presence, Target } from '../../removal/remote';
import { isAtOrInside, type RemotePath } from '../../removal/remotePath';
import type { OxenChanges } from './changes';
import { differing } from './committedMeanwhile';
import { readSnapshot, type Context, type Snapshot } from './context';
import { readFacts, type FolderFacts } from './facts';
import { DONE, outcomeBeforeSending, outcomeOf } from './outcomes';
import { revisionOf } from './repositoryRequests';
import { includesPath, pathsFrom } from './sorted';
import { takeBack, type Choose, type Unstaged } from './unstaging';
import { NOTHING, type Wanted } from './unstagingPlan';

/** The sequence costs three readings however much it takes back, so few large batches; its own requests are split further below. */
const SEQUENCE_LIMITS: BatchLimits = {
  paths: 5000,
  maxPaths: 5000,
  maxBytes: 16 << 20,
  inFlight: 1,
  maxInFlight: 1,
};

/** An act made of the sequence. */
interface Taking {
  readonly context: Context;
  readonly changed: () => void;
  /** Everything that the target stands for, as it is staged now. */
  readonly staged: (target: Target, snapshot: Snapshot, facts: FolderFacts) => Wanted;
}

/** Takes back staged removals, and finishes what was interrupted. An upload or an edit below a target is left alone. */
export function unstagingAct(context: Context, changed: () => void): Act {
  return takingAct({
    context,
    changed,
    staged: ({ entry: { path } }, { changes, unfinished }, { emptyFolders }) => ({
      ...unfinishedOf(path, changes, unfinished),
      removed: pathsFrom(changes.removed, path),
      emptyFolders: pathsFrom(emptyFolders, path),
    }),
  });
}

/** Throws away uploads and edits at or below a target. */
export function discardingAct(context: Context, changed: () => void): Act {
  return takingAct({
    context,
    changed,
    staged: ({ entry: { path } }, { changes, unfinished }) =>
      // A table that an earlier try left under its odd name is not gone.
      union([
        unfinishedOf(path, changes, unfinished),
        { ...NOTHING, uploaded: pathsFrom(changes.uploaded, path), edited: pathsFrom(changes.edited, path) },
      ]),
  });
}

/** Finishes interrupted table steps. A target is the table, under its own name. */
export function finishingAct(context: Context, changed: () => void): Act {
  return takingAct({
    context,
    changed,
    staged: ({ entry: { path } }, { changes, unfinished }) => unfinishedOf(path, changes, unfinished),
  });
}

/** Clears leftovers: the sequence with nothing to take back. A target is the leftover's folder. */
export function healingAct(context: Context, changed: () => void): Act {
  return {
    limits: SEQUENCE_LIMITS,
    proof: 'all',
    perform: async (targets, signal) => {
      const healed = await takeBack(context, () => NOTHING, signal);
      changed();
      if (!healed.ok) return targets.map(() => outcomeBeforeSending(healed.failure));
      const { facts, after, failure } = healed.value;
      const still = after && (await readFacts(context, after, signal));
      return targets.map(({ entry: { path } }) => {
        if (!isLeftover(facts, path)) return { kind: 'alreadyGone' };
        if (still?.ok === false) return { kind: 'unknown', failure: still.failure };
        return still === undefined || isLeftover(still.value, path) ? notDone(path, after, failure) : DONE;
      });
    },
    lookAgain: async (targets, signal) => {
      const facts = await readSnapshotFacts(context, signal);
      return targets.map(({ entry: { path } }) => {
        if (facts === undefined) return 'unreadable';
        return isLeftover(facts.facts, path) ? 'there' : 'gone';
      });
    },
  };
}

function takingAct({ context, changed, staged }: Taking): Act {
  const begun = new WeakMap<Target, Begun>();
  return {
    limits: SEQUENCE_LIMITS,
    proof: 'all',
    perform: async (targets, signal) => {
      let had: readonly Wanted[] = [];
      const choose: Choose = (snapshot, facts) => {
        had = targets.map((target) => staged(target, snapshot, facts));
        return union(had);
      };
      const taken = await takeBack(context, choose, signal);
      changed();
      if (!taken.ok) return targets.map(() => outcomeBeforeSending(taken.failure));
      const { before, after } = taken.value;
      // The first try is what counts: to a later one nothing may seem to be staged, because it is committed by now.
      targets.forEach((target, index) => {
        if (!begun.has(target)) begun.set(target, { base: before.base, had: had[index] ?? NOTHING });
      });
      const interrupted = after ? interruptedIn(after) : [];
      const wanted = pathsOf(union(had));
      const lost = after && (await differing(context, [before.base, after.base], wanted, signal));
      if (lost?.ok === false) return targets.map(() => ({ kind: 'unknown', failure: lost.failure }));
      const gone = new Set(lost?.value);
      return targets.map((target, index) =>
        outcomeFor(target.entry.path, had[index] ?? NOTHING, taken.value, interrupted, gone),
      );
    },
    lookAgain: async (targets, signal): Promise<readonly Presence[]> => {
      const read = await readSnapshotFacts(context, signal);
      if (read === undefined) return targets.map(() => 'unreadable');
      const { snapshot, facts } = read;
      const interrupted = interruptedIn(snapshot);
      const isStaged = (target: Target): boolean =>
        pathsFrom(interrupted, target.entry.path).length > 0 || !isNothing(staged(target, snapshot, facts));
      const presences: Presence[] = [];
      for (const target of targets) {
        const isThere = isStaged(target);
        const since = isThere ? undefined : (begun.get(target) ?? begunEarlier(target));
        const lost = since && (await differing(context, [since.base, snapshot.base], pathsOf(since.had), signal));
        if (lost?.ok === false) presences.push('unreadable');
        else presences.push(isThere || (lost && lost.value.length > 0) ? 'there' : 'gone');
      }
      return presences;
    },
  };
}

/** What a target stood for when the sequence began, upon which base commit. */
interface Begun {
  readonly base: Snapshot['base'];
  readonly had: Wanted;
}

/** Of a run of an earlier window: what the journal still knows. Of a folder it is the folder, which is another one when something below it went. */
function begunEarlier({ entry: { base, path } }: Target): Begun | undefined {
  return base === undefined ? undefined : { base: revisionOf(base), had: { ...NOTHING, removed: [path] } };
}

/**
 * `had`: what the target stood for when the sequence began. `interrupted`: tables that are half taken back now. `lost`: what another client
 * committed meanwhile.
 */
function outcomeFor(
  path: RemotePath,
  had: Wanted,
  { after, failure, tables }: Unstaged,
  interrupted: readonly RemotePath[],
  lost: ReadonlySet<RemotePath>,
): Outcome {
  if (isNothing(had)) return { kind: 'alreadyGone' };
  const gone = pathsOf(had).find((one) => lost.has(one));
  if (gone !== undefined) {
    return { kind: 'failed', failure: failureOf('conflict', 'committedMeanwhile', { data: { path: gone } }) };
  }
  const still = after && [...stillStaged(had, after.changes), ...pathsFrom(interrupted, path)];
  if (still?.length === 0) return DONE;
  const reason = still?.map((one) => tables.get(one)).find((known) => known !== undefined);
  return reason === undefined ? notDone(path, after, failure) : outcomeOf(reason);
}

function notDone(path: RemotePath, after: Snapshot | undefined, failure: Failure | undefined): Outcome {
  if (failure !== undefined) {
    // A request without an answer may still take effect; any other step of the sequence was sent, and has not done it.
    if (after === undefined || failure.reach === 'unanswered') return { kind: 'unknown', failure };
    return { kind: 'failed', failure: { ...failure, reach: 'answered' } };
  }
  return { kind: 'failed', failure: failureOf('conflict', 'stillStaged', { data: { path }, retryable: true }) };
}

/** Empty folders are told by the bare rows: a marker that is still there. */
function stillStaged({ removed, emptyFolders, uploaded, edited }: Wanted, after: OxenChanges): readonly RemotePath[] {
  return [
    ...removed.filter((path) => includesPath(after.removed, path)),
    ...emptyFolders.filter((path) => includesPath(after.bareFolders, path)),
    ...uploaded.filter((path) => includesPath(after.uploaded, path)),
    ...edited.filter((path) => includesPath(after.edited, path)),
  ];
}

/** Their removal is no longer staged, but in its place stands what was stored for the way back. Sorted. */
function interruptedIn({ unfinished }: Snapshot): readonly RemotePath[] {
  return unfinished.map(({ path }) => path).sort();
}

function unfinishedOf(path: RemotePath, changes: OxenChanges, unfinished: Snapshot['unfinished']): Wanted {
  const mine = unfinished.filter((table) => isAtOrInside(table.path, path));
  const entries = mine.map((table) => (table.state === 'renamed' ? table.aside : table.path)).sort();
  const isUpload = (entry: RemotePath): boolean => includesPath(changes.uploaded, entry);
  return {
    ...NOTHING,
    uploaded: entries.filter(isUpload),
    edited: entries.filter((entry) => !isUpload(entry)),
  };
}

function union(parts: readonly Wanted[]): Wanted {
  const all = (key: keyof Wanted) => [...new Set(parts.flatMap((part) => part[key]))].sort();
  return {
    removed: all('removed'),
    emptyFolders: all('emptyFolders'),
    uploaded: all('uploaded'),
    edited: all('edited'),
  };
}

function pathsOf({ removed, emptyFolders, uploaded, edited }: Wanted): readonly RemotePath[] {
  return [removed, emptyFolders, uploaded, edited].flat();
}

function isNothing(wanted: Wanted): boolean {
  return pathsOf(wanted).length === 0;
}

function isLeftover({ leftovers }: FolderFacts, folder: RemotePath): boolean {
  return leftovers.some((leftover) => leftover.folder === folder);
}

async function readSnapshotFacts(
  context: Context,
  signal: AbortSignal,
): Promise<{ readonly snapshot: Snapshot; readonly facts: FolderFacts } | undefined> {
  const read = await readSnapshot(context, signal, 'baseLast');
  if (!read.ok) return undefined;
  const facts = await readFacts(context, read.value, signal);
  return facts.ok ? { snapshot: read.value, facts: facts.value } : undefined;
}
