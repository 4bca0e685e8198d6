import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import { confirmationFor } from '../../removal/confirmation';
import type { Failure } from '../../removal/failure';
import type { Refusal } from '../../removal/guards';
import type { Action, Plan } from '../../removal/plan';
import type { Report } from '../../removal/report';
import type { Listed } from '../../removal/selection';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { Output } from '../output';
import type { StagedModel } from '../staged/stagedModel';
import { explain, explainInFull } from '../wording/failures';
import * as words from '../wording/plans';
import * as reports from '../wording/reports';
import { refusalSentence } from '../wording/warnings';
import { actFor } from './acts';
import { confirm } from './confirmDialog';
import { gestureAt, type Gesture } from './gesture';
import type { PlanDocuments } from './planDocuments';
import { connectAll, preparePlan, remoteIn, type Remotes } from './planner';
import type { Runner } from './runner';
import { addedSince, stagedBefore } from './undo';

export interface DoorParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly staged: StagedModel;
  readonly documents: PlanDocuments;
  readonly runner: Runner;
  readonly output: Output;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  /** Tells the person how a run ended. `added`: what an undo would take back. */
  readonly announce: (report: Report, added: readonly Listed[]) => void;
}

/**
 * The one door: tree menu, key, palette, link, agent and API all enter here.
 * gesture → selection → plan → guards → confirmation → run → report, one way.
 */
export class RemovalDoor {
  constructor(private readonly parts: DoorParts) {}

  /** Resolves to the report, or to undefined when nothing was sent. */
  async remove(action: Action, gesture: Gesture): Promise<Report | undefined> {
    const prepared = await preparePlan(action, gesture, this.parts.connections, this.parts.staged);
    if (!prepared.ok) return this.refuseFor(prepared.failure, gesture.listed[0]?.remote);
    const { plan, refusals, remotes } = prepared.value;
    if (plan.targets.length === 0) {
      void vscode.window.showInformationMessage(words.nothingToDo(plan));
      return undefined;
    }
    if (refusals.length > 0) return this.refuse(refusals);
    return this.askAndRun(plan, remotes);
  }

  /** The same for entries that are named by URI. */
  async removeAt(action: Action, uris: readonly vscode.Uri[]): Promise<Report | undefined> {
    const gesture = await gestureAt(uris, this.parts.connections, new AbortController().signal);
    return gesture.ok ? this.remove(action, gesture.value) : this.refuseFor(gesture.failure, undefined);
  }

  /** Goes on with a plan that was opened for review; asks again first. */
  async confirmReviewed(uri: vscode.Uri | undefined): Promise<Report | undefined> {
    const shown = uri ?? vscode.window.activeTextEditor?.document.uri;
    const plan = shown ? this.parts.documents.take(shown) : undefined;
    if (!plan) {
      void vscode.window.showInformationMessage(words.carriedOutAlready());
      return undefined;
    }
    const remotes = await connectAll(plan.targets, this.parts.connections);
    return remotes.ok ? this.askAndRun(plan, remotes.value) : this.refuseFor(remotes.failure, plan.targets[0]?.remote);
  }

  private async askAndRun(plan: Plan, remotes: Remotes): Promise<Report | undefined> {
    const { documents, nameOfRemote } = this.parts;
    const placeName: words.PlaceName = ({ remote }) => nameOfRemote(remote);
    const confirmStaging = vscode.workspace.getConfiguration('winnow').get('oxen.confirmStaging', false);
    const confirmation = confirmationFor(plan, { confirmStaging, nameOfRemote });
    const decision = await confirm(plan, confirmation, placeName);
    if (decision === 'review') await documents.show(plan, placeName);
    if (decision !== 'go') return undefined;
    documents.drop(plan);
    return confirmation.undo ? this.runWithUndo(plan, remotes) : this.run(plan, remotes);
  }

  private async run(plan: Plan, remotes: Remotes): Promise<Report> {
    const report = await this.send(plan, remotes);
    this.parts.announce(report, []);
    return report;
  }

  /** What is staged is read before and after, so that an undo takes back what this run added and nothing else. */
  private async runWithUndo(plan: Plan, remotes: Remotes): Promise<Report> {
    const { signal } = new AbortController();
    const before = await stagedBefore(plan, remotes, signal);
    const report = await this.send(plan, remotes);
    this.parts.announce(report, before ? await addedSince(plan, before, remotes, signal) : []);
    return report;
  }

  private send(plan: Plan, remotes: Remotes): Promise<Report> {
    return this.parts.runner.carryOut(plan, [...remotes.keys()], (remote) =>
      actFor(plan.action, remoteIn(remotes, remote)),
    );
  }

  private async refuse(refusals: readonly Refusal[]): Promise<undefined> {
    const detail = refusals.slice(0, 5).map(refusalSentence).join('\n');
    this.parts.output.warn(`${words.refused()} ${detail}`);
    await vscode.window.showWarningMessage(words.refused(), { modal: true, detail });
    return undefined;
  }

  private async refuseFor(failure: Failure, remote: RemoteAddress | undefined): Promise<undefined> {
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
