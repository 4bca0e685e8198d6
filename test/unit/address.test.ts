import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  fromUriParts,
  fromUriText,
  isAccountId,
  remoteKey,
  toUriParts,
  toUriText,
  type Location,
} from '../../src/removal/address';
import { ROOT, parseRemotePath } from '../../src/removal/remotePath';
import { OTHER_SPACE, SPACE, WORKSPACE, pathOf } from '../support/builders';

const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((text) => parseRemotePath(text).ok && !text.includes('/'));
const path = fc.oneof(
  fc.constant(ROOT),
  fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => pathOf(names.join('/'))),
);
const account = fc.stringMatching(/^[a-z0-9-]{1,10}$/);
const plain = { noNullPrototype: true };
const location: fc.Arbitrary<Location> = fc.oneof(
  fc.record(
    {
      remote: fc.record(
        { kind: fc.constant('oxen' as const), account, namespace: name, repository: name, workspace: name },
        plain,
      ),
      path,
    },
    plain,
  ),
  fc.record({ remote: fc.record({ kind: fc.constant('onedata' as const), account, space: name }, plain), path }, plain),
);

describe('address', () => {
  it('names a place and a path as one URI', () => {
    assert.deepEqual(toUriParts({ remote: WORKSPACE, path: pathOf('train/1.png') }), {
      scheme: 'oxen',
      authority: 'hub',
      path: '/ox/images/ws-1/train/1.png',
    });
    assert.deepEqual(toUriParts({ remote: SPACE, path: ROOT }), {
      scheme: 'onedata',
      authority: 'lab',
      path: '/space-1',
    });
  });

  it('reads back what it wrote, as parts and as text (property)', () => {
    fc.assert(
      fc.property(location, (one) => {
        assert.deepEqual(fromUriParts(toUriParts(one)), one);
        assert.deepEqual(fromUriText(toUriText(one)), one);
      }),
      { numRuns: 1_000 },
    );
  });

  it('writes text that a URL parser reads as the same path', () => {
    const text = toUriText({ remote: SPACE, path: pathOf('a b/#?/%2F/é') });
    assert.equal(text, 'onedata://lab/space-1/a%20b/%23%3F/%252F/%C3%A9');
    assert.equal(new URL(text).pathname, '/space-1/a%20b/%23%3F/%252F/%C3%A9');
  });

  it('refuses what names no place', () => {
    const bad = [
      { scheme: 'file', authority: 'hub', path: '/ox/images/ws-1' },
      { scheme: 'oxen', authority: 'hub', path: '/ox/images' },
      { scheme: 'oxen', authority: '', path: '/ox/images/ws-1' },
      { scheme: 'oxen', authority: 'Hub', path: '/ox/images/ws-1' },
      { scheme: 'oxen', authority: 'hub', path: '/ox/images/ws-1/../x' },
      { scheme: 'oxen', authority: 'hub', path: '/ox/images/ws-1/a//b' },
      { scheme: 'onedata', authority: 'lab', path: '/' },
      { scheme: 'onedata', authority: 'lab', path: '' },
    ];
    for (const parts of bad) assert.equal(fromUriParts(parts), undefined, JSON.stringify(parts));
    for (const text of [
      '',
      'onedata://lab',
      'onedata://lab/s?x',
      'onedata://lab/s/%E0%A4%A',
      'onedata://lab/s/a%2Fb',
    ]) {
      assert.equal(fromUriText(text), undefined, text);
    }
  });

  it('takes a trailing slash for the folder it names', () => {
    assert.deepEqual(fromUriParts({ scheme: 'onedata', authority: 'lab', path: '/space-1/a/' }), {
      remote: SPACE,
      path: 'a',
    });
    assert.deepEqual(fromUriParts({ scheme: 'onedata', authority: 'lab', path: '/space-1/' }), {
      remote: SPACE,
      path: ROOT,
    });
  });

  it('keys two places alike exactly when they are one', () => {
    assert.equal(remoteKey(SPACE), remoteKey({ ...SPACE }));
    assert.equal(new Set([SPACE, OTHER_SPACE, WORKSPACE, { ...SPACE, account: 'lab2' }].map(remoteKey)).size, 4);
  });

  it('knows an account id', () => {
    assert.ok(isAccountId('hub-2'));
    for (const text of ['', 'Hub', 'a.b', 'a/b', 'a@b']) assert.ok(!isAccountId(text), text);
  });
});
