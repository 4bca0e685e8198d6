import * as vscode from 'vscode';
import { focusedRow } from '../../removal/selection';

/**
 * Tells which rows a key means. An arrow key moves the focus and leaves the selection behind, and VS Code tells an extension
 * only the selection; the key therefore runs `list.toggleSelection` first, and the row that flipped is the focused one.
 */
export class FocusTracker<Row> implements vscode.Disposable {
  private before: readonly Row[] = [];
  private now: readonly Row[] = [];
  private readonly listener: vscode.Disposable;

  constructor(
    view: vscode.TreeView<Row>,
    private readonly keyOf: (row: Row) => string,
  ) {
    this.listener = view.onDidChangeSelection(({ selection }) => {
      this.before = this.now;
      this.now = selection;
    });
  }

  /** To be called right after `list.toggleSelection`; puts the selection back. Undefined when it cannot be told: then ask, never guess. */
  async focusedRows(): Promise<readonly Row[] | undefined> {
    const focused = focusedRow(this.before, this.now, this.keyOf);
    await vscode.commands.executeCommand('list.toggleSelection');
    return focused?.rows;
  }

  dispose(): void {
    this.listener.dispose();
  }
}
