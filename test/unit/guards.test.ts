import assert from 'node:assert/strict';
import { globTest } from '../../src/removal/glob';
import { DEFAULT_GUARDS, countingLimit, readGuards, refusalsOf, type GlobMatch } from '../../src/removal/guards';
import type { Plan } from '../../src/removal/plan';
import type { Entry } from '../../src/removal/remote';
import { SPACE, extent, file, folder, pathOf, planOf, target } from '../support/builders';
import { HOLDING_CASES, PROTECTED_CASES } from '../support/protectedCases';

const matches: GlobMatch = (glob, path) => globTest(glob)(path);
const refuse = (plan: Plan, guards: Partial<typeof DEFAULT_GUARDS>) =>
  refusalsOf(plan, { ...DEFAULT_GUARDS, ...guards }, matches);
const reach = (glob: string, entry: Entry) => {
  const [refusal] = refuse(planOf([target(entry)]), { protectedPaths: [glob] });
  return refusal?.setting === 'protectedPaths' ? refusal.why : undefined;
};

describe('guards', () => {
  it('let a plan pass that stays at the limits', () => {
    const plan = planOf([target(folder('a'), SPACE, extent(10_000, 1_000_000_000_000))]);
    assert.deepEqual(refuse(plan, {}), []);
  });

  it('refuse by each limit alone', () => {
    const many = planOf([target(folder('a'), SPACE, extent(10_001, 5))]);
    assert.deepEqual(
      refuse(many, {}).map(({ setting }) => setting),
      ['maxItems'],
    );
    const large = planOf([target(file('a', { bytes: 1_000_000_000_001 }))]);
    assert.deepEqual(
      refuse(large, {}).map(({ setting }) => setting),
      ['maxBytes'],
    );
  });

  it('refuse one file or one byte more, and name the setting', () => {
    const total = extent(10_001, 1_000_000_000_001);
    assert.deepEqual(refuse(planOf([target(folder('a'), SPACE, total)]), {}), [
      { setting: 'maxItems', limit: 10_000, found: total },
      { setting: 'maxBytes', limit: 1_000_000_000_000, found: total },
    ]);
  });

  it('count one file further than allowed, no more', () => {
    assert.equal(countingLimit(DEFAULT_GUARDS), 10_001);
  });

  it('never stand in the way of taking back, healing or committing', () => {
    for (const action of ['unstage', 'heal', 'finish', 'commit'] as const) {
      const plan = planOf([target(file('a'))], { action });
      assert.deepEqual(refuse(plan, { maxItems: 0, maxBytes: 0, protectedPaths: ['**'] }), [], action);
    }
    for (const action of ['stageRemoval', 'deletePermanently', 'discardUpload', 'deleteWorkspace'] as const) {
      assert.equal(refuse(planOf([target(file('a'))], { action }), { maxItems: 0 }).length, 1, action);
    }
  });

  it('are not lost by a slip of the pen in the settings', () => {
    const set = { maxItems: 5, maxBytes: 0, protectedPaths: ['raw', '**/x'] };
    assert.deepEqual(readGuards(set), set);
    const nothing = { maxItems: undefined, maxBytes: undefined, protectedPaths: undefined };
    assert.deepEqual(readGuards(nothing), DEFAULT_GUARDS);
    for (const wrong of ['many', '5', null, -1, Number.NaN, {}, [7], true]) {
      const guards = readGuards({ maxItems: wrong, maxBytes: wrong, protectedPaths: null });
      assert.deepEqual(guards, DEFAULT_GUARDS, JSON.stringify(wrong));
    }
    assert.deepEqual(readGuards({ ...nothing, protectedPaths: 'raw/**' }).protectedPaths, ['raw/**']);
    assert.deepEqual(readGuards({ ...nothing, protectedPaths: ['raw', 7, null, ['x']] }).protectedPaths, ['raw']);
  });

  it('protect what a glob matches, and everything below it', () => {
    for (const [glob, entry, expected] of PROTECTED_CASES)
      assert.equal(reach(glob, entry), expected, `${glob} ${entry.path}`);
  });

  it('protect a folder below which a protected path could lie', () => {
    for (const [glob, path, expected] of HOLDING_CASES)
      assert.equal(reach(glob, folder(path)), expected, `${glob} ${path}`);
    assert.equal(reach('data/raw/**', file('data')), undefined);
  });

  it('err towards refusing what starts with an exclamation mark: it means nearly everything', () => {
    const all: GlobMatch = () => false;
    const why = (glob: string) =>
      refusalsOf(planOf([target(folder('a'))]), { ...DEFAULT_GUARDS, protectedPaths: [glob] }, all).length;
    assert.deepEqual([why('!b'), why('b!'), why('b')], [1, 0, 0]);
  });

  it('name the glob and the target, each that is hit', () => {
    const plan = planOf([target(file('raw/a')), target(file('free')), target(folder('deep'))]);
    assert.deepEqual(refuse(plan, { protectedPaths: ['raw', 'deep/*', '**/a'] }), [
      { setting: 'protectedPaths', glob: 'raw', path: pathOf('raw/a'), why: 'matches' },
      { setting: 'protectedPaths', glob: '**/a', path: pathOf('raw/a'), why: 'matches' },
      { setting: 'protectedPaths', glob: 'deep/*', path: pathOf('deep'), why: 'mayHold' },
      { setting: 'protectedPaths', glob: '**/a', path: pathOf('deep'), why: 'mayHold' },
    ]);
  });
});
