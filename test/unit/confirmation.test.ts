import assert from 'node:assert/strict';
import { confirmationFor, isTypedRight, type Confirmation } from '../../src/removal/confirmation';
import type { Plan } from '../../src/removal/plan';
import {
  OTHER_SPACE,
  SPACE,
  WORKSPACE,
  extent,
  file,
  folder,
  listed,
  planOf,
  target,
  targets,
  withTraits,
} from '../support/builders';

const ask = (plan: Plan, confirmStaging = false): Confirmation =>
  confirmationFor(plan, {
    confirmStaging,
    nameOfRemote: (remote) => (remote.kind === 'onedata' ? `Space ${remote.space}` : remote.workspace),
  });

describe('confirmation', () => {
  it('staging asks nothing and offers to undo', () => {
    const plan = planOf(targets(5_000, WORKSPACE), { action: 'stageRemoval' });
    assert.deepEqual(ask(plan), { ask: 'nothing', undo: true });
  });

  it('staging asks once when the setting says so', () => {
    assert.deepEqual(ask(planOf(targets(1, WORKSPACE), { action: 'stageRemoval' }), true), {
      ask: 'modal',
      reasons: ['asTheSettingSays'],
      first: 'act',
      undo: true,
    });
  });

  it('staging that drops uploads or edits asks, reviews first and offers no undo', () => {
    const expected = { ask: 'modal', reasons: ['losesWork'], first: 'review', undo: false };
    const edited = planOf([target(withTraits(file('a'), 'edited'), WORKSPACE)], { action: 'stageRemoval' });
    const holdsUploads = planOf([target(folder('a'), WORKSPACE)], {
      action: 'stageRemoval',
      warnings: [{ code: 'dropsUploads', count: 1, names: ['a/b'] }],
    });
    assert.deepEqual([ask(edited), ask(holdsUploads, true)], [expected, expected]);
  });

  it('staging everything there is asks, reviews first, and can be undone', () => {
    const plan = planOf(targets(3, WORKSPACE), {
      action: 'stageRemoval',
      warnings: [{ code: 'everything', count: 3, names: [] }],
    });
    assert.deepEqual(ask(plan), { ask: 'modal', reasons: ['everything'], first: 'review', undo: true });
  });

  it('discarding an upload and deleting a workspace ask once, without typing', () => {
    for (const action of ['discardUpload', 'deleteWorkspace'] as const) {
      assert.deepEqual(ask(planOf(targets(100, WORKSPACE), { action })), {
        ask: 'modal',
        reasons: ['losesWork'],
        first: 'review',
        undo: false,
      });
    }
  });

  it('a workspace in which nothing is staged is not said to lose anything', () => {
    const empty = target(folder('tidy-up'), WORKSPACE, extent(0, 0));
    const asked = ask(planOf([empty], { action: 'deleteWorkspace' }));
    assert.deepEqual(asked, { ask: 'modal', reasons: [], first: 'review', undo: false });
  });

  it('taking back and healing ask nothing', () => {
    for (const action of ['unstage', 'heal'] as const) {
      assert.deepEqual(ask(planOf(targets(1, WORKSPACE), { action })), { ask: 'nothing', undo: false });
    }
  });

  it('a commit asks when it holds more than removals', () => {
    const staged = target(withTraits(file('a'), 'staged'), WORKSPACE);
    const uploaded = target(withTraits(file('b'), 'uploaded'), WORKSPACE);
    assert.deepEqual(ask(planOf([staged], { action: 'commit' })), { ask: 'nothing', undo: false });
    assert.deepEqual(ask(planOf([staged, uploaded], { action: 'commit' })), {
      ask: 'modal',
      reasons: ['otherChanges'],
      first: 'review',
      undo: false,
    });
  });

  it('deleting up to 20 files under 1 GB asks one modal, Enter never destroys', () => {
    const plain = { ask: 'modal', reasons: ['permanent'], first: 'review', undo: false };
    assert.deepEqual(ask(planOf(targets(1))), plain);
    assert.deepEqual(ask(planOf(targets(20))), plain);
    assert.deepEqual(ask(planOf([target(file('a', { bytes: 999_999_999 }))])), plain);
  });

  it('deleting a folder, more than 20 items or 1 GB asks for the number of files', () => {
    const cases: readonly (readonly [Plan, string, string])[] = [
      [planOf([target(folder('a'), SPACE, extent(7, 70))]), 'holdsFolder', '7'],
      [planOf(targets(21)), 'manyItems', '21'],
      [planOf([target(file('a', { bytes: 1_000_000_000 }))]), 'manyBytes', '1'],
    ];
    for (const [plan, reason, expected] of cases) {
      assert.deepEqual(ask(plan), {
        ask: 'modal',
        reasons: ['permanent', reason],
        first: 'review',
        undo: false,
        typed: { kind: 'number', expected },
      });
    }
  });

  it('deleting what could not be counted asks for the name: of the target, or of the place', () => {
    const uncounted = (name: string, remote = SPACE) => target(folder(name), remote, extent(3, 0, 'atLeast'));
    const typed = (plan: Plan) => {
      const confirmation = ask(plan);
      return confirmation.ask === 'modal' ? confirmation.typed : undefined;
    };
    assert.deepEqual(typed(planOf([uncounted('deep/raw')])), { kind: 'name', expected: 'raw' });
    assert.deepEqual(typed(planOf([uncounted('a'), target(file('b'))])), { kind: 'name', expected: 'Space space-1' });
    assert.deepEqual(typed(planOf([uncounted('a'), uncounted('b', OTHER_SPACE), uncounted('c', OTHER_SPACE)])), {
      kind: 'name',
      expected: 'Space space-2',
    });
    const [reasons] = [ask(planOf([uncounted('a')]))].map((one) => (one.ask === 'modal' ? one.reasons : []));
    assert.deepEqual(reasons, ['permanent', 'uncounted', 'holdsFolder']);
  });

  it('asks for the number that the plan shows', () => {
    const plan = planOf([target(folder('a'), SPACE, extent(4_812, 5)), target(file('b'))], {
      skipped: [{ listed: listed(file('c')), reason: 'special' }],
    });
    const confirmation = ask(plan);
    assert.equal(confirmation.ask === 'modal' && confirmation.typed?.expected, '4813');
  });

  it('takes the number with the separators it was shown with, and nothing near it', () => {
    const number = { kind: 'number', expected: '4812' } as const;
    for (const text of ['4812', ' 4,812 ', '4.812', '4 812', '4\u202f812', '4’812'])
      assert.ok(isTypedRight(number, text), text);
    for (const text of ['', '4811', '48,12.0', '4812x', '04812', '-4812', '4,8,1,2'])
      assert.ok(!isTypedRight(number, text), text);
    assert.ok(isTypedRight({ kind: 'number', expected: '1234567' }, '12,34,567'));
  });

  it('takes a name as it is, spaces around it forgiven, case not', () => {
    const name = { kind: 'name', expected: 'Raw data' } as const;
    for (const text of ['Raw data', ' Raw data ']) assert.ok(isTypedRight(name, text), text);
    for (const text of ['', 'raw data', 'Raw  data']) assert.ok(!isTypedRight(name, text), text);
    assert.ok(isTypedRight({ kind: 'name', expected: ' a' }, ' a'));
  });

  it('takes no Enter for a name that is nothing but blanks', () => {
    const name = { kind: 'name', expected: '  ' } as const;
    for (const text of ['', ' ', '\u00a0']) assert.ok(!isTypedRight(name, text), text);
    assert.ok(isTypedRight(name, '  '));
    assert.ok(!isTypedRight({ kind: 'name', expected: '' }, ''));
  });
});
