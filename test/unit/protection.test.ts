import assert from 'node:assert/strict';
import { protects } from '../../src/editor/removal/protection';
import { DEFAULT_GUARDS, refusalsOf } from '../../src/removal/guards';
import type { Entry } from '../../src/removal/remote';
import { file, folder, planOf, target } from '../support/builders';
import { HOLDING_CASES, PROTECTED_CASES } from '../support/protectedCases';

/** The globs of the setting are read by a library; the guards are tested without it (guards.test.ts), and here with it. */
describe('protected paths, as the setting is read,', () => {
  const reach = (glob: string, entry: Entry) => {
    const plan = planOf([target(entry)]);
    const [refusal] = refusalsOf(plan, { ...DEFAULT_GUARDS, protectedPaths: [glob] }, protects);
    return refusal?.setting === 'protectedPaths' ? refusal.why : undefined;
  };

  it('protect what a glob matches, and everything below it', () => {
    for (const [glob, entry, expected] of PROTECTED_CASES)
      assert.equal(reach(glob, entry), expected, `${glob} ${entry.path}`);
  });

  it('protect a folder below which a protected path could lie', () => {
    for (const [glob, path, expected] of HOLDING_CASES)
      assert.equal(reach(glob, folder(path)), expected, `${glob} ${path}`);
    assert.equal(reach('data/raw/**', file('data')), undefined);
  });

  it('protect through names with line breaks in them, and every other odd sign', () => {
    for (const odd of ['x\ny', 'x\r', '\u2028', 'a\\b', '.hidden', ' ', '+(', '[']) {
      assert.equal(reach('**/raw/**', file(`${odd}/raw/f`)), 'matches', odd);
      assert.equal(reach('**/*.raw', file(`${odd}/${odd}.raw`)), 'matches', odd);
    }
  });
});
