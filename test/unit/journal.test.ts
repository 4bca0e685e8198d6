import assert from 'node:assert/strict';
import fc from 'fast-check';
import { interruptedRuns, namesIn, pastRuns } from '../../src/removal/journalHistory';
import { decodeJournal, encodeRecords, type JournalRecord } from '../../src/removal/journalRecord';
import type { Outcome } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import type { Act, Entry, Target } from '../../src/removal/remote';
import type { RemotePath } from '../../src/removal/remotePath';
import type { Report } from '../../src/removal/report';
import { restOf } from '../../src/removal/rest';
import { run } from '../../src/removal/run';
import { settleNow } from '../../src/removal/settling';
import {
  ONE_BY_ONE,
  SPACE,
  OTHER_SPACE,
  extent,
  file,
  folder,
  listed,
  never,
  planOf,
  target,
  targets,
  unavailable,
  withTraits,
} from '../support/builders';
import { ALL_FAULTS, fakeRemote, type FakeRemote } from '../support/fakeRemote';
import { START, virtualClock, type VirtualClock } from '../support/virtualClock';

const RICH: Plan = {
  ...planOf(
    [
      target(
        withTraits(
          file('a b/é 😀', { id: 'i', parentId: 'p', version: 'v', modified: 5, linkTarget: '../x', files: 1 }),
          'shared',
          'conflict',
        ),
        SPACE,
      ),
      target(folder('#?%2F'), OTHER_SPACE, extent(7, 70, 'atLeast')),
    ],
    {
      skipped: [{ listed: listed(file('s')), reason: 'special' }],
      warnings: [{ code: 'partlyLoaded', count: 1, names: ['x'], loaded: 1, total: 2 }],
    },
  ),
  servers: { 'onedata://lab/space-1/': 'provider-1' },
};
const FAILURE = unavailable({ serverId: 'r', data: { message: 'busy', seconds: 5 } });
const RECORDS: readonly JournalRecord[] = [
  { type: 'planned', run: 'r1', at: START, plan: RICH },
  { type: 'started', run: 'r1', at: START + 1 },
  { type: 'sending', run: 'r1', at: START + 2, targets: [0, 1] },
  {
    type: 'line',
    run: 'r1',
    at: START + 3,
    target: 0,
    outcome: { kind: 'done', receipt: { status: 204, serverId: 'x' } },
    attempts: 1,
    durationMs: 3,
  },
  {
    type: 'line',
    run: 'r1',
    at: START + 4,
    target: 1,
    outcome: { kind: 'failed', failure: FAILURE },
    attempts: 4,
    durationMs: 9.5,
  },
  {
    type: 'line',
    run: 'r1',
    at: START + 4,
    target: 2,
    outcome: {
      kind: 'done',
      committed: { branch: 'main', commit: 'c2', parent: 'c1', proof: 'differs', missing: ['a/b'], remaining: [] },
    },
    attempts: 1,
    durationMs: 10,
  },
  { type: 'ended', run: 'r1', at: START + 5, stoppedBy: FAILURE },
  { type: 'dismissed', run: 'r1', at: START + 6 },
];
const textOf = encodeRecords;

describe('journal', () => {
  it('reads back what it wrote, one line a record', () => {
    const text = textOf(RECORDS);
    assert.equal(text.split('\n').length, RECORDS.length + 1);
    assert.deepEqual(decodeJournal(text), { records: RECORDS, damaged: 0 });
  });

  it('tells the same of several targets in one line, and reads each back', () => {
    const done = { kind: 'done' } as const;
    const line = (target: number, outcome: Outcome, at = 1): JournalRecord => {
      return { type: 'line', run: 'r', at, target, outcome, attempts: 1, durationMs: 1 };
    };
    const failed = { kind: 'failed', failure: FAILURE } as const;
    const records = [line(0, done), line(3, done), line(1, failed), line(2, done), line(5, done), line(6, done, 2)];
    const text = textOf(records);
    assert.equal(text.trim().split('\n').length, 4);
    assert.deepEqual(decodeJournal(text), { records, damaged: 0 });
    const many = Array.from({ length: 200_000 }, (_, target) => line(target, done));
    assert.equal(decodeJournal(textOf(many)).records.length, many.length);
  });

  it('puts nothing into one line that differs in anything but the target', () => {
    const outcome = { kind: 'done' } as const;
    const first = { type: 'line', run: 'r', at: 1, target: 0, outcome, attempts: 1, durationMs: 1 } as const;
    const others: readonly JournalRecord[] = [
      { ...first, target: 1, run: 'other' },
      { ...first, target: 1, at: 2 },
      { ...first, target: 1, outcome: { kind: 'alreadyGone' } },
      { ...first, target: 1, attempts: 2 },
      { ...first, target: 1, durationMs: 2 },
      { type: 'dismissed', run: 'r', at: 1 },
    ];
    for (const other of others) {
      for (const records of [
        [first, other],
        [other, first],
      ]) {
        const text = textOf(records);
        assert.equal(text.trim().split('\n').length, 2, text);
        assert.deepEqual(decodeJournal(text), { records, damaged: 0 });
      }
    }
    const { target: _, ...shared } = first;
    assert.deepEqual(JSON.parse(textOf([first, { ...first, target: 7 }])), { v: 1, ...shared, targets: [0, 7] });
    assert.deepEqual(JSON.parse(textOf([first])), { v: 1, ...first });
    assert.equal(textOf([]), '');
  });

  it('writes the count of a file only where its entry does not say the same, and reads each back', () => {
    const plain = file('plain');
    const sizeless: Entry = { path: plain.path, kind: 'file', traits: [] };
    const cases: readonly (readonly [isWritten: boolean, target: Target])[] = [
      [false, target(plain, SPACE, extent(1, 100))],
      [false, target(sizeless, SPACE, extent(1, 0))],
      [true, target(plain, SPACE, extent(1, 99))],
      [true, target(plain, SPACE, extent(2, 100))],
      [true, target(plain, SPACE, extent(1, 100, 'atLeast'))],
      [false, target(plain, SPACE, { ...extent(1, 100), countedAt: START + 1 })],
      [false, target(plain, SPACE, { ...extent(1, 100), countedAt: START - 1 })],
      [true, target(plain, SPACE, { ...extent(1, 99), countedAt: START + 1 })],
      [true, target(folder('folder'), SPACE, extent(1, 0))],
    ];
    for (const [isWritten, one] of cases) {
      const plan = planOf([target(file('first'), SPACE, extent(1, 100)), one]);
      const text = textOf([{ type: 'planned', run: 'r', at: START, plan }]);
      assert.equal(text.split('"extent"').length - 1, isWritten ? 1 : 0, text);
      assert.deepEqual(decodeJournal(text).records, [{ type: 'planned', run: 'r', at: START, plan }]);
    }
    const folderOnly = textOf([{ type: 'planned', run: 'r', at: START, plan: planOf([target(folder('d'))]) }]);
    assert.equal(decodeJournal(folderOnly.replace(/,"extent":\{[^}]*\}/, '')).damaged, 1, 'a folder without its count');
  });

  it('writes the commit that entries were listed at once where it is the same, and reads it back of each', () => {
    const listedAt = (...bases: readonly (string | undefined)[]) =>
      planOf(bases.map((base, n) => target(file(`${n}`, base === undefined ? {} : { base }), OTHER_SPACE)));
    for (const [plan, times] of [
      [listedAt('c1', 'c1', 'c1'), 1],
      [listedAt('c1', 'c2', undefined, 'c1'), 3],
      [listedAt(undefined, 'c1'), 1],
      [listedAt(undefined, undefined), 0],
    ] as const) {
      const text = textOf([{ type: 'planned', run: 'r', at: START, plan }]);
      assert.equal(text.split('"base"').length - 1, times, text);
      assert.deepEqual(decodeJournal(text).records, [{ type: 'planned', run: 'r', at: START, plan }]);
    }
  });

  it('keeps what places were called, the latest name of each', () => {
    const called = (run: string, names: Readonly<Record<string, string>>): JournalRecord => {
      return { type: 'planned', run, at: 1, plan: RICH, names };
    };
    const here = 'onedata://lab/space-1';
    const records = [called('a', { [here]: 'Old', other: 'Other' }), called('b', { [here]: 'Field “Station”' })];
    const { records: read, damaged } = decodeJournal(textOf(records));
    assert.deepEqual([read, damaged], [records, 0]);
    assert.deepEqual(Object.fromEntries(namesIn([...read, ...RECORDS])), { [here]: 'Field “Station”', other: 'Other' });
    assert.deepEqual(namesIn(RECORDS).size, 0, 'a journal of before has none');
    for (const names of ['[]', '{"a":1}', '"x"']) {
      const line = textOf(records.slice(1)).replace(/"names":\{.*\}/, `"names":${names}}`);
      assert.equal(decodeJournal(line).damaged, 1, line.slice(-40));
    }
  });

  it('counts what is damaged in the middle, and neither empty lines nor the torn end', () => {
    const [good] = textOf(RECORDS.slice(1, 2)).split('\n');
    assert.deepEqual(decodeJournal(''), { records: [], damaged: 0 });
    assert.deepEqual(decodeJournal(`${good}\n\n\n{"v":1,`), { records: RECORDS.slice(1, 2), damaged: 0 });
    assert.deepEqual(decodeJournal(`{"v":1,\n${good}\nx\n${good}`), {
      records: [...RECORDS.slice(1, 2), ...RECORDS.slice(1, 2)],
      damaged: 2,
    });
    for (const bad of ['{"targets":{}}', '{"targets":[null]}', '{"targets":["0"]}', '{"target":"0","targets":null}']) {
      const line = { v: 1, type: 'line', run: 'r', at: 1, outcome: { kind: 'done' }, attempts: 1, durationMs: 1 };
      const text = JSON.stringify({ ...line, ...(JSON.parse(bad) as object) });
      assert.deepEqual(decodeJournal(`${text}\n`), { records: [], damaged: 1 }, bad);
    }
  });

  it('takes no record with a time that no calendar has: a list of runs could not tell when it was', () => {
    for (const key of ['at', 'createdAt', 'countedAt']) {
      const text = textOf([{ type: 'planned', run: 'r', at: 1, plan: RICH }]).replace(
        new RegExp(`"${key}":\\d+`),
        `"${key}":86400000000000001`,
      );
      assert.deepEqual(decodeJournal(text), { records: [], damaged: 1 }, key);
    }
  });

  it('reads back every kind of outcome', () => {
    const outcomes = [
      { kind: 'done' },
      { kind: 'alreadyGone' },
      { kind: 'skipped', reason: 'onlyUploaded' },
      { kind: 'notStarted', reason: 'cancelled' },
      { kind: 'notStarted', reason: 'stopped', failure: FAILURE },
      { kind: 'unknown', failure: FAILURE },
    ] as const;
    for (const outcome of outcomes) {
      const record = { type: 'line', run: 'r', at: 1, target: 0, outcome, attempts: 1, durationMs: 1 } as const;
      assert.deepEqual(decodeJournal(encodeRecords([record])).records, [record]);
    }
  });

  it('writes only the fields it knows: nothing rides along', () => {
    const [first] = RICH.targets;
    assert.ok(first);
    const secret = { token: 'tok-4711' };
    const plan = {
      ...RICH,
      ...secret,
      targets: [{ ...first, ...secret, remote: { ...first.remote, ...secret }, entry: { ...first.entry, ...secret } }],
    };
    const failure = { ...FAILURE, ...secret };
    const text = textOf([
      { type: 'planned', run: 'r', at: 1, plan },
      { type: 'line', run: 'r', at: 1, target: 0, outcome: { kind: 'failed', failure }, attempts: 1, durationMs: 1 },
      { type: 'ended', run: 'r', at: 1, stoppedBy: failure },
    ]);
    assert.ok(!text.includes('4711'));
  });

  it('tolerates a torn last line at any byte', () => {
    const text = textOf(RECORDS);
    for (let end = 0; end <= text.length; end += 1) {
      const { records, damaged } = decodeJournal(text.slice(0, end));
      assert.equal(damaged, 0, `cut at ${end}`);
      assert.deepEqual(records, RECORDS.slice(0, records.length));
    }
  });

  it('leaves out what is damaged, and never throws (property)', () => {
    const text = textOf(RECORDS);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 5 }), (position, noise) => {
        decodeJournal(text.slice(0, position) + noise + text.slice(position + noise.length));
      }),
      { numRuns: 2_000 },
    );
    const lines = [
      'null',
      '[]',
      '1',
      '{}',
      '{"v":2,"type":"started","run":"r","at":1}',
      '{"v":1,"type":"x","run":"r","at":1}',
      'x',
    ];
    assert.equal(decodeJournal(`${lines.join('\n')}\n`).damaged, lines.length);
    fc.assert(fc.property(fc.json(), (json) => void decodeJournal(`${json}\n`)));
  });

  it('never reads a target that addresses a root, nor one of no remote, nor of one where there is no such action', () => {
    const line = encodeRecords([{ type: 'planned', run: 'r', at: 1, plan: RICH }]);
    const bends: readonly (readonly [from: RegExp, to: readonly string[]])[] = [
      [/"path":"#\?%2F"/, ['', '/', '.', '..', 'a/../..', '/etc', 'a//b'].map((path) => `"path":"${path}"`)],
      [/"path":"#\?%2F"/, ['"path":null', '"way":"a"']],
      [/"remote":1/, ['"remote":2', '"remote":-1', '"remote":0.5', '"remote":"1"']],
      [
        /"remotes":\["[^"]*"/,
        ['', 'file:///etc', 'onedata://lab', 'onedata://lab/s/a'].map((uri) => `"remotes":["${uri}"`),
      ],
      [/"action":"deletePermanently"/, ['"action":"stageRemoval"', '"action":"commit"', '"action":"delete"']],
      [/"remotes":\[[^\]]*\]/, ['"remotes":[]', '"remotes":{}']],
    ];
    for (const [from, all] of bends) {
      for (const to of all) {
        const bent = line.replace(from, to);
        assert.notEqual(bent, line, to);
        assert.deepEqual(decodeJournal(bent), { records: [], damaged: 1 }, to);
      }
    }
  });

  it('keeps a plan of ten thousand files small: it is written before anything is sent', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `measurements/m_${n}.txt`);
    const counted = (n: number) => ({ ...extent(1, 36), countedAt: START + (n >> 8) });
    const plan = planOf(names.map((name, n) => target(file(name, { bytes: 36 }), OTHER_SPACE, counted(n))));
    const text = encodeRecords([{ type: 'planned', run: 'r', at: START, plan }]);
    assert.ok(text.length < 600_000, String(text.length));
    assert.deepEqual(decodeJournal(text).records, [{ type: 'planned', run: 'r', at: START, plan }]);
  });
});

describe('journal: history', () => {
  it('tells a finished run as it was reported', () => {
    const [past] = pastRuns(RECORDS);
    assert.ok(past);
    assert.deepEqual([past.id, past.interrupted, past.dismissed], ['r1', false, true]);
    assert.deepEqual(
      past.report.lines.map(({ outcome }) => outcome.kind),
      ['done', 'failed', 'skipped'],
    );
    assert.deepEqual(
      [past.report.startedAt, past.report.endedAt, past.report.stoppedBy],
      [START + 1, START + 5, FAILURE],
    );
  });

  it('lets a later line overrule an earlier one', () => {
    const settled: JournalRecord = {
      type: 'line',
      run: 'r1',
      at: START + 9,
      target: 1,
      outcome: { kind: 'done' },
      attempts: 4,
      durationMs: 1,
    };
    assert.equal(pastRuns([...RECORDS, settled])[0]?.report.lines[1]?.outcome.kind, 'done');
  });

  it('takes a plan that was never started for turned down', () => {
    const [past] = pastRuns(RECORDS.slice(0, 1));
    assert.equal(past?.interrupted, false);
    assert.deepEqual(past.report.lines[0]?.outcome, { kind: 'notStarted', reason: 'cancelled' });
  });

  it('ignores records without a plan, and positions outside it', () => {
    assert.deepEqual(pastRuns(RECORDS.slice(1)), []);
    const stray: JournalRecord = {
      type: 'line',
      run: 'r1',
      at: 1,
      target: 99,
      outcome: { kind: 'done' },
      attempts: 1,
      durationMs: 1,
    };
    assert.equal(pastRuns([...RECORDS.slice(0, 2), stray])[0]?.report.lines.length, 3);
  });

  it('knows what was sent although the clock was put back before the file in which it stands was begun', () => {
    const [planned, ...others] = RECORDS;
    assert.ok(planned !== undefined);
    assert.deepEqual(pastRuns([...others, planned]), pastRuns(RECORDS));
  });

  it('after a crash says unknown of what was sent and not started of the rest', () => {
    const plan = planOf(targets(4));
    const records: JournalRecord[] = [
      { type: 'planned', run: 'r', at: 1, plan },
      { type: 'started', run: 'r', at: 2 },
      { type: 'sending', run: 'r', at: 3, targets: [0] },
      { type: 'line', run: 'r', at: 4, target: 0, outcome: { kind: 'done' }, attempts: 1, durationMs: 1 },
      { type: 'sending', run: 'r', at: 5, targets: [1] },
    ];
    const [past] = interruptedRuns(records);
    assert.deepEqual(
      past?.report.lines.map(({ outcome }) => outcome.kind),
      ['done', 'unknown', 'notStarted', 'notStarted'],
    );
    assert.deepEqual(restOf(past.report).length, 3);
    assert.deepEqual(interruptedRuns([...records, { type: 'dismissed', run: 'r', at: 6 }]), []);
    assert.deepEqual(interruptedRuns([...records, { type: 'ended', run: 'r', at: 6 }]), []);
  });

  it('resumed after any crash point, a run ends in the state of one never interrupted (property)', async () => {
    const script = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      faults: fc.array(fc.constantFrom('fine', 'fine', ...ALL_FAULTS), { maxLength: 12 }),
      crashAt: fc.nat(40),
    });
    await fc.assert(
      fc.asyncProperty(script, async ({ count, faults, crashAt }) => {
        const clock = virtualClock();
        const of = targets(count);
        const remote = fakeRemote({
          address: SPACE,
          clock,
          limits: ONE_BY_ONE,
          paths: of.map(({ entry }) => entry.path),
          faults,
        });
        const written: string[] = [];
        // The process dies after so many records: what follows is never written, but what was sent goes on.
        const write = (record: JournalRecord): void => {
          if (written.length < crashAt) written.push(encodeRecords([record]));
        };
        await journaledRun(planOf(of), remote.act, clock, write);
        const [past] = pastRuns(decodeJournal(written.join('')).records);
        if (past === undefined) return;
        const settled = await clock.finish(settleNow(past.report, () => remote.act, clock.environment, never));
        for (const { target: line, outcome } of settled.lines) {
          if (outcome.kind === 'done') assert.ok(remote.isGone(line.entry.path));
        }
        // What one target alone was refused for for good is not the rest; everything else that is still there is.
        const refused = settled.lines.filter(({ outcome }) => outcome.kind === 'failed' && !outcome.failure.retryable);
        const healthy = fakeRemote({ address: SPACE, clock, limits: ONE_BY_ONE, paths: stillThere(of, remote) });
        await clock.finish(
          run(planOf(restOf(settled)), () => healthy.act, { environment: clock.environment, cancel: never }),
        );
        for (const path of stillThere(of, healthy)) {
          assert.ok(
            refused.some(({ target: line }) => line.entry.path === path),
            `${path} was forgotten`,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

function stillThere(of: readonly Target[], remote: FakeRemote): readonly RemotePath[] {
  return of.map(({ entry }) => entry.path).filter((path) => !remote.isGone(path));
}

async function journaledRun(
  plan: Plan,
  act: Act,
  clock: VirtualClock,
  write: (record: JournalRecord) => void,
): Promise<Report> {
  const at = () => clock.environment.now();
  write({ type: 'planned', run: 'r', at: at(), plan });
  write({ type: 'started', run: 'r', at: at() });
  const report = await clock.finish(
    run(plan, () => act, {
      environment: clock.environment,
      cancel: never,
      beforeSending: (of) => {
        write({ type: 'sending', run: 'r', at: at(), targets: of });
        return undefined;
      },
      onLine: ({ outcome, attempts, durationMs }, index) => {
        write({ type: 'line', run: 'r', at: at(), target: index, outcome, attempts, durationMs });
      },
    }),
  );
  write({ type: 'ended', run: 'r', at: at(), ...(report.stoppedBy ? { stoppedBy: report.stoppedBy } : {}) });
  return report;
}
