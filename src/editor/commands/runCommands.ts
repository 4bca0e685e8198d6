import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import { choose } from '../choose';
import { COMMANDS, VIEWS } from '../ids';
import { clock } from '../removal/clock';
import type { RunsUnderWay, RunUnderWay } from '../removal/runsUnderWay';
import * as words from '../wording/progress';
import type { Handler } from './register';

/** The list behind the status bar item: cancels a run, or shows the view of its remote. */
export function runCommands(
  runs: RunsUnderWay,
  nameOfRemote: (remote: RemoteAddress) => string,
): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.showRuns]: async () => {
      const shown = runs.all();
      if (shown.length === 0) {
        void vscode.window.showInformationMessage(words.nothingRuns());
        return;
      }
      const items = shown.flatMap((run): readonly Step[] => {
        const description = words.progressTitle(run.plan.action, run.remotes, nameOfRemote);
        const which = words.whichOfThem(run);
        const detail = `${which} · ${words.progressText(run, clock.now())}`;
        const look = { label: words.showPlace(), description, detail, take: () => showViewOf(run) };
        const cancel = { label: words.cancelRun(), description, detail: which, take: run.cancel };
        return run.isCancelled ? [look] : [look, cancel];
      });
      const step = await choose(items, { placeHolder: words.whichRun() });
      step?.take?.();
    },
  };
}

interface Step extends vscode.QuickPickItem {
  readonly take?: () => void;
}

function showViewOf({ remotes: [first] }: RunUnderWay): void {
  if (first) void vscode.commands.executeCommand(`${VIEWS[first.kind]}.focus`);
}
