import assert from 'node:assert/strict';
import { goneMarks } from '../../src/editor/staged/goneMarks';
import type { Outcome } from '../../src/removal/outcome';
import type { Action } from '../../src/removal/plan';
import type { Report } from '../../src/removal/report';
import type { Listed } from '../../src/removal/selection';
import { file, folder, listed, OTHER_SPACE, planOf, SPACE, target, unavailable } from '../support/builders';
import { within } from '../support/processorTime';

const DONE: Outcome = { kind: 'done' };

function reportOf(lines: readonly (readonly [Listed, Outcome])[], action: Action = 'deletePermanently'): Report {
  const of = lines.map(([{ entry, remote }, outcome]) => ({
    target: target(entry, remote),
    outcome,
    attempts: 1,
    durationMs: 1,
  }));
  const plan = planOf(
    of.map((line) => line.target),
    { action },
  );
  return { plan, lines: of, startedAt: 0, endedAt: 1 };
}

const goneOf = (marks: readonly Listed[], report: Report): readonly string[] =>
  goneMarks(marks, report).map(({ entry }) => entry.path);

describe('the marks that a deletion ends', () => {
  it('are those of what was deleted or was gone already; what failed, was left out or is in doubt stays marked', () => {
    const failure = unavailable();
    const outcomes: Readonly<Record<string, Outcome>> = {
      done: DONE,
      gone: { kind: 'alreadyGone' },
      failed: { kind: 'failed', failure },
      skipped: { kind: 'skipped', reason: 'changedSinceListed' },
      waiting: { kind: 'notStarted', reason: 'cancelled' },
      doubtful: { kind: 'unknown', failure },
    };
    const marks = [...Object.keys(outcomes), 'beside'].map((path) => listed(file(path)));
    const report = reportOf(Object.entries(outcomes).map(([path, outcome]) => [listed(file(path)), outcome]));
    assert.deepEqual(goneOf(marks, report), ['done', 'gone']);
  });

  it('are also those below a folder that is gone, however deep, and none of a name that only begins alike', () => {
    const marks = ['a/b', 'a/b/c/d.txt', 'a/bc/d.txt', 'a.txt'].map((path) => listed(file(path)));
    assert.deepEqual(goneOf(marks, reportOf([[listed(folder('a/b')), DONE]])), ['a/b', 'a/b/c/d.txt']);
  });

  it('are those of the place, though the entry was replaced since and has another id', () => {
    const marks = [listed(file('a', { id: 'before' }))];
    assert.deepEqual(goneOf(marks, reportOf([[listed(file('a', { id: 'now' })), DONE]])), ['a']);
  });

  it('are none of another space, and none when nothing was deleted for good', () => {
    const marks = [listed(file('a'), SPACE)];
    assert.deepEqual(goneOf(marks, reportOf([[listed(file('a'), OTHER_SPACE), DONE]])), []);
    assert.deepEqual(goneOf(marks, reportOf([[listed(file('a')), DONE]], 'stageRemoval')), []);
  });

  it('are found at once among very many', async () => {
    const marks = Array.from({ length: 20_000 }, (_, i) => listed(file(`a/b/c/${i % 100}/${i}`)));
    const report = reportOf(marks.map((mark) => [mark, DONE]));
    assert.equal((await within(1_500, () => goneMarks(marks, report))).length, 20_000);
  });
});
