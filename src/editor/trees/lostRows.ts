import { lineOf } from './ancestry';

/** How long after handing over rows a redraw can still meet their way to the view, ms. VS Code gathers redraws for 200 ms. */
const IN_TRANSIT_MS = 600;

/** How to make good what VS Code has lost. */
export interface Mending<T> {
  drawAgain(row: T): void;
  /** Scrolls to the row, also when it is open. */
  openAgain(row: T): void;
}

/**
 * Notices what VS Code loses when it draws a row anew while the rows below it change (1.100 to 1.139):
 * - *Rows*: before it draws a row it forgets all rows below it, then asks for them again; when the rows asked for earlier are still
 *   on their way to the view, it takes those instead, and they are dead: a folder among them opens empty, for good
 *   (extHostTreeViews). Drawing the row once more brings them back.
 * - *Openings*: it notes which rows below are closed, fetches what is below the open ones, and then draws all as noted: a folder that
 *   was opened meanwhile closes again (asyncDataTree, `stale`). Nothing tells of it; it is opened once more.
 */
export class LostRows<T extends { readonly parent: T | undefined }> {
  private readonly handedOver = new WeakMap<T, number>();
  private readonly askedFor = new WeakMap<T, number>();
  private readonly drawnAnew = new WeakMap<T, number>();
  private readonly opened = new WeakMap<T, number>();
  private readonly closed = new WeakSet<T>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private beingFetched = 0;
  /** When the whole tree was last drawn anew: asked for its first rows, or given them. */
  private rootAt = -Infinity;

  constructor(
    private readonly mending: Mending<T>,
    private readonly inTransitMs = IN_TRANSIT_MS,
  ) {}

  /** VS Code asks for the rows below, without a row for the first ones. */
  asked(row: T | undefined): void {
    if (row === undefined) this.rootAt = performance.now();
    else {
      this.askedFor.set(row, performance.now());
      this.closed.delete(row);
    }
    this.beingFetched += 1;
  }

  /** VS Code is given the rows below; once for every time it has asked. */
  given(row: T | undefined): void {
    if (row === undefined) this.rootAt = performance.now();
    else this.handedOver.set(row, performance.now());
    this.beingFetched -= 1;
  }

  wasGiven(row: T): boolean {
    return this.handedOver.has(row);
  }

  /** As far as can be told: VS Code has asked for the rows below, and nobody closed the row since. */
  isOpen(row: T): boolean {
    return this.askedFor.has(row) && !this.closed.has(row);
  }

  /** VS Code draws the row itself: whatever it knew below is forgotten. */
  drawn(row: T): void {
    const givenAt = this.handedOver.get(row);
    if (givenAt === undefined) return;
    const drawnAt = performance.now();
    this.drawnAnew.set(row, drawnAt);
    if (drawnAt - givenAt > this.inTransitMs) return;
    this.later(() => {
      if ((this.askedFor.get(row) ?? -Infinity) < drawnAt) this.mending.drawAgain(row);
    });
  }

  /** The row is open now. */
  wasOpened(row: T): void {
    const at = performance.now();
    this.closed.delete(row);
    // Only a redraw that began before can close it: a later one notes the row as open.
    if (!this.meetsRedrawAbove(row, at)) return;
    this.opened.set(row, at);
    this.later(() => this.mendOpening(row, at));
  }

  /** A person has closed the row. */
  wasClosed(row: T): void {
    this.opened.delete(row);
    this.closed.add(row);
  }

  /** The row is in sight, since it was clicked: those above it are open, and to open one again would only scroll to it. */
  wasReached(row: T): void {
    for (const above of lineOf(row).slice(1)) this.opened.delete(above);
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private mendOpening(row: T, at: number): void {
    if (this.opened.get(row) !== at) return;
    // A redraw closes rows only when it has been given everything below.
    if (this.beingFetched > 0) return this.later(() => this.mendOpening(row, at));
    this.mending.openAgain(row);
  }

  private meetsRedrawAbove(row: T, at: number): boolean {
    for (const above of lineOf(row).slice(1)) {
      const drawnAt = this.drawnAnew.get(above);
      if (drawnAt === undefined) continue;
      const givenAt = this.handedOver.get(above) ?? -Infinity;
      const isBeingFetched = (this.askedFor.get(above) ?? -Infinity) > givenAt;
      if (isBeingFetched || Math.max(drawnAt, givenAt) > at - this.inTransitMs) return true;
    }
    return this.rootAt > at - this.inTransitMs;
  }

  private later(run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, this.inTransitMs);
    this.timers.add(timer);
  }
}
