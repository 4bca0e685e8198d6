import { append } from './append';
import { firstDue, isLeft, takeBatch, type Waiting } from './batch';
import type { Environment } from './environment';
import { failureOf, type Failure } from './failure';
import { JOURNAL_NOT_WRITTEN, adjust, mayRetry, startFlow, type Flow } from './flow';
import type { Outcome } from './outcome';
import type { Act } from './remote';
import { LONGEST_PAUSE } from './retry';
import { createStop, type Stop } from './stop';
import { abandon, judge, type Task } from './task';

/** One remote's share of a run. */
export interface Lane {
  readonly tasks: readonly Task[];
  readonly act: Act;
  /** The action may be sent again after a failure. */
  readonly repeatable: boolean;
  /** The action is one request, whatever its size. */
  readonly whole: boolean;
  readonly environment: Environment;
  /** Aborts when the person cancels: nothing more is sent. */
  readonly cancel: AbortSignal;
  /** Called, and waited for, before a request is sent. If it rejects, nothing is sent any more. */
  readonly beforeSending: (tasks: readonly Task[]) => Promise<void> | undefined;
  /** As far as answers can settle it; a read may still overrule it. */
  readonly onSettled: (task: Task, outcome: Outcome) => void;
  readonly onAnswer: (flow: Flow) => void;
}

/** What has been sent gets this long to answer after a cancel, ms; then its requests are aborted. */
export const CANCEL_GRACE = 10_000;
/** And an act that ignores the abort is left behind after this, ms. */
const ABORT_GRACE = 1_000;

/** A lane under way. */
interface Running {
  readonly lane: Lane;
  readonly flow: Flow;
  readonly waiting: Waiting;
  /** One for each request without an answer: calling it is giving up on the answer. */
  readonly underWay: Set<() => void>;
  readonly acting: Stop;
  readonly finished: AbortController;
  wake: () => void;
}

/** Runs one lane to its end. Every task has an outcome afterwards. Resolves with what stopped it early, if anything did. */
export async function runLane(lane: Lane): Promise<Failure | undefined> {
  const running: Running = {
    lane,
    flow: startFlow(lane.act.limits),
    waiting: { fresh: lane.tasks, next: 0, again: [] },
    underWay: new Set(),
    acting: createStop(),
    finished: new AbortController(),
    wake: () => undefined,
  };
  const onCancel = (): void => {
    running.wake();
    void abortAfterGrace(running);
  };
  if (!lane.cancel.aborted) lane.cancel.addEventListener('abort', onCancel, { once: true });
  sendWhatMay(running);
  while (isUnfinished(running)) {
    await untilSomethingChanges(running);
    sendWhatMay(running);
  }
  lane.cancel.removeEventListener('abort', onCancel);
  running.finished.abort();
  abandonTheRest(running);
  return running.flow.stoppedBy;
}

function isHalted({ lane, flow }: Running): boolean {
  return lane.cancel.aborted || flow.stoppedBy !== undefined;
}

function isUnfinished(running: Running): boolean {
  return running.underWay.size > 0 || (isLeft(running.waiting) && !isHalted(running));
}

function sendWhatMay(running: Running): void {
  const { lane, flow, waiting, underWay } = running;
  const now = lane.environment.now();
  keepPauseWithin(now, running);
  while (!isHalted(running) && now >= flow.pausedUntil && underWay.size < flow.pace.inFlight) {
    const batch = takeBatch(
      waiting,
      now,
      lane.whole ? Infinity : flow.pace.paths,
      lane.whole ? Infinity : lane.act.limits.maxBytes,
    );
    if (batch.length === 0) return;
    send(running, batch);
  }
}

/** A clock that is put back in the middle of a wait must not make a day of it. */
function keepPauseWithin(now: number, { flow, waiting }: Running): void {
  const latest = now + LONGEST_PAUSE;
  flow.pausedUntil = Math.min(flow.pausedUntil, latest);
  for (const task of waiting.again) task.dueAt = Math.min(task.dueAt, latest);
}

function send(running: Running, batch: readonly Task[]): void {
  const { lane, flow, waiting, underWay } = running;
  // Until it has really been sent: the journal is written first.
  let sent: Sent = { batch, order: flow.requests + 1, sentAt: lane.environment.now() };
  const answer = (outcomes: readonly Outcome[]): void => {
    if (!underWay.delete(giveUp)) return;
    takeIn(running, sent, complete(batch, outcomes));
    running.wake();
  };
  const giveUp = (): void => {
    answer(batch.map(() => LEFT_BEHIND));
  };
  const go = async (): Promise<void> => {
    flow.requests += 1;
    sent = { batch, order: flow.requests, sentAt: lane.environment.now() };
    answer(await perform(running, batch));
  };
  const putBack = (): void => {
    underWay.delete(giveUp);
    append(waiting.again, batch);
    running.wake();
  };
  underWay.add(giveUp);
  const ready = lane.beforeSending(batch);
  if (ready === undefined) {
    void go();
    return;
  }
  void ready.then(
    () => (isHalted(running) ? putBack() : go()),
    () => {
      answer(batch.map(() => NOT_WRITTEN));
    },
  );
}

/** One request: the tasks in it, which one of the run it is, and when it left. */
interface Sent {
  readonly batch: readonly Task[];
  readonly order: number;
  readonly sentAt: number;
}

const NOT_WRITTEN: Outcome = {
  kind: 'failed',
  failure: failureOf('unexpected', JOURNAL_NOT_WRITTEN, { reach: 'notSent' }),
};

const LEFT_BEHIND: Outcome = {
  kind: 'failed',
  failure: failureOf('cancelled', 'noAnswerAfterCancel', { reach: 'unanswered' }),
};

/** Sends one request. An act that breaks its contract and throws has given no outcome. */
async function perform({ lane, acting }: Running, batch: readonly Task[]): Promise<readonly Outcome[]> {
  for (const task of batch) task.attempts += 1;
  try {
    const targets = batch.map(({ target }) => target);
    return await acting.within((signal) => lane.act.perform(targets, signal));
  } catch {
    return [];
  }
}

/** One outcome a task: what an act left out, or never answered, is as good as unanswered. */
function complete(batch: readonly Task[], outcomes: readonly Outcome[]): readonly Outcome[] {
  return batch.map(
    (_, position) =>
      outcomes[position] ?? {
        kind: 'failed',
        failure: failureOf('unexpected', 'noOutcome', { reach: 'unanswered' }),
      },
  );
}

function takeIn(running: Running, { batch, order, sentAt }: Sent, outcomes: readonly Outcome[]): void {
  const { lane, flow, waiting } = running;
  const now = lane.environment.now();
  adjust(flow, { outcomes, order, sentAt, now });
  // One request, so one chance and one retry of the budget, however many targets it held: they wait, and go again, together.
  const chance = lane.environment.random();
  const circumstances = {
    mayRepeat: lane.repeatable && !isHalted(running),
    hasBudget: mayRetry(flow),
    batch: batch.length,
    random: () => chance,
  };
  let costs = 0;
  for (const [position, task] of batch.entries()) {
    const outcome = outcomes[position];
    if (outcome === undefined) continue;
    task.durationMs = now - sentAt;
    const verdict = judge(task, outcome, circumstances);
    if (verdict.kind === 'settled') {
      settle(lane, task, verdict.outcome);
    } else {
      if (verdict.costs === 'aRetryOfTheBudget') costs = 1;
      task.dueAt = now + verdict.waitMs;
      waiting.again.push(task);
    }
  }
  flow.retries += costs;
  lane.onAnswer(flow);
}

function settle(lane: Lane, task: Task, outcome: Outcome): void {
  task.outcome = outcome;
  lane.onSettled(task, outcome);
}

/** Until an answer, a cancel, or the end of a pause or a wait. */
async function untilSomethingChanges(running: Running): Promise<void> {
  const { lane, flow, waiting, underWay } = running;
  const now = lane.environment.now();
  const next = Math.max(firstDue(waiting), flow.pausedUntil);
  const isTimed = !isHalted(running) && next < Infinity && next > now;
  if (!isTimed && underWay.size === 0) return;
  const alarm = isTimed ? new AbortController() : undefined;
  await new Promise<void>((resolve) => {
    running.wake = resolve;
    if (alarm) void lane.environment.sleep(next - now, alarm.signal).then(resolve);
  });
  alarm?.abort();
}

async function abortAfterGrace({ lane, acting, finished, underWay }: Running): Promise<void> {
  await lane.environment.sleep(CANCEL_GRACE, finished.signal);
  if (finished.signal.aborted) return;
  acting.stop();
  await lane.environment.sleep(ABORT_GRACE, finished.signal);
  for (const giveUp of [...underWay]) giveUp();
}

function abandonTheRest({ lane, flow, waiting }: Running): void {
  const reason = flow.stoppedBy === undefined ? 'cancelled' : 'stopped';
  const rest = [...waiting.again, ...waiting.fresh.slice(waiting.next)];
  for (const task of rest) settle(lane, task, abandon(task, reason, flow.stoppedBy));
}
