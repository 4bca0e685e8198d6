import { failureOf, success, type Answer } from '../../removal/failure';
import type { Outcome, SkipReason } from '../../removal/outcome';
import type { Act, BatchLimits, Presence, Target } from '../../removal/remote';
import type { RemotePath } from '../../removal/remotePath';
import { contentAt } from './committedMeanwhile';
import { bytesOfPath, CHUNK_BYTES, eachOf, isSome, readSnapshot, type Context } from './context';
import type { OxenChanges } from './changes';
import { DONE, outcomeBeforeSending, outcomeOf } from './outcomes';
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
 * already (naming something inside a removed folder again would keep that folder). Not sent either: what is another entry by now than the one that
 * was listed. `baseNow`: the base commit as last read.
 */
export function stagingAct(context: Context, changed: () => void, baseNow: () => Segment | undefined): Act {
  return {
    limits: STAGING_LIMITS,
    proof: 'all',
    perform: async (targets, signal) => {
      const meant = targets.filter((target) => skipReason(target) === undefined);
      const different = await differentAt(context, baseNow(), meant, signal);
      if (!different.ok) return targets.map(() => outcomeBeforeSending(different.failure));
      const sent = meant.filter((target) => !different.value.has(target));
      const outcome = await stage(context, sent, signal);
      changed();
      return targets.map((target) => {
        const reason = skipReason(target);
        return reason === undefined ? (different.value.get(target) ?? outcome(target)) : { kind: 'skipped', reason };
      });
    },
    lookAgain: async (targets, signal) => {
      const read = await readSnapshot(context, signal, 'baseLast');
      if (!read.ok) return targets.map(() => 'unreadable');
      const { base, changes } = read.value;
      const removed = new Set(changes.removed);
      const seen = targets.map((target) => presenceOf(target, changes, removed));
      // Another client has committed the workspace: what was staged, and is not in its new base, went with that.
      const open = targets.filter((target, index) => seen[index] === 'there' && isFromAnother(base, target));
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

/**
 * What has become of targets that were listed at another commit than `base`, as far as they are not the same there: a file can be a folder by now,
 * and a folder hold more than was shown and counted. Asks nothing while the workspace lies on the commit that they were listed at.
 */
async function differentAt(
  context: Context,
  base: Segment | undefined,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<Answer<ReadonlyMap<Target, Outcome>>> {
  const different = new Map<Target, Outcome>();
  if (base === undefined) return success(different);
  const open = targets.filter((target) => isFromAnother(base, target));
  const now = await eachOf(open, ({ entry }) => contentAt(context, base, entry.path, signal));
  if (!now.ok) return now;
  for (const [index, target] of open.entries()) {
    const content = now.value[index];
    const { path, version } = target.entry;
    if (content === undefined) different.set(target, { kind: 'alreadyGone' });
    else if (content !== version) different.set(target, changedSinceListed(path));
  }
  return success(different);
}

/** Whether a target was listed at another commit. */
function isFromAnother(base: Segment, { entry }: Target): boolean {
  return entry.base !== undefined && entry.base !== base;
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

function changedSinceListed(path: string): Outcome {
  return { kind: 'failed', failure: failureOf('conflict', 'changedSinceListed', { reach: 'notSent', data: { path } }) };
}

/** Of a folder: as many removals below it as it had files when it was counted. */
function presenceOf({ entry, extent }: Target, changes: OxenChanges, removed: ReadonlySet<RemotePath>): Presence {
  const staged =
    entry.kind === 'folder'
      ? isFolderStaged(entry.path, extent.precision === 'exact' ? extent.files : entry.files, changes)
      : removed.has(entry.path);
  return staged ? 'gone' : 'there';
}
