import * as vscode from 'vscode';
import type { OxenAddress } from '../../removal/address';
import type { Report } from '../../removal/report';
import { countStaged, stagedEntries } from '../../removal/stagedEntries';
import type { StagedState } from '../../removal/staging';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import { gestureOn } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { finish, heal } from '../staged/healing';
import type { WatchedWorkspace } from '../staged/stagedModel';
import { deletionAct, deletionPlan } from '../staged/workspaceDeletion';
import { tellFailure } from '../tellFailure';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as commitWords from '../wording/commit';
import * as words from '../wording/staged';
import { selectFirst } from '../wording/plans';
import { chooseWorkspace, type ChoosingParts, type WorkspaceRow } from './chosenWorkspace';
import { isNothing, lastSelected, listedAmong } from './lastSelected';
import type { Handler } from './register';

export interface StagingParts extends ChoosingParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly oxen: RemoteView;
  readonly door: RemovalDoor;
  readonly output: Output;
}

/** What is staged in an Oxen workspace, taken back, mended, or thrown away with it. */
export function stagingCommands(parts: StagingParts): Readonly<Record<string, Handler>> {
  const { oxen, door, views } = parts;
  const onRows =
    (action: 'unstage' | 'discardUpload', traits: readonly string[], none: () => string) =>
    async (clicked?: TreeNode, selected?: readonly TreeNode[]): Promise<Report | undefined> => {
      const there = lastSelected(views);
      if (!clicked && isNothing(there)) return say(selectFirst());
      const listed = clicked ? gestureOn(clicked, selected ?? [], oxen.tree).listed : listedAmong(there);
      const meant = listed.filter(({ entry }) => entry.traits.some((trait) => traits.includes(trait)));
      return meant.length === 0 ? say(none()) : door.remove(action, { listed: meant, shown: [] });
    };
  return {
    [COMMANDS.oxenUnstage]: onRows('unstage', ['staged'], words.noneOfThemStaged),
    [COMMANDS.oxenDiscardUpload]: onRows('discardUpload', ['uploaded', 'edited'], words.noneOfThemUploaded),
    [COMMANDS.oxenUnstageAll]: (row?: WorkspaceRow) => unstageAll(row, parts),
    [COMMANDS.oxenHeal]: (row?: WorkspaceRow | string) => healWorkspace(row, parts),
    [COMMANDS.oxenDeleteWorkspace]: (row?: WorkspaceRow) => deleteWorkspace(row, parts),
  };
}

async function unstageAll(row: WorkspaceRow | undefined, parts: StagingParts): Promise<Report | undefined> {
  const fits = ({ state }: WatchedWorkspace): boolean => state !== undefined && countStaged(state) > 0;
  const workspace = await chooseWorkspace(row, { fits, none: commitWords.nothingStaged() }, parts);
  const state = workspace && (await stateNow(workspace.address, parts));
  if (!state) return undefined;
  const remote = workspace.address;
  const listed = stagedEntries(state).map((entry) => ({ remote, entry }));
  return listed.length === 0 ? say(commitWords.nothingStaged()) : parts.door.remove('unstage', { listed, shown: [] });
}

/** One click: leftovers are cleared, interrupted steps finished. Nothing that was staged on purpose changes. */
async function healWorkspace(row: WorkspaceRow | string | undefined, parts: StagingParts): Promise<void> {
  const fits = ({ state }: WatchedWorkspace): boolean =>
    state !== undefined && state.leftovers.length + state.unfinished.length > 0;
  const workspace = await chooseWorkspace(row, { fits, none: words.nothingToHeal() }, parts);
  const state = workspace && (await stateNow(workspace.address, parts));
  if (!state) return;
  if (state.leftovers.length > 0) await heal(workspace.address, state, parts.door);
  if (state.unfinished.length > 0) await finish(workspace.address, state, parts.door);
}

async function deleteWorkspace(row: WorkspaceRow | undefined, parts: StagingParts): Promise<Report | undefined> {
  const wanted = { fits: () => true, none: words.noWorkspaceOpened() };
  const workspace = await chooseWorkspace(row, wanted, parts);
  return workspace && countAndDelete(workspace, parts);
}

/** Counted first: the question says what of the workspace is in no commit. */
async function countAndDelete(workspace: WatchedWorkspace, parts: StagingParts): Promise<Report | undefined> {
  const { address, label } = workspace;
  const state = await stateNow(address, parts);
  if (!state) return undefined;
  const plan = deletionPlan(address, label, state, Date.now());
  const remote = await parts.connections.workspace(address);
  if (!plan || !remote.ok) return remote.ok ? undefined : tellFailure(remote.failure, address, parts);
  const act = deletionAct(remote.value, state);
  return parts.door.askAndRun(plan, {
    actOf: () => act,
    notes: words.discardedWith(state),
    renew: () => countAndDelete(workspace, parts),
  });
}

/** What the workspace holds now, not when a view last read it. */
async function stateNow(address: OxenAddress, parts: StagingParts): Promise<StagedState | undefined> {
  const remote = await parts.connections.workspace(address);
  const state = remote.ok ? await remote.value.staged(new AbortController().signal) : remote;
  return state.ok ? state.value : tellFailure(state.failure, address, parts);
}

function say(text: string): undefined {
  void vscode.window.showInformationMessage(text);
}
