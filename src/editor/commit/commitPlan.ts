import { randomUUID } from 'node:crypto';
import type { OxenAddress } from '../../removal/address';
import { failureOf, unsent } from '../../removal/failure';
import type { Outcome } from '../../removal/outcome';
import type { Plan } from '../../removal/plan';
import { makePlan } from '../../removal/planning';
import type { Act, BatchLimits, Entry, Target } from '../../removal/remote';
import type { Report } from '../../removal/report';
import { holdsTheSame } from '../../removal/stagedContents';
import { stagedEntries } from '../../removal/stagedEntries';
import type { CommitDetails, CommitOutcome, StagedState, StagingRemote } from '../../removal/staging';

/** One request holds everything: a commit cannot be split. */
const WHOLE: BatchLimits = {
  paths: Number.MAX_SAFE_INTEGER,
  maxPaths: Number.MAX_SAFE_INTEGER,
  maxBytes: Number.MAX_SAFE_INTEGER,
  inFlight: 1,
  maxInFlight: 1,
};

/** The plan of a commit: one target for each change that the commit will hold. */
export function commitPlan(address: OxenAddress, state: StagedState, now: number): Plan {
  const entries: readonly Entry[] = [
    ...stagedEntries(state),
    ...state.uploaded.map((path): Entry => ({ path, kind: 'file', traits: ['uploaded'] })),
    ...state.edited.map((path): Entry => ({ path, kind: 'file', traits: ['edited'] })),
  ];
  const targets = entries.map((entry): Target => {
    const files = entry.kind === 'folder' ? 0 : 1;
    return {
      remote: address,
      entry,
      extent: { files, bytes: entry.bytes ?? 0, precision: 'exact', countedAt: state.readAt },
    };
  });
  return makePlan({ id: randomUUID(), action: 'commit', createdAt: now, targets });
}

/**
 * The act behind it. Sends nothing when the workspace no longer holds what was shown: other people stage in it as well.
 * `onOutcome` gets what the report's lines have no room for.
 */
export function commitAct(
  remote: StagingRemote,
  details: CommitDetails,
  shown: StagedState,
  onOutcome: (outcome: CommitOutcome) => void,
): Act {
  let isRefused = false;
  return {
    limits: WHOLE,
    proof: 'doubts',
    perform: async (targets, signal) => {
      const outcome = (await changeSince(shown, remote, signal)) ?? (await remote.commit(details, signal));
      onOutcome(outcome);
      isRefused = outcome.kind === 'failed';
      // One for all of them: the journal writes down once what is the same.
      const told = outcomeOfLine(outcome, details.branch);
      return targets.map(() => told);
    },
    // `commit` has read the branch head already; a second look could only mistake another client's commit for this one.
    lookAgain: (targets) => Promise.resolve(targets.map(() => (isRefused ? 'there' : 'unreadable'))),
  };
}

/** What its report tells of a commit that never told of itself: it was left behind after a cancel, or the journal could not be written. */
export function outcomeIn({ lines: [first] }: Report): CommitOutcome | undefined {
  const outcome = first?.outcome;
  return outcome?.kind === 'failed' || outcome?.kind === 'unknown' ? outcome : undefined;
}

/** Why a commit that was shown must not be made any more; undefined when the workspace holds what it held. */
export async function changeSince(
  shown: StagedState,
  remote: Pick<StagingRemote, 'staged'>,
  signal: AbortSignal,
): Promise<Extract<CommitOutcome, { kind: 'failed' }> | undefined> {
  const now = await remote.staged(signal);
  if (!now.ok) return { kind: 'failed', failure: unsent(now.failure) };
  if (holdsTheSame(shown, now.value)) return undefined;
  return { kind: 'failed', failure: failureOf('conflict', 'changedSincePreview', { reach: 'notSent' }) };
}

function outcomeOfLine(outcome: CommitOutcome, branch: string): Outcome {
  switch (outcome.kind) {
    case 'committed': {
      const { commit, parent, proof } = outcome;
      const { kind, missing, remaining } = proof;
      return { kind: 'done', committed: { branch, commit, parent, proof: kind, missing, remaining } };
    }
    case 'failed':
      return { kind: 'failed', failure: outcome.failure };
    case 'unknown':
      return { kind: 'unknown', failure: { ...outcome.failure, reach: 'unanswered' } };
  }
}
