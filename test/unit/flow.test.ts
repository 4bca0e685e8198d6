import assert from 'node:assert/strict';
import { failureOf, type Failure } from '../../src/removal/failure';
import { LOST_IN_A_ROW, adjust, startFlow, type Flow } from '../../src/removal/flow';
import type { Outcome } from '../../src/removal/outcome';
import { startTally } from '../../src/removal/progress';
import type { Act } from '../../src/removal/remote';
import { run } from '../../src/removal/run';
import { leavesDoubt } from '../../src/removal/task';
import {
  ONE_BY_ONE,
  never,
  noAnswerInTime,
  offline,
  planOf,
  targets,
  unanswered,
  unavailable,
} from '../support/builders';
import { repeat, runScript } from '../support/runScript';
import { virtualClock } from '../support/virtualClock';

const fail = (failure: Failure): Outcome => ({ kind: 'failed', failure });
/** The answer to one more request; `order` when it was sent before others. */
const after = (flow: Flow, outcomes: readonly Outcome[], sentAt: number, order?: number): Flow => {
  if (order === undefined) flow.requests += 1;
  adjust(flow, { outcomes, order: order ?? flow.requests, sentAt, now: sentAt + 10 });
  return flow;
};
const stopOf = ({ stoppedBy }: Flow) => stoppedBy?.kind;
const started = (): Flow => startFlow(ONE_BY_ONE);

/** A thousand deletions at a server that takes so many requests at once and refuses the others quickly. Times in ms. */
async function runAtLimit({
  limit,
  works,
  refuses,
  maxInFlight,
}: Record<'limit' | 'works' | 'refuses' | 'maxInFlight', number>) {
  const clock = virtualClock();
  const { environment } = clock;
  let underWay = 0;
  let refused = 0;
  const act: Act = {
    limits: { ...ONE_BY_ONE, maxInFlight },
    proof: 'doubts',
    perform: async (of) => {
      if (underWay >= limit) {
        await environment.sleep(refuses);
        refused += 1;
        return of.map(() => fail(unavailable()));
      }
      underWay += 1;
      await environment.sleep(works);
      underWay -= 1;
      return of.map(() => ({ kind: 'done' }));
    },
    lookAgain: (of) => Promise.resolve(of.map(() => 'there')),
  };
  const report = await clock.finish(run(planOf(targets(1_000)), () => act, { environment, cancel: never }));
  const kinds = report.lines.map(({ outcome }) => outcome.kind);
  return { kinds, stoppedBy: report.stoppedBy, refused, tookMs: report.endedAt - report.startedAt };
}

describe('flow', () => {
  it('slows down for what overloads, not for what one target is refused for', () => {
    for (const failure of [unavailable(), noAnswerInTime(), unanswered(), offline(), failureOf('busy', 'locked')]) {
      assert.equal(after(started(), [fail(failure)], 0).pace.inFlight, 4, failure.code);
    }
    assert.equal(after(started(), [fail(failureOf('protected', 'posix.eacces'))], 0).pace.window, 1);
    assert.equal(after(started(), [fail(unavailable()), { kind: 'done' }], 0).pace.window, 1);
  });

  it('leaves nothing undone where a server takes only so many requests at once, and 503 the rest', async () => {
    for (const limit of [12, 16, 24, 40, 64, 100]) {
      const { kinds } = await runAtLimit({ limit, works: 50, refuses: 40, maxInFlight: 128 });
      assert.deepEqual([...new Set(kinds)], ['done'], `${limit} at once`);
    }
  });

  it('neither stops nor leaves anything undone where such a server answers within milliseconds', async () => {
    for (const limit of [1, 2, 3, 4, 6, 8, 12, 24]) {
      for (const works of [2, 5, 50, 500]) {
        const { kinds, stoppedBy, refused } = await runAtLimit({ limit, works, refuses: 1, maxInFlight: 32 });
        const at = `${limit} at once, ${works} ms each`;
        assert.equal(stoppedBy, undefined, at);
        assert.deepEqual([...new Set(kinds)], ['done'], at);
        assert.ok(refused <= 80, `${at}: refused ${refused} of 1,000`);
      }
    }
  });

  it('is hardly slower where one request in a hundred is refused at random', async () => {
    const tookMs = async (refusesOne: (index: number) => boolean): Promise<number> => {
      const clock = virtualClock();
      const { environment } = clock;
      let sent = 0;
      const act: Act = {
        limits: ONE_BY_ONE,
        proof: 'doubts',
        perform: async (of) => {
          const isRefused = refusesOne((sent += 1));
          await environment.sleep(20);
          return of.map(() => (isRefused ? fail(unavailable()) : { kind: 'done' }));
        },
        lookAgain: (of) => Promise.resolve(of.map(() => 'there')),
      };
      const report = await clock.finish(run(planOf(targets(5_000)), () => act, { environment, cancel: never }));
      assert.ok(report.lines.every(({ outcome }) => outcome.kind === 'done'));
      return report.endedAt - report.startedAt;
    };
    const clean = await tookMs(() => false);
    for (let seed = 1; seed <= 5; seed += 1) {
      let state = seed;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const faulty = await tookMs(() => random() < 0.01);
      assert.ok(faulty < 1.3 * clean, `${faulty} ms with faults (seed ${seed}), ${clean} ms without`);
    }
  });

  it('takes a stale pooled socket for nothing', () => {
    const flow = after(started(), [fail(unanswered('connectionReset', { reusedSocket: 1 }))], 0);
    assert.deepEqual(flow, { ...started(), requests: 1, pace: flow.pace });
    assert.equal(flow.pace.inFlight, 8);
  });

  it('pauses for the longest Retry-After in an answer', () => {
    const outcomes = [
      fail(unavailable({ retryAfter: 2_000 })),
      fail(unavailable({ retryAfter: 9_000 })),
      fail(unavailable()),
    ];
    assert.equal(after(started(), outcomes, 0).pausedUntil, 9_010);
  });

  it('counts as lost in a row what was sent one after another', () => {
    const flow = started();
    for (let index = 1; index < LOST_IN_A_ROW; index += 1) after(flow, [fail(unavailable())], 0);
    assert.equal(stopOf(flow), undefined);
    // Under way together with the last one.
    after(flow, [fail(unavailable())], 1_000, LOST_IN_A_ROW - 1);
    assert.equal(stopOf(flow), undefined);
    after(flow, [fail(unavailable())], 0);
    assert.equal(stopOf(flow), 'unavailable');
  });

  it('takes all that was under way when the first was lost for one event, in whatever order they end', () => {
    const flow = { ...started(), requests: 32 };
    for (const order of [30, 1, 32, 2, 31, ...repeat(27, 3)]) after(flow, [fail(unavailable())], 0, order);
    assert.deepEqual([flow.lostInARow, flow.pace.inFlight], [1, 4]);
    after(flow, [fail(unavailable())], 0);
    assert.deepEqual([flow.lostInARow, flow.pace.inFlight], [2, 2]);
  });

  it('begins anew after any answer that is not lost', () => {
    const flow = started();
    for (let index = 1; index < 3 * LOST_IN_A_ROW; index += 1) {
      const isLost = index % LOST_IN_A_ROW !== 0;
      after(flow, [isLost ? fail(offline()) : fail(failureOf('protected', 'posix.eacces'))], index * 100);
    }
    assert.equal(stopOf(flow), undefined);
  });

  it('stops for what concerns all targets, even when one target alone met it', () => {
    for (const kind of ['auth', 'forbidden', 'notFound'] as const) {
      assert.equal(after(started(), [{ kind: 'done' }, fail(failureOf(kind, 'x'))], 0).stoppedBy?.kind, kind);
    }
    for (const kind of ['protected', 'invalid', 'conflict', 'unexpected', 'timeout'] as const) {
      assert.equal(after(started(), [fail(failureOf(kind, 'x'))], 0).stoppedBy, undefined, kind);
    }
  });

  it('keeps the first reason to stop', () => {
    const flow = after(started(), [fail(failureOf('auth', 'first'))], 0);
    assert.equal(after(flow, [fail(failureOf('forbidden', 'second'))], 20).stoppedBy?.code, 'first');
  });
});

describe('flow in a run', () => {
  it('survives 32 requests that fail together', async () => {
    const { kinds, report } = await runScript({
      count: 200,
      limits: { ...ONE_BY_ONE, inFlight: 32 },
      faults: repeat(32, 'unavailable'),
    });
    assert.equal(report.stoppedBy, undefined);
    assert.deepEqual(kinds.slice(32), repeat(168, 'done'));
  });

  it('cannot vouch for a stale socket that is not tried again', async () => {
    const { kinds } = await runScript({ faults: ['staleBefore'], cancelAfter: 10 });
    assert.deepEqual(kinds, ['unknown']);
  });
});

describe('doubt', () => {
  it('is left by no answer, by a 5xx, and by an answer that makes no sense', () => {
    const doubtful = [
      unanswered(),
      unavailable(),
      noAnswerInTime(),
      failureOf('conflict', 'x', { status: 500 }),
      failureOf('unexpected', 'htmlInsteadOfJson', { status: 200 }),
      failureOf('cancelled', 'cancelled', { reach: 'unanswered' }),
    ];
    for (const failure of doubtful) assert.ok(leavesDoubt(failure), failure.code);
    const clear = [
      offline(),
      failureOf('busy', 'x', { status: 429 }),
      failureOf('protected', 'x', { status: 400 }),
      failureOf('auth', 'x', { status: 401 }),
      failureOf('timeout', 'x', { reach: 'notSent' }),
    ];
    for (const failure of clear) assert.ok(!leavesDoubt(failure), failure.code);
  });
});

describe('progress', () => {
  it('leaves pauses out of the rate, and counts them into the time left', async () => {
    const clock = virtualClock();
    const of = targets(10);
    const tally = startTally(planOf(of), clock.environment);
    const pass = (ms: number) => clock.finish(clock.environment.sleep(ms));
    await pass(2_000);
    for (const one of of.slice(0, 4)) tally.settle(one);
    assert.deepEqual([tally.read().filesPerSecond, tally.read().msLeft], [2, 3_000]);
    tally.waitUntil(clock.environment.now() + 5_000);
    assert.deepEqual([tally.read().filesPerSecond, tally.read().msLeft], [2, 8_000]);
    await pass(5_000);
    assert.deepEqual([tally.read().filesPerSecond, tally.read().msLeft], [2, 3_000]);
    assert.equal(tally.read().waitingUntil, undefined);
  });
});
