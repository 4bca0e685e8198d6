import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { RemoteAddress } from '../../src/removal/address';
import type { Environment } from '../../src/removal/environment';
import { failureOf } from '../../src/removal/failure';
import type { Act, Target } from '../../src/removal/remote';
import { run } from '../../src/removal/run';
import { IN_BATCHES, ONE_BY_ONE, OTHER_SPACE, SPACE, never, planOf, targets } from '../support/builders';
import { fakeRemote } from '../support/fakeRemote';
import { runScript } from '../support/runScript';
import { virtualClock } from '../support/virtualClock';

describe('run: what it tells', () => {
  it('names the reason of the place that stopped, also when another one did not, and none when none did', async () => {
    const clock = virtualClock();
    const of = [...targets(2, SPACE), ...targets(2, OTHER_SPACE)];
    const failure = failureOf('auth', 'unauthorized', { status: 401 });
    const actOf = (address: RemoteAddress): Act => ({
      limits: ONE_BY_ONE,
      proof: 'doubts',
      perform: (some) =>
        Promise.resolve(some.map(() => (address === SPACE ? { kind: 'done' } : { kind: 'failed', failure }))),
      lookAgain: () => assert.fail('nothing is in doubt'),
    });
    const options = { environment: clock.environment, cancel: never };
    assert.equal((await clock.finish(run(planOf(of), actOf, options))).stoppedBy, failure);
    assert.ok(!('stoppedBy' in (await clock.finish(run(planOf(of.slice(0, 2)), actOf, options)))));
  });

  it('tells the journal which targets are about to be sent, and each line with its place in the plan', async () => {
    const clock = virtualClock();
    const of = targets(5);
    const remote = fakeRemote({ address: SPACE, clock, limits: IN_BATCHES, paths: of.map(({ entry }) => entry.path) });
    const told: (readonly number[])[] = [];
    const lines: (readonly [number, string])[] = [];
    const report = await clock.finish(
      run(planOf(of), () => remote.act, {
        environment: clock.environment,
        cancel: never,
        beforeSending: (positions) => {
          told.push(positions);
          return undefined;
        },
        onLine: ({ target: { entry } }, index) => lines.push([index, entry.path]),
      }),
    );
    assert.deepEqual(told, [[0, 1, 2, 3], [4]]);
    assert.deepEqual(
      lines,
      report.lines.map(({ target: { entry } }, index) => [index, entry.path]),
    );
  });

  it('sends the deletion of a workspace in one request, as a commit', async () => {
    const limits = { ...IN_BATCHES, paths: 1, maxPaths: 1 };
    assert.deepEqual((await runScript({ count: 3, action: 'deleteWorkspace', limits })).sizes, [3]);
    assert.deepEqual((await runScript({ count: 3, action: 'discardUpload', limits })).sizes, [1, 1, 1]);
  });

  it('tells that it reads the server again when it does, and only then', async () => {
    const phases = async (script: Parameters<typeof runScript>[0]) =>
      new Set((await runScript(script)).progress.map(({ phase }) => phase));
    assert.ok((await phases({ proof: 'all' })).has('proving'));
    assert.ok(!(await phases({ proof: 'doubts' })).has('proving'));
  });

  it('listens to the cancel no longer than it lasts', async () => {
    for (const proof of ['all', 'doubts'] as const) {
      const clock = virtualClock();
      const { signal } = new AbortController();
      const of = targets(3);
      const paths = of.map(({ entry }) => entry.path);
      const remote = fakeRemote({ address: SPACE, clock, limits: ONE_BY_ONE, paths, proof });
      await clock.finish(run(planOf(of), () => remote.act, { environment: clock.environment, cancel: signal }));
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }
  });
});

describe('run: a cancel and the proof', () => {
  const looking = (ms: number) => (act: Act) => ({
    ...act,
    lookAgain: async (of: readonly Target[], signal: AbortSignal) => {
      await slow(ms, signal);
      return act.lookAgain(of, signal);
    },
  });
  let slow: Environment['sleep'];
  const prove = async (script: Parameters<typeof runScript>[0], lookMs: number) =>
    runScript({
      ...script,
      proof: 'all',
      beforeSending: ({ environment }) => {
        slow = environment.sleep;
        return undefined;
      },
      wrap: looking(lookMs),
    });

  it('a read takes the time it takes while nobody cancels', async () => {
    const { kinds, tookMs } = await prove({ count: 1 }, 15_000);
    assert.deepEqual([kinds, tookMs], [['done'], 20 + 15_000 + 20]);
  });

  it('and gets 10 s more once somebody has, before it began or while it lasts', async () => {
    const serial = { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 };
    const before = await prove({ count: 2, limits: serial, cancelAfter: 10 }, 600_000);
    assert.deepEqual([before.kinds, before.tookMs], [['unknown', 'notStarted'], 20 + 10_000]);
    const during = await prove({ count: 1, cancelAfter: 5_000 }, 600_000);
    assert.deepEqual([during.kinds, during.tookMs], [['unknown'], 5_000 + 10_000]);
  });
});
