import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstDue, isLeft, jsonBytes, takeBatch, type Waiting } from '../../src/removal/batch';
import { failureOf } from '../../src/removal/failure';
import { afterBrake, afterSuccess, afterTooLarge, startPace, type Pace } from '../../src/removal/pace';
import {
  backoff,
  hasBudget,
  isRepeatable,
  isStaleSocket,
  pauseOf,
  readPatiently,
  waitBefore,
} from '../../src/removal/retry';
import { newTask } from '../../src/removal/task';
import { IN_BATCHES, ONE_BY_ONE, file, never, target, targets, unanswered, unavailable } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

function successes(pace: Pace, count: number): Pace {
  let next = pace;
  for (let index = 0; index < count; index += 1) next = afterSuccess(next, 1, 10);
  return next;
}

/** Slows down, seconds after it last did. */
const brake = (pace: Pace, order: number, sent: number): Pace => afterBrake(pace, { order, sent, now: sent * 10_000 });

describe('pace', () => {
  it('adds half as many with every round trip until it is braked for the first time', () => {
    const start = startPace(ONE_BY_ONE);
    assert.equal(start.inFlight, 8);
    assert.equal(successes(start, 8).inFlight, 12);
    assert.equal(successes(start, 20).inFlight, 18);
    assert.equal(successes(start, 38).inFlight, 27);
    assert.equal(successes(start, 10_000).inFlight, 32);
    assert.equal(successes(startPace({ ...ONE_BY_ONE, inFlight: 1 }), 3).inFlight, 3);
  });

  it('adds one request for each full window of successes once it has been braked', () => {
    const braked = brake(successes(startPace(ONE_BY_ONE), 16), 1, 16);
    assert.equal(braked.inFlight, 8);
    assert.equal(successes(braked, 7).inFlight, 8);
    assert.equal(successes(braked, 8).inFlight, 9);
    assert.equal(successes(braked, 16).inFlight, 9);
    assert.equal(successes(braked, 17).inFlight, 10);
    assert.equal(successes(braked, 10_000).inFlight, 32);
  });

  it('takes 32 successes before it tries again what was too many the last time', () => {
    const braked = brake({ ...startPace(ONE_BY_ONE), inFlight: 4 }, 1, 4);
    assert.equal(braked.inFlight, 2);
    const below = successes(braked, 2);
    assert.equal(below.inFlight, 3);
    assert.equal(successes(below, 31).inFlight, 3);
    assert.equal(successes(below, 32).inFlight, 4);
    assert.equal(successes(below, 32 + 4).inFlight, 5, 'and is as quick as ever beyond it');
    const alone = brake({ ...braked, inFlight: 1 }, 5, 5);
    assert.deepEqual([successes(alone, 31).inFlight, successes(alone, 32).inFlight], [1, 2]);
    const wide = { ...brake(startPace({ ...ONE_BY_ONE, maxInFlight: 128 }), 1, 8), inFlight: 40, tooMany: 41 };
    assert.deepEqual([successes(wide, 39).inFlight, successes(wide, 40).inFlight], [40, 41]);
  });

  it('halves when braked, once for all that was under way together, never below one', () => {
    let pace = brake(startPace(ONE_BY_ONE), 3, 8);
    assert.deepEqual([pace.inFlight, pace.tooMany], [4, 8]);
    for (const order of [1, 8]) assert.equal(brake(pace, order, 9).inFlight, 4);
    pace = brake(pace, 9, 12);
    assert.deepEqual([pace.inFlight, pace.tooMany], [2, 4]);
    for (const order of [13, 14, 15]) pace = brake(pace, order, order);
    assert.equal(pace.inFlight, 1);
  });

  it('slows down once a second at most for a fault that passes: after more than 16 successes', () => {
    const braked = afterBrake({ ...startPace(ONE_BY_ONE), inFlight: 32 }, { order: 32, sent: 40, now: 5_000 });
    assert.equal(braked.inFlight, 16);
    const fault = (after: number, now: number): number =>
      afterBrake(successes(braked, after), { order: 99, sent: 100, now }).inFlight;
    assert.deepEqual([fault(17, 5_999), fault(16, 5_999), fault(17, 6_000)], [17, 8, 8]);
    const passed = afterBrake(successes(braked, 17), { order: 99, sent: 100, now: 5_500 });
    assert.equal(afterBrake(passed, { order: 100, sent: 120, now: 5_600 }).inFlight, 17, 'one event');
    assert.equal(afterBrake(passed, { order: 101, sent: 120, now: 5_600 }).inFlight, 8, 'the next one soon after it');
  });

  it('begins a new window after a brake', () => {
    const braked = brake(startPace(ONE_BY_ONE), 1, 8);
    assert.equal(successes(braked, 3).inFlight, 4);
    assert.equal(successes(braked, 4).inFlight, 5);
    assert.equal(brake(successes(braked, 3), 2, 9).window, 0);
  });

  it('doubles full, quick batches only', () => {
    const start = startPace(IN_BATCHES);
    assert.equal(afterSuccess(start, 4, 1_999).paths, 8);
    assert.equal(afterSuccess(start, 4, 2_000).paths, 4);
    assert.equal(afterSuccess(start, 3, 10).paths, 4);
    assert.equal(afterSuccess({ ...start, paths: 48 }, 48, 10).paths, 64);
  });

  it('never again sends more than half of what was too large', () => {
    const after = afterTooLarge({ ...startPace(IN_BATCHES), paths: 32 }, 32);
    assert.deepEqual([after.paths, after.maxPaths], [16, 16]);
    assert.equal(afterSuccess(after, 16, 10).paths, 16);
    assert.equal(afterTooLarge(after, 1).maxPaths, 1);
  });

  it('stays within the limits whatever happens (property)', () => {
    const step = fc.oneof(
      fc.record({ batch: fc.integer({ min: 1, max: 64 }), took: fc.nat(4_000) }, { noNullPrototype: true }),
      fc.nat(100_000),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.constantFrom(ONE_BY_ONE, IN_BATCHES), (steps, limits) => {
        let pace = startPace(limits);
        for (const one of steps) {
          pace = typeof one === 'number' ? brake(pace, one, one + 8) : afterSuccess(pace, one.batch, one.took);
          assert.ok(pace.inFlight >= 1 && pace.inFlight <= limits.maxInFlight);
          assert.ok(pace.paths >= 1 && pace.paths <= limits.maxPaths);
        }
      }),
    );
  });

  it('makes sense of limits that make none', () => {
    const pace = startPace({ paths: 0, maxPaths: 0, maxBytes: 0, inFlight: 0, maxInFlight: 0 });
    assert.deepEqual([pace.inFlight, pace.paths], [1, 1]);
  });
});

describe('retry', () => {
  it('waits with full jitter, 250 ms doubling to 8 s', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((tries) => backoff(tries, () => 1));
    assert.deepEqual(longest, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    assert.equal(
      backoff(3, () => 0),
      0,
    );
  });

  it('obeys Retry-After up to a minute', () => {
    assert.equal(pauseOf(unavailable()), undefined);
    assert.equal(pauseOf(unavailable({ retryAfter: 5_000 })), 5_000);
    assert.equal(pauseOf(unavailable({ retryAfter: 3_600_000 })), 60_000);
    assert.equal(pauseOf(unavailable({ retryAfter: -5 })), 0);
  });

  it('never tries again sooner because the server asks to wait: it may ask for nothing, or by a slow clock', () => {
    const full = () => 1;
    assert.deepEqual(
      [undefined, 0, 100, 700, 90_000].map((retryAfter) =>
        waitBefore(2, unavailable(retryAfter === undefined ? {} : { retryAfter }), full),
      ),
      [500, 500, 500, 700, 60_000],
    );
  });

  it('has a budget: a few, and a tenth', () => {
    assert.ok(hasBudget(9, 1));
    assert.ok(!hasBudget(11, 1));
    assert.ok(hasBudget(109, 1_000));
    assert.ok(!hasBudget(110, 1_000));
  });

  it('repeats everything but a commit', () => {
    assert.ok(!isRepeatable('commit'));
    for (const action of [
      'stageRemoval',
      'deletePermanently',
      'unstage',
      'heal',
      'discardUpload',
      'deleteWorkspace',
    ] as const) {
      assert.ok(isRepeatable(action));
    }
  });

  it('knows a stale pooled socket from a lost connection', () => {
    assert.ok(isStaleSocket(unanswered('connectionReset', { reusedSocket: 1 })));
    assert.ok(!isStaleSocket(unanswered('connectionReset')));
    assert.ok(!isStaleSocket(unanswered('brokenPipe', { reusedSocket: 1 })));
  });

  it('reads patiently: four tries, and not after a cancel', async () => {
    const clock = virtualClock();
    const { environment } = clock;
    const readAlways = async (signal: AbortSignal) => {
      let tries = 0;
      await readPatiently(
        () => {
          tries += 1;
          return Promise.resolve({ ok: false, failure: unavailable({ retryAfter: 1_000 }) } as const);
        },
        environment,
        signal,
      );
      return tries;
    };
    assert.equal(await clock.finish(readAlways(never)), 4);
    const cancel = new AbortController();
    clock.after(1_500, () => {
      cancel.abort();
    });
    assert.equal(await clock.finish(readAlways(cancel.signal)), 3);
    const once = failureOf('invalid', 'bad');
    assert.deepEqual(
      await readPatiently(() => Promise.resolve({ ok: false, failure: once } as const), environment, never),
      { ok: false, failure: once },
    );
  });
});

describe('batch', () => {
  const waiting = (count: number): Waiting => ({
    fresh: targets(count).map((of, index) => newTask(index, of)),
    next: 0,
    again: [],
  });
  const indices = (batch: readonly { readonly index: number }[]) => batch.map(({ index }) => index);

  it('takes what is due again before what is fresh', () => {
    const all = waiting(4);
    assert.deepEqual(indices(takeBatch(all, 0, 2, Infinity)), [0, 1]);
    const [late, due] = targets(2).map((of, index) => newTask(10 + index, of));
    assert.ok(late && due);
    late.dueAt = 100;
    all.again = [late, due];
    assert.deepEqual(indices(takeBatch(all, 50, 2, Infinity)), [11, 2]);
    assert.equal(firstDue(all), 0);
    assert.deepEqual(indices(takeBatch(all, 50, 9, Infinity)), [3]);
    assert.deepEqual([isLeft(all), firstDue(all)], [true, 100]);
    assert.deepEqual(indices(takeBatch(all, 50, 9, Infinity)), []);
    assert.deepEqual(indices(takeBatch(all, 100, 9, Infinity)), [10]);
    assert.deepEqual([isLeft(all), firstDue(all)], [false, Infinity]);
  });

  it('takes one path even when it alone is too long', () => {
    assert.equal(takeBatch(waiting(3), 0, 9, 1).length, 1);
  });

  it('knows how long a path is as JSON (property)', () => {
    const wellFormed = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(wellFormed, (text) => {
        const exact = Buffer.byteLength(JSON.stringify(text));
        assert.ok(jsonBytes(text) >= exact, 'never too short');
        assert.ok(jsonBytes(text) <= exact + 4 * text.length);
      }),
    );
    assert.equal(jsonBytes('é/😀"'), Buffer.byteLength(JSON.stringify('é/😀"')));
  });

  it('never sends a body beyond the limit (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), { minLength: 1 }), (texts) => {
        const names = texts.map((text) => `x${text.replaceAll(/[/\0]/g, '_')}`);
        const all: Waiting = {
          fresh: names.map((name, index) => newTask(index, target(file(name)))),
          next: 0,
          again: [],
        };
        for (let batch = takeBatch(all, 0, 50, 60); batch.length > 0; batch = takeBatch(all, 0, 50, 60)) {
          const body = JSON.stringify(batch.map(({ target: of }) => of.entry.path));
          assert.ok(batch.length === 1 || Buffer.byteLength(body) <= 60);
        }
        assert.ok(!isLeft(all));
      }),
    );
  });
});
