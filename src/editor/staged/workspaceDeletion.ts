import { randomUUID } from 'node:crypto';
import type { OxenAddress } from '../../removal/address';
import type { Plan } from '../../removal/plan';
import { failureOf, unsent, type Answer, type Failure } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import { makePlan } from '../../removal/planning';
import type { Act, Extent } from '../../removal/remote';
import { parseRemotePath } from '../../removal/remotePath';
import { holdsTheSame } from '../../removal/stagedContents';
import type { StagedState, StagingRemote } from '../../removal/staging';
import { warningOf } from '../../removal/warnings';

const ONE = { paths: 1, maxPaths: 1, maxBytes: Number.MAX_SAFE_INTEGER, inFlight: 1, maxInFlight: 1 };

/** The plan of deleting a workspace: one target of its name, whose extent is everything in it that is in no commit. */
export function deletionPlan(address: OxenAddress, label: string, state: StagedState, now: number): Plan | undefined {
  const name = [label, address.workspace].map(parseRemotePath).find((parsed) => parsed.ok);
  if (!name) return undefined;
  const entry = { path: name.path, kind: 'folder', traits: [] } as const;
  return makePlan({
    id: randomUUID(),
    action: 'deleteWorkspace',
    createdAt: now,
    targets: [{ remote: address, entry, extent: discarded(state) }],
    warnings: [...warningOf('dropsUploads', state.uploaded), ...warningOf('dropsEdits', state.edited)],
  });
}

/** The server keeps no sizes of uploads and edits, so with them the bytes are a lower bound. */
function discarded({ removed, uploaded, edited, readAt }: StagedState): Extent {
  const others = uploaded.length + edited.length;
  const isSized = others === 0 && removed.every(({ bytes }) => bytes !== undefined);
  return {
    files: removed.length + others,
    bytes: removed.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    precision: isSized ? 'exact' : 'atLeast',
    countedAt: readAt,
  };
}

/** The act behind it. Sends nothing when the workspace holds something else than was counted: other people work in it as well. */
export function deletionAct(remote: StagingRemote, shown: StagedState): Act {
  return {
    limits: ONE,
    proof: 'doubts',
    perform: async (targets, signal) => {
      const outcome = (await changeSince(shown, remote, signal)) ?? outcomeOf(await remote.deleteWorkspace(signal));
      return targets.map(() => outcome);
    },
    lookAgain: async (targets, signal) => {
      const state = await remote.staged(signal);
      return targets.map(() => (state.ok ? 'there' : isGone(state.failure) ? 'gone' : 'unreadable'));
    },
  };
}

async function changeSince(
  shown: StagedState,
  remote: Pick<StagingRemote, 'staged'>,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const now = await remote.staged(signal);
  if (!now.ok) return isGone(now.failure) ? undefined : { kind: 'failed', failure: unsent(now.failure) };
  if (holdsTheSame(shown, now.value)) return undefined;
  return { kind: 'failed', failure: failureOf('conflict', 'changedSinceCounted', { reach: 'notSent' }) };
}

function outcomeOf(deleted: Answer<unknown>): Outcome {
  if (deleted.ok) return { kind: 'done' };
  return isGone(deleted.failure) ? { kind: 'alreadyGone' } : { kind: 'failed', failure: deleted.failure };
}

const isGone = ({ code }: Failure): boolean => code === 'workspaceNotFound';
