import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  arrayAt,
  booleanAt,
  countAt,
  failureByStatus,
  fieldAt,
  isRecord,
  jsonOf,
  numberAt,
  recordAt,
  recordOf,
  recordsAt,
  requestIdOf,
  retryAfterOf,
  stringAt,
  stringsAt,
  textOf,
  unexpectedShape,
} from '../../src/remotes/reply';
import type { Reply } from '../../src/remotes/request';
import { success } from '../../src/removal/failure';
import { failureIn } from '../support/wire';

function reply(body: string | Uint8Array, status = 200, headers: Reply['headers'] = {}): Reply {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { status, headers, body: bytes, truncated: false };
}

const codeOf = (one: Reply): string => failureIn(jsonOf(one)).code;

describe('reply', () => {
  it('reads JSON whatever the content type, BOM included', () => {
    assert.deepEqual(jsonOf(reply('{"a":[1,"é"]}', 200, { 'content-type': 'text/html' })), success({ a: [1, 'é'] }));
    assert.deepEqual(jsonOf(reply('\uFEFF[]')), success([]));
    assert.deepEqual(jsonOf(reply('null', 500)), success(null));
  });

  it('says what a body is that is no JSON', () => {
    assert.equal(codeOf(reply('')), 'emptyAnswer');
    assert.equal(codeOf(reply(' \r\n')), 'emptyAnswer');
    assert.equal(codeOf(reply('<!doctype html><p>Sign in')), 'htmlInsteadOfJson');
    assert.equal(codeOf(reply('Sign in', 200, { 'content-type': 'text/html; charset=utf-8' })), 'htmlInsteadOfJson');
    for (const broken of ['{"a":1', 'unauthorized', '{"a":1}}', 'NaN', "{'a':1}"]) {
      assert.equal(codeOf(reply(broken)), 'brokenJson');
    }
    assert.equal(codeOf({ ...reply('{}'), truncated: true }), 'brokenJson');
  });

  it('does not read names through broken UTF-8: they would address another entry', () => {
    assert.equal(codeOf(reply(Uint8Array.of(0x22, 0xff, 0x22))), 'brokenJson');
    assert.equal(codeOf(reply(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))), 'brokenJson');
  });

  it('leaves the effect in doubt only when the status promised one', () => {
    assert.equal(failureIn(jsonOf(reply('<p>', 200))).reach, 'unanswered');
    assert.equal(failureIn(jsonOf(reply('<p>', 403))).reach, 'answered');
    assert.equal(unexpectedShape(reply('[]', 206), '$.paths').reach, 'unanswered');
  });

  it('never throws: 12,000 random bodies and statuses', function () {
    this.timeout(60_000);
    const json = fc.json().map((text) => new TextEncoder().encode(text));
    const cut = fc.tuple(json, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)));
    const text = fc.string({ unit: 'binary' }).map((one) => new TextEncoder().encode(one));
    const html = fc.constantFrom('<html>', ' <!DOCTYPE html>', '<?xml?>').map((one) => new TextEncoder().encode(one));
    const bytes = fc.oneof(json, cut, text, html, fc.uint8Array({ maxLength: 300 }));
    const headers = fc.dictionary(
      fc.constantFrom('content-type', 'retry-after', 'x-request-id', 'x-oxen-request-id', '__proto__'),
      fc.oneof(
        fc.string(),
        fc.constantFrom('application/json', 'text/html', '12', '-1', 'Sun, 06 Nov 1994 08:49:37 GMT'),
      ),
    );
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 1_200 }), headers, fc.boolean(), (body, status, more, truncated) => {
        const one: Reply = { body, status, headers: more, truncated };
        const answer = jsonOf(one);
        const code = answer.ok ? 'json' : answer.failure.code;
        seen.set(code, (seen.get(code) ?? 0) + 1);
        recordOf(one);
        textOf(one);
        requestIdOf(one);
        const wait = retryAfterOf(one, 0);
        assert.ok(wait === undefined || (wait >= 0 && Number.isFinite(wait)));
        const failure = failureByStatus(one, textOf(one));
        assert.equal(failure.status, status);
      }),
      { numRuns: 12_000 },
    );
    // Each way a body can be must really have been among them.
    for (const code of ['json', 'emptyAnswer', 'htmlInsteadOfJson', 'brokenJson']) {
      assert.ok((seen.get(code) ?? 0) > 100, `${code}: ${seen.get(code)}`);
    }
  });

  it('survives 8 MiB of opening brackets', () => {
    assert.equal(codeOf(reply('['.repeat(8 << 20))), 'brokenJson');
  });

  it('reads Retry-After in seconds and in the three date formats of HTTP', () => {
    const now = Date.UTC(1994, 10, 6, 8, 49, 0);
    const wait = (text: string): number | undefined => retryAfterOf({ headers: { 'retry-after': text } }, now);
    for (const [text, ms] of [
      ['0', 0],
      [' 120 ', 120_000],
      ['1.5', 1_500],
      ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
      ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
      ['Sun Nov  6 08:49:37 1994', 37_000],
      ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ] as const) {
      assert.equal(wait(text), ms, text);
    }
    for (const text of ['', '-5', 'soon', 'soon 3', '1e9', '0x10', 'Sun, 99 Foo 1994 99:99:99 GMT', '9'.repeat(400)]) {
      assert.equal(wait(text), undefined, text);
    }
    assert.equal(retryAfterOf({ headers: {} }, now), undefined);
  });

  it('a status alone gives a kind, and a gateway’s leaves the effect in doubt', () => {
    const kinds = new Map([
      [400, 'invalid answered false'],
      [401, 'auth answered false'],
      [403, 'forbidden answered false'],
      [404, 'notFound answered false'],
      [409, 'conflict answered false'],
      [413, 'tooLarge answered false'],
      [418, 'unexpected answered false'],
      [429, 'busy answered true'],
      [500, 'unexpected answered true'],
      [502, 'unavailable unanswered true'],
      [503, 'unavailable answered true'],
      [504, 'unavailable unanswered true'],
      [599, 'unexpected answered true'],
    ]);
    for (const [status, expected] of kinds) {
      const failure = failureByStatus(reply('', status));
      assert.equal(`${failure.kind} ${failure.reach} ${failure.retryable}`, expected, String(status));
      assert.deepEqual(failure.data, {});
    }
    assert.deepEqual(failureByStatus(reply('', 500), 'words').data, { message: 'words' });
  });

  it('gives the beginning of a long text, never half a word', () => {
    assert.equal(textOf(reply(' a b \n')), 'a b');
    const long = textOf(reply('word '.repeat(1_000_000)));
    assert.ok(long.length < 10_000);
    assert.match(long, /word …$/);
  });

  it('guards read own fields of the right type, or nothing', () => {
    const record: unknown = JSON.parse(
      '{"s":"x","n":1.5,"c":3,"big":1e999,"neg":-1,"huge":9007199254740993,"b":false,"r":{"k":1},"a":[1],"ss":["a"],"mixed":["a",1],"rs":[{}],"rx":[{},[]],"nil":null,"__proto__":{"evil":1}}',
    );
    assert.ok(isRecord(record));
    assert.equal(stringAt(record, 's'), 'x');
    assert.equal(stringAt(record, 'n'), undefined);
    assert.equal(numberAt(record, 'n'), 1.5);
    assert.equal(numberAt(record, 'big'), undefined);
    assert.equal(countAt(record, 'c'), 3);
    for (const key of ['n', 'neg', 'huge', 'big', 's', 'none']) assert.equal(countAt(record, key), undefined, key);
    assert.equal(booleanAt(record, 'b'), false);
    assert.equal(booleanAt(record, 'nil'), undefined);
    assert.deepEqual(recordAt(record, 'r'), { k: 1 });
    for (const key of ['a', 'nil', 's']) assert.equal(recordAt(record, key), undefined, key);
    assert.deepEqual(arrayAt(record, 'a'), [1]);
    assert.equal(arrayAt(record, 'r'), undefined);
    assert.deepEqual(stringsAt(record, 'ss'), ['a']);
    assert.equal(stringsAt(record, 'mixed'), undefined);
    assert.deepEqual(recordsAt(record, 'rs'), [{}]);
    assert.equal(recordsAt(record, 'rx'), undefined);
    for (const key of ['constructor', 'toString', 'evil']) assert.equal(fieldAt(record, key), undefined, key);
    for (const value of [null, [], 'x', 1, undefined]) assert.equal(isRecord(value), false);
    assert.equal(failureIn(recordOf(reply('[]'))).code, 'unexpectedShape');
    assert.equal(failureIn(recordOf(reply('<p>'))).code, 'htmlInsteadOfJson');
    assert.deepEqual(recordOf(reply('{"a":1}')), success({ a: 1 }));
  });
});
