import assert from 'node:assert/strict';
import fc from 'fast-check';
import { protects } from '../../src/editor/removal/protection';
import { DEFAULT_GUARDS, refusalsOf } from '../../src/removal/guards';
import { ProtectedPaths } from '../../src/removal/protectedPaths';
import { file, pathOf, planOf, target } from '../support/builders';

describe('protected paths', () => {
  const globOf = (globs: readonly string[], path: string): string | undefined =>
    new ProtectedPaths(globs, protects).globOf(pathOf(path));

  it('are those that a glob matches, and all that lies in a folder it matches', () => {
    assert.equal(globOf(['**/raw'], 'a/raw'), '**/raw');
    assert.equal(globOf(['**/raw'], 'a/raw/deep/down/x.png'), '**/raw');
    assert.equal(globOf(['**/raw'], 'a/raw2/x.png'), undefined);
    assert.equal(globOf(['/keep/', '*.md'], 'keep/x'), '/keep/');
    assert.equal(globOf(['/keep/', '*.md'], 'README.md'), '*.md');
    assert.equal(globOf(['', '/', './'], 'a'), undefined);
    assert.equal(globOf([], 'a'), undefined);
  });

  it('are those that the guard refuses, whatever was asked before (property)', () => {
    const name = fc.constantFrom('a', 'b', 'raw', 'x.md', '.git', 'a b');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    const glob = fc.constantFrom(
      '**/raw',
      'a/*',
      'b/**',
      '/raw/',
      '*.md',
      '**/*.md',
      './a',
      '!a',
      '{a,b}/raw',
      '',
      '.*',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(glob, { maxLength: 3 }),
        fc.array(path, { minLength: 1, maxLength: 12 }),
        (globs, paths) => {
          const shown = new ProtectedPaths(globs, protects);
          for (const one of paths) {
            const plan = planOf([target(file(one))]);
            const [refusal] = refusalsOf(plan, { ...DEFAULT_GUARDS, protectedPaths: globs }, protects);
            assert.equal(
              shown.globOf(pathOf(one)) !== undefined,
              refusal !== undefined,
              `${globs.join(' ')} on ${one}`,
            );
          }
        },
      ),
    );
  });

  it('cost one look at each glob a file, however deep it lies', () => {
    let looks = 0;
    const shown = new ProtectedPaths(['**/raw', '*.md'], (glob, path) => {
      looks += 1;
      return protects(glob, path);
    });
    shown.globOf(pathOf('a/b/c/d/e/f/first.png'));
    looks = 0;
    for (let index = 0; index < 1_000; index += 1) shown.globOf(pathOf(`a/b/c/d/e/f/${String(index)}.png`));
    assert.equal(looks, 2_000);
  });
});
