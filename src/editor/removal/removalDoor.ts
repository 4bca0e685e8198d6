import * as vscode from 'vscode';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import { goneSince, type GoneSince } from '../../removal/changes';
import { confirmationFor } from '../../removal/confirmation';
import type { Failure } from '../../removal/failure';
import type { Refusal } from '../../removal/guards';
import type { Action, Plan } from '../../removal/plan';
import type { Act } from '../../removal/remote';
import type { Report } from '../../removal/report';
import type { Listed } from '../../removal/selection';
import { remotesOf } from '../../removal/planning';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { tellBriefly } from '../briefly';
import type { Output } from '../output';
import { explain, explainInFull } from '../wording/failures';
import * as words from '../wording/plans';
import * as reports from '../wording/reports';
import { refusalSentence } from '../wording/warnings';
import { locationOf } from '../uri';
import { actFor } from './acts';
import type { Announce } from './announcing';
import { confirm } from './confirmDialog';
import { lookUp, type Gesture } from './gesture';
import type { HowToRun } from './howToRun';
import type { PlanDocuments } from './planDocuments';
import { losesTheSame } from './heldChanges';
import { PlanFreshness, type Seen } from './planFreshness';
import { couldSpareChanges, sparingTargets } from './filesOnly';
import { preparePlan, type Prepared } from './planner';
import { isAsCounted } from './recount';
import { remoteIn } from './remotes';
import { withNotification } from './runProgress';
import type { Runner } from './runner';
import { runWithUndo, type ReadSince } from './undo';

export interface DoorParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly documents: PlanDocuments;
  readonly runner: Runner;
  readonly output: Output;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  readonly announce: Announce;
  readonly readSince: ReadSince;
  /** Told what exactly a staging of this window has added. */
  readonly onStaged: (added: readonly Listed[]) => void;
}

/**
 * The one door: tree menu, key, palette, link, agent and API all enter here.
 * gesture → selection → plan → guards → confirmation → run → report, one way.
 */
export class RemovalDoor {
  /** No plan is carried out twice, however many questions about it are open. */
  private readonly carriedOut = new WeakSet<Plan>();
  private readonly freshness = new PlanFreshness();

  constructor(private readonly parts: DoorParts) {}

  /** Resolves to the report, or to undefined when nothing was sent. */
  async remove(action: Action, gesture: Gesture, how: Pick<HowToRun, 'announce'> = {}): Promise<Report | undefined> {
    const prepared = await preparePlan(action, gesture, this.parts.connections);
    if (!prepared.ok) return this.refuseFor(prepared.failure, gesture.listed[0]?.remote);
    const { plan, refusals } = prepared.value;
    if (plan.targets.length === 0) {
      void vscode.window.showInformationMessage(words.nothingToDo(plan));
      return undefined;
    }
    if (refusals.length > 0) return this.refuse(refusals);
    return this.askAndRun(plan, { ...how, ...this.howToRun(prepared.value), ...this.renewal(plan, gesture, how) });
  }

  /** Shows what a removal would do, without a question. Its document has the button that goes on, and asks then. */
  async dryRun(action: Action, gesture: Gesture): Promise<Plan | undefined> {
    const prepared = await preparePlan(action, gesture, this.parts.connections);
    if (!prepared.ok) return this.refuseFor(prepared.failure, gesture.listed[0]?.remote);
    const { plan, refusals } = prepared.value;
    const { documents, nameOfRemote } = this.parts;
    await documents.show(
      plan,
      ({ remote }) => nameOfRemote(remote),
      () =>
        refusals.length > 0
          ? this.refuse(refusals)
          : this.askAgain(plan, { ...this.howToRun(prepared.value), ...this.renewal(plan, gesture) }),
    );
    return plan;
  }

  private renewal(
    { action, effect, targets }: Plan,
    gesture: Gesture,
    how: Pick<HowToRun, 'announce'> = {},
  ): Pick<HowToRun, 'renew'> {
    return goesOutOfDate({ action, effect })
      ? { renew: () => this.remove(action, { ...gesture, listed: targets }, how) }
      : {};
  }

  private howToRun(prepared: Prepared): HowToRun {
    const { plan, remotes, changesOf } = prepared;
    const gone = goneSince();
    const actOf = (remote: RemoteAddress): Act => actFor(plan.action, remoteIn(remotes, remote));
    return {
      remotes,
      actOf: plan.effect === 'destroys' ? (remote) => gone.within(actOf(remote)) : actOf,
      ...(goesOutOfDate(plan) ? { lookAgain: () => this.lookAgain(prepared, gone) } : {}),
      ...(couldSpareChanges(plan, changesOf)
        ? { instead: { label: words.stageFilesOnly(), run: () => this.stageFilesOnly(prepared) } }
        : {}),
    };
  }

  private async lookAgain({ plan, remotes, guards, changesOf }: Prepared, gone: GoneSince): Promise<Seen> {
    const same =
      plan.effect === 'destroys'
        ? await isAsCounted(plan, remotes, guards, gone)
        : await losesTheSame(plan, changesOf, remotes);
    if (same.ok) return same.value ? 'holds' : 'outdated';
    await this.refuseFor(same.failure, plan.targets[0]?.remote);
    return 'unseen';
  }

  /** Stages what the plan's folders hold beside uploads and edits. Through the door again: counted, guarded and asked for anew. */
  private async stageFilesOnly({ plan, changesOf, remotes, guards }: Prepared): Promise<Report | undefined> {
    const listed = await withNotification(words.counting(), (_, signal) =>
      sparingTargets(plan, changesOf, remotes, guards, signal),
    );
    if (!listed.ok) return this.refuseFor(listed.failure, plan.targets[0]?.remote);
    return this.remove('stageRemoval', { listed: listed.value, shown: [] });
  }

  /** The same for entries that are named by URI. */
  async removeAt(
    action: Action,
    uris: readonly vscode.Uri[],
    how: Pick<HowToRun, 'announce'> = {},
  ): Promise<Report | undefined> {
    const gesture = await this.resolve(uris);
    return gesture && this.remove(action, gesture, how);
  }

  /** The entries that URIs name, as their servers list them now. Undefined when one cannot be found, which the person has been told, or was cancelled. */
  async resolve(uris: readonly vscode.Uri[]): Promise<Gesture | undefined> {
    const gesture = await lookUp(uris, this.parts.connections);
    if (gesture.ok) return gesture.value;
    const [first] = uris;
    return this.refuseFor(gesture.failure, first && locationOf(first)?.remote);
  }

  /** Goes on with a plan that was opened for review; asks again first. */
  async confirmReviewed(uri: vscode.Uri | undefined): Promise<Report | undefined> {
    const shown = uri ?? vscode.window.activeTextEditor?.document.uri;
    const proceed = shown && this.parts.documents.proceedOf(shown);
    return proceed ? proceed() : this.sayCarriedOut();
  }

  private sayCarriedOut(): undefined {
    void vscode.window.showInformationMessage(words.carriedOutAlready());
  }

  private renew(plan: Plan, again: () => Promise<Report | undefined>, why: string): Promise<Report | undefined> {
    this.parts.documents.drop(plan);
    tellBriefly(why, 10_000);
    return again();
  }

  /** The last part of the way, for plans that were prepared elsewhere (a commit, the deletion of a workspace): asks, runs, reports. */
  async askAndRun(plan: Plan, how: HowToRun): Promise<Report | undefined> {
    const { documents, nameOfRemote } = this.parts;
    if (how.renew && this.freshness.isOld(plan)) return this.renew(plan, how.renew, words.countedAnew());
    const placeName: words.PlaceName = ({ remote }) => nameOfRemote(remote);
    const confirmStaging = vscode.workspace.getConfiguration('winnow').get('oxen.confirmStaging', false);
    const confirmation = how.confirmation ?? confirmationFor(plan, { confirmStaging, nameOfRemote });
    const decision = await confirm(plan, confirmation, placeName, {
      notes: how.notes ?? [],
      accountName: (account) => this.parts.accounts.nameOf(account),
      instead: how.instead?.label,
    });
    if (decision === 'review') await documents.show(plan, placeName, () => this.askAgain(plan, how));
    if (decision === 'instead') return how.instead?.run();
    if (decision !== 'go') return undefined;
    if (how.renew && this.freshness.isOld(plan)) return this.renew(plan, how.renew, words.countedAnew());
    const seen = how.renew ? await this.freshness.look(plan, how.lookAgain) : 'holds';
    if (seen !== 'holds') return this.giveUp(plan, how, seen);
    return this.carryOut(plan, how, confirmation.undo);
  }

  private async askAgain(plan: Plan, how: HowToRun): Promise<Report | undefined> {
    const seen = await this.freshness.look(plan, how.lookAgain);
    return seen === 'holds' ? this.askAndRun(plan, how) : this.giveUp(plan, how, seen);
  }

  /** A plan that no longer holds is made and asked anew where that is possible. */
  private giveUp(plan: Plan, { renew }: HowToRun, seen: Exclude<Seen, 'holds'>): Promise<Report | undefined> {
    if (seen === 'unseen') return Promise.resolve(undefined);
    if (renew) return this.renew(plan, renew, words.changedMeanwhile());
    this.parts.documents.drop(plan);
    return Promise.resolve(undefined);
  }

  private async carryOut(plan: Plan, how: HowToRun, undo: boolean): Promise<Report | undefined> {
    const { documents, runner, announce, readSince, onStaged } = this.parts;
    documents.drop(plan);
    if (this.carriedOut.has(plan)) return this.sayCarriedOut();
    this.carriedOut.add(plan);
    const turn: { seen: Seen } = { seen: 'holds' };
    const run = (begin?: () => Promise<void>): Promise<Report> =>
      runner.carryOut(plan, remotesOf(plan).map(remoteKey), how.actOf, async (hasWaited) => {
        if (hasWaited && how.renew) turn.seen = await this.freshness.look(plan, how.lookAgain);
        if (turn.seen === 'holds') await begin?.();
        return turn.seen === 'holds';
      });
    if (how.tell) {
      const told = await run();
      // A commit that was refused took nothing along: what else lies open for review still holds.
      if (told.lines.some(({ outcome: { kind } }) => kind === 'done' || kind === 'unknown'))
        documents.dropCommitsOf(plan);
      await how.tell(told);
      return told;
    }
    const { report, added } =
      plan.action === 'stageRemoval'
        ? await runWithUndo(plan, how.remotes ?? new Map(), run, readSince)
        : { report: await run(), added: [] };
    if (turn.seen !== 'holds') return this.giveUp(plan, how, turn.seen);
    onStaged(added);
    (how.announce ?? announce)(report, undo ? added : []);
    return report;
  }

  private async refuse(refusals: readonly Refusal[]): Promise<undefined> {
    const detail = refusals.slice(0, 5).map(refusalSentence).join('\n');
    this.parts.output.warn(`${words.refused()} ${detail}`);
    await vscode.window.showWarningMessage(words.refused(), { modal: true, detail });
    return undefined;
  }

  /** Says why nothing was sent. Silent about a cancel. */
  async refuseFor(failure: Failure, remote: RemoteAddress | undefined): Promise<undefined> {
    if (failure.kind === 'cancelled') return undefined;
    const host = this.parts.accounts.hostOf(remote?.account ?? '');
    const { message, hint } = explain(failure, host);
    this.parts.output.error(explainInFull(failure, host));
    const answer = await vscode.window.showErrorMessage(
      words.couldNotCount(`${message} ${hint}`),
      reports.showOutput(),
    );
    if (answer) this.parts.output.show();
    return undefined;
  }
}

/** Whether others can make what a plan would take more than the person was shown: what is taken back or healed is read anew by the act itself. */
function goesOutOfDate({ action, effect }: Pick<Plan, 'action' | 'effect'>): boolean {
  return effect === 'destroys' || action === 'stageRemoval';
}
