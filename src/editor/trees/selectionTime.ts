import type * as vscode from 'vscode';

/**
 * Notes when a row was last selected in a view: of two views, the later one is where the person is. When a part of the selection is gone, nobody was there. An empty one counts: VS Code tells of a click
 * on a row that it is just drawing anew without the row, and has it a moment later.
 */
export class SelectionTime<Row> implements vscode.Disposable {
  selectedAt = 0;
  private before: ReadonlySet<string> = new Set();
  private readonly listener: vscode.Disposable;

  constructor(
    readonly view: vscode.TreeView<Row>,
    keyOf: (row: Row) => string,
  ) {
    this.listener = view.onDidChangeSelection(({ selection }) => {
      const keys = selection.map(keyOf);
      const isRest = keys.length > 0 && keys.length < this.before.size && keys.every((key) => this.before.has(key));
      if (!isRest) this.clicked();
      this.before = new Set(keys);
    });
  }

  /** VS Code tells nothing of a click on a row that is selected already. */
  clicked(): void {
    this.selectedAt = performance.now();
  }

  dispose(): void {
    this.listener.dispose();
  }
}
