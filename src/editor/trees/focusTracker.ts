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

  /**
   * To be called right after `list.toggleSelection`; puts the selection back. Undefined when it cannot be told: then ask, never guess. While rows
   * are read again VS Code leaves out of a selection those it has forgotten, and one that came back incomplete tells nothing.
   */
  async focusedRows(): Promise<readonly Row[] | undefined> {
    const { before } = this;
    const focused = focusedRow(before, this.now, this.keyOf);
    await vscode.commands.executeCommand('list.toggleSelection');
    return this.isAsBefore(before) ? focused?.rows : undefined;
  }

  private isAsBefore(before: readonly Row[]): boolean {
    const keys = new Set(before.map(this.keyOf));
    return this.now.length === before.length && this.now.every((row) => keys.has(this.keyOf(row)));
  }

  dispose(): void {
    this.listener.dispose();
  }
}
