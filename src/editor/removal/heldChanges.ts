import { remoteKey, type RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
import type { Action, Plan } from '../../removal/plan';
import type { Remote } from '../../removal/remote';
import { readPatiently } from '../../removal/retry';
import { byRemote, type Listed } from '../../removal/selection';
import type { StagingRemote } from '../../removal/staging';
import { lostChanges, type WorkspaceChanges } from '../../removal/warnings';
import * as words from '../wording/plans';
import { clock } from './clock';
import { remoteIn, type Remotes } from './remotes';
import { withNotification } from './runProgress';

/** Uploads and edits of a remote: what its server said when the plan was made. */
export type ChangesOf = (remote: RemoteAddress) => WorkspaceChanges;

const NONE: WorkspaceChanges = { uploaded: [], edited: [] };

/**
 * Reads what the workspaces hold beside their base commits, when something is to be staged: a warning about lost uploads and edits must not
 * rest on what a view showed a minute ago.
 */
export async function readHeldChanges(
  action: Action,
  chosen: readonly Listed[],
  remotes: Remotes,
  signal: AbortSignal,
): Promise<Answer<ChangesOf>> {
  const held = new Map<string, WorkspaceChanges>();
  for (const [first] of action === 'stageRemoval' ? byRemote(chosen) : []) {
    const remote = first && remoteIn(remotes, first.remote);
    if (!remote || !isStaging(remote)) continue;
    const state = await readPatiently(() => remote.staged(signal), clock, signal);
    if (!state.ok) return state;
    held.set(remoteKey(remote.address), state.value);
  }
  return success((remote) => held.get(remoteKey(remote)) ?? NONE);
}

/** Whether a plan that lay open would still take along what the person was told, and nothing that others put there since. */
export async function losesTheSame(
  { action, targets }: Plan,
  changesOf: ChangesOf,
  remotes: Remotes,
): Promise<Answer<boolean>> {
  const now = await withNotification(words.lookingAgain(), (_, signal) =>
    readHeldChanges(action, targets, remotes, signal),
  );
  if (!now.ok) return now;
  const lost = (of: ChangesOf): string => JSON.stringify(lostChanges(targets, of));
  return success(lost(now.value) === lost(changesOf));
}

function isStaging(remote: Remote): remote is StagingRemote {
  return remote.effect === 'stages';
}
