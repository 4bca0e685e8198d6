import { randomUUID } from 'node:crypto';
import picomatch from 'picomatch';
import * as vscode from 'vscode';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
import { countingLimit, DEFAULT_GUARDS, refusalsOf, type Guards, type Refusal } from '../../removal/guards';
import { measureAll } from '../../removal/measuring';
import type { Action, Plan } from '../../removal/plan';
import { makePlan } from '../../removal/planning';
import type { Remote } from '../../removal/remote';
import { byRemote, select, type Listed } from '../../removal/selection';
import { loadingWarnings, lossWarnings } from '../../removal/warnings';
import type { Connections } from '../accounts/connections';
import type { StagedModel } from '../staged/stagedModel';
import * as words from '../wording/plans';
import { clock } from './clock';
import type { Gesture } from './gesture';
import { withNotification } from './runProgress';

/** The clients of the remotes that a gesture touches. */
export type Remotes = ReadonlyMap<string, Remote>;

/** A plan that may be shown to the person, or what refuses it. */
export interface Prepared {
  readonly plan: Plan;
  readonly refusals: readonly Refusal[];
  readonly remotes: Remotes;
}

/** Gesture → selection → measured plan → guards. Asks servers, changes nothing. */
export async function preparePlan(
  action: Action,
  { listed, shown }: Gesture,
  connections: Connections,
  staged: StagedModel,
): Promise<Answer<Prepared>> {
  const { chosen, skipped } = select(action, listed);
  const remotes = await connectAll(chosen, connections);
  if (!remotes.ok) return remotes;
  const guards = guardsFromSettings();
  const measured = await withNotification(words.counting(), (show, signal) =>
    measureAll(chosen, (address) => remoteIn(remotes.value, address), signal, {
      limit: countingLimit(guards),
      environment: clock,
      onCount: ({ files }) => show({ text: words.counted(files) }),
    }),
  );
  if (!measured.ok) return measured;
  const { targets, incomplete } = measured.value;
  const warnings = [...loadingWarnings(chosen, shown), ...lossWarnings(chosen, (remote) => changesOf(remote, staged))];
  const plan = makePlan({ id: randomUUID(), action, createdAt: clock.now(), targets, skipped, incomplete, warnings });
  return success({ plan, refusals: refusalsOf(plan, guards, matchesGlob), remotes: remotes.value });
}

export function remoteIn(remotes: Remotes, address: RemoteAddress): Remote {
  const remote = remotes.get(remoteKey(address));
  if (!remote) throw new Error(`no client for ${remoteKey(address)}`);
  return remote;
}

/** Connects to every remote of a plan or a selection. */
export async function connectAll(
  listed: readonly { readonly remote: RemoteAddress }[],
  connections: Connections,
): Promise<Answer<Remotes>> {
  const remotes = new Map<string, Remote>();
  for (const [first] of byRemote(listed)) {
    if (!first) continue;
    const remote = await connections.remote(first.remote);
    if (!remote.ok) return remote;
    remotes.set(remoteKey(first.remote), remote.value);
  }
  return success(remotes);
}

function changesOf(
  remote: RemoteAddress,
  staged: StagedModel,
): { readonly uploaded: Listed['entry']['path'][]; readonly edited: Listed['entry']['path'][] } {
  const state = remote.kind === 'oxen' ? staged.stateOf(remote) : undefined;
  return { uploaded: [...(state?.uploaded ?? [])], edited: [...(state?.edited ?? [])] };
}

function guardsFromSettings(): Guards {
  const settings = vscode.workspace.getConfiguration('winnow.guards');
  return {
    maxItems: settings.get('maxItems', DEFAULT_GUARDS.maxItems),
    maxBytes: settings.get('maxBytes', DEFAULT_GUARDS.maxBytes),
    protectedPaths: settings.get('protectedPaths', DEFAULT_GUARDS.protectedPaths),
  };
}

function matchesGlob(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true });
}
