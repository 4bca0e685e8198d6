import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { restOf } from '../../removal/rest';
import type { Listed } from '../../removal/selection';
import { COMMANDS } from '../ids';
import { enterToken } from '../wording/tokens';
import * as words from '../wording/reports';

/** The staged removals that the last staging added, for *Undo Last Staging*. */
export interface LastStaging {
  added: readonly Listed[];
}

/** Tells the person how a run ended. `added`: what an undo would take back. */
export type Announce = (report: Report, added: readonly Listed[]) => void;

/** The same without anything in the way, in the status bar, as long as all went well. */
export function quietAnnouncerWith(last: LastStaging): Announce {
  const aloud = announcerWith(last);
  return (report, added) => {
    const isWell = report.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone');
    if (!isWell || report.plan.action !== 'stageRemoval') {
      aloud(report, added);
      return;
    }
    last.added = added;
    vscode.window.setStatusBarMessage(words.summary(report), 5_000);
  };
}

/** Tells how a run ended, in one notification, with what can be done about it. */
export function announcerWith(last: LastStaging): Announce {
  return (report, added) => {
    if (report.plan.action === 'stageRemoval') last.added = added;
    const rest = restOf(report).length;
    const isTrouble = report.lines.some(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'unknown');
    const buttons: readonly Button[] = [
      ...(added.length > 0 ? [{ title: words.undo(), command: COMMANDS.undoLastStaging }] : []),
      ...(report.stoppedBy?.kind === 'auth'
        ? [{ title: enterToken(), command: COMMANDS.enterToken, argument: accountOf(report) }]
        : []),
      ...(isTrouble || rest > 0
        ? [{ title: words.showReport(), command: COMMANDS.showReport, argument: report.plan.id }]
        : []),
      ...(rest > 0 ? [{ title: words.runTheRest(rest), command: COMMANDS.runTheRest, argument: report.plan.id }] : []),
    ];
    const text = words.summary(report);
    if (!isTrouble && buttons.length === 0 && report.plan.effect === 'stages') {
      vscode.window.setStatusBarMessage(text, 5_000);
      return;
    }
    const shown = isTrouble
      ? vscode.window.showWarningMessage(text, ...buttons)
      : vscode.window.showInformationMessage(text, ...buttons);
    void shown.then((button) => button && vscode.commands.executeCommand(button.command, button.argument));
  };
}

function accountOf({ plan }: Report): string {
  return plan.targets[0]?.remote.account ?? '';
}

interface Button extends vscode.MessageItem {
  readonly command: string;
  readonly argument?: string;
}
