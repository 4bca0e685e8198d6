import assert from 'node:assert/strict';
import { failureOf } from '../../src/removal/failure';
import { run } from '../../src/removal/run';
import { IN_BATCHES, ONE_BY_ONE, OTHER_SPACE, SPACE, file, listed, never, planOf, targets } from '../support/builders';
import { fakeRemote } from '../support/fakeRemote';
import { processorTime } from '../support/processorTime';
import { repeat, runScript } from '../support/runScript';
import { virtualClock } from '../support/virtualClock';

const failureKind = (outcome: unknown): unknown =>
  typeof outcome === 'object' && outcome !== null && 'failure' in outcome
    ? (outcome.failure as { code: string }).code
    : undefined;

describe('run', () => {
  it('does every target, says so, and keeps the order of the plan', async () => {
    const { kinds, remote, report } = await runScript({ count: 100 });
    assert.deepEqual(kinds, repeat(100, 'done'));
    assert.equal(remote.gone().length, 100);
    assert.deepEqual(
      report.lines.map(({ target: of }) => of),
      report.plan.targets,
    );
    assert.equal(report.stoppedBy, undefined);
  });

  it('adds what the plan skipped, with the reason', async () => {
    const clock = virtualClock();
    const remote = fakeRemote({ address: SPACE, clock, limits: ONE_BY_ONE, paths: [] });
    const plan = planOf([], { skipped: [{ listed: listed(file('a')), reason: 'special' }] });
    const report = await clock.finish(run(plan, () => remote.act, { environment: clock.environment, cancel: never }));
    assert.deepEqual(
      report.lines.map(({ outcome }) => outcome),
      [{ kind: 'skipped', reason: 'special' }],
    );
  });

  it('tells already gone from done', async () => {
    assert.deepEqual((await runScript({ count: 2, gone: 1 })).kinds, ['alreadyGone', 'done']);
  });

  it('goes on after what one target alone is refused for', async () => {
    const { kinds, report } = await runScript({ count: 4, faults: ['fine', 'someProtected'] });
    assert.deepEqual(kinds, ['done', 'failed', 'done', 'done']);
    assert.equal(report.stoppedBy, undefined);
  });

  it('runs places side by side and reports once', async () => {
    const clock = virtualClock();
    const of = [...targets(40, SPACE), ...targets(40, OTHER_SPACE)];
    const remotes = [SPACE, OTHER_SPACE].map((address) =>
      fakeRemote({
        address,
        clock,
        limits: { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 },
        paths: targets(40).map(({ entry }) => entry.path),
        faults: address === SPACE ? ['auth'] : [],
      }),
    );
    const report = await clock.finish(
      run(planOf(of), (address) => remotes[address === SPACE ? 0 : 1]?.act ?? assert.fail(), {
        environment: clock.environment,
        cancel: never,
      }),
    );
    const kinds = report.lines.map(({ outcome }) => outcome.kind);
    assert.deepEqual(kinds, ['failed', ...repeat(39, 'notStarted'), ...repeat(40, 'done')]);
    assert.equal(report.stoppedBy?.kind, 'auth');
    assert.equal(report.endedAt - report.startedAt, 40 * 20);
  });
});

describe('run: batches', () => {
  it('doubles while answers are quick, up to the limit', async () => {
    const { sizes } = await runScript({ count: 200, limits: IN_BATCHES });
    assert.deepEqual(sizes, [4, 8, 16, 32, 64, 64, 12]);
  });

  it('does not grow while answers are slow', async () => {
    const { sizes } = await runScript({ count: 20, limits: IN_BATCHES, faults: ['slow', 'slow', 'fine'] });
    assert.deepEqual(sizes, [4, 4, 4, 8]);
  });

  it('halves a batch that is too large, without counting it as a try, and never goes back there', async () => {
    const { sizes, kinds } = await runScript({
      count: 40,
      limits: { ...IN_BATCHES, paths: 16 },
      faults: ['tooLarge', 'tooLarge'],
    });
    assert.deepEqual(sizes, [16, 8, ...repeat(10, 4)]);
    assert.deepEqual(kinds, repeat(40, 'done'));
  });

  it('gives up on one path that is too large by itself', async () => {
    const { kinds, sizes } = await runScript({
      count: 2,
      limits: { ...IN_BATCHES, paths: 2 },
      faults: ['tooLarge', 'tooLarge'],
    });
    assert.deepEqual(
      [kinds, sizes],
      [
        ['failed', 'done'],
        [2, 1, 1],
      ],
    );
  });

  it('stays within the bytes of a body', async () => {
    // ["f00000","f00001"] is 19 bytes.
    const { sizes } = await runScript({ count: 6, limits: { ...IN_BATCHES, maxBytes: 20 } });
    assert.deepEqual(sizes, [2, 2, 2]);
  });

  it('tries again only what a batch left out', async () => {
    const { sizes, kinds } = await runScript({ count: 4, limits: IN_BATCHES, faults: ['someBusy'] });
    assert.deepEqual([sizes, kinds], [[4, 2], repeat(4, 'done')]);
  });
});

describe('run: retries', () => {
  it('tries four times, the waits doubling', async () => {
    const { kinds, times, report } = await runScript({ faults: repeat(5, 'unavailable') });
    assert.deepEqual(kinds, ['failed']);
    // Latency 20 ms, jitter 0.5: waits of 125, 250 and 500 ms.
    assert.deepEqual(times, [0, 145, 415, 935]);
    assert.equal(report.lines[0]?.attempts, 4);
  });

  it('does not try again what will not help', async () => {
    assert.equal((await runScript({ faults: ['html'] })).sizes.length, 1);
  });

  it('pauses the whole pool for Retry-After, and does not charge it to the budget', async () => {
    const { times, kinds, progress } = await runScript({ count: 40, faults: repeat(16, 'busyWait') });
    assert.deepEqual(kinds, repeat(40, 'done'));
    assert.deepEqual([...new Set(times.slice(0, 8))], [0]);
    assert.ok(
      times.slice(8).every((time) => time >= 5_020),
      String(times),
    );
    assert.ok(progress.some(({ waitingUntil }) => waitingUntil !== undefined));
  });

  it('spends no more than ten retries and a tenth of the requests on a sick server', async () => {
    const healthy = { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 };
    // Every other request fails, so it never looks lost.
    const faults = Array.from({ length: 400 }, (_, index) =>
      index % 2 === 0 ? ('unavailable' as const) : ('fine' as const),
    );
    const { sizes, kinds } = await runScript({ count: 100, faults, limits: healthy });
    const retries = sizes.length - 100;
    assert.ok(
      retries > 10 && retries <= Math.ceil(10 + 0.1 * sizes.length),
      `${retries} retries in ${sizes.length} requests`,
    );
    assert.ok(kinds.includes('failed'));
  });

  it('counts a request once against that, however many targets it held, and these go again together', async () => {
    const limits = { ...IN_BATCHES, paths: 60 };
    const once = await runScript({ count: 60, limits, faults: ['unavailable'] });
    assert.deepEqual([once.kinds, once.sizes], [repeat(60, 'done'), [60, 30, 30]], 'halved by the brake');
    const thrice = await runScript({ count: 60, limits, faults: repeat(3, 'unavailable') });
    assert.deepEqual(thrice.kinds, repeat(60, 'done'));
    assert.ok(thrice.sizes.length <= 10, `${thrice.sizes.join(', ')} paths in each request`);
  });

  it('retries a stale pooled socket at once, silently and once', async () => {
    const once = await runScript({ faults: ['staleBefore'] });
    assert.deepEqual([once.kinds, once.times], [['done'], [0, 20]]);
    const twice = await runScript({ faults: ['staleBefore', 'staleBefore'] });
    assert.deepEqual([twice.kinds, twice.times], [['done'], [0, 20, 165]]);
  });

  it('knows its own work again: gone on the second try after an unanswered one is done', async () => {
    for (const fault of ['resetAfter', 'staleAfter', 'errorAfter'] as const) {
      const { kinds, remote } = await runScript({ faults: [fault] });
      assert.deepEqual([kinds, remote.requests.length], [['done'], 2], fault);
    }
  });

  it('reads the truth after an error that does not say what happened', async () => {
    const { kinds, remote } = await runScript({ count: 4, limits: IN_BATCHES, faults: ['errorHalfway'] });
    assert.deepEqual(kinds, ['done', 'done', 'failed', 'failed']);
    assert.equal(remote.requests.length, 1);
  });

  it('sends a commit once, whole, and never again', async () => {
    const limits = { ...IN_BATCHES, paths: 1, maxPaths: 1 };
    for (const fault of ['resetBefore', 'unavailable', 'staleBefore', 'busyWait'] as const) {
      const { sizes } = await runScript({ count: 5, action: 'commit', limits, faults: [fault] });
      assert.deepEqual(sizes, [5], fault);
    }
    const { kinds } = await runScript({ count: 2, action: 'commit', faults: ['resetAfter'] });
    assert.deepEqual(kinds, ['done', 'done']);
    const lost = await runScript({ count: 2, action: 'commit', faults: ['staleBefore'] });
    assert.deepEqual(lost.kinds, ['unknown', 'unknown']);
  });
});

describe('run: stops', () => {
  it('at once on a wrong token or a closed remote, the rest not started', async () => {
    for (const fault of ['auth', 'forbidden'] as const) {
      const { kinds, report, sizes } = await runScript({ count: 100, faults: ['fine', fault] });
      assert.equal(report.stoppedBy?.kind, fault);
      assert.equal(kinds.filter((kind) => kind === 'failed').length, 1);
      assert.ok(sizes.length <= 10, `${sizes.length} requests`);
      assert.deepEqual(kinds.slice(sizes.length), repeat(100 - sizes.length, 'notStarted'));
    }
  });

  it('when a remote is gone', async () => {
    const gone = failureOf('notFound', 'workspaceNotFound', { status: 404 });
    const { report, kinds } = await runScript({
      count: 10,
      limits: { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 },
      wrap: (act) => ({ ...act, perform: (of) => Promise.resolve(of.map(() => ({ kind: 'failed', failure: gone }))) }),
    });
    assert.deepEqual([report.stoppedBy?.code, kinds], ['workspaceNotFound', ['failed', ...repeat(9, 'notStarted')]]);
  });

  it('after ten 5xx in a row, and when offline', async () => {
    for (const fault of ['unavailable', 'offline'] as const) {
      const { report, kinds, sizes } = await runScript({ count: 1_000, faults: repeat(2_000, fault) });
      assert.equal(report.stoppedBy?.code, fault === 'offline' ? 'connectionRefused' : 'serviceUnavailable');
      assert.ok(sizes.length < 80, `${sizes.length} requests`);
      assert.ok(kinds.filter((kind) => kind === 'notStarted').length > 900);
    }
  });

  it('not because requests that were under way together failed together', async () => {
    const { kinds, report } = await runScript({
      count: 200,
      limits: { ...ONE_BY_ONE, inFlight: 32 },
      faults: repeat(32, 'busyWait'),
    });
    assert.equal(report.stoppedBy, undefined);
    assert.deepEqual(kinds, repeat(200, 'done'));
  });

  it('before anything is sent when the journal cannot be written', async () => {
    const { kinds, report, sizes } = await runScript({
      count: 5,
      limits: { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 },
      beforeSending: () => Promise.reject(new Error('disk full')),
    });
    assert.deepEqual([sizes, report.stoppedBy?.code], [[], 'journalNotWritten']);
    assert.deepEqual(kinds.slice(1), repeat(4, 'notStarted'));
  });

  it('nothing for an act that breaks its contract: a read decides', async () => {
    const { kinds, report } = await runScript({ count: 2, limits: IN_BATCHES, faults: ['throws'] });
    assert.deepEqual([kinds, report.stoppedBy], [['done', 'done'], undefined]);
    assert.deepEqual((await runScript({ count: 2, faults: ['tooFewOutcomes'] })).kinds, ['done', 'done']);
  });
});

describe('run: cancel', () => {
  const serial = { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 };

  it('sends nothing more, lets what was sent answer', async () => {
    const { kinds, tookMs, progress } = await runScript({ count: 10, limits: serial, cancelAfter: 30 });
    assert.deepEqual(kinds, ['done', 'done', ...repeat(8, 'notStarted')]);
    assert.equal(tookMs, 40);
    assert.ok(progress.some(({ phase }) => phase === 'stopping'));
  });

  it('before the start sends nothing at all', async () => {
    const clock = virtualClock();
    const remote = fakeRemote({ address: SPACE, clock, limits: serial, paths: [] });
    const cancel = AbortSignal.abort();
    const report = await clock.finish(
      run(planOf(targets(3)), () => remote.act, { environment: clock.environment, cancel }),
    );
    assert.deepEqual(
      report.lines.map(({ outcome }) => outcome),
      repeat(3, { kind: 'notStarted', reason: 'cancelled' }),
    );
    assert.equal(remote.requests.length, 0);
  });

  it('gives what was sent 10 s, then reads, and says unknown only of what is still there', async () => {
    const before = await runScript({ faults: ['timeoutBefore'], cancelAfter: 100 });
    assert.deepEqual(before.kinds, ['unknown']);
    assert.ok(before.tookMs >= 10_100 && before.tookMs < 10_200, `${before.tookMs} ms`);
    const after = await runScript({ faults: ['hangAfter'], cancelAfter: 100 });
    assert.deepEqual(after.kinds, ['done']);
    assert.ok(after.tookMs < 11_200, `${after.tookMs} ms: an act that is deaf to the abort is left behind`);
  });

  it('keeps waiting neither for a retry nor for Retry-After', async () => {
    const { kinds, tookMs } = await runScript({ count: 3, limits: serial, faults: ['busyWait'], cancelAfter: 100 });
    assert.deepEqual(kinds, ['failed', 'notStarted', 'notStarted']);
    assert.equal(tookMs, 100);
  });

  it('does not start a request that still waited for the journal', async () => {
    const { kinds, sizes, tookMs } = await runScript({
      count: 2,
      cancelAfter: 10,
      beforeSending: ({ environment }) => environment.sleep(30),
    });
    assert.deepEqual([kinds, sizes, tookMs], [repeat(2, 'notStarted'), [], 30]);
  });
});

describe('run: proof', () => {
  it('proves every done of an act that wants it, in one read', async () => {
    let reads = 0;
    const { kinds } = await runScript({
      count: 100,
      limits: IN_BATCHES,
      proof: 'all',
      wrap: (act) => ({
        ...act,
        lookAgain: (of, signal) => {
          reads += 1;
          assert.equal(of.length, 100);
          return act.lookAgain(of, signal);
        },
      }),
    });
    assert.deepEqual([reads, kinds], [1, repeat(100, 'done')]);
  });

  it('takes back a done that the server did not do', async () => {
    const { report } = await runScript({
      count: 2,
      proof: 'all',
      wrap: (act) => ({ ...act, perform: (of) => Promise.resolve(of.map(() => ({ kind: 'done' }))) }),
    });
    assert.deepEqual(
      report.lines.map(({ outcome }) => [outcome.kind, failureKind(outcome)]),
      repeat(2, ['failed', 'notConfirmed']),
    );
  });

  it('reads up to four times, then says that nobody knows', async () => {
    assert.deepEqual((await runScript({ proof: 'all', blindReads: 3 })).kinds, ['done']);
    const { report } = await runScript({ proof: 'all', blindReads: 4 });
    assert.deepEqual([report.lines[0]?.outcome.kind, failureKind(report.lines[0]?.outcome)], ['unknown', 'notProved']);
  });
});

describe('run: progress', () => {
  it('counts targets, files and bytes up to the numbers of the plan', async () => {
    const { progress, report } = await runScript({ count: 50 });
    const last = progress.at(-1) ?? assert.fail();
    assert.deepEqual(last.targets, { done: 50, total: 50 });
    assert.deepEqual(last.files, { done: 50, total: report.plan.total.files });
    assert.deepEqual(last.bytes, { done: 5_000, total: report.plan.total.bytes });
    assert.ok(progress.every((step, index) => step.targets.done >= (progress[index - 1]?.targets.done ?? 0)));
  });

  it('tells rate and time left after the first second, pauses left out', async () => {
    const { progress } = await runScript({ count: 100, limits: { ...ONE_BY_ONE, inFlight: 1, maxInFlight: 1 } });
    assert.equal(progress[10]?.filesPerSecond, undefined);
    const late = progress.find(({ files }) => files.done === 60);
    assert.equal(late?.targets.done, 60);
    assert.equal(Math.round(late.filesPerSecond ?? 0), 50);
    assert.equal(Math.round(late.msLeft ?? 0), 800);
  });
});

describe('run: cost', () => {
  it('schedules ten thousand targets at 20 µs or less each', async () => {
    const of = targets(10_000);
    const act = {
      limits: ONE_BY_ONE,
      proof: 'doubts' as const,
      perform: () => Promise.resolve([{ kind: 'done' as const }]),
      lookAgain: () => Promise.resolve([]),
    };
    const costs: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { environment } = virtualClock();
      const options = { environment, cancel: never, onProgress: () => undefined };
      costs.push(((await processorTime(() => run(planOf(of), () => act, options))) * 1_000) / of.length);
    }
    assert.ok(Math.min(...costs) <= 20, `${Math.min(...costs).toFixed(1)} µs of CPU a target`);
  });
});
