import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matcherOf, parsePattern } from '../../src/removal/pattern';

const PATHS = [
  'a.tmp',
  'a',
  'ab',
  'a/one.txt',
  'ab/one.txt',
  'a/deep/b.tmp',
  'raw/c.tmp',
  '.hidden/d.tmp',
  'x (1).txt',
  'x 1.txt',
];
const matching = (text: string, paths: readonly string[] = PATHS): readonly string[] =>
  paths.filter(matcherOf(parsePattern(text)));

describe('a pattern', () => {
  const cases: readonly (readonly [text: string, why: string, expected: readonly string[]])[] = [
    [
      '*.tmp',
      'a glob without a slash is tried on names at any depth',
      ['a.tmp', 'a/deep/b.tmp', 'raw/c.tmp', '.hidden/d.tmp'],
    ],
    ['a/**', 'two stars at the end mean everything below', ['a/one.txt', 'a/deep/b.tmp']],
    ['a/*', 'one star stays in its folder', ['a/one.txt']],
    [
      'a',
      'a path means that entry and what is below it, never `ab` (Umbraco-S3#22)',
      ['a', 'a/one.txt', 'a/deep/b.tmp'],
    ],
    ['a/', 'with a slash only what is below', ['a/one.txt', 'a/deep/b.tmp']],
    ['/a/deep', 'a leading slash says nothing', ['a/deep/b.tmp']],
    ['*.tmp, !raw', 'what follows `!` is left out', ['a.tmp', 'a/deep/b.tmp', '.hidden/d.tmp']],
    ['*.tmp,!**/deep/**,!.hidden/', 'any number of excludes', ['a.tmp', 'raw/c.tmp']],
    [
      '*.{tmp,txt}, !a',
      'a comma in braces is part of the glob',
      ['a.tmp', 'ab/one.txt', 'raw/c.tmp', '.hidden/d.tmp', 'x (1).txt', 'x 1.txt'],
    ],
    ['x (1).txt', 'parentheses are themselves', ['x (1).txt']],
    ['* (1).txt', 'in a glob as well', ['x (1).txt']],
    ['a.tmp|*', 'a bar is no alternative', []],
    ['', 'nothing typed matches nothing', []],
    ['/', 'nor does the root alone', []],
    ['.', 'nor does a dot', []],
    ['!raw', 'nor do excludes alone', []],
    ['[', 'nor half a glob', []],
    ['[z-a]*', 'nor a class that makes no sense', []],
    [
      '[!.x]*',
      'a class of what is not meant',
      ['a.tmp', 'a', 'ab', 'a/one.txt', 'ab/one.txt', 'a/deep/b.tmp', 'raw/c.tmp', '.hidden/d.tmp'],
    ],
    ['**/deep/*', 'two stars span any number of folders', ['a/deep/b.tmp']],
    ['?', 'a question mark is one character', ['a']],
  ];
  for (const [text, why, expected] of cases) {
    it(`${JSON.stringify(text)}: ${why}`, () => assert.deepEqual(matching(text), expected));
  }

  it('is taken apart at its commas, blanks and empty parts left out', () => {
    const parts = (text: string) => [parsePattern(text).include, parsePattern(text).exclude];
    assert.deepEqual(parts(' a , ,b,, '), [['a', 'b'], []]);
    assert.deepEqual(parts('a, ! b ,!, !c'), [['a'], ['b', 'c']]);
    assert.deepEqual(parts('{a,b},c'), [['{a,b}', 'c'], []]);
    assert.deepEqual(parts('{a,{b,c},d},e'), [['{a,{b,c},d}', 'e'], []]);
    assert.deepEqual(parts('},a,b'), [['}', 'a', 'b'], []]);
    assert.deepEqual(parts('a\\,b,c\\'), [['a\\,b', 'c\\'], []]);
    assert.deepEqual(parts(''), [[], []]);
  });

  it('means everything below a folder that is named by a glob with a slash at its end', () => {
    assert.deepEqual(matching('a*/'), ['a/one.txt', 'ab/one.txt', 'a/deep/b.tmp']);
    assert.deepEqual(matching('./a*/d*/'), ['a/deep/b.tmp']);
    assert.deepEqual(matching('a//'), ['a/one.txt', 'a/deep/b.tmp']);
    assert.deepEqual(matching('/', ['/', '/x', 'x']), []);
    assert.equal(matcherOf(parsePattern('/'))('x'), false);
  });

  it('never reads an exclude as something to remove', () => {
    assert.deepEqual(matching('a,!b', ['a', 'b', '!b']), ['a']);
    assert.deepEqual(matching('*, !a', ['a', '!a']), ['!a']);
  });

  const names = fc.string({
    unit: fc.constantFrom(...Array.from('ab*?[]{}()!+@|",\\ .^$-#~')),
    minLength: 1,
    maxLength: 8,
  });
  const escaped = (name: string): string => name.replace(/[\\*?[\]{},!]/g, '\\$&');

  it('a name with a backslash before what is special means that name alone, as a path and within a glob', () => {
    fc.assert(
      fc.property(names, names, (name, other) => {
        fc.pre(name.trim() === name && !/^\.*$/.test(name) && name !== other);
        const paths = [name, other, `${name}x`, `y${name}`];
        assert.deepEqual(matching(escaped(name), paths), [name]);
        assert.deepEqual(
          matching(
            `*/${escaped(name)}`,
            paths.map((path) => `in/${path}`),
          ),
          [`in/${name}`],
        );
      }),
      { numRuns: 500 },
    );
  });

  it('an exclude only ever takes away, an include only ever adds', () => {
    fc.assert(
      fc.property(names, names, fc.array(names), (one, other, paths) => {
        const two = other.replaceAll(',', '');
        // A comma after a brace that was never closed belongs to the glob, so there is no exclude.
        fc.pre(parsePattern(`${one},!x`).exclude.includes('x'));
        const alone = new Set(matching(one, paths));
        assert.ok(matching(`${one},!${two}`, paths).every((path) => alone.has(path)));
      }),
      { numRuns: 500 },
    );
  });
});
