import * as vscode from 'vscode';
import type { RemoteAddress } from '../../removal/address';
import type { Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import type { Progress } from '../../removal/progress';

/** A run of this window that has not ended. */
export interface RunUnderWay {
  readonly plan: Plan;
  readonly remotes: readonly RemoteAddress[];
  /** Absent until its first request may be sent. */
  readonly progress?: Progress;
  readonly since: number;
  /** Another run on the same remote has to end first. */
  readonly isQueued: boolean;
  readonly isCancelled: boolean;
  readonly cancel: () => void;
}

/** The runs of this window that have not ended. How far they are is read, not told: a run must not be slowed down by who looks at it. */
export class RunsUnderWay implements vscode.Disposable {
  private readonly runs = new Map<string, RunUnderWay>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** A run has begun or ended. */
  readonly onDidChange = this.changed.event;

  all(): readonly RunUnderWay[] {
    return [...this.runs.values()];
  }

  get(planId: string): RunUnderWay | undefined {
    return this.runs.get(planId);
  }

  begin(plan: Plan, canceller: AbortController, now: number): void {
    const cancel = (): void => canceller.abort();
    const nothingYet = { isQueued: false, isCancelled: false };
    this.runs.set(plan.id, { plan, remotes: remotesOf(plan), since: now, ...nothingYet, cancel });
    const note = (): void => this.put(plan.id, { isCancelled: true });
    canceller.signal.addEventListener('abort', note, { once: true });
    this.changed.fire();
  }

  queue(planId: string): void {
    this.put(planId, { isQueued: true });
  }

  advance(progress: Progress): void {
    this.put(progress.planId, { progress });
  }

  end(planId: string): void {
    if (this.runs.delete(planId)) this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private put(planId: string, news: Partial<RunUnderWay>): void {
    const run = this.runs.get(planId);
    if (run) this.runs.set(planId, { ...run, ...news });
  }
}
