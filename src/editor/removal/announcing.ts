import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import { ancestorsOf } from '../../removal/remotePath';
import { accountStoppedAt, type Report } from '../../removal/report';
import { restOf } from '../../removal/rest';
import type { Listed } from '../../removal/selection';
import { tellBriefly } from '../briefly';
import { COMMANDS } from '../ids';
import { listedKey } from '../staged/entryMarks';
import type { NameOf } from '../wording/names';
import { enterToken } from '../wording/tokens';
import * as words from '../wording/reports';

/** Stagings that can still be taken back at most. */
const KEPT = 20;

/** Each staging of this window, so that every *Undo* takes back its own, and *Undo Last Staging* the latest. */
export class UndoableStagings {
  private readonly added = new Map<string, readonly Listed[]>();

  remember({ plan }: Report, added: readonly Listed[]): void {
    if (plan.action !== 'stageRemoval' || added.length === 0) return;
    this.added.set(plan.id, added);
    for (const id of [...this.added.keys()].slice(0, -KEPT)) this.added.delete(id);
  }

  has(planId: string): boolean {
    return this.added.has(planId);
  }

  /** What the staging of that plan added, or the latest one, as far as it was not taken back. */
  find(planId: string | undefined): readonly Listed[] | undefined {
    return this.added.get(planId ?? [...this.added.keys()].at(-1) ?? '');
  }

  /**
   * Forgets what a run of this window shows to be staged no more, whatever took it back or committed it: staged there later, it is somebody
   * else's. What failed can still be taken back.
   */
  settle({ plan: { action }, lines }: Report): void {
    if (action !== 'unstage' && action !== 'commit' && action !== 'deleteWorkspace') return;
    const over = lines.flatMap(({ target, outcome: { kind } }) =>
      kind === 'done' || kind === 'alreadyGone' ? [target] : [],
    );
    const gone = new Set(over.map(action === 'deleteWorkspace' ? ({ remote }) => remoteKey(remote) : listedKey));
    const isGone = ({ remote, entry: { path } }: Listed): boolean => {
      const key = remoteKey(remote);
      return gone.has(key) || [path, ...ancestorsOf(path)].some((one) => gone.has(`${key}/${one}`));
    };
    for (const [planId, added] of this.added) {
      const left = added.filter((one) => !isGone(one));
      if (left.length === 0) this.added.delete(planId);
      else this.added.set(planId, left);
    }
  }
}

/** Tells the person how a run ended. `added`: what an undo would take back. */
export type Announce = (report: Report, added: readonly Listed[]) => void;

/** The same without anything in the way, in the status bar, as long as all went well. */
export function quietAnnouncerWith(stagings: UndoableStagings, nameOfRemote: NameOf): Announce {
  const aloud = announcerWith(stagings, nameOfRemote);
  return (report, added) => {
    const isWell = report.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone');
    if (!isWell || report.plan.action !== 'stageRemoval') {
      aloud(report, added);
      return;
    }
    stagings.remember(report, added);
    tellBriefly(words.summary(report, nameOfRemote));
  };
}

/** Tells how a run ended, in one notification, with what can be done about it. */
export function announcerWith(stagings: UndoableStagings, nameOfRemote: NameOf): Announce {
  return (report, added) => {
    stagings.remember(report, added);
    const rest = restOf(report).length;
    const isTrouble = report.lines.some(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'unknown');
    const buttons: readonly Button[] = [
      ...(added.length > 0
        ? [{ title: words.undo(), command: COMMANDS.undoLastStaging, argument: report.plan.id }]
        : []),
      ...(report.stoppedBy?.kind === 'auth'
        ? [{ title: enterToken(), command: COMMANDS.enterToken, argument: accountStoppedAt(report) }]
        : []),
      ...(isTrouble || rest > 0
        ? [{ title: words.showReport(), command: COMMANDS.showReport, argument: report.plan.id }]
        : []),
      ...(rest > 0 ? [{ title: words.runTheRest(rest), command: COMMANDS.runTheRest, argument: report.plan.id }] : []),
    ];
    const isVain = tookNothingBack(report);
    const text = isVain ? words.nothingTakenBack() : words.summary(report, nameOfRemote);
    if (!isTrouble && !isVain && buttons.length === 0 && report.plan.effect === 'stages') {
      tellBriefly(text);
      return;
    }
    const shown =
      isTrouble || isVain
        ? vscode.window.showWarningMessage(text, ...buttons)
        : vscode.window.showInformationMessage(text, ...buttons);
    void shown.then((button) => button && vscode.commands.executeCommand(button.command, button.argument));
  };
}

/** What the person wanted kept may be committed by now: a word in the status bar would be missed. */
function tookNothingBack({ plan, lines }: Report): boolean {
  return plan.action === 'unstage' && lines.every(({ outcome }) => outcome.kind === 'alreadyGone');
}

interface Button extends vscode.MessageItem {
  readonly command: string;
  readonly argument?: string;
}
