import * as vscode from 'vscode';
import { failureOf } from '../../removal/failure';
import type { PastRun } from '../../removal/journalHistory';
import { restOf } from '../../removal/rest';
import type { Connections } from '../accounts/connections';
import { COMMANDS } from '../ids';
import * as words from '../wording/history';
import type { NameOf } from '../wording/names';
import { abandonedRuns } from './abandonedRuns';
import { clock } from './clock';
import { SILENCE, type JournalFile } from './journalFile';
import type { RunHistory } from './runHistory';
import { settlePast } from './settlePast';

/** VS Code finishes its own start first, ms. */
const IDLE = 3_000;
const KEPT_DAYS = 90;

export interface LookingBack {
  readonly journal: JournalFile;
  readonly history: RunHistory;
  readonly connections: Connections;
  readonly nameOfRemote: NameOf;
}

/**
 * Once the window is idle: forgets what is too old, marks what failed earlier, and finds runs whose process died. What had been sent is
 * settled by reading; the person is told once, in one window. Nothing is sent that changes anything.
 */
export function lookBackWhenIdle(parts: LookingBack): vscode.Disposable {
  const ended = new AbortController();
  const timer = setTimeout(() => void lookBack(parts, ended.signal), IDLE);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    ended.abort();
  });
}

async function lookBack(parts: LookingBack, signal: AbortSignal): Promise<void> {
  const { journal, history } = parts;
  const days = vscode.workspace.getConfiguration('winnow').get('journal.keepDays', KEPT_DAYS);
  await journal.prune(days);
  await history.all();
  const isOwn = (run: string): boolean => history.isUnderWay(run);
  const runs = await abandonedRuns(journal, isOwn, () => clock.sleep(SILENCE, signal));
  for (const run of runs) {
    if (signal.aborted) return;
    if (await journal.claims.take(run.id)) await close(run, parts, signal);
  }
}

/** Ends the record of a run that could not end it itself, and tells of it. */
async function close(
  { id, report }: PastRun,
  { journal, history, connections, nameOfRemote }: LookingBack,
  signal: AbortSignal,
): Promise<void> {
  const settled = await settlePast(report, connections, history, signal);
  // The window closes: whoever looks next tells of it.
  if (signal.aborted) return journal.claims.release(id);
  const stoppedBy = failureOf('unexpected', 'interrupted', { reach: 'notSent', retryable: true });
  const closed = { ...settled, stoppedBy };
  await history.end(closed);
  const rest = restOf(closed).length;
  const buttons = [
    { title: words.showReport(), command: COMMANDS.showReport },
    ...(rest > 0 ? [{ title: words.runTheRest(rest), command: COMMANDS.runTheRest }] : []),
  ];
  void vscode.window
    .showWarningMessage(words.wasInterrupted(closed, nameOfRemote), ...buttons)
    .then((button) => button && vscode.commands.executeCommand(button.command, report.plan.id));
}
