import type * as vscode from 'vscode';

/**
 * Notes when a row was last selected in a view: of two views, the later one is where the person is. When a part of the selection is gone, nobody was there. An empty one counts: VS Code tells of a click
 * on a row that it is just drawing anew without the row, and has it a moment later.
 */
export class SelectionTime<Row> implements vscode.Disposable {
  selectedAt = 0;
  private told: readonly Row[] = [];
  private readonly listener: vscode.Disposable;

  constructor(
    readonly view: vscode.TreeView<Row>,
    private readonly keyOf: (row: Row) => string,
  ) {
    this.listener = view.onDidChangeSelection(({ selection }) => {
      const keys = selection.map(keyOf);
      const before = new Set(this.told.map(keyOf));
      const isRest = keys.length > 0 && keys.length < before.size && keys.every((key) => before.has(key));
      if (!isRest) this.clicked();
      this.told = selection;
    });
  }

  /**
   * What is seen to be selected. While rows are drawn anew VS Code leaves out those it has forgotten, and tells nothing: then they are what it told
   * last, and it may have left out others there.
   */
  get selection(): readonly Row[] {
    const { selection } = this.view;
    const keys = new Set(selection.map(this.keyOf));
    return [...selection, ...this.told.filter((row) => !keys.has(this.keyOf(row)))];
  }

  /** VS Code tells nothing of a click on a row that is selected already. */
  clicked(): void {
    this.selectedAt = performance.now();
  }

  dispose(): void {
    this.listener.dispose();
  }
}
