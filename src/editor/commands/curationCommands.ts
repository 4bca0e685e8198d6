import * as vscode from 'vscode';
import { ROOT } from '../../removal/remotePath';
import type { AccountStore } from '../accounts/accountStore';
import type { StagedState } from '../../removal/staging';
import { tellBriefly } from '../briefly';
import { COMMANDS } from '../ids';
import { activeEntryUri, type ActiveEntry } from '../files/activeEntry';
import type { Siblings } from '../files/siblings';
import type { Announce } from '../removal/announcing';
import type { RemovalDoor } from '../removal/removalDoor';
import type { StagedModel } from '../staged/stagedModel';
import type { StagedNow } from '../staged/stagedNow';
import { entryUri, locationOf } from '../uri';
import * as words from '../wording/curation';
import { explain } from '../wording/failures';
import { markAll, type MarkParts } from './markCommands';
import type { Handler } from './register';

/** How long a word about the last step stays in the status bar, ms. */
const WORD = 4_000;

export interface CurationParts {
  readonly accounts: Pick<AccountStore, 'hostOf'>;
  readonly active: Pick<ActiveEntry, 'onDidChange'>;
  readonly siblings: Pick<Siblings, 'neighbour'>;
  readonly door: RemovalDoor;
  readonly staged: StagedModel;
  readonly stagedNow: StagedNow;
  readonly marking: MarkParts;
  /** Tells how a staging ended without covering the picture. */
  readonly announceQuietly: Announce;
}

type Step = (uri: vscode.Uri) => Promise<boolean>;

/**
 * Looking through a folder one file after another and putting aside the bad ones, hands on the keyboard: nothing pops up unless something
 * went wrong, and nothing here destroys.
 */
export function curationCommands(parts: CurationParts): Readonly<Record<string, Handler>> {
  const underWay = new Set<string>();
  const thenNext =
    (scheme: 'oxen' | 'onedata', step: Step) =>
    async (clicked?: unknown): Promise<void> => {
      const uri = clicked instanceof vscode.Uri ? clicked : activeEntryUri();
      if (uri?.scheme !== scheme) return sayNothingOpen();
      if (underWay.has(uri.toString())) return; // the key repeats faster than a server answers
      underWay.add(uri.toString());
      await whileThere(parts, async (leaving) => {
        if ((await step(uri)) && !leaving.aborted) await openNeighbour(uri, 1, leaving, parts);
      }).finally(() => underWay.delete(uri.toString()));
    };
  const open =
    (by: 1 | -1) =>
    async (clicked?: unknown): Promise<void> => {
      const uri = clicked instanceof vscode.Uri ? clicked : activeEntryUri();
      if (uri) await whileThere(parts, (leaving) => openNeighbour(uri, by, leaving, parts));
      else sayNothingOpen();
    };
  return {
    [COMMANDS.oxenStageAndOpenNext]: thenNext('oxen', (uri) => stage(uri, parts)),
    [COMMANDS.onedataMarkAndOpenNext]: thenNext('onedata', (uri) => mark(uri, parts)),
    [COMMANDS.openNext]: open(1),
    [COMMANDS.openPrevious]: open(-1),
  };
}

/** True when the removal is staged, by this or already before. */
async function stage(uri: vscode.Uri, parts: CurationParts): Promise<boolean> {
  const { door, staged, stagedNow, announceQuietly } = parts;
  const location = locationOf(uri);
  if (location?.remote.kind !== 'oxen') return false;
  const isIn = (state: StagedState | undefined): boolean =>
    state?.removed.some(({ path }) => path === location.path) ?? false;
  // Another client may have taken it back since: then it is staged again, not passed over.
  if (isIn(staged.stateOf(location.remote)) && isIn(await stagedNow(location.remote))) {
    tellBriefly(words.stagedAlready(), WORD);
    return true;
  }
  const report = await door.removeAt('stageRemoval', [uri], { announce: announceQuietly });
  return report?.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone') ?? false;
}

async function mark(uri: vscode.Uri, { door, marking }: CurationParts): Promise<boolean> {
  const gesture = await door.resolve([uri]);
  if (!gesture) return false;
  markAll(gesture.listed, marking);
  return true;
}

/** A person who has gone elsewhere meanwhile stays there. */
async function whileThere({ active }: CurationParts, go: (leaving: AbortSignal) => Promise<void>): Promise<void> {
  const leaving = new AbortController();
  const listener = active.onDidChange(() => leaving.abort());
  try {
    await go(leaving.signal);
  } finally {
    listener.dispose();
  }
}

async function openNeighbour(
  uri: vscode.Uri,
  by: 1 | -1,
  leaving: AbortSignal,
  { accounts, siblings }: CurationParts,
): Promise<void> {
  const location = locationOf(uri);
  if (!location || location.path === ROOT) return;
  const { remote, path } = location;
  const found = await siblings.neighbour({ remote, path }, by, leaving);
  if (leaving.aborted) return;
  if (!found.ok) tellBriefly(explain(found.failure, accounts.hostOf(remote.account)).message, WORD);
  else if (found.value.kind !== 'file') tellBriefly(words.noNeighbour(found.value, by), WORD);
  else await vscode.commands.executeCommand('vscode.open', entryUri(remote, found.value.path), { preview: true });
}

function sayNothingOpen(): void {
  void vscode.window.showInformationMessage(words.nothingOpen());
}
