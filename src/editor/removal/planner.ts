import { randomUUID } from 'node:crypto';
import picomatch from 'picomatch';
import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
import { countingLimit, DEFAULT_GUARDS, refusalsOf, type Guards, type Refusal } from '../../removal/guards';
import { measureAll } from '../../removal/measuring';
import type { Action, Plan } from '../../removal/plan';
import { makePlan } from '../../removal/planning';
import { select, type Listed } from '../../removal/selection';
import { loadingWarnings, lossWarnings } from '../../removal/warnings';
import type { Connections } from '../accounts/connections';
import type { StagedModel } from '../staged/stagedModel';
import * as words from '../wording/plans';
import { askAboutChanges, type StillMeant } from './changedEntries';
import { clock } from './clock';
import type { Gesture } from './gesture';
import { connectAll, remoteIn, type Remotes } from './remotes';
import { withNotification } from './runProgress';

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
  const selection = select(action, listed);
  const remotes = await connectAll(selection.chosen, connections);
  if (!remotes.ok) return remotes;
  const meant = await stillMeant(action, selection.chosen, remotes.value);
  if (!meant.ok) return meant;
  const { chosen } = meant.value;
  const skipped = [...selection.skipped, ...meant.value.skipped];
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

/** A staged removal can be taken back, and the base commit it refers to never changes; what is destroyed is looked at again first. */
async function stillMeant(action: Action, chosen: readonly Listed[], remotes: Remotes): Promise<Answer<StillMeant>> {
  if (action !== 'deletePermanently') return success({ chosen, skipped: [] });
  return withNotification(words.lookingAgain(), (_, signal) => askAboutChanges(chosen, remotes, signal));
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
