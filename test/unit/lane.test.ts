import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { failureOf } from '../../src/removal/failure';
import type { Flow } from '../../src/removal/flow';
import { runLane, type Lane } from '../../src/removal/lane';
import type { Outcome } from '../../src/removal/outcome';
import type { Act } from '../../src/removal/remote';
import { newTask } from '../../src/removal/task';
import { IN_BATCHES, ONE_BY_ONE, never, targets, unavailable } from '../support/builders';
import { repeat } from '../support/runScript';
import { virtualClock } from '../support/virtualClock';

const SERIAL = { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 };

/** One lane over files, each request answered after 20 ms by `answer` (its number from 1 on). */
function laneOf(count: number, answer: (request: number) => Outcome | undefined, more: Partial<Lane> = {}) {
  const clock = virtualClock();
  const tasks = targets(count).map((of, index) => newTask(index, of));
  const settled: Outcome[] = [];
  const flows: Flow[] = [];
  let requests = 0;
  const act: Act = {
    limits: SERIAL,
    proof: 'doubts',
    async perform(of) {
      const outcome = answer((requests += 1));
      await clock.environment.sleep(20);
      return outcome === undefined ? [] : of.map(() => outcome);
    },
    lookAgain: () => assert.fail('a lane does not look'),
  };
  const lane: Lane = {
    tasks,
    act,
    repeatable: true,
    whole: false,
    environment: clock.environment,
    cancel: never,
    beforeSending: () => undefined,
    onSettled: (_task, outcome) => settled.push(outcome),
    onAnswer: (flow) => flows.push({ ...flow }),
    ...more,
  };
  return { clock, tasks, settled, flows, lane, run: () => clock.finish(runLane(lane)) };
}

describe('a lane', () => {
  it('settles every task once, tells how long each took, and ends without a reason to stop', async () => {
    const { run, settled, tasks, flows } = laneOf(3, () => ({ kind: 'done' }));
    assert.equal(await run(), undefined);
    assert.deepEqual(settled, repeat(3, { kind: 'done' }));
    assert.deepEqual(
      tasks.map(({ outcome, attempts, durationMs }) => [outcome?.kind, attempts, durationMs]),
      repeat(3, ['done', 1, 20]),
    );
    assert.deepEqual(
      flows.map(({ requests }) => requests),
      [1, 2, 3],
    );
  });

  it('does not count the wait for the journal into the time a request took', async () => {
    const { run, tasks, clock } = laneOf(1, () => ({ kind: 'done' }), {
      beforeSending: () => clock.environment.sleep(500),
    });
    await run();
    assert.equal(tasks[0]?.durationMs, 20);
  });

  it('says of what it left why: stopped, or cancelled', async () => {
    const failure = failureOf('auth', 'unauthorized', { status: 401 });
    const stopped = laneOf(3, () => ({ kind: 'failed', failure }));
    assert.equal(await stopped.run(), failure);
    assert.deepEqual(stopped.settled, [
      { kind: 'failed', failure },
      ...repeat(2, { kind: 'notStarted', reason: 'stopped', failure } as const),
    ]);
    const cancelled = laneOf(3, () => ({ kind: 'done' }), { cancel: AbortSignal.abort() });
    assert.equal(await cancelled.run(), undefined);
    assert.deepEqual(cancelled.settled, repeat(3, { kind: 'notStarted', reason: 'cancelled' }));
  });

  it('takes an answer without outcomes for none: unanswered, and not sent again', async () => {
    const { run, settled, tasks } = laneOf(1, () => undefined);
    await run();
    const failure = failureOf('unexpected', 'noOutcome', { reach: 'unanswered' });
    assert.deepEqual(settled, [{ kind: 'failed', failure }]);
    assert.deepEqual([tasks[0]?.open, tasks[0]?.attempts], [true, 1]);
  });

  it('leaves behind what does not answer after a cancel, as unanswered', async () => {
    const cancel = new AbortController();
    const { run, settled, clock } = laneOf(2, () => ({ kind: 'done' }), {
      cancel: cancel.signal,
      act: {
        limits: SERIAL,
        proof: 'doubts',
        perform: () => new Promise(() => undefined),
        lookAgain: () => assert.fail('a lane does not look'),
      },
    });
    const from = clock.environment.now();
    clock.after(100, () => cancel.abort());
    await run();
    assert.equal(clock.environment.now() - from, 100 + 10_000 + 1_000);
    const failure = failureOf('cancelled', 'noAnswerAfterCancel', { reach: 'unanswered' });
    assert.deepEqual(settled, [
      { kind: 'failed', failure },
      { kind: 'notStarted', reason: 'cancelled' },
    ]);
  });

  it('charges its budget for retries alone that the server did not ask for', async () => {
    const retriesAfter = async (outcome: Outcome) => {
      const { run, flows } = laneOf(1, (request) => (request === 1 ? outcome : { kind: 'done' }));
      await run();
      return flows.at(-1)?.retries;
    };
    assert.equal(await retriesAfter({ kind: 'failed', failure: unavailable() }), 1);
    assert.equal(await retriesAfter({ kind: 'failed', failure: unavailable({ retryAfter: 9 }) }), 0);
    assert.equal(await retriesAfter({ kind: 'done' }), 0);
  });

  it('sends a whole action in one request, whatever the limits say', async () => {
    const sizes: number[] = [];
    const { run, lane } = laneOf(9, () => ({ kind: 'done' }), {
      whole: true,
      act: {
        limits: { ...IN_BATCHES, maxBytes: 1 },
        proof: 'all',
        perform: (of) => {
          sizes.push(of.length);
          return Promise.resolve(of.map(() => ({ kind: 'done' })));
        },
        lookAgain: () => assert.fail('a lane does not look'),
      },
    });
    await run();
    assert.deepEqual([sizes, lane.tasks.length], [[9], 9]);
  });

  it('waits a minute at most, also when the clock is put back by a day while it pauses', async () => {
    for (const asked of [{ retryAfter: 5_000 }, {}]) {
      let back = 0;
      const busy: Outcome = { kind: 'failed', failure: unavailable(asked) };
      const { lane, clock } = laneOf(2, (request) => (request === 1 ? busy : { kind: 'done' }));
      const { environment } = clock;
      const sleep = (ms: number, signal?: AbortSignal) => {
        const slept = environment.sleep(ms, signal);
        if (ms >= 100) back = 86_400_000;
        return slept;
      };
      const started = environment.now();
      const moody = { ...environment, now: () => environment.now() - back, random: () => 1, sleep };
      await clock.finish(runLane({ ...lane, environment: moody }));
      assert.ok(back > 0 && environment.now() - started <= 70_000, `${environment.now() - started} ms`);
    }
  });

  it('leaves no listener on the cancel that outlives it', async () => {
    const { signal } = new AbortController();
    await laneOf(3, () => ({ kind: 'done' }), { cancel: signal }).run();
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});
