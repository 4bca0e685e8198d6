import assert from 'node:assert/strict';
import * as path from 'node:path';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { RunHistory } from '../../src/editor/removal/runHistory';
import type { Report } from '../../src/removal/report';
import { file, planOf, target } from '../support/builders';

describe('a run on a full disk', () => {
  it('is told and remembered although its end cannot be written', async () => {
    const noFolder = path.join(__filename, 'full'); // below a file: no system makes it
    const history = new RunHistory(new JournalFile(noFolder));
    const plan = planOf([target(file('a'))]);
    const [only] = plan.targets;
    assert.ok(only);
    const report: Report = {
      plan,
      lines: [{ target: only, outcome: { kind: 'done' }, attempts: 1, durationMs: 1 }],
      startedAt: 1,
      endedAt: 2,
    };
    await assert.rejects(history.begin(plan, 1), 'nothing is destroyed without a journal');
    await history.end(report);
    assert.deepEqual(
      (await history.all()).map((run) => run.report),
      [report],
    );
    history.dispose();
  });
});
