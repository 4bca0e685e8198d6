import type { Failure } from './failure';
import type { Outcome } from './outcome';
import type { Plan } from './plan';
import type { Target } from './remote';

/** One line of a report. `status` and `durationMs` describe the request that settled it (a batch shares them). */
export interface ReportLine {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly durationMs: number;
}

/** Every target of a plan with exactly one outcome. */
export interface Report {
  readonly plan: Plan;
  readonly lines: readonly ReportLine[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Set when the run stopped early for a reason that concerns all targets (401, offline, …). */
  readonly stoppedBy?: Failure;
}
