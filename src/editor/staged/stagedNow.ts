import { remoteKey, type OxenAddress } from '../../removal/address';
import { asStagedIn } from '../../removal/stagedAnew';
import type { Entry } from '../../removal/remote';
import type { StagedState } from '../../removal/staging';
import type { Gesture } from '../removal/gesture';
import type { NodeTree } from '../trees/nodeTree';
import type { NameOf } from '../wording/names';
import { findWatched, type StagedModel } from './stagedModel';

export interface StagedNowParts {
  readonly staged: Pick<StagedModel, 'watch' | 'workspaces'>;
  readonly nameOfRemote: NameOf;
  readonly tree: Pick<NodeTree, 'find' | 'refresh'>;
}

/** What is staged in a workspace, asked of its server now. Undefined when it did not say. */
export type StagedNow = (workspace: OxenAddress) => Promise<StagedState | undefined>;

export function stagedNowIn({ staged, nameOfRemote }: Omit<StagedNowParts, 'tree'>): StagedNow {
  return async (workspace) => {
    await staged.watch(workspace, nameOfRemote(workspace));
    const told = findWatched(staged.workspaces(), workspace);
    return told?.failure ? undefined : told?.state;
  };
}

/**
 * The same gesture on what its servers say is staged now, one read a workspace, when any of it was listed as staged: what is passed over as
 * staged must not rest on a row that another client has overtaken. Where a server does not say, nothing counts as staged: the next request
 * tells the person why.
 */
export function lookingAgainIn(parts: StagedNowParts): (gesture: Gesture) => Promise<Gesture> {
  const stagedNow = stagedNowIn(parts);
  return async ({ listed, shown }) => {
    const workspaces = new Map<string, OxenAddress>();
    for (const { remote, entry } of listed)
      if (remote.kind === 'oxen' && entry.traits.includes('staged')) workspaces.set(remoteKey(remote), remote);
    const entriesNow = new Map<string, (entry: Entry) => Entry>();
    for (const [key, workspace] of workspaces)
      entriesNow.set(key, asStagedIn((await stagedNow(workspace)) ?? { removed: [], emptyFolders: [] }));
    const now = listed.map((one) => {
      const entry = entriesNow.get(remoteKey(one.remote))?.(one.entry) ?? one.entry;
      return entry === one.entry ? one : { ...one, entry };
    });
    const outdated = now.filter((one, index) => one !== listed[index]).map(({ remote }) => remoteKey(remote));
    for (const key of new Set(outdated)) {
      const workspace = parts.tree.find(key);
      if (workspace) parts.tree.refresh(workspace);
    }
    return { listed: now, shown };
  };
}
