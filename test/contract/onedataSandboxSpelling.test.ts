import assert from 'node:assert/strict';
import { everything, outcome, PREFIX, type Rig, startRig } from './onedataSandboxRig';

/** How Cowboy 2.9.0 and the handlers read a path. Every target is sent byte by byte. */
describe('Onedata sandbox: spellings of a path', () => {
  let rig: Rig;
  const base = (): string => rig.id('siblings');
  const remove = async (target: string): Promise<string> => outcome(await rig.raw('DELETE', `${PREFIX}${target}`));
  /** What one request took out of the space, folders with a slash, without what lay inside them. */
  const lost = async (target: string, expected = '204'): Promise<readonly string[]> => {
    const before = everything(rig.space());
    assert.equal(await remove(target), expected, target);
    const after = new Set(everything(rig.space()));
    const gone = before.filter((path) => !after.has(path));
    return gone.filter(
      (path) => !gone.some((other) => other.endsWith('/') && other !== path && path.startsWith(other)),
    );
  };

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  it('plain segments name what they say', async () => {
    assert.deepEqual(await lost(`/data/${base()}/path/a/one.txt`), ['siblings/a/one.txt']);
    assert.deepEqual(await lost(`/data/${base()}/path/a.txt`), ['siblings/a.txt']);
    assert.deepEqual(await lost(`/data/${base()}/path/a`), ['siblings/a/']);
    assert.ok(rig.find('siblings/ab/one.txt') && rig.find('siblings/A/one.txt'), 'prefixes and other cases stay');
  });

  it('%2F separates like a slash', async () => {
    assert.deepEqual(await lost(`/data/${base()}/path/a%2Fone.txt`), ['siblings/a/one.txt']);
    assert.deepEqual(await lost(`/data/${base()}/path/%2Fa%2f%2Ftwo.txt%2F`), ['siblings/a/two.txt']);
  });

  it('slashes at the ends and doubled slashes are dropped', async () => {
    assert.deepEqual(await lost(`/data/${base()}/path//a//one.txt`), ['siblings/a/one.txt']);
    assert.deepEqual(await lost(`/data/${base()}/path/a.txt/`), ['siblings/a.txt']);
  });

  for (const nothing of [
    '',
    '/',
    '//',
    '/%2F',
    '/%2F%2F',
    '/.',
    '/%2e',
    '/%2E/',
    '/a/..',
    '/a/%2e%2e',
    '/a/.%2E',
    '/#a',
    '/?a',
    '/?name=a',
    '/#',
  ])
    it(`path${nothing} means the base itself`, async () => {
      assert.deepEqual(await lost(`/data/${base()}/path${nothing}`), ['siblings/']);
    });

  it('path%2e%2e: the path is gone, and the base is removed by id', async () => {
    assert.deepEqual(await lost(`/data/${base()}/path/%2e%2e`), ['siblings/']);
  });

  it('further climbing reaches other routes', async () => {
    const other = rig.id('notes');
    assert.deepEqual(await lost(`/data/${base()}/path/%2e%2e/%2e%2e/${other}`), ['notes/']);
    assert.deepEqual(await lost(`/data/${base()}/path/a/%2E%2E/ab`), ['siblings/ab/']);
    assert.equal(await remove(`/data/${base()}/path/../../spaces`), '400 spaceNotSupportedBy', '"spaces" became an id');
    assert.equal(await remove(`/data/${base()}/path/../../../spaces`), '405 -', 'a route that does not know DELETE');
    assert.equal(await remove(`/data/${base()}/path/../../../../spaces`), '404 -', 'past the prefix there is nothing');
  });

  it('climbing hidden behind %2F is refused', async () => {
    for (const path of ['a%2F..%2Fab', 'a%2F%2e%2e%2Fab', '..%2Fa', '%2e%2e%2Fnotes', 'a%2F..'])
      assert.deepEqual(await lost(`/data/${base()}/path/${path}`, '400 badValueFilePath'), []);
  });

  it('NUL is refused, encoded twice it is only a name', async () => {
    assert.equal(await remove(`/data/${base()}/path/a%00b`), '400 badValueFilePath');
    assert.equal(await remove(`/data/${base()}/path/a%2500b`), '400 posix/enoent');
  });

  it('decodes once: names with a percent sign need it escaped', async () => {
    const odd = rig.id('odd names');
    assert.equal(await remove(`/data/${odd}/path/literal%20space.txt`), '400 posix/enoent');
    assert.deepEqual(await lost(`/data/${odd}/path/literal%2520space.txt`), ['odd names/literal%20space.txt']);
    assert.deepEqual(await lost(`/data/${odd}/path/literal%252Fslash.txt`), ['odd names/literal%2Fslash.txt']);
    assert.deepEqual(await lost(`/data/${odd}/path/%252e%252e`), ['odd names/%2e%2e']);
  });

  it('a percent sign without two digits is refused by Cowboy, without a body', async () => {
    for (const path of ['100%.txt', 'a%2', 'a%zz']) {
      const reply = await rig.raw('DELETE', `${PREFIX}/data/${base()}/path/${path}`);
      assert.deepEqual([reply.status, reply.body.length], [400, 0]);
    }
    assert.deepEqual(await lost(`/data/${rig.id('odd names')}/path/100%25.txt`), ['odd names/100%.txt']);
  });

  it('a plus stays a plus, raw and escaped', async () => {
    const odd = rig.id('odd names');
    assert.equal(await remove(`/data/${odd}/path/with+space.txt`), '400 posix/enoent');
    assert.deepEqual(await lost(`/data/${odd}/path/plus+sign.txt`), ['odd names/plus+sign.txt']);
  });

  it('plus escaped is the same name', async () => {
    assert.deepEqual(await lost(`/data/${rig.id('odd names')}/path/plus%2Bsign.txt`), ['odd names/plus+sign.txt']);
  });

  it('a raw # or ? cuts the name short: the wrong entry goes', async () => {
    assert.deepEqual(await lost(`/data/${base()}/path/a#b.txt`), ['siblings/a/']);
    assert.deepEqual(await lost(`/data/${base()}/path/ab?c.txt`), ['siblings/ab/']);
  });

  it('what encodeURIComponent leaves alone is fine raw', async () => {
    const odd = rig.id('odd names');
    assert.deepEqual(await lost(`/data/${odd}/path/~`), ['odd names/~']);
    assert.deepEqual(await lost(`/data/${odd}/path/*.txt`), ['odd names/*.txt']);
    assert.equal(await remove(`/data/${odd}/path/!'()*~`), '400 posix/enoent');
  });

  it('a backslash is an ordinary character', async () => {
    assert.deepEqual(await lost(`/data/${rig.id('odd names')}/path/back%5Cslash.txt`), ['odd names/back\\slash.txt']);
  });

  it('composed and decomposed names are two names', async () => {
    const twins = rig.id('odd names/twins');
    assert.deepEqual(await lost(`/data/${twins}/path/%C3%A9.txt`), ['odd names/twins/\u00e9.txt']);
    assert.deepEqual(await lost(`/data/${twins}/path/e%CC%81.txt`), ['odd names/twins/e\u0301.txt']);
  });

  it('a request line over 8,000 bytes is 414 without a body, just below it is not', async () => {
    const line = (length: number): string => {
      const head = `${PREFIX}/data/${base()}/path/`;
      return head + 'x'.repeat(length - `DELETE ${head} HTTP/1.1`.length);
    };
    const long = await rig.raw('DELETE', line(8001));
    assert.deepEqual([long.status, long.body.length], [414, 0]);
    assert.equal(outcome(await rig.raw('DELETE', line(8000))), '400 posix/enoent');
  });

  it('a deep entry can be reached by the id of a folder above it', async () => {
    const above = rig.id('notes/2024/spring');
    assert.deepEqual(await lost(`/data/${above}/path/march/first-week.md`), ['notes/2024/spring/march/first-week.md']);
  });
});
