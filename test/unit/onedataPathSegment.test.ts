import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeId, encodeSegment, problemOfSegment } from '../../src/remotes/onedata/pathSegment';

/** Every spelling that a decoder could take for `.` or `..`, encoded up to three times, in both cases. */
const DOT_SPELLINGS = ['.', '..'].flatMap((dots) => {
  const once = [dots, dots.replaceAll('.', '%2e'), dots.replaceAll('.', '%2E'), dots.replace('.', '%2e')];
  const twice = once.map((text) => text.replaceAll('%', '%25'));
  return [...once, ...twice, ...twice.map((text) => text.replaceAll('%', '%25'))];
});

/** What Cowboy 2.9 makes of a path: split, decode each segment once, drop `.`, pop at `..` (cowboy_router.erl). */
function cowboySegments(path: string): string[] {
  const kept: string[] = [];
  for (const raw of path.split('/').slice(1)) {
    const segment = decodeURIComponent(raw);
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept;
}

describe('onedata: one name as one path segment', () => {
  it('encodes once, and no more', () => {
    const cases: Record<string, string> = {
      'a b': 'a%20b',
      'a#b?c%d&e+f': 'a%23b%3Fc%25d%26e%2Bf',
      'a%20b': 'a%2520b',
      'a%2Fb': 'a%252Fb',
      'back\\slash': 'back%5Cslash',
      'ünï 日本 🦉': '%C3%BCn%C3%AF%20%E6%97%A5%E6%9C%AC%20%F0%9F%A6%89',
      '-rf': '-rf',
      "it's(1)!*~": "it's(1)!*~",
      'a.txt@c9b1': 'a.txt%40c9b1',
      '...': '...',
      '.hidden': '.hidden',
    };
    for (const [name, segment] of Object.entries(cases)) {
      assert.deepEqual(encodeSegment(name), { ok: true, value: segment }, name);
    }
  });

  it('decides in no time about a name of nothing but nested escapes, however long a hostile server makes it', () => {
    const nested = (depth: number): string => `%${'25'.repeat(depth)}2e%${'25'.repeat(depth)}2e`;
    const started = performance.now();
    assert.equal(problemOfSegment(nested(100_000)), 'dotWhenDecoded');
    assert.ok(performance.now() - started < 1_000);
    assert.equal(problemOfSegment(nested(7)), 'dotWhenDecoded');
    assert.equal(problemOfSegment('100%2525 sure'), undefined);
  });

  it('refuses empty, dot segments in every case and encoding, slashes and NUL, before anything is sent', () => {
    const refused = [
      ...DOT_SPELLINGS,
      '',
      '/',
      'a/b',
      '%2f',
      '%2F%2f',
      '%5c',
      'a\0',
      'a%00b',
      'a%2f..%2Fb',
      '%2e%2e%2fa',
    ];
    for (const name of refused) {
      const answer = encodeSegment(name);
      assert.ok(!answer.ok, `${JSON.stringify(name)} must be refused`);
      assert.equal(answer.failure.code, 'unsafeName');
      assert.equal(answer.failure.reach, 'notSent');
    }
  });

  it('refuses a lone surrogate, which has no bytes', () => {
    assert.equal(problemOfSegment('a\ud800'), 'loneSurrogate');
  });

  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('.', '%', '2', 'e', 'E', 'f', 'F', '5', 'c', '/', '\\', '0', 'a', '\0') }),
  );

  it('property: what is sent is one segment that decodes to exactly the name, and never moves the path', () => {
    fc.assert(
      fc.property(names, (name) => {
        const segment = encodeSegment(name);
        if (!segment.ok) return;
        const path = `/api/v3/oneprovider/data/parent/path/${segment.value}`;
        assert.deepEqual(cowboySegments(path), ['api', 'v3', 'oneprovider', 'data', 'parent', 'path', name]);
        assert.equal(new URL(path, 'https://p.example').pathname, path);
      }),
      { numRuns: 3000 },
    );
  });

  it('property: not even a server that decodes again and again can end up at the base directory', () => {
    fc.assert(
      fc.property(names, (name) => {
        const segment = encodeSegment(name);
        if (!segment.ok) return;
        for (let text = segment.value, round = 0; round < 6; round++) {
          text = text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
          const parts = text.split('/');
          assert.ok(!parts.includes('.') && !parts.includes('..'), text);
          assert.ok(
            parts.some((part) => part !== ''),
            text,
          );
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('takes only ids that cannot change a path', () => {
    assert.ok(encodeId('00000000005CF4706775696423745F772D67').ok);
    assert.ok(encodeId('f5a7f8b2336fae4bef8fe0fcc73a6e19ch1978').ok);
    for (const id of ['', '.', '..', 'a/b', 'a%2e', 'a?b', 'a#b', 'a b', 'ä']) assert.ok(!encodeId(id).ok, id);
  });
});
