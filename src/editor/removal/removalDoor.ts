import * as vscode from 'vscode';
import { confirmationFor } from '../../removal/confirmation';
import type { Failure } from '../../removal/failure';
import type { Refusal } from '../../removal/guards';
import type { Action, Plan } from '../../removal/plan';
import type { Report } from '../../removal/report';
import type { Listed } from '../../removal/selection';
import type { Progress } from '../../removal/progress';
import { createQueue } from '../../removal/queue';
import type { Act } from '../../removal/remote';
import { run } from '../../removal/run';
import { settleLater } from '../../removal/settling';
import type { RemoteAddress } from '../../removal/address';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { Output } from '../output';
import type { StagedModel } from '../staged/stagedModel';
import { explain, explainInFull } from '../wording/failures';
import * as words from '../wording/plans';
import * as reports from '../wording/reports';
import { refusalSentence } from '../wording/warnings';
import { actFor } from './acts';
import { clock } from './clock';
import { confirm } from './confirmDialog';
import { freshen } from './freshening';
import { gestureAt, type Gesture } from './gesture';
import type { PlanDocuments } from './planDocuments';
import { connectAll, preparePlan, remoteIn, type Remotes } from './planner';
import { logReport } from './reportLog';
import { partOf, withNotification } from './runProgress';

export interface DoorParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly staged: StagedModel;
  readonly documents: PlanDocuments;
  readonly output: Output;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  /** Called after every run, successful or not: the views read the servers again. */
  readonly afterRun: (report: Report) => Promise<void>;
}

/**
 * The one door: tree menu, key, palette, link, agent and API all enter here.
 * gesture → selection → plan → guards → confirmation → run → report, one way.
 */
export class RemovalDoor implements vscode.Disposable {
  private readonly queue = createQueue();
  private readonly ended = new AbortController();

  constructor(private readonly parts: DoorParts) {}

  /** Resolves to the report, or to undefined when nothing was sent. */
  async remove(action: Action, gesture: Gesture): Promise<Report | undefined> {
    const prepared = await preparePlan(action, gesture, this.parts.connections, this.parts.staged);
    if (!prepared.ok) return this.refuseFor(prepared.failure, gesture.listed[0]?.remote);
    const { plan, refusals, remotes } = prepared.value;
    if (plan.targets.length === 0) {
      this.sayNothingToDo(plan);
      return;
    }
    if (refusals.length > 0) return this.refuse(refusals);
    return this.askAndRun(plan, remotes);
  }

  /** The same for entries that are named by URI. */
  async removeAt(action: Action, uris: readonly vscode.Uri[]): Promise<Report | undefined> {
    const gesture = await gestureAt(uris, this.parts.connections, new AbortController().signal);
    return gesture.ok ? this.remove(action, gesture.value) : this.refuseFor(gesture.failure, undefined);
  }

  /**
   * The same for entries that were listed a while ago: reads them again first. What is no longer there is told to `onGone`, and
   * the rest is planned as it is now.
   */
  async removeAgain(
    action: Action,
    listed: readonly Listed[],
    onGone: (gone: readonly Listed[]) => Promise<void> | void,
  ): Promise<Report | undefined> {
    const remotes = await connectAll(listed, this.parts.connections);
    if (!remotes.ok) return this.refuseFor(remotes.failure, listed[0]?.remote);
    const fresh = await freshen(listed, remotes.value, this.ended.signal);
    if (!fresh.ok) return this.refuseFor(fresh.failure, listed[0]?.remote);
    if (fresh.value.gone.length > 0) await onGone(fresh.value.gone);
    return this.remove(action, { listed: fresh.value.now, shown: [] });
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

  dispose(): void {
    this.ended.abort();
  }

  private async askAndRun(plan: Plan, remotes: Remotes): Promise<Report | undefined> {
    const { documents, nameOfRemote } = this.parts;
    const placeName: words.PlaceName = ({ remote }) => nameOfRemote(remote);
    const confirmStaging = vscode.workspace.getConfiguration('winnow').get('oxen.confirmStaging', false);
    const decision = await confirm(plan, confirmationFor(plan, { confirmStaging, nameOfRemote }), placeName);
    if (decision === 'review') await documents.show(plan, placeName);
    if (decision !== 'go') return undefined;
    documents.drop(plan);
    return this.carryOut(plan, remotes);
  }

  private async carryOut(plan: Plan, remotes: Remotes): Promise<Report> {
    const actOf = (remote: RemoteAddress): Act => actFor(plan.action, remoteIn(remotes, remote));
    const report = await withNotification(reports.progressTitle(plan.action), (show, cancel) => {
      const onProgress = (progress: Progress): void =>
        show({ text: reports.progressText(progress, clock.now()), part: partOf(progress) });
      return this.queue.enter([...remotes.keys()], () => run(plan, actOf, { environment: clock, cancel, onProgress }));
    });
    await this.tell(report);
    this.announce(report);
    void settleLater(report, actOf, clock, this.ended.signal, (settled) => void this.tell(settled));
    return report;
  }

  /** Writes down what went, and lets the views read the servers again. */
  private async tell(report: Report): Promise<void> {
    logReport(report, this.parts.output, (account) => this.hostOf(account));
    await this.parts.afterRun(report);
  }

  private announce(report: Report): void {
    const { failed, unknown } = reports.countOutcomes(report);
    const text = reports.summary(report);
    const isTrouble = Boolean(failed ?? unknown ?? report.stoppedBy);
    const shown = isTrouble
      ? vscode.window.showWarningMessage(text, reports.showOutput())
      : vscode.window.showInformationMessage(text);
    void shown.then((answer) => {
      if (answer === reports.showOutput()) this.parts.output.show();
    });
  }

  private sayNothingToDo(plan: Plan): undefined {
    void vscode.window.showInformationMessage(words.nothingToDo(plan));
    return undefined;
  }

  private async refuse(refusals: readonly Refusal[]): Promise<undefined> {
    const detail = refusals.slice(0, 5).map(refusalSentence).join('\n');
    this.parts.output.warn(`${words.refused()} ${detail}`);
    await vscode.window.showWarningMessage(words.refused(), { modal: true, detail });
    return undefined;
  }

  private async refuseFor(failure: Failure, remote: RemoteAddress | undefined): Promise<undefined> {
    if (failure.kind === 'cancelled') return undefined;
    const host = remote ? this.hostOf(remote.account) : '';
    const { message, hint } = explain(failure, host);
    this.parts.output.error(explainInFull(failure, host));
    const answer = await vscode.window.showErrorMessage(
      words.couldNotCount(`${message} ${hint}`),
      reports.showOutput(),
    );
    if (answer) this.parts.output.show();
    return undefined;
  }

  private hostOf(account: string): string {
    const origin = this.parts.accounts.get(account)?.origin;
    return origin ? new URL(origin).host : account;
  }
}
