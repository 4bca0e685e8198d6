import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, redact, TEXT_LIMIT } from '../../src/remotes/redact';
import { within } from '../support/processorTime';

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const secret = fc.string({ unit: visible, minLength: 6, maxLength: 80 });
const html = (text: string): string => Array.from(text, (c) => `&#${c.charCodeAt(0)};`).join('');
const unicode = (text: string): string =>
  Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => Array.from(text, (c) => `%${c.charCodeAt(0).toString(16)}`).join(''),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => JSON.stringify(JSON.stringify(text)),
  (text) => text.replaceAll('/', '\\/'),
  html,
  unicode,
];

/** A secret of one repeated character can be found in the marks left by hiding it, or in its own neighbours. */
const distinct = (text: string): boolean => new Set(text).size > 3;

describe('redact', () => {
  it('hides a secret in every spelling, wherever it stands (property)', () => {
    fc.assert(
      fc.property(secret.filter(distinct), fc.nat(), fc.string(), fc.string(), (token, which, before, after) => {
        const spell = spellings[which % spellings.length] ?? assert.fail();
        const text = `${before} ${spell(token)} ${after}`;
        const clean = redact(text, [token]);
        assert.ok(!clean.includes(token), clean);
        assert.ok(!clean.includes(spell(token)), clean);
      }),
      { numRuns: 600 },
    );
  });

  it('hides a secret inside base64, at every offset (property)', () => {
    fc.assert(
      fc.property(secret.filter(distinct), fc.string(), fc.string(), (token, before, after) => {
        for (const alphabet of [
          (text: string) => text,
          (text: string) => text.replaceAll('+', '-').replaceAll('/', '_'),
        ]) {
          const shown = redact(alphabet(base64(before + token + after)), [token], 10_000);
          assert.ok(!Buffer.from(shown, 'base64').includes(token), shown);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is short, printable text whatever it is given (property)', () => {
    const any = fc.string({ unit: 'binary', maxLength: 2_000 });
    fc.assert(
      fc.property(any, fc.array(secret, { maxLength: 3 }), fc.integer({ min: 1, max: 600 }), (text, tokens, limit) => {
        const clean = redact(text, tokens, limit);
        assert.ok(clean.length <= limit);
        assert.ok(clean.isWellFormed());
        assert.doesNotMatch(clean, /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves ordinary text as it is', () => {
    for (const text of [
      '',
      'Path does not exist: images/a b#?.png',
      'données/图片/🐂 👩‍👩‍👧.txt',
      'You are not authorized (bearer token missing)',
      'the token is wrong; token expired',
      '<html>&amp; 100% done</html>',
      'posix.eacces',
    ]) {
      assert.equal(redact(text, ['sesame-open']), text);
    }
  });

  it('removes terminal codes and text direction, and makes one line of many', () => {
    assert.equal(redact('a\u001b[2J\u001b[1;31mb\u001b]0;title\u0007c\u009b31md', []), 'abcd');
    assert.equal(redact('a\r\n\r\n\tb\u2028c', []), 'a b c');
    assert.equal(redact('gnp.\u202eexe\u202c\0\x07\x7f', []), 'gnp.exe');
    assert.equal(redact('\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', []), 'link');
  });

  it('does not let removed characters hide a secret', () => {
    for (const inside of ['\0', '\u001b[0m', '\u202e', '\u200b', '\x08']) {
      assert.equal(redact(`ses${inside}ame-open`, ['sesame-open']), '•••');
    }
  });

  it('never shows the first half of a secret that a cut went through', () => {
    const token = 'abcdefghijklmnopqrstuvwxyz0123456789';
    for (let at = 0; at < 60; at++) {
      const text = `${'x'.repeat(TEXT_LIMIT - at)} ${token} rest`;
      assert.ok(!redact(text, [token]).includes('abcdef'));
    }
    const many = Array.from({ length: 4_000 }, () => token).join(' ');
    for (const shift of [0, 7, 13, 22, 30]) assert.ok(!redact(' '.repeat(shift) + many, [token]).includes('abc'));
    const long = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x41 + (i % 26))).join('');
    const spelled = Array.from({ length: 100 }, () => unicode(long)).join(' ');
    assert.ok(!redact(spelled, [long]).includes('\\u0041'));
    assert.equal(beginningOf(`one two ${token}`, 20), 'one two …');
    assert.equal(beginningOf('one', 3), 'one');
  });

  it('hides credentials that are not ours', () => {
    const theirs = 'MDAxY2xvY2F0aW9u';
    for (const text of [
      `Authorization: Bearer ${theirs}`,
      `authorization: Negotiate ${theirs}`,
      `bearer ${theirs}`,
      `{"X-Auth-Token":"${theirs}"}`,
      `{\\"authorization\\": \\"Basic ${theirs}\\"}`,
      `x-auth-token: ${theirs}`,
      `GET /a?b=1&token=${theirs}&c=2`,
      `GET /a?access_token=${theirs}`,
      `{"token": "${theirs}"}`,
      `https://user:${theirs}@host/`,
    ]) {
      const clean = redact(text, []);
      assert.ok(!clean.includes(theirs), clean);
    }
    assert.equal(redact('GET /a?token=abc&c=2', []), 'GET /a?token=•••&c=2');
  });

  it('takes no secret so short that it would eat words', () => {
    assert.equal(redact('a note on notes', ['note', '']), 'a note on notes');
  });

  it('is quick with hostile text', async () => {
    const token = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);
    const mebi = 1 << 20;
    for (const piece of [
      '\\',
      '%25',
      '&#0',
      'abcdefghijklmnopqrstuvwxy',
      '\u001b[',
      '\u001b]',
      '://',
      ' ',
      'bearer ',
      'token=',
    ]) {
      const text = piece.repeat((5 * mebi) / piece.length);
      await within(3_000, () => redact(text, [token]), JSON.stringify(piece));
    }
  });
});
