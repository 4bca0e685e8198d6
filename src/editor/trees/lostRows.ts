/** How long after handing over rows a redraw can still meet their way to the view, ms. VS Code gathers redraws for 200 ms. */
const IN_TRANSIT_MS = 600;

/**
 * Notices when VS Code has lost the rows below a row. Before it draws a row anew it forgets all rows below it, then asks for them
 * again; when the rows asked for earlier are still on their way to the view, it takes those instead, and they are dead: a folder
 * among them opens empty, for good (extHostTreeViews, 1.100 to 1.139). Drawing the row once more brings them back.
 */
export class LostRows<T extends object> {
  private readonly handedOver = new WeakMap<T, number>();
  private readonly askedFor = new WeakMap<T, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly drawAgain: (row: T) => void,
    private readonly inTransitMs = IN_TRANSIT_MS,
  ) {}

  /** VS Code asks for the rows below. */
  asked(row: T): void {
    this.askedFor.set(row, performance.now());
  }

  /** VS Code is given the rows below. */
  given(row: T): void {
    this.handedOver.set(row, performance.now());
  }

  /** VS Code draws the row itself: whatever it knew below is forgotten. */
  drawn(row: T): void {
    const drawnAt = performance.now();
    if (drawnAt - (this.handedOver.get(row) ?? -Infinity) > this.inTransitMs) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if ((this.askedFor.get(row) ?? -Infinity) < drawnAt) this.drawAgain(row);
    }, this.inTransitMs);
    this.timers.add(timer);
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
