import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ROOT,
  ancestorsOf,
  childOf,
  comparePaths,
  isInside,
  nameOf,
  namesOf,
  normalizeRemotePath,
  parentOf,
  parseRemotePath,
} from '../../src/removal/remotePath';
import { pathOf } from '../support/builders';

const ODD_NAMES = [
  'a b',
  ' ',
  '#',
  '?',
  '%2F',
  '%2e%2e',
  'trailing.',
  'é',
  'e\u0301',
  '😀',
  '\u202egnp.exe',
  'x'.repeat(255),
  '-rf',
  '*',
  '[a-z]',
  '{a,b}',
  '$(rm)',
  "it's",
  '...',
  '.hidden',
  '\\',
  'CON',
  'line\nbreak',
];
/** Anything a person or a server could say, with a taste for what is dangerous. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('', '.', '..', 'a', '/', '//', '\0', '\ud800', ...ODD_NAMES), { maxLength: 8 })
    .map((parts) => parts.join('/')),
);

describe('remotePath', () => {
  it('accepts every odd name a file can have, unchanged', () => {
    for (const name of ODD_NAMES) {
      assert.deepEqual(parseRemotePath(`dir/${name}`), { ok: true, path: `dir/${name}` });
      assert.equal(nameOf(pathOf(`dir/${name}`)), name);
    }
  });

  it('says what is wrong with a text that is no path', () => {
    const problems: readonly (readonly [string, string])[] = [
      ['', 'empty'],
      ['/', 'emptySegment'],
      ['/a', 'emptySegment'],
      ['a/', 'emptySegment'],
      ['a//b', 'emptySegment'],
      ['.', 'dotSegment'],
      ['a/./b', 'dotSegment'],
      ['..', 'dotSegment'],
      ['a/..', 'dotSegment'],
      ['a\0b', 'nul'],
      ['a/\ud800', 'loneSurrogate'],
    ];
    for (const [text, problem] of problems) assert.deepEqual(parseRemotePath(text), { ok: false, problem }, text);
  });

  it('never lets a text address the root or leave it (property)', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const parsed of [parseRemotePath(text), normalizeRemotePath(text)]) {
          if (!parsed.ok) continue;
          const names = parsed.path.split('/');
          assert.ok(names.length > 0);
          for (const name of names) assert.ok(name !== '' && name !== '.' && name !== '..' && !name.includes('\0'));
          // The way every URL library resolves it: still strictly below the place it is appended to.
          const url = new URL(`http://h/base/${names.map(encodeURIComponent).join('/')}`);
          assert.equal(url.pathname.split('/').length, names.length + 2);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes what a person types canonical, and refuses to climb', () => {
    const typed: readonly (readonly [string, string | undefined])[] = [
      ['/images/', 'images'],
      ['./images', 'images'],
      ['images//a.txt', 'images/a.txt'],
      ['  ', '  '],
      ['/', undefined],
      ['.', undefined],
      ['', undefined],
      ['../x', undefined],
      ['a/../b', undefined],
    ];
    for (const [text, path] of typed) {
      const parsed = normalizeRemotePath(text);
      assert.equal(parsed.ok ? parsed.path : undefined, path, text);
    }
  });

  it('takes parents, children and ancestors apart by whole names', () => {
    assert.equal(parentOf(pathOf('a')), ROOT);
    assert.equal(parentOf(pathOf('a/b/c')), 'a/b');
    assert.deepEqual(ancestorsOf(pathOf('a/b/c')), ['a/b', 'a', ROOT]);
    assert.deepEqual(namesOf(ROOT), []);
    assert.deepEqual(namesOf(pathOf('a/b')), ['a', 'b']);
    assert.equal(childOf(ROOT, 'a'), 'a');
    assert.equal(childOf(pathOf('a'), 'b'), 'a/b');
    for (const name of ['', '.', '..', 'a/b', '\0']) assert.equal(childOf(pathOf('a'), name), undefined, name);
  });

  it('is inside only strictly below, never by a shared prefix', () => {
    assert.ok(isInside(pathOf('a/b'), pathOf('a')));
    assert.ok(isInside(pathOf('a'), ROOT));
    assert.ok(!isInside(ROOT, ROOT));
    for (const other of ['a', 'ab', 'ab/c', 'A/b', 'b/a']) assert.ok(!isInside(pathOf(other), pathOf('a')), other);
  });

  it('agrees with the ancestors about what is inside (property)', () => {
    const path = fc
      .array(fc.constantFrom('a', 'ab', 'a b', 'A', '%2F', 'e\u0301'), { minLength: 1, maxLength: 5 })
      .map((names) => pathOf(names.join('/')));
    fc.assert(
      fc.property(path, path, (one, other) => assert.equal(isInside(one, other), ancestorsOf(one).includes(other))),
    );
  });

  it('orders by code units, the same everywhere', () => {
    assert.deepEqual(['b', 'B', 'ä', 'a', 'a/b'].sort(comparePaths), ['B', 'a', 'a/b', 'b', 'ä']);
    assert.equal(comparePaths('a', 'a'), 0);
  });
});
