import assert from 'node:assert/strict';
import { protects } from '../../src/editor/removal/protection';
import { DEFAULT_GUARDS, countingLimit, refusalsOf } from '../../src/removal/guards';
import type { Plan } from '../../src/removal/plan';
import type { Entry } from '../../src/removal/remote';
import { SPACE, extent, file, folder, planOf, target } from '../support/builders';

const refuse = (plan: Plan, guards: Partial<typeof DEFAULT_GUARDS>) =>
  refusalsOf(plan, { ...DEFAULT_GUARDS, ...guards }, protects);
const reach = (glob: string, entry: Entry) => {
  const [refusal] = refuse(planOf([target(entry)]), { protectedPaths: [glob] });
  return refusal?.setting === 'protectedPaths' ? refusal.why : undefined;
};

describe('guards', () => {
  it('let a plan pass that stays at the limits', () => {
    const plan = planOf([target(folder('a'), SPACE, extent(10_000, 1_000_000_000_000))]);
    assert.deepEqual(refuse(plan, {}), []);
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
    for (const action of ['unstage', 'heal', 'commit'] as const) {
      assert.deepEqual(refuse(planOf([target(file('a'))], { action }), { maxItems: 0, protectedPaths: ['**'] }), []);
    }
    for (const action of ['stageRemoval', 'deletePermanently', 'discardUpload', 'deleteWorkspace'] as const) {
      assert.equal(refuse(planOf([target(file('a'))], { action }), { maxItems: 0 }).length, 1, action);
    }
  });

  it('protect what a glob matches, and everything below it', () => {
    const cases: readonly (readonly [string, Entry, 'matches' | 'mayHold' | undefined])[] = [
      ['raw', file('raw'), 'matches'],
      ['raw', file('raw/a/b'), 'matches'],
      ['/raw/', folder('raw'), 'matches'],
      ['raw', file('raw2'), undefined],
      ['raw', file('a/raw'), undefined],
      ['**/*.keep', file('a/b.keep'), 'matches'],
      ['**/*.keep', file('a/b'), undefined],
      ['**', file('a'), 'matches'],
      ['', file('a'), undefined],
    ];
    for (const [glob, entry, expected] of cases) assert.equal(reach(glob, entry), expected, `${glob} ${entry.path}`);
  });

  it('protect a folder below which a protected path could lie', () => {
    const cases: readonly (readonly [string, string, 'matches' | 'mayHold' | undefined])[] = [
      ['data/raw/**', 'data', 'mayHold'],
      ['data/raw/**', 'data/raw/x', 'matches'],
      ['data/raw/**', 'data/rawest', undefined],
      ['data/raw/**', 'date', undefined],
      ['data/*/gold', 'data/x', 'mayHold'],
      ['data/*/gold', 'data/x/y', undefined],
      ['**/gold', 'anything', 'mayHold'],
      ['{a/b,c}/gold', 'a', 'mayHold'],
      ['raw', 'a', undefined],
    ];
    for (const [glob, path, expected] of cases) assert.equal(reach(glob, folder(path)), expected, `${glob} ${path}`);
    assert.equal(reach('data/raw/**', file('data')), undefined);
  });

  it('protect through names with line breaks in them, and every other odd sign', () => {
    for (const odd of ['x\ny', 'x\r', '\u2028', 'a\\b', '.hidden', ' ', '+(', '[']) {
      assert.equal(reach('**/raw/**', file(`${odd}/raw/f`)), 'matches', odd);
      assert.equal(reach('**/*.raw', file(`${odd}/${odd}.raw`)), 'matches', odd);
    }
  });
});
