import assert from 'node:assert/strict';
import type { RunUnderWay } from '../../src/editor/removal/runsUnderWay';
import {
  progressText,
  progressTitle,
  runLine,
  statusText,
  viewDescription,
  whichOfThem,
} from '../../src/editor/wording/progress';
import { summary } from '../../src/editor/wording/reports';
import type { Outcome } from '../../src/removal/outcome';
import type { Action } from '../../src/removal/plan';
import { partOf, type Progress } from '../../src/removal/progress';
import type { Report, ReportLine } from '../../src/removal/report';
import type { Target } from '../../src/removal/remote';
import { skippedLines } from '../../src/removal/run';
import {
  extent,
  file,
  folder,
  listed,
  OTHER_SPACE,
  planOf,
  SPACE,
  target,
  targets,
  unavailable,
} from '../support/builders';

const names = ({ space }: { space?: string }): string => (space === 'space-1' ? 'Field Station' : 'Elsewhere');
const nameOf = names as (remote: unknown) => string;
const lineOf = (one: Target, outcome: Outcome): ReportLine => ({ target: one, outcome, attempts: 1, durationMs: 1 });

describe('the words of a run under way', () => {
  const plan = planOf([target(folder('d'), SPACE, extent(5_000, 2_400_000_000))]);
  const progress: Progress = {
    planId: plan.id,
    phase: 'running',
    targets: { done: 1, total: 3 },
    files: { done: 1_234, total: 5_000 },
    bytes: { done: 1_200_000_000, total: 2_400_000_000 },
  };
  const run = (news: Partial<Progress> = {}, more: Partial<RunUnderWay> = {}): RunUnderWay => ({
    plan,
    remotes: [SPACE],
    since: 0,
    isQueued: false,
    isCancelled: false,
    cancel: () => undefined,
    progress: { ...progress, ...news },
    ...more,
  });

  it('tell files, bytes, rate and time left', () => {
    const text = progressText(run({ filesPerSecond: 41.4, msLeft: 91_000 }), 0);
    assert.equal(text, '1,234 of 5,000 files · 1.2 GB of 2.4 GB · 41 files/s · 2 min left');
    assert.equal(
      progressText(run({ filesPerSecond: 3.26, msLeft: 1_000 }), 0),
      '1,234 of 5,000 files · 1.2 GB of 2.4 GB · 3.3 files/s',
    );
  });

  it('say at least of what was not counted to the end', () => {
    const some = planOf([target(folder('d'), SPACE, extent(5, 0, 'atLeast'))]);
    assert.match(
      progressText(run({ files: { done: 2, total: 5 }, bytes: { done: 0, total: 0 } }, { plan: some }), 0),
      /^2 of at least 5 files$/,
    );
  });

  it('count down what the server asked to wait, then go on', () => {
    assert.equal(progressText(run({ waitingUntil: 5_000 }), 0), 'Waiting 5 s as the server asked');
    assert.equal(progressText(run({ waitingUntil: 5_000 }), 4_500), 'Waiting 1 s as the server asked');
    assert.match(progressText(run({ waitingUntil: 5_000 }), 5_000), /^1,234 of 5,000 files/);
  });

  it('tell runs of one kind on one place apart', () => {
    const at = new Date(2026, 0, 1, 14, 5).getTime();
    const which = (of: Parameters<typeof planOf>[0], since = at) => whichOfThem(run({}, { plan: planOf(of), since }));
    assert.match(which([target(file('x/a.txt'))]), /^“x\/a.txt” · since 0?2:05\sPM$/);
    assert.match(which(targets(1_001)), /^“f00000” and 1,000 more · since /);
    assert.notEqual(which(targets(2)), which(targets(3)));
    assert.notEqual(which(targets(2)), which(targets(2), at + 60_000));
  });

  it('say what else it waits for', () => {
    const nothingYet = { done: 0, total: 3 };
    assert.match(progressText(run({ targets: nothingYet }), 0), /the server is working$/);
    assert.match(progressText(run({}, { plan: { ...plan, action: 'commit' } }), 0), /^The server is working$/);
    assert.match(progressText(run({ phase: 'stopping' }), 0), /^Stopping/);
    assert.match(progressText(run({ phase: 'proving' }), 0), /^Reading the server again/);
    const { progress: _, ...waiting } = run();
    assert.match(progressText({ ...waiting, isQueued: true }, 0), /^Waiting for another run/);
    assert.match(progressText({ ...waiting, isQueued: true, isCancelled: true }, 0), /^Cancelled before it began/);
  });

  it('name the place in every title, and more runs in one line', () => {
    const actions: readonly Action[] = [
      ...(['stageRemoval', 'unstage', 'heal', 'finish', 'discardUpload', 'deleteWorkspace', 'commit'] as const),
      'deletePermanently',
    ];
    const titles = actions.map((action) => progressTitle(action, [SPACE, OTHER_SPACE], nameOf));
    for (const title of titles) assert.match(title, /“Field Station”, “Elsewhere”/);
    assert.equal(new Set(titles).size, actions.length);
    assert.match(runLine(run(), nameOf, 0), /^Deleting permanently from “Field Station”: 1,234 of/);
    assert.match(viewDescription(run(), 2, 0), /^1,234 of .* \(and 2 runs more\)$/);
    assert.equal(statusText(1, partOf(progress)), '$(sync~spin) 1 run, 24 %');
  });
});

describe('the notification after a run', () => {
  const said = (
    of: Parameters<typeof planOf>[0],
    outcomes: readonly Outcome['kind'][],
    action: Action = 'deletePermanently',
  ): string => {
    const plan = planOf(of, { action });
    const lines = plan.targets.map((one, index) => {
      const kind = outcomes[index] ?? 'done';
      const outcome = (
        kind === 'failed' || kind === 'unknown' ? { kind, failure: unavailable() } : { kind, reason: 'cancelled' }
      ) as Outcome;
      return lineOf(one, outcome);
    });
    const report: Report = { plan, lines, startedAt: 0, endedAt: 1 };
    return summary(report, nameOf);
  };

  it('names the place, and counts what went another way', () => {
    assert.equal(said(targets(3), []), 'Deleted 3 files permanently from “Field Station”');
    assert.equal(
      said(targets(5), ['done', 'failed', 'alreadyGone', 'unknown', 'notStarted']),
      'Deleted 1 of 5 files permanently from “Field Station” · 1 failed · 1 was already gone · 1 not started · 1 sent without an answer',
    );
    assert.match(said([target(file('a')), target(file('b'), OTHER_SPACE)], []), /from “Field Station”, “Elsewhere”$/);
  });

  it('of an unstaging never says that a file is gone', () => {
    const report = said(targets(3), ['done', 'alreadyGone', 'alreadyGone'], 'unstage');
    assert.equal(report, 'Unstaged 1 of 3 files in “Field Station” · 2 were no longer staged');
  });

  it('does not say that a file was left alone whose folder went', () => {
    const plan = planOf([target(folder('d'), SPACE, extent(2, 200))], {
      skipped: ['d/a', 'd/b'].map((path) => ({ listed: listed(file(path)), reason: 'insideAnotherTarget' })),
    });
    const done = plan.targets.map((one) => lineOf(one, { kind: 'done' }));
    const report: Report = { plan, lines: [...done, ...skippedLines(plan)], startedAt: 0, endedAt: 1 };
    assert.equal(summary(report, nameOf), 'Deleted “d” (2 files) permanently from “Field Station”');
  });

  it('says of what is done as one whole that it was done only when it was', () => {
    const actions: readonly (readonly [Action, string, string])[] = [
      ['commit', 'Committed “Field Station”', 'Commit of “Field Station”'],
      ['heal', 'Healed “Field Station”', 'Healing of “Field Station”'],
      ['deleteWorkspace', 'Deleted the workspace “Field Station”', 'Deletion of the workspace “Field Station”'],
    ];
    for (const [action, done, otherwise] of actions) {
      assert.equal(said(targets(2), [], action), done);
      assert.equal(said(targets(2), ['failed', 'failed'], action), `${otherwise} · 2 failed`);
      assert.equal(said(targets(2), ['unknown', 'unknown'], action), `${otherwise} · 2 sent without an answer`);
    }
  });

  it('names a single target, whatever became of it', () => {
    const one = [target(file('x/a.txt'))];
    assert.equal(said(one, []), 'Deleted “x/a.txt” permanently from “Field Station”');
    assert.equal(said(one, ['failed']), 'Deleted 0 of 1 file permanently from “Field Station” · 1 failed · “x/a.txt”');
    assert.equal(
      said(one, ['alreadyGone']),
      'Deleted 0 of 1 file permanently from “Field Station” · 1 was already gone · “x/a.txt”',
    );
    assert.equal(
      said([target(folder('d'), SPACE, extent(12, 1))], [], 'unstage'),
      'Unstaged “d” (12 files) in “Field Station”',
    );
  });

  it('never says that what failed was done, not even of a folder that could not be counted', () => {
    const some = [target(folder('d'), SPACE, extent(0, 0, 'atLeast'))];
    assert.match(said(some, ['failed']), /^Deleted 0 files permanently .* · 1 failed · “d”/);
  });

  it('says at least of what was not counted to the end', () => {
    const some = target(folder('d'), SPACE, extent(12, 1, 'atLeast'));
    assert.equal(said([some], []), 'Deleted “d” (at least 12 files) permanently from “Field Station”');
    const more = [some, target(file('e'))];
    assert.equal(said(more, []), 'Deleted at least 13 files permanently from “Field Station”');
    assert.match(said(more, ['failed']), /^Deleted 1 file permanently .* · 12 failed/);
    const { bytes: _, ...unsized } = file('f');
    assert.match(said([target(unsized, SPACE, extent(1, 0, 'atLeast')), more[1] ?? some], []), /^Deleted 2 files /);
  });

  it('runs no link that a name carries', () => {
    assert.ok(!said([target(file('[x](command:y)'))], []).includes(']('));
  });
});
