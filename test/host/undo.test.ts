import assert from 'node:assert/strict';
import { UndoableStagings } from '../../src/editor/removal/announcing';
import type { Report } from '../../src/removal/report';
import { file, listed, planOf, target, WORKSPACE } from '../support/builders';

describe('undo of stagings', () => {
  const of = (path: string) => [listed(file(path), WORKSPACE)];
  const reportOf = (id: string, action: 'stageRemoval' | 'unstage' = 'stageRemoval'): Report => {
    const plan = { ...planOf([target(file('a.txt'), WORKSPACE)]), id, action };
    return { plan, lines: [], startedAt: 0, endedAt: 0 };
  };

  it('each Undo takes back its own staging, Undo Last Staging the latest, and each once', () => {
    const stagings = new UndoableStagings();
    stagings.remember(reportOf('first'), of('one.txt'));
    stagings.remember(reportOf('second'), of('two.txt'));
    stagings.remember(reportOf('third'), of('three.txt'));
    stagings.remember(reportOf('fourth', 'unstage'), of('four.txt'));
    assert.deepEqual(stagings.take('first'), of('one.txt'));
    assert.deepEqual(stagings.take(undefined), of('three.txt'));
    assert.deepEqual(stagings.take(undefined), of('two.txt'));
    assert.deepEqual(stagings.take(undefined), []);
    assert.deepEqual(stagings.take('first'), []);
  });
});
