import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { RunHistory } from '../../src/editor/removal/runHistory';
import { pastRuns } from '../../src/removal/journalHistory';
import { entryKey } from '../../src/editor/staged/entryMarks';
import { remoteKey } from '../../src/removal/address';
import type { Outcome } from '../../src/removal/outcome';
import type { Report } from '../../src/removal/report';
import { recordsIn } from '../support/journalRecords';
import { OTHER_SPACE, planOf, SPACE, targets, unavailable } from '../support/builders';

describe('what failed in a run', () => {
  const times = { startedAt: 1, endedAt: 2 };
  const failed: Outcome = { kind: 'failed', failure: unavailable() };
  const done: Outcome = { kind: 'done' };
  let folder: string;
  const opened: RunHistory[] = [];

  /** The history of a window that was just opened. */
  const open = async (): Promise<RunHistory> => {
    const history = new RunHistory(new JournalFile(folder));
    opened.push(history);
    await history.all();
    return history;
  };
  /** Goes through a run as the runner does. */
  const go = async (history: RunHistory, id: string, outcomes: readonly Outcome[]): Promise<void> => {
    const plan = { ...planOf(targets(outcomes.length)), id };
    await history.begin(plan, 1);
    await history.sending(
      plan,
      outcomes.map((_outcome, index) => index),
      1,
    );
    const lines = plan.targets.map((target, index) => {
      const outcome = outcomes[index] ?? failed;
      return { target, outcome, attempts: 1, durationMs: 5 };
    });
    lines.forEach((line, index) => history.line(plan, index, line, 2));
    const report: Report = { plan, lines, ...times };
    await history.end(report);
  };
  const marked = (history: RunHistory): readonly boolean[] =>
    targets(2).map(({ entry }) => history.failureAt(entryKey({ remote: SPACE, path: entry.path })) !== undefined);

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-history-'));
  });
  afterEach(() => {
    for (const history of opened.splice(0)) history.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('and what did not is told once a run ends, and again when a later read settles something', async () => {
    const history = await open();
    const told: string[] = [];
    history.onDidReport(({ lines }) => told.push(lines.map(({ outcome }) => outcome.kind).join()));
    await go(history, 'first', [{ kind: 'unknown', failure: unavailable() }, done]);
    const [run] = await history.all();
    assert.ok(run);
    const lines = run.report.lines.map((line) => ({ ...line, outcome: done }));
    await history.correct({ ...run.report, lines }, 4);
    assert.deepEqual(told, ['unknown,done', 'done,done']);
  });

  it('stays dismissed when a later read settles something else of that run, of which alone it writes', async () => {
    const history = await open();
    await go(history, 'first', [failed, { kind: 'unknown', failure: unavailable() }, done]);
    const [run] = await history.all();
    assert.ok(run);
    await history.dismiss('first', 3);
    const lines = run.report.lines.map((line, index) => (index === 1 ? { ...line, outcome: done } : line));
    await history.correct({ ...run.report, lines }, 4);
    assert.deepEqual(marked(history), [false, false]);
    await history.all();
    const records = await recordsIn(new JournalFile(folder));
    const written = records.flatMap((record) => (record.type === 'line' ? [record.target] : []));
    assert.deepEqual(written, [0, 1, 2, 1]);
  });

  it('stays marked, also after a reload, until it is run again', async () => {
    const before = await open();
    await go(before, 'first', [failed, done]);
    assert.deepEqual(marked(before), [true, false]);
    const after = await open();
    assert.deepEqual(marked(after), [true, false]);
    assert.equal(after.failed().length, 1);
    await go(after, 'second', [done]);
    assert.deepEqual(marked(after), [false, false]);
    assert.deepEqual(marked(await open()), [false, false]);
  });

  it('or until the person has dismissed it, for good', async () => {
    const history = await open();
    await go(history, 'first', [failed, failed]);
    await history.dismiss('first', 4);
    assert.deepEqual(marked(history), [false, false]);
    assert.deepEqual(marked(await open()), [false, false]);
    await go(history, 'second', [failed]);
    assert.deepEqual(marked(history), [true, false], 'a dismissal is of one run');
  });

  it('of another window is told as it ended, also when it was under way here at first, and nothing of it before', async () => {
    const [here, there] = [await open(), await open()];
    const outcomes = async (history: RunHistory) =>
      (await history.all()).map((run) => `${run.id} ${run.report.lines.map(({ outcome }) => outcome.kind).join()}`);
    await go(here, 'ours', [failed]);
    const plan = { ...planOf(targets(2)), id: 'theirs' };
    await there.begin(plan, 1);
    await there.sending(plan, [0], 1);
    const late = await open();
    assert.deepEqual(await outcomes(late), ['ours failed'], 'it is neither interrupted nor unknown: it is under way');
    assert.deepEqual(await outcomes(there), ['ours failed']);
    const lines = plan.targets.map((target) => ({ target, outcome: done, attempts: 1, durationMs: 5 }));
    lines.forEach((line, index) => there.line(plan, index, line, 2));
    await there.end({ plan, lines, ...times });
    await late.dismiss('ours', 4);
    for (const history of [here, there, late])
      assert.deepEqual(await outcomes(history), ['theirs done,done', 'ours failed']);
    assert.deepEqual(marked(here), [false, false]);
  });

  it('took as long as it took, also when another window wrote down its end a day later', async () => {
    const died = await open();
    const plan = { ...planOf(targets(1)), id: 'died' };
    await died.begin(plan, 1_000);
    await died.sending(plan, [0], 5_000);
    const [left] = pastRuns(await recordsIn(new JournalFile(folder)));
    assert.ok(left);
    await (await open()).end(left.report);
    const [run] = await (await open()).all();
    assert.deepEqual([run?.interrupted, run?.report.startedAt, run?.report.endedAt], [false, 1_000, 5_000]);
  });

  it('is told with the name its place had, after a restart', async () => {
    const before = await open();
    await before.begin({ ...planOf(targets(1)), id: 'first' }, 1, { [remoteKey(SPACE)]: 'Field Station' });
    assert.equal((await open()).nameOf(SPACE), 'Field Station');
    assert.equal((await open()).nameOf(OTHER_SPACE), undefined);
  });

  it('has its failure with it, for the tooltip', async () => {
    await go(await open(), 'first', [failed]);
    const [target] = targets(1);
    assert.ok(target);
    const failure = (await open()).failureAt(entryKey({ remote: SPACE, path: target.entry.path }));
    assert.equal(failure?.code, 'serviceUnavailable');
  });
});
