import * as vscode from 'vscode';

/**
 * Tells VS Code which rows to draw anew. As soon as it is told, it forgets all rows below and asks for them again, and until it has them
 * the menu of one stands for nothing (1.100 to 1.139, extHostTreeViews). So while rows are read anew, rows with others below them are drawn after it.
 */
export class Redraws<T> implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<T | undefined>();
  readonly event = this.changed.event;
  private readonly held = new Set<T | undefined>();
  private readings = 0;

  constructor(private readonly isOpen: (row: T) => boolean) {}

  /** The whole tree without a row. */
  draw(row?: T): void {
    if (this.readings > 0 && (row === undefined || this.isOpen(row))) this.held.add(row);
    else this.changed.fire(row);
  }

  /** Resolves once the row, and what had to wait for its rows, is told of; also when they cannot be read. */
  async drawAfter(reading: Promise<void>, row: T | undefined): Promise<void> {
    this.readings += 1;
    try {
      await reading;
    } finally {
      this.readings -= 1;
      this.held.add(row);
      const held = [...this.held];
      this.held.clear();
      for (const one of held.includes(undefined) ? [undefined] : held) this.changed.fire(one);
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}
