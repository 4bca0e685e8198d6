import type { Failure } from './failure';
import type { CommitReceipt, Outcome, Receipt } from './outcome';
import type { Plan } from './plan';
import type { Target } from './remote';

/** One line of a report. */
export interface ReportLine {
  readonly target: Target;
  readonly outcome: Outcome;
  /** Requests made for it. */
  readonly attempts: number;
  /** How long the request that settled it took, ms; a batch shares it. */
  readonly durationMs: number;
}

/** HTTP status and the server's own id of the answer that settled a line, when there was one. */
export function answerOf({ outcome }: ReportLine): Partial<Receipt> {
  if (outcome.kind === 'done' || outcome.kind === 'alreadyGone') return outcome.receipt ?? {};
  if (outcome.kind === 'skipped' || outcome.failure === undefined) return {};
  const { status, serverId } = outcome.failure;
  return { ...(status === undefined ? {} : { status }), ...(serverId === undefined ? {} : { serverId }) };
}

/** The commit that a report tells of, when it does and the commit was made. */
export function commitOf({ lines }: Report): CommitReceipt | undefined {
  const [first] = lines;
  return first?.outcome.kind === 'done' ? first.outcome.committed : undefined;
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

/** The account at which a run was stopped early: of several remotes one may have refused. */
export function accountStoppedAt({ plan, lines, stoppedBy }: Report): string {
  const refused = lines.find(({ outcome }) => 'failure' in outcome && outcome.failure.code === stoppedBy?.code);
  return (refused?.target ?? plan.targets[0])?.remote.account ?? '';
}

/** How long a run took, ms. The computer's clock can have been put back meanwhile. */
export function durationOf({ startedAt, endedAt }: Report): number {
  return Math.max(0, endedAt - startedAt);
}
