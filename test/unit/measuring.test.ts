import assert from 'node:assert/strict';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import { DEFAULT_GUARDS, countingLimit, refusalsOf } from '../../src/removal/guards';
import { measureAll, type CountSoFar, type Counter } from '../../src/removal/measuring';
import type { Entry, Extent } from '../../src/removal/remote';
import { extent, file, folder, listed, never, offline, planOf, unavailable } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

type Measure = (entry: Entry, limit: number) => Answer<Extent>;

async function measure(entries: readonly Entry[], answer: Measure, cancelAfter?: number) {
  const clock = virtualClock();
  const cancel = new AbortController();
  let underWay = 0;
  let most = 0;
  let calls = 0;
  const counter: Counter = {
    async measure(entry, limit, signal) {
      calls += 1;
      underWay += 1;
      most = Math.max(most, underWay);
      await clock.environment.sleep(10, signal);
      underWay -= 1;
      return signal.aborted
        ? failed(failureOf('cancelled', 'cancelled', { reach: 'unanswered' }))
        : answer(entry, limit);
    },
  };
  if (cancelAfter !== undefined) {
    clock.after(cancelAfter, () => {
      cancel.abort();
    });
  }
  const counts: CountSoFar[] = [];
  const result = await clock.finish(
    measureAll(
      entries.map((entry) => listed(entry)),
      () => counter,
      cancelAfter === undefined ? never : cancel.signal,
      { limit: countingLimit(DEFAULT_GUARDS), environment: clock.environment, onCount: (soFar) => counts.push(soFar) },
    ),
  );
  return { result, counts, most, calls };
}

const folders = (count: number): readonly Entry[] =>
  Array.from({ length: count }, (_, index) => folder(`d${String(index)}`));

describe('measuring', () => {
  it('counts all, eight at a time, in the given order, with a live count', async () => {
    const { result, counts, most } = await measure(folders(20), (entry) => success(extent(entry.path.length, 10)));
    assert.ok(result.ok);
    assert.deepEqual(
      result.value.targets.map(({ entry, extent: found }) => [entry.path, found.files]),
      folders(20).map(({ path }) => [path, path.length]),
    );
    assert.equal(most, 8);
    assert.deepEqual(counts.at(-1), { files: 50, bytes: 200, counted: 20, entries: 20 });
    assert.equal(counts.length, 20);
    assert.deepEqual(result.value.incomplete, []);
  });

  it('stops one file beyond the guard, which then refuses', async () => {
    const { result, calls } = await measure(folders(100), (_, limit) => success(extent(Math.min(limit, 4_000), 1)));
    assert.ok(result.ok);
    assert.ok(calls <= 16, `${calls} counts`);
    const plan = planOf(result.value.targets);
    assert.equal(plan.total.precision, 'atLeast');
    assert.equal(refusalsOf(plan, DEFAULT_GUARDS, () => false)[0]?.setting, 'maxItems');
  });

  it('asks each count for no more than what is left to the guard', async () => {
    const limits: number[] = [];
    await measure(folders(9), (_, limit) => {
      limits.push(limit);
      return success(extent(1_000, 1));
    });
    assert.deepEqual(
      limits.slice(0, 8),
      Array.from({ length: 8 }, () => 10_001),
    );
    assert.equal(limits[8], 9_001);
  });

  it('says "at least" of what could not be counted, and goes on', async () => {
    const { result } = await measure([folder('a'), file('b'), folder('c')], (entry) =>
      entry.kind === 'file'
        ? failed(failureOf('invalid', 'odd'))
        : entry.path === 'a'
          ? failed(unavailable())
          : success(extent(3, 3)),
    );
    assert.ok(result.ok);
    assert.deepEqual(
      result.value.targets.map(({ extent: { files, precision } }) => [files, precision]),
      [
        [0, 'atLeast'],
        [1, 'atLeast'],
        [3, 'exact'],
      ],
    );
    assert.deepEqual(
      result.value.incomplete.map(({ entry }) => entry.path),
      ['a', 'b'],
    );
  });

  it('tries a count four times', async () => {
    let tries = 0;
    const { result } = await measure([folder('a')], () =>
      (tries += 1) < 4 ? failed(unavailable()) : success(extent(1, 1)),
    );
    assert.deepEqual(result.ok && result.value.incomplete, []);
    assert.equal(tries, 4);
  });

  it('takes what is gone meanwhile for exactly nothing', async () => {
    const { result } = await measure([folder('a')], () =>
      failed(failureOf('notFound', 'posix.enoent', { status: 400 })),
    );
    const [only] = result.ok ? result.value.targets : [];
    assert.deepEqual([only?.extent.files, only?.extent.precision], [0, 'exact']);
  });

  it('makes no plan at all when the token is wrong, the remote closed, or nobody there', async () => {
    for (const failure of [failureOf('auth', 'unauthorized'), failureOf('forbidden', 'no'), offline()]) {
      const { result, calls } = await measure(folders(100), () => failed(failure));
      assert.deepEqual(result, { ok: false, failure });
      assert.ok(calls <= 8 * 4);
    }
  });

  it('stops when cancelled', async () => {
    const { result, calls } = await measure(folders(100), () => success(extent(1, 1)), 15);
    assert.equal(!result.ok && result.failure.kind, 'cancelled');
    assert.ok(calls <= 16);
  });

  it('counts nothing when nothing is chosen', async () => {
    const { result } = await measure([], () => success(extent(1, 1)));
    assert.deepEqual(result.ok && result.value.targets, []);
  });
});
