import type { RemoteAddress } from './address';
import type { Environment } from './environment';
import type { Failure } from './failure';
import type { Flow } from './flow';
import { runLane } from './lane';
import type { Action, Plan } from './plan';
import { startTally, type Progress, type Tally } from './progress';
import { lookPatiently } from './proof';
import type { Act } from './remote';
import type { Report, ReportLine } from './report';
import { isRepeatable } from './retry';
import { byRemote } from './selection';
import { createStop } from './stop';
import { needsProof, newTask, proved, type Task } from './task';

export interface RunOptions {
  readonly environment: Environment;
  /** Aborts when the person cancels. */
  readonly cancel: AbortSignal;
  /**
   * Called before each request with the positions of its targets in the plan; when it returns a promise, the request waits for it
   * (the journal's write-ahead). If it rejects, nothing more is sent on that remote.
   */
  readonly beforeSending?: (targets: readonly number[]) => Promise<void> | undefined;
  /** Each target once, as soon as its outcome is certain. `index`: its position in the plan. */
  readonly onLine?: (line: ReportLine, index: number) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** How long the reads that settle doubts may go on after a cancel, ms. */
const PROOF_GRACE = 10_000;

/**
 * Runs a plan, each remote at its own pace and side by side. Waits, retries and halves; nothing below does. Never rejects.
 * The report has every target of the plan exactly once, in the plan's order, then what was skipped.
 */
export async function run(plan: Plan, actOf: (remote: RemoteAddress) => Act, options: RunOptions): Promise<Report> {
  const { environment } = options;
  const startedAt = environment.now();
  const tally = startTally(plan, environment);
  const lines: ReportLine[] = [];
  const finish = (task: Task): void => {
    const line = lineOf(task);
    lines[task.index] = line;
    options.onLine?.(line, task.index);
  };
  const tasks = plan.targets.map((target, index) => ({ remote: target.remote, task: newTask(index, target) }));
  const cancelling = createStop();
  if (options.cancel.aborted) cancelling.stop();
  options.cancel.addEventListener('abort', cancelling.stop, { once: true });
  const runGroup = async (group: readonly { readonly remote: RemoteAddress; readonly task: Task }[]) => {
    const [first] = group;
    if (first === undefined) return undefined;
    const share = group.map(({ task }) => task);
    return cancelling.within((cancel) =>
      runOnRemote(plan.action, share, actOf(first.remote), { options: { ...options, cancel }, tally, finish }),
    );
  };
  const stops = await Promise.all(byRemote(tasks).map(runGroup));
  options.cancel.removeEventListener('abort', cancelling.stop);
  const stoppedBy = stops.find((stop) => stop !== undefined);
  return {
    plan,
    lines: [...lines, ...skippedLines(plan)],
    startedAt,
    endedAt: environment.now(),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

interface Share {
  readonly options: RunOptions;
  readonly tally: Tally;
  readonly finish: (task: Task) => void;
}

async function runOnRemote(
  action: Action,
  tasks: readonly Task[],
  act: Act,
  { options, tally, finish }: Share,
): Promise<Failure | undefined> {
  const { environment, cancel, beforeSending, onProgress } = options;
  const tell = (): void => onProgress?.(tally.read());
  const onCancel = (): void => {
    tally.enter('stopping');
    tell();
  };
  cancel.addEventListener('abort', onCancel, { once: true });
  tell();
  const stoppedBy = await runLane({
    tasks,
    act,
    repeatable: isRepeatable(action),
    whole: action === 'commit' || action === 'deleteWorkspace',
    environment,
    cancel,
    beforeSending: (batch) => beforeSending?.(batch.map(({ index }) => index)),
    onSettled: (task) => {
      tally.settle(task.target);
      if (!needsProof(task, act.proof)) finish(task);
    },
    onAnswer: (flow: Flow) => {
      tally.waitUntil(flow.pausedUntil);
      tell();
    },
  });
  cancel.removeEventListener('abort', onCancel);
  const doubtful = tasks.filter((task) => needsProof(task, act.proof));
  if (doubtful.length > 0) {
    tally.enter('proving');
    tell();
    await prove(doubtful, act, options);
    doubtful.forEach(finish);
  }
  return stoppedBy;
}

/** Lets a read decide about all tasks in doubt at once. */
async function prove(tasks: readonly Task[], act: Act, { environment, cancel }: RunOptions): Promise<void> {
  const looking = new AbortController();
  const done = new AbortController();
  const onCancel = async (): Promise<void> => {
    await environment.sleep(PROOF_GRACE, done.signal);
    looking.abort();
  };
  const listener = (): void => void onCancel();
  if (cancel.aborted) listener();
  else cancel.addEventListener('abort', listener, { once: true });
  const targets = tasks.map(({ target }) => target);
  const presences = await lookPatiently(act, targets, environment, looking.signal);
  cancel.removeEventListener('abort', listener);
  done.abort();
  for (const [position, task] of tasks.entries()) {
    if (task.outcome) task.outcome = proved(task, task.outcome, presences[position] ?? 'unreadable');
  }
}

function lineOf({ target, outcome, attempts, durationMs }: Task): ReportLine {
  return { target, outcome: outcome ?? { kind: 'notStarted', reason: 'stopped' }, attempts, durationMs };
}

/** What a plan left out on purpose, as lines of its report. */
export function skippedLines(plan: Plan): readonly ReportLine[] {
  return plan.skipped.map(({ target, reason }) => ({
    target,
    outcome: { kind: 'skipped', reason },
    attempts: 0,
    durationMs: 0,
  }));
}
