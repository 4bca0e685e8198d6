import type { FailureKind } from './failure';
import type { Outcome, NotStartedReason } from './outcome';
import type { Plan } from './plan';
import type { Target } from './remote';
import type { Report } from './report';
import { skippedLines } from './run';

/**
 * What *Run the Rest* would do again: what was never sent, what may succeed on another try, and what nobody knows of. The targets are
 * a selection, not a plan: they are measured and confirmed afresh.
 */
export function restOf(report: Report): readonly Target[] {
  // Their targets are parts of one request that cannot be sent for some of them, nor blindly again.
  if (report.plan.action === 'commit' || report.plan.action === 'deleteWorkspace') return [];
  return report.lines.filter(({ outcome }) => isWorthAnotherTry(outcome)).map(({ target }) => target);
}

const MENDED: ReadonlySet<FailureKind> = new Set(['auth', 'forbidden', 'cancelled']);

/** The report of a plan that was refused by a guard, or that the person turned down: nothing was sent. */
export function reportOfNothing(plan: Plan, reason: NotStartedReason, at: number): Report {
  return {
    plan,
    lines: [
      ...plan.targets.map((target) => ({
        target,
        outcome: { kind: 'notStarted', reason } as const,
        attempts: 0,
        durationMs: 0,
      })),
      ...skippedLines(plan),
    ],
    startedAt: at,
    endedAt: at,
  };
}

/**
 * A wrong token or a missing right can be mended, and a cancel says nothing against the target: what failed by them is worth another
 * try although repeating alone is not.
 */
function isWorthAnotherTry(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'notStarted':
    case 'unknown':
      return true;
    case 'failed':
      return outcome.failure.retryable || MENDED.has(outcome.failure.kind);
    case 'done':
    case 'alreadyGone':
    case 'skipped':
      return false;
  }
}
