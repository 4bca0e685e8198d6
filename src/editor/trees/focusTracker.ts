import * as vscode from 'vscode';
import { focusedRow } from '../../removal/selection';

/**
 * The rows a key means. `beingRead`: VS Code has forgotten some of them while it draws them anew, and nobody can tell which. Undefined: no row
 * has the focus.
 */
export type FocusedRows<Row> = readonly Row[] | 'beingRead' | undefined;

/**
 * Tells which rows a key means. An arrow key moves the focus and leaves the selection behind, and VS Code tells an extension
 * only the selection; the key therefore runs `list.toggleSelection` first, and the row that flipped is the focused one.
 */
export class FocusTracker<Row> implements vscode.Disposable {
  private before: readonly Row[] = [];
  private now: readonly Row[] = [];
  private told = 0;
  private drawnWhenTold: number;
  private readonly listener: vscode.Disposable;

  constructor(
    view: vscode.TreeView<Row>,
    private readonly keyOf: (row: Row) => string,
    /** How many rows VS Code has drawn so far. */
    private readonly drawn: () => number,
  ) {
    this.drawnWhenTold = drawn();
    this.listener = view.onDidChangeSelection(({ selection }) => {
      this.before = this.now;
      this.now = selection;
      this.told += 1;
      this.drawnWhenTold = drawn();
    });
  }

  /**
   * To be called right after `list.toggleSelection`; puts the selection back. When it cannot be told which rows are meant: ask, never guess. While
   * rows are drawn anew VS Code leaves out of a selection those it has forgotten, and one that came back incomplete tells nothing. Nor does a row that
   * is missing in the first and there in the second, if any was drawn in between: it may not have flipped, but been forgotten beside the one that did.
   */
  async focusedRows(): Promise<FocusedRows<Row>> {
    const { before, told, drawnWhenTold } = this;
    const focused = focusedRow(before, this.now, this.keyOf);
    await vscode.commands.executeCommand('list.toggleSelection');
    // Without a row that has the focus nothing flips, and nothing is told.
    if (this.told === told) return undefined;
    return focused && this.isAsBefore(before) && this.drawn() === drawnWhenTold ? focused.rows : 'beingRead';
  }

  private isAsBefore(before: readonly Row[]): boolean {
    const keys = new Set(before.map(this.keyOf));
    return this.now.length === before.length && this.now.every((row) => keys.has(this.keyOf(row)));
  }

  dispose(): void {
    this.listener.dispose();
  }
}
