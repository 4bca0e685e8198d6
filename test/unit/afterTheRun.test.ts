import assert from 'node:assert/strict';
import { failureOf } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import { createQueue } from '../../src/removal/queue';
import { accountStoppedAt, answerOf, type Report } from '../../src/removal/report';
import { csvCell, reportAsCsv, reportAsJson } from '../../src/removal/reportExport';
import { reportOfNothing, restOf } from '../../src/removal/rest';
import { settleLater, settleNow } from '../../src/removal/settling';
import { groupsOf, summaryOf } from '../../src/removal/summary';
import {
  SPACE,
  file,
  folder,
  extent,
  listed,
  never,
  noAnswerInTime,
  planOf,
  target,
  targets,
  unavailable,
} from '../support/builders';
import { runScript } from '../support/runScript';
import { START, virtualClock } from '../support/virtualClock';

const lost: Outcome = { kind: 'unknown', failure: noAnswerInTime() };
const OUTCOMES: readonly Outcome[] = [
  { kind: 'done', receipt: { status: 204, serverId: 'r-1' } },
  { kind: 'alreadyGone' },
  { kind: 'failed', failure: unavailable({ serverId: 'r-2', data: { message: '=cmd()' } }) },
  { kind: 'failed', failure: failureOf('protected', 'posix.eacces', { status: 400 }) },
  { kind: 'failed', failure: failureOf('auth', 'unauthorized', { status: 401 }) },
  { kind: 'notStarted', reason: 'stopped', failure: failureOf('auth', 'unauthorized', { status: 401 }) },
  { kind: 'notStarted', reason: 'cancelled' },
  lost,
];

function reportOf(outcomes: readonly Outcome[], action: Report['plan']['action'] = 'deletePermanently'): Report {
  const of = targets(outcomes.length);
  const plan = planOf(of, { action, skipped: [{ listed: listed(file('left')), reason: 'special' }] });
  return {
    ...reportOfNothing(plan, 'cancelled', START),
    lines: [
      ...outcomes.flatMap((outcome, index) => {
        const one = of[index];
        return one ? [{ target: one, outcome, attempts: 1, durationMs: 12.3 }] : [];
      }),
      ...reportOfNothing(plan, 'cancelled', START).lines.slice(of.length),
    ],
    endedAt: START + 1_000,
  };
}

describe('rest', () => {
  it('is what was not sent, what may succeed, and what nobody knows of', () => {
    const report = reportOf(OUTCOMES);
    assert.deepEqual(
      restOf(report).map(({ entry }) => entry.path),
      ['f00002', 'f00004', 'f00005', 'f00006', 'f00007'],
    );
  });

  it('is nothing of a commit or of a deleted workspace: they are one request, never sent again in part', () => {
    for (const action of ['commit', 'deleteWorkspace'] as const) {
      assert.deepEqual(restOf(reportOf(OUTCOMES, action)), [], action);
    }
    for (const action of ['unstage', 'heal', 'finish', 'discardUpload', 'stageRemoval'] as const) {
      assert.equal(restOf(reportOf(OUTCOMES, action)).length, 5, action);
    }
  });

  it('is never what is done, gone already, or left out on purpose', () => {
    for (const outcome of [
      { kind: 'done' },
      { kind: 'alreadyGone' },
      { kind: 'skipped', reason: 'special' },
    ] as const) {
      const lines = reportOf([outcome]).lines.slice(0, 1);
      assert.deepEqual(restOf({ ...reportOf([]), lines }), [], outcome.kind);
    }
    for (const kind of ['auth', 'forbidden', 'cancelled', 'protected', 'invalid'] as const) {
      const lines = reportOf([{ kind: 'failed', failure: failureOf(kind, 'x') }]).lines.slice(0, 1);
      const isMended = kind !== 'protected' && kind !== 'invalid';
      assert.equal(restOf({ ...reportOf([]), lines }).length, isMended ? 1 : 0, kind);
    }
  });

  it('of a refused plan is everything', () => {
    const plan = planOf(targets(2), { skipped: [{ listed: listed(file('x')), reason: 'special' }] });
    const report = reportOfNothing(plan, 'refused', START);
    assert.deepEqual(
      report.lines.map(({ outcome }) => outcome),
      [
        { kind: 'notStarted', reason: 'refused' },
        { kind: 'notStarted', reason: 'refused' },
        { kind: 'skipped', reason: 'special' },
      ],
    );
    assert.equal(restOf(report).length, 2);
  });
});

describe('settling', () => {
  it('finds an effect that came after the run, at 5 s', async () => {
    const { report, clock, remote } = await runScript({ faults: ['timeoutLate'], cancelAfter: 29_900 });
    assert.equal(report.lines[0]?.outcome.kind, 'unknown');
    const changes: Report[] = [];
    const from = clock.environment.now();
    const later = await clock.finish(
      settleLater(
        report,
        () => remote.act,
        clock.environment,
        never,
        (one) => changes.push(one),
      ),
    );
    assert.equal(later.lines[0]?.outcome.kind, 'done');
    assert.equal(clock.environment.now() - from, 5_020);
    assert.deepEqual(changes, [later]);
  });

  it('reads again after 5 s and 30 s, then leaves it unknown', async () => {
    const { report, clock, remote } = await runScript({ faults: ['timeoutBefore'], cancelAfter: 29_990 });
    const from = clock.environment.now();
    const stubborn = {
      ...remote.act,
      perform: () => assert.fail('settling never sends'),
      lookAgain: () => Promise.resolve(['there' as const]),
    };
    const later = await clock.finish(settleLater(report, () => stubborn, clock.environment, never));
    assert.equal(later, report);
    assert.equal(clock.environment.now() - from, 30_000);
  });

  it('reads only what is unknown, and nothing when nothing is', async () => {
    const seen: string[] = [];
    const act = {
      limits: { paths: 1, maxPaths: 1, maxBytes: 1, inFlight: 1, maxInFlight: 1 },
      proof: 'doubts' as const,
      perform: () => Promise.reject(new Error('settling never sends')),
      lookAgain: (of: readonly { readonly entry: { readonly path: string } }[]) => {
        seen.push(...of.map(({ entry }) => entry.path));
        return Promise.resolve(of.map(() => 'gone' as const));
      },
    };
    const { environment } = virtualClock();
    const settled = await settleNow(reportOf(OUTCOMES), () => act, environment, never);
    assert.deepEqual(seen, ['f00007']);
    assert.deepEqual(settled.lines[7]?.outcome, { kind: 'done' });
    assert.equal(await settleNow(settled, () => act, environment, never), settled);
    assert.equal(await settleLater(settled, () => act, environment, never), settled);
  });

  it('stops when told', async () => {
    const { environment } = virtualClock();
    const report = reportOf([lost]);
    assert.equal(await settleLater(report, () => assert.fail(), environment, AbortSignal.abort()), report);
  });
});

describe('summary', () => {
  it('counts every line once, and the files and bytes that went', () => {
    const report = reportOf(OUTCOMES);
    const { outcomes, files, bytes } = summaryOf(report);
    assert.deepEqual(outcomes, { done: 1, alreadyGone: 1, failed: 3, skipped: 1, notStarted: 2, unknown: 1 });
    assert.equal(
      Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      report.lines.length,
    );
    assert.deepEqual([files, bytes], [1, 100]);
    const folders = {
      ...reportOf([]),
      lines: [
        { target: target(folder('d'), SPACE, extent(7, 70)), outcome: { kind: 'done' }, attempts: 1, durationMs: 1 },
      ],
    } as const;
    assert.deepEqual([summaryOf(folders).files, summaryOf(folders).precision], [7, 'exact']);
    const uncounted = folders.lines.map((line) => {
      return { ...line, target: { ...line.target, extent: extent(7, 70, 'atLeast') } };
    });
    assert.equal(summaryOf({ ...folders, lines: uncounted }).precision, 'atLeast');
  });

  it('knows at which of several accounts it was stopped', () => {
    const stoppedBy = failureOf('auth', 'unauthorized', { status: 401 });
    const plan = planOf([target(file('a')), target(file('b'), { ...SPACE, account: 'theirs' })]);
    const [ours, theirs] = plan.targets.map((one) => ({ target: one, attempts: 1, durationMs: 1 }));
    assert.ok(ours && theirs);
    const reportWith = (...lines: Report['lines']): Report => ({ plan, lines, startedAt: 0, endedAt: 1, stoppedBy });
    const done = { ...ours, outcome: { kind: 'done' } as const };
    const stopped = { kind: 'notStarted', reason: 'stopped', failure: stoppedBy } as const;
    for (const outcome of [{ kind: 'failed', failure: stoppedBy } as const, stopped])
      assert.equal(accountStoppedAt(reportWith(done, { ...theirs, outcome })), 'theirs');
    assert.equal(accountStoppedAt(reportWith(done)), 'lab');
  });

  it('groups by outcome and reason, what needs attention first', () => {
    const twice = [...OUTCOMES, { kind: 'failed', failure: failureOf('protected', 'posix.eacces') } as const];
    assert.deepEqual(
      groupsOf(reportOf(twice)).map(({ kind, reason, lines }) => [kind, reason, lines.length]),
      [
        ['failed', 'posix.eacces', 2],
        ['failed', 'serviceUnavailable', 1],
        ['failed', 'unauthorized', 1],
        ['unknown', 'noAnswerInTime', 1],
        ['notStarted', 'stopped', 1],
        ['notStarted', 'cancelled', 1],
        ['skipped', 'special', 1],
        ['alreadyGone', '', 1],
        ['done', '', 1],
      ],
    );
  });

  it('knows status and id of the answer that settled a line', () => {
    const answers = reportOf(OUTCOMES).lines.map(answerOf);
    assert.deepEqual(answers.slice(0, 4), [
      { status: 204, serverId: 'r-1' },
      {},
      { status: 503, serverId: 'r-2' },
      { status: 400 },
    ]);
    assert.deepEqual(answers.at(-1), {});
    assert.deepEqual(answers[5], { status: 401 }, 'also of what was not started because of it');
    assert.deepEqual(answers.slice(6), [{}, {}, {}]);
    const nameless = failureOf('unexpected', 'x', { serverId: 'r-3' });
    assert.deepEqual(reportOf([{ kind: 'failed', failure: nameless }]).lines.map(answerOf)[0], { serverId: 'r-3' });
  });
});

describe('export', () => {
  it('as JSON has every line with its outcome, and the numbers', () => {
    const json = JSON.parse(reportAsJson(reportOf(OUTCOMES))) as {
      format: string;
      version: number;
      plan: object;
      started: string;
      ended: string;
      done: object;
      outcomes: Record<string, number>;
      lines: readonly Record<string, unknown>[];
    };
    assert.equal(json.format, 'winnow.report');
    const { format, version, plan, started, ended, outcomes: _, done, ...more } = json;
    assert.deepEqual(
      [format, version, plan, started, ended, done],
      [
        'winnow.report',
        1,
        {
          id: 'plan-1',
          action: 'deletePermanently',
          effect: 'destroys',
          planned: '2023-11-14T22:13:20.000Z',
          total: { files: 8, bytes: 800, precision: 'exact', countedAt: START },
        },
        '2023-11-14T22:13:20.000Z',
        '2023-11-14T22:13:21.000Z',
        { files: 1, bytes: 100, precision: 'exact' },
      ],
    );
    assert.deepEqual(Object.keys(more), ['lines'], 'nothing stopped it');
    const stopped = JSON.parse(
      reportAsJson({ ...reportOf(OUTCOMES), stoppedBy: failureOf('auth', 'unauthorized', { data: { message: 'x' } }) }),
    ) as { readonly stoppedBy: string };
    assert.equal(stopped.stoppedBy, 'unauthorized');
    assert.equal(json.outcomes.failed, 3);
    assert.equal(json.lines.length, 9);
    assert.deepEqual(json.lines[0], {
      uri: 'onedata://lab/space-1/f00000',
      path: 'f00000',
      kind: 'file',
      files: 1,
      bytes: 100,
      precision: 'exact',
      outcome: 'done',
      reason: '',
      status: 204,
      serverId: 'r-1',
      attempts: 1,
      durationMs: 12,
      message: '',
    });
  });

  it('has the commit, once', () => {
    const committed = {
      branch: 'main',
      commit: 'c2',
      parent: 'c1',
      proof: 'asStaged',
      missing: [],
      remaining: [],
    } as const;
    const text = reportAsJson(
      reportOf(
        [
          { kind: 'done', committed },
          { kind: 'done', committed },
        ],
        'commit',
      ),
    );
    assert.deepEqual((JSON.parse(text) as { readonly commit: unknown }).commit, committed);
    assert.equal(text.split('"c2"').length, 2);
    assert.doesNotMatch(reportAsJson(reportOf(OUTCOMES)), /"commit":/);
  });

  it('as CSV has a header and a row for each line', () => {
    const rows = reportAsCsv(reportOf(OUTCOMES)).split('\r\n');
    assert.equal(rows.length, 1 + 9 + 1);
    assert.equal(rows.at(-1), '');
    assert.equal(
      rows[0],
      'uri,path,kind,files,bytes,precision,outcome,reason,status,serverId,attempts,durationMs,message',
    );
    assert.equal(rows[2], 'onedata://lab/space-1/f00001,f00001,file,1,100,exact,alreadyGone,,,,1,12,');
    assert.match(rows[3] ?? '', /,failed,serviceUnavailable,503,r-2,1,12,"'=cmd\(\)"$/);
  });

  it('as CSV runs no formula and breaks no row', () => {
    const cells: readonly (readonly [string, string])[] = [
      ['=1+1', `"'=1+1"`],
      ['+1', `"'+1"`],
      ['-rf', `"'-rf"`],
      ['@x', `"'@x"`],
      ['\tx', `"'\tx"`],
      ['a,b', '"a,b"'],
      ['say "hi"', '"say ""hi"""'],
      ['two\nlines', '"two\nlines"'],
      ['plain', 'plain'],
      ['', ''],
    ];
    for (const [text, cell] of cells) assert.equal(csvCell(text), cell);
    assert.equal(csvCell(-1), '-1');
  });
});

describe('queue', () => {
  it('lets runs on one remote wait for each other, in order, and others pass', async () => {
    const { environment, finish } = virtualClockParts();
    const queue = createQueue();
    const log: string[] = [];
    const enter = (name: string, keys: readonly string[], ms: number) =>
      queue.enter(
        keys,
        async () => {
          log.push(`${name} starts`);
          await environment.sleep(ms);
          log.push(`${name} ends`);
          return name;
        },
        () => log.push(`${name} waits`),
      );
    const all = Promise.all([
      enter('1', ['a'], 100),
      enter('2', ['a', 'b'], 10),
      enter('3', ['b'], 10),
      enter('4', ['c'], 10),
    ]);
    assert.ok(queue.isBusy('a') && queue.isBusy('b') && !queue.isBusy('d'));
    assert.deepEqual(await finish(all), ['1', '2', '3', '4']);
    assert.deepEqual(log, [
      '1 starts',
      '2 waits',
      '3 waits',
      '4 starts',
      '4 ends',
      '1 ends',
      '2 starts',
      '2 ends',
      '3 starts',
      '3 ends',
    ]);
    assert.ok(!queue.isBusy('a') && !queue.isBusy('b'));
  });

  it('one that comes when the first has ended still waits for the one before it', async () => {
    const { environment, finish } = virtualClockParts();
    const queue = createQueue();
    const log: string[] = [];
    const enter = async (name: string): Promise<void> =>
      queue.enter(['a'], async () => {
        log.push(`${name} starts`);
        await environment.sleep(100);
        log.push(`${name} ends`);
      });
    const first = enter('1');
    const second = enter('2');
    const third = first.then(() => {
      assert.ok(queue.isBusy('a'), 'the second is under way');
      return enter('3');
    });
    await finish(Promise.all([first, second, third]));
    assert.deepEqual(log, ['1 starts', '1 ends', '2 starts', '2 ends', '3 starts', '3 ends']);
  });

  it('goes on after a run that failed', async () => {
    const queue = createQueue();
    const broken = queue.enter(['a'], () => Promise.reject(new Error('broken')));
    const next = queue.enter(['a'], () => Promise.resolve('next'));
    await assert.rejects(broken, /broken/);
    assert.equal(await next, 'next');
    assert.ok(!queue.isBusy('a'));
  });
});

function virtualClockParts() {
  const clock = virtualClock();
  return { environment: clock.environment, finish: <T>(work: Promise<T>) => clock.finish(work) };
}
