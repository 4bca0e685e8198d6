import assert from 'node:assert/strict';
import { KNOWN_ERRNOS, KNOWN_IDS } from '../../src/remotes/onedata/errorTable';
import { failureOfReply, saysNotThere } from '../../src/remotes/onedata/failures';
import type { FailureKind } from '../../src/removal/failure';
import { ERROR_SHAPES, reply } from '../support/onedataReplies';

type Row = readonly [id: string, status: number, kind: FailureKind, retryable: boolean, details?: object];

/** What each errno means, written down again here so that the table is checked and not repeated. */
const ERRNOS: readonly (readonly [errno: string, kind: FailureKind, retryable: boolean])[] = [
  ['enoent', 'notFound', false],
  ['enotdir', 'invalid', false],
  ['eacces', 'protected', false],
  ['eperm', 'protected', false],
  ['eexist', 'conflict', false],
  ['enospc', 'unavailable', false],
  ['erofs', 'protected', false],
  ['enotempty', 'conflict', false],
  ['enametoolong', 'invalid', false],
  ['einval', 'invalid', false],
  ['ebusy', 'busy', true],
  ['eagain', 'busy', true],
];

const IDS: readonly Row[] = [
  ['forbidden', 403, 'forbidden', false],
  ['notFound', 404, 'notFound', false],
  ['alreadyExists', 409, 'conflict', false],
  ['spaceNotSupportedBy', 400, 'forbidden', false, { spaceId: 's1', providerId: 'p1' }],
  ['badValueFilePath', 400, 'invalid', false],
  ['badValueIdentifier', 400, 'invalid', false, { key: 'id' }],
  ['missingRequiredValue', 400, 'invalid', false, { key: 'name' }],
  ['badData', 400, 'invalid', false, { key: 'data' }],
  ['malformedData', 400, 'invalid', false],
  ['badValueNotAllowed', 400, 'invalid', false, { key: 'attributes', allowed: ['a'] }],
  ['badValueInteger', 400, 'invalid', false, { key: 'limit' }],
  ['badValueTooLow', 400, 'invalid', false, { key: 'limit', limit: 1 }],
  ['badValueTooHigh', 400, 'invalid', false, { key: 'limit', limit: 1000 }],
  ['badValueNotInRange', 400, 'invalid', false, { key: 'limit', low: 1, high: 1000 }],
  ['badValueEmpty', 400, 'invalid', false, { key: 'name' }],
  ['notSupported', 400, 'invalid', false],
  ['notSupportedForSymlinks', 400, 'invalid', false],
  ['quotaExceeded', 400, 'invalid', false],
  ['dirStatsDisabledForSpace', 400, 'invalid', false],
  ['dirStatsNotReady', 400, 'busy', true],
  ['limitReached', 400, 'invalid', false, { limit: 5 }],
  ['internalServerError', 500, 'unexpected', false, { reference: 'c0ffee' }],
  ['fileAccess', 500, 'unexpected', false],
  ['notImplemented', 501, 'unexpected', false],
  ['noConnectionToOnezone', 503, 'unavailable', true],
  ['noConnectionToPeerOneprovider', 503, 'unavailable', true],
  ['noConnectionToClusterNode', 503, 'unavailable', true],
  ['serviceUnavailable', 503, 'unavailable', true],
  ['timeout', 503, 'unavailable', true],
  ['temporaryFailure', 503, 'unavailable', true],
  ['unregisteredOneprovider', 503, 'unavailable', true],
  ['externalServiceOperationFailed', 503, 'unavailable', true],
  ['userNotSupported', 403, 'forbidden', false],
];

const NESTED: readonly string[] = [
  'badToken',
  'tokenInvalid',
  'tokenRevoked',
  'tokenCaveatUnverified',
  'tokenCaveatUnknown',
  'notAnAccessToken',
  'tokenServiceForbidden',
  'tokenSubjectInvalid',
  'tokenSessionInvalid',
  'tokenTooLarge',
  'userBlocked',
  'userNotSupported',
];

describe('onedata: what a refusal means', () => {
  for (const shape of ERROR_SHAPES) {
    describe(`in the shape of ${shape.name}`, () => {
      for (const [errno, kind, retryable] of ERRNOS) {
        it(`posix ${errno} → ${kind}`, () => {
          const failure = failureOfReply(reply(400, shape.of('posix', { errno })));
          assert.deepEqual(
            { kind: failure.kind, code: failure.code, retryable: failure.retryable, status: failure.status },
            { kind, code: `posix.${errno}`, retryable, status: 400 },
          );
          assert.equal(failure.reach, 'answered');
        });
      }

      for (const [id, status, kind, retryable, details] of IDS) {
        it(`${status} ${id} → ${kind}`, () => {
          const failure = failureOfReply(reply(status, shape.of(id, details)));
          assert.deepEqual(
            { kind: failure.kind, code: failure.code, retryable: failure.retryable, status: failure.status },
            { kind, code: id, retryable, status },
          );
          if (id === 'internalServerError') assert.equal(failure.serverId, 'c0ffee');
          if (id === 'spaceNotSupportedBy') assert.equal(failure.data.spaceId, 's1');
        });
      }

      for (const inner of NESTED) {
        it(`401 unauthorized for ${inner} → auth`, () => {
          const authError = { id: inner, description: 'Why.', details: { caveat: { type: 'time', validUntil: 1 } } };
          const failure = failureOfReply(reply(401, shape.of('unauthorized', { authError })));
          assert.equal(failure.kind, 'auth');
          assert.equal(failure.code, `unauthorized.${inner}`);
          assert.equal(failure.data.message, 'Why.');
          assert.equal(failure.data.caveat, 'time');
        });
      }

      it('401 without details, and with authError null → auth', () => {
        for (const details of [undefined, { authError: null }]) {
          const failure = failureOfReply(reply(401, shape.of('unauthorized', details)));
          assert.deepEqual([failure.kind, failure.code], ['auth', 'unauthorized']);
        }
      });

      it('a public token call wraps the reason in tokenError', () => {
        const failure = failureOfReply(
          reply(400, shape.of('badValueToken', { key: 'token', tokenError: { id: 'tokenRevoked' } })),
        );
        assert.deepEqual([failure.kind, failure.code], ['auth', 'badValueToken.tokenRevoked']);
      });

      it('forbiddenWithHint is forbidden, and keeps the hint', () => {
        const failure = failureOfReply(reply(403, shape.of('forbiddenWithHint', { hint: 'Ask the owner.' })));
        assert.deepEqual([failure.kind, failure.code, failure.data.hint], ['forbidden', 'forbidden', 'Ask the owner.']);
      });

      it('an id that nobody has met keeps its code and is judged by the status, never as gone', () => {
        const row = (status: number) => failureOfReply(reply(status, shape.of('brandNewError')));
        assert.deepEqual(
          [row(400).kind, row(404).kind, row(403).kind, row(503).kind, row(500).kind],
          ['invalid', 'invalid', 'forbidden', 'unavailable', 'unexpected'],
        );
        assert.equal(row(404).code, 'brandNewError');
        assert.ok(!saysNotThere(row(404)));
      });

      it('an errno that nobody has met keeps its code', () => {
        const failure = failureOfReply(reply(400, shape.of('posix', { errno: 'estale' })));
        assert.deepEqual([failure.kind, failure.code], ['unexpected', 'posix.estale']);
      });
    });
  }

  it('covers every id and errno of the table', () => {
    const met = [...IDS.map(([id]) => id), ...NESTED, 'unauthorized', 'badValueToken', 'forbiddenWithHint'];
    const alias = ['badServiceToken', 'badConsumerToken'];
    assert.deepEqual(
      KNOWN_IDS.filter((id) => !met.includes(id) && !alias.includes(id)),
      [],
    );
    const others = ['eisdir', 'enotsup', 'etimedout'];
    assert.deepEqual(
      KNOWN_ERRNOS.filter((errno) => !ERRNOS.some(([known]) => known === errno) && !others.includes(errno)),
      [],
    );
  });

  it('never looks at descriptions: the words of another error change nothing', () => {
    const words = 'Operation failed with POSIX error: enoent.';
    for (const shape of ERROR_SHAPES) {
      const failure = failureOfReply(reply(400, shape.of('posix', { errno: 'eacces' }, words)));
      assert.equal(failure.code, 'posix.eacces');
    }
  });

  it('shows where in the server a 25.0 error arose, when it says so', () => {
    const [old, full, none, nulls] = ERROR_SHAPES.map((shape) => failureOfReply(reply(400, shape.of('badData'))));
    assert.equal(full?.data.context, 'opw 25.0 metadata_req 45');
    assert.deepEqual([old?.data.context, none?.data.context, nulls?.data.context], [undefined, undefined, undefined]);
  });

  it('only enoent, notFound and a whole listing say that something is gone', () => {
    const gone = (status: number, body: unknown): boolean => saysNotThere(failureOfReply(reply(status, body)));
    const [{ of }] = ERROR_SHAPES as [(typeof ERROR_SHAPES)[0]];
    assert.ok(gone(400, of('posix', { errno: 'enoent' })));
    assert.ok(gone(404, of('notFound')));
    assert.ok(!gone(404, ''), 'no route');
    assert.ok(!gone(404, '<html>not found</html>'), 'a proxy');
    assert.ok(!gone(404, {}), 'JSON without an error');
    assert.ok(!gone(400, of('posix', { errno: 'enotdir' })));
    assert.ok(!gone(400, of('spaceNotSupportedBy', {})));
  });

  describe('without a Onedata error in the body', () => {
    const cases: readonly (readonly [string, number, string, FailureKind, string])[] = [
      ['no route', 404, '', 'unexpected', 'noSuchCall'],
      ['method', 405, '', 'unexpected', 'methodNotAllowed'],
      ['accept', 406, '', 'unexpected', 'notAcceptable'],
      ['body too large', 413, '', 'tooLarge', 'payloadTooLarge'],
      ['line too long', 414, '', 'tooLarge', 'requestTooLong'],
      ['media type', 415, '', 'unexpected', 'unsupportedMediaType'],
      ['400 without body', 400, '', 'unexpected', 'emptyAnswer'],
      ['400 with HTML', 400, '<!DOCTYPE html><p>Bad', 'unexpected', 'htmlInsteadOfJson'],
      ['HTML with 200', 200, '<html>Sign in', 'unexpected', 'htmlInsteadOfJson'],
      ['401 of a proxy', 401, 'Unauthorized', 'auth', 'unauthorized'],
      ['403 of a proxy', 403, '<html>', 'forbidden', 'forbidden'],
      ['429', 429, '', 'busy', 'tooManyRequests'],
      ['502', 502, '<html>', 'unavailable', 'badGateway'],
      ['503', 503, '', 'unavailable', 'serviceUnavailable'],
      ['504', 504, '<html>', 'unavailable', 'gatewayTimeout'],
      ['JSON null', 400, 'null', 'invalid', 'badRequest'],
      ['an error that is a text', 400, '{"error":"no"}', 'invalid', 'badRequest'],
      ['an id that is no id', 400, '{"error":{"id":"\\u001b[31m"}}', 'invalid', 'badRequest'],
      ['half of a JSON text', 200, '{"children":[', 'unexpected', 'brokenJson'],
    ];
    for (const [name, status, body, kind, code] of cases) {
      it(`${name} → ${code}`, () => {
        const failure = failureOfReply(reply(status, body));
        assert.deepEqual([failure.kind, failure.code, failure.status], [kind, code, status]);
      });
    }

    it('a gateway that gave up leaves the effect in doubt', () => {
      assert.equal(failureOfReply(reply(504, '')).reach, 'unanswered');
      assert.equal(failureOfReply(reply(502, '')).reach, 'unanswered');
      assert.equal(failureOfReply(reply(503, '')).reach, 'answered');
    });
  });

  it('a nested error cannot loop for ever', () => {
    let authError: object = { id: 'tokenInvalid' };
    for (let depth = 0; depth < 50; depth++) authError = { id: 'badToken', details: { authError } };
    assert.equal(failureOfReply(reply(401, { error: { id: 'unauthorized', details: { authError } } })).kind, 'auth');
  });
});
