import * as vscode from 'vscode';
import { lineOf } from './ancestry';

/** The rows of a tree, as far as they are read before they are drawn. */
export interface ReadableRows<T> {
  /** As far as can be told, VS Code shows the rows below. */
  readonly isOpen: (row: T) => boolean;
  /** The rows below, when they need not be read. */
  readonly loaded: (row: T) => readonly T[] | undefined;
  readonly read: (row: T) => Promise<readonly T[]>;
}

/** The view that shows the rows. */
export interface Viewer {
  /** Rows that are shown are read anew: says so until it is done. */
  readonly whileReading: (reading: Promise<void>) => void;
  /** A person can see the rows. */
  readonly isVisible: () => boolean;
}

/**
 * Tells VS Code which rows to draw anew. As soon as it is told, it forgets all rows below and asks for them again, and until it has them
 * the menu of one stands for nothing (1.100 to 1.139, extHostTreeViews). So what is read anew is drawn once it has been read.
 */
export class Redraws<T extends { readonly parent: T | undefined }> implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<T | undefined>();
  readonly event = this.changed.event;
  /** What is being read, with its top. */
  private readonly readings = new Map<Promise<void>, T>();
  private readonly inTurn = new Set<T>();
  private isDisposed = false;

  constructor(
    private readonly rows: ReadableRows<T>,
    private readonly viewer: Viewer,
  ) {}

  /** The whole tree without a row. */
  draw(row?: T): void {
    this.changed.fire(row);
  }

  /** Draws a row once what is open at and below it has been read. Of a view that nobody sees no menu is lost: its rows are asked for when it is seen. */
  drawOnceRead(row: T): void {
    if (!this.viewer.isVisible() || !this.isUnread(row)) this.draw(row);
    else this.viewer.whileReading(this.drawAfter(this.readOpen(row), row));
  }

  /**
   * Starts something that reads a row anew, once what is being read of it has been drawn: of several one after the other, each would overtake the
   * reading of the one before, and nothing would be drawn until the last.
   */
  async takeTurn(row: T, start: () => void): Promise<void> {
    if (this.inTurn.has(row)) return;
    this.inTurn.add(row);
    if (this.isTop(row)) await Promise.allSettled(this.readingsOf(row));
    this.inTurn.delete(row);
    if (!this.isDisposed) start();
  }

  /** The row, or one above it, will be drawn once it has been read. */
  isBeingRead(row: T): boolean {
    return lineOf(row).some((at) => this.isTop(at));
  }

  /** Resolves once VS Code has been told to draw what is being read of the row and above it: it carries out later wishes after that. */
  async untilDrawn(row: T): Promise<void> {
    await Promise.allSettled(lineOf(row).flatMap((at) => this.readingsOf(at)));
  }

  dispose(): void {
    this.isDisposed = true;
    this.changed.dispose();
  }

  /** Resolves once the row is told of; also when what is below cannot be read. */
  private async drawAfter(reading: Promise<void>, row: T): Promise<void> {
    this.readings.set(reading, row);
    try {
      await reading;
    } finally {
      this.readings.delete(reading);
      this.draw(row);
    }
  }

  /** Reads what is below a row as far down as rows are open, also what is opened meanwhile. */
  private async readOpen(row: T): Promise<void> {
    while (this.isUnread(row)) {
      const below = await this.rows.read(row);
      await Promise.all(this.unreadAmong(below).map((one) => this.readOpen(one)));
    }
  }

  /** Something is to be read before VS Code can be given all that is open at and below a row. */
  private isUnread(row: T): boolean {
    if (!this.rows.isOpen(row)) return false;
    const loaded = this.rows.loaded(row);
    return !loaded || this.unreadAmong(loaded).length > 0;
  }

  /** Without those that are drawn by themselves: their readings may go on and on, and VS Code is given the rows from before. */
  private unreadAmong(rows: readonly T[]): readonly T[] {
    return rows.filter((row) => this.isUnread(row) && !this.isTop(row));
  }

  /** The row will be drawn by itself. */
  private isTop(row: T): boolean {
    return this.readingsOf(row).length > 0;
  }

  private readingsOf(row: T): readonly Promise<void>[] {
    return [...this.readings].filter(([, top]) => top === row).map(([reading]) => reading);
  }
}
