import * as vscode from 'vscode';

/**
 * Tells VS Code which rows to draw anew. As soon as it is told, it forgets all rows below and asks for them again, and until it has them
 * the menu of one stands for nothing (1.100 to 1.139, extHostTreeViews). So what is read anew is drawn once it has been read.
 */
export class Redraws<T extends { readonly parent: T | undefined }> implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<T | undefined>();
  readonly event = this.changed.event;
  /** What is being read, with its top. */
  private readonly readings = new Map<Promise<void>, T>();

  /** The whole tree without a row. */
  draw(row?: T): void {
    this.changed.fire(row);
  }

  /** Resolves once the row is told of; also when what is below cannot be read. */
  async drawAfter(reading: Promise<void>, row: T): Promise<void> {
    this.readings.set(reading, row);
    try {
      await reading;
    } finally {
      this.readings.delete(reading);
      this.draw(row);
    }
  }

  /** The row, or one above it, will be drawn once it has been read. */
  isBeingRead(row: T): boolean {
    for (let at: T | undefined = row; at; at = at.parent) if (this.isTop(at)) return true;
    return false;
  }

  /** The row will be drawn by itself. */
  isTop(row: T): boolean {
    return this.readingsOf(row).length > 0;
  }

  /** Resolves once the row has been drawn, if it will be by itself. */
  async whenDrawn(row: T): Promise<void> {
    await Promise.allSettled(this.readingsOf(row));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private readingsOf(row: T): readonly Promise<void>[] {
    return [...this.readings].filter(([, top]) => top === row).map(([reading]) => reading);
  }
}
