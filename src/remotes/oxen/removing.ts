import { failureOf } from '../../removal/failure';
import type { Outcome, SkipReason } from '../../removal/outcome';
import type { Act, BatchLimits, Presence, Target } from '../../removal/remote';
import type { RemotePath } from '../../removal/remotePath';
import { contentAt } from './committedMeanwhile';
import { bytesOfPath, CHUNK_BYTES, eachOf, isSome, readSnapshot, type Context } from './context';
import type { OxenChanges } from './changes';
import { DONE, outcomeOf } from './outcomes';
import { isFolderStaged } from './overlay';
import type { Segment } from './place';
import { stageRemovals } from './workspaceRequests';

/** Serial: the server writes one workspace at a time, and newer ones refuse a second writer with 429. */
export const STAGING_LIMITS: BatchLimits = {
  paths: 100,
  maxPaths: 1000,
  maxBytes: CHUNK_BYTES,
  inFlight: 1,
  maxInFlight: 1,
};

/**
 * Stages removals. Skipped, never sent: entries that are only uploaded (newer servers would discard the upload) and entries that are staged
 * already (naming something inside a removed folder again would keep that folder). `baseNow`: the base commit as last read.
 */
export function stagingAct(context: Context, changed: () => void, baseNow: () => Segment | undefined): Act {
  const bases = new WeakMap<Target, Segment>();
  return {
    limits: STAGING_LIMITS,
    proof: 'all',
    perform: async (targets, signal) => {
      const sent = targets.filter((target) => skipReason(target) === undefined);
      const base = baseNow();
      if (base !== undefined) for (const target of sent) bases.set(target, base);
      const outcome = await stage(context, sent, signal);
      changed();
      return targets.map((target) => {
        const reason = skipReason(target);
        return reason === undefined ? outcome(target) : { kind: 'skipped', reason };
      });
    },
    lookAgain: async (targets, signal) => {
      const read = await readSnapshot(context, signal, 'baseLast');
      if (!read.ok) return targets.map(() => 'unreadable');
      const { base, changes } = read.value;
      const removed = new Set(changes.removed);
      const seen = targets.map((target) => presenceOf(target, changes, removed));
      // Another client has committed the workspace: what was staged, and is not in its new base, went with that.
      const open = targets.filter((target, index) => {
        const before = seen[index] === 'there' ? bases.get(target) : undefined;
        return before !== undefined && before !== base;
      });
      const left = await eachOf(open, ({ entry }) => contentAt(context, base, entry.path, signal));
      const told = new Map(
        open.map((target, index): readonly [Target, Presence] => [
          target,
          !left.ok ? 'unreadable' : left.value[index] === undefined ? 'gone' : 'there',
        ]),
      );
      return targets.map((target, index) => told.get(target) ?? seen[index] ?? 'unreadable');
    },
  };
}

function skipReason({ entry }: Target): SkipReason | undefined {
  if (entry.traits.includes('uploaded')) return 'onlyUploaded';
  return entry.traits.includes('staged') ? 'alreadyStaged' : undefined;
}

async function stage(
  { send, place }: Context,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<(target: Target) => Outcome> {
  const paths = targets.map(({ entry }) => entry.path);
  if (!isSome(paths)) return () => DONE;
  const bytes = paths.reduce((sum, path) => sum + bytesOfPath(path), 2);
  if (bytes > CHUNK_BYTES && paths.length > 1) {
    const failure = failureOf('tooLarge', 'bodyTooLarge', { data: { bytes }, reach: 'notSent', retryable: true });
    return () => outcomeOf(failure);
  }
  const answer = await send(stageRemovals(place, paths), signal);
  if (!answer.ok) {
    const outcome = outcomeOf(answer.failure);
    return () => outcome;
  }
  return ({ entry }) => (answer.value.has(entry.path) ? notInBaseCommit(entry.path) : DONE);
}

function notInBaseCommit(path: string): Outcome {
  return { kind: 'failed', failure: failureOf('conflict', 'notInBaseCommit', { status: 206, data: { path } }) };
}

/** Of a folder: as many removals below it as it had files when it was counted. */
function presenceOf({ entry, extent }: Target, changes: OxenChanges, removed: ReadonlySet<RemotePath>): Presence {
  const staged =
    entry.kind === 'folder'
      ? isFolderStaged(entry.path, extent.precision === 'exact' ? extent.files : entry.files, changes)
      : removed.has(entry.path);
  return staged ? 'gone' : 'there';
}
