import type * as vscode from 'vscode';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import type { Names } from '../../removal/journalRecord';
import type { Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import { partOf } from '../../removal/progress';
import { createQueue } from '../../removal/queue';
import type { Act } from '../../removal/remote';
import type { Report } from '../../removal/report';
import { reportOfNothing } from '../../removal/rest';
import { run } from '../../removal/run';
import { settleLater } from '../../removal/settling';
import { progressText, progressTitle } from '../wording/progress';
import { clock } from './clock';
import type { RunHistory } from './runHistory';
import { withNotification, type Shown } from './runProgress';
import type { RunsUnderWay } from './runsUnderWay';

export interface RunnerParts {
  readonly history: RunHistory;
  readonly underWay: RunsUnderWay;
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  /** Called with every report, and again when a later read settled what was unknown. */
  readonly onReport: (report: Report) => Promise<void>;
}

/** Carries out plans that were agreed to: journal, queue, progress, report. */
export class Runner implements vscode.Disposable {
  private readonly queue = createQueue();
  private readonly ended = new AbortController();

  constructor(private readonly parts: RunnerParts) {}

  /**
   * Two runs on one remote wait for each other; others run side by side. `onTurn` is asked when its turn has come, and told whether it had to wait:
   * what was agreed to may be something else by then. If it is (false), nothing is sent, and nothing is written down.
   */
  async carryOut(
    plan: Plan,
    remoteKeys: readonly string[],
    actOf: (remote: RemoteAddress) => Act,
    onTurn?: (hasWaited: boolean) => Promise<boolean>,
  ): Promise<Report> {
    const { history, underWay, nameOfRemote, onReport } = this.parts;
    const canceller = new AbortController();
    underWay.begin(plan, canceller, clock.now());
    const shown = (): Shown => {
      const now = underWay.get(plan.id);
      return now
        ? { text: progressText(now, clock.now()), part: now.progress ? partOf(now.progress) : 0 }
        : { text: '' };
    };
    const report = await withNotification(
      progressTitle(plan.action, remotesOf(plan), nameOfRemote),
      (show, cancel) => {
        show(shown);
        let hasWaited = false;
        const go = async (): Promise<Report | undefined> => {
          if (!cancel.aborted && (await onTurn?.(hasWaited)) === false) return undefined;
          await history.begin(plan, clock.now(), namesFor(plan, nameOfRemote));
          return run(plan, actOf, {
            environment: clock,
            cancel,
            beforeSending: (targets) => history.sending(plan, targets, clock.now()),
            onLine: (line, index) => history.line(plan, index, line, clock.now()),
            onProgress: (progress) => underWay.advance(progress),
          });
        };
        return this.queue.enter(remoteKeys, go, () => {
          hasWaited = true;
          underWay.queue(plan.id);
        });
      },
      canceller,
    ).finally(() => underWay.end(plan.id));
    if (!report) return reportOfNothing(plan, 'refused', clock.now());
    await history.end(report);
    await onReport(report);
    void this.settle(report, actOf);
    return report;
  }

  dispose(): void {
    this.ended.abort();
  }

  private async settle(report: Report, actOf: (remote: RemoteAddress) => Act): Promise<void> {
    const { history, onReport } = this.parts;
    await settleLater(report, actOf, clock, this.ended.signal, (settled) => {
      void history.correct(settled, clock.now()).then(() => onReport(settled));
    });
  }
}

/** What the plan's places are called now, for the journal; an id is no name. */
function namesFor(plan: Plan, nameOfRemote: RunnerParts['nameOfRemote']): Names {
  const named = remotesOf(plan).map((remote) => ({ remote, name: nameOfRemote(remote) }));
  return Object.fromEntries(
    named
      .filter(({ remote, name }) => name !== (remote.kind === 'oxen' ? remote.workspace : remote.space))
      .map(({ remote, name }) => [remoteKey(remote), name]),
  );
}
