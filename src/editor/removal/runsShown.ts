import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import { partOf } from '../../removal/progress';
import { COMMANDS, RUNS_ITEM } from '../ids';
import * as words from '../wording/progress';
import { clock } from './clock';
import type { RunsUnderWay, RunUnderWay } from './runsUnderWay';

/** How often a text may change, ms. */
const EVERY = 250;
/** What is over sooner is not shown, ms. */
const PATIENCE = 500;

type Kind = RemoteAddress['kind'];

/**
 * Shows the runs under way: beside the title of the view whose remotes they concern, and all of them in one status bar item. Not in the view's
 * message: rows would move down for it, and up again when the run ends, under the pointer of somebody who is about to click one.
 */
export class RunsShown implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(RUNS_ITEM, vscode.StatusBarAlignment.Left, 51);
  private readonly listener: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runs: RunsUnderWay,
    private readonly views: Readonly<Record<Kind, Pick<vscode.TreeView<unknown>, 'description'>>>,
    private readonly nameOfRemote: (remote: RemoteAddress) => string,
  ) {
    this.item.name = words.statusName();
    this.item.command = COMMANDS.showRuns;
    this.listener = runs.onDidChange(() => this.follow());
  }

  dispose(): void {
    clearInterval(this.timer);
    this.listener.dispose();
    this.item.dispose();
  }

  private follow(): void {
    if (this.runs.all().length > 0) {
      this.timer ??= setInterval(() => this.show(), EVERY);
      return;
    }
    clearInterval(this.timer);
    this.timer = undefined;
    this.show();
  }

  private show(): void {
    const now = clock.now();
    const shown = this.runs.all().filter(({ since }) => now - since >= PATIENCE);
    for (const kind of ['oxen', 'onedata'] as const) this.showIn(kind, shown, now);
    this.showStatus(shown, now);
  }

  private showIn(kind: Kind, shown: readonly RunUnderWay[], now: number): void {
    const [first, ...others] = shown.filter(({ remotes }) => remotes.some((remote) => remote.kind === kind));
    const description = first ? words.viewDescription(first, others.length, now) : '';
    const view = this.views[kind];
    if ((view.description ?? '') !== description) view.description = description;
  }

  private showStatus(shown: readonly RunUnderWay[], now: number): void {
    if (shown.length === 0) {
      this.item.hide();
      return;
    }
    const parts = shown.map(({ progress }) => (progress ? partOf(progress) : 0));
    const part = parts.reduce((sum, one) => sum + one, 0) / parts.length;
    this.item.text = words.statusText(shown.length, part);
    this.item.tooltip = shown.map((run) => words.runLine(run, this.nameOfRemote, now)).join('\n');
    // Without the share: a screen reader would read out every change of it.
    this.item.accessibilityInformation = { label: words.statusSpoken(shown.length), role: 'button' };
    this.item.show();
  }
}
