import * as vscode from 'vscode';
import { COMMANDS, STATUS_ITEM } from '../ids';
import * as words from '../wording/staged';
import type { MarkedModel } from './markedModel';
import type { StagedModel } from './stagedModel';

/** How many removals are staged and entries marked, in the status bar; a click leads to the Staged view. */
export class StagedStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(STATUS_ITEM, vscode.StatusBarAlignment.Left, 50);
  private readonly listeners: readonly vscode.Disposable[];

  constructor(
    private readonly staged: StagedModel,
    private readonly marked: MarkedModel,
  ) {
    this.item.name = words.statusName();
    this.item.command = COMMANDS.showStaged;
    this.listeners = [
      staged.onDidChange(() => this.show()),
      staged.onDidRead(() => this.show()),
      marked.onDidChange(() => this.show()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('winnow.statusBar')) this.show();
      }),
    ];
    this.show();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.item.dispose();
  }

  private show(): void {
    const staged = this.staged.count();
    const marks = this.marked.all();
    const count = staged + marks.length;
    const setting = vscode.workspace.getConfiguration('winnow').get<string>('statusBar', 'whenStaged');
    if (setting === 'off' || (setting === 'whenStaged' && count === 0)) {
      this.item.hide();
      return;
    }
    this.item.text = words.statusText(count);
    this.item.tooltip = words.statusTooltip(this.staged.workspaces(), marks);
    this.item.accessibilityInformation = { label: words.statusSpoken(staged, marks.length), role: 'button' };
    this.item.show();
  }
}
