import assert from 'node:assert/strict';
import { failOver } from '../../src/remotes/onedata/failOver';
import { asGone } from '../../src/removal/changes';
import type { Outcome } from '../../src/removal/outcome';
import type { Entry, Remote } from '../../src/removal/remote';
import { onedataStage, TOKEN, type OnedataStage, type OnedataStageOptions } from '../support/onedataStage';
import { entryAt, listAll, never, pathOf, targetOf } from '../support/remoteWalks';

async function removeAll(remote: Remote, entries: readonly Entry[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const entry of entries) outcomes.push(...(await remote.removal.perform([targetOf(remote, entry)], never())));
  return outcomes;
}

async function remove(remote: Remote, text: string): Promise<string> {
  const [outcome] = await removeAll(remote, [await entryAt(remote, text)]);
  return told(outcome);
}

function told(outcome: Outcome | undefined): string {
  if (outcome?.kind === 'failed' || outcome?.kind === 'unknown') return `${outcome.kind} ${outcome.failure.code}`;
  return outcome?.kind ?? 'nothing';
}

const VERSIONS: readonly OnedataStageOptions[] = [
  { providers: [{ name: 'Krakow', version: '21.02.3' }, { name: 'Lisbon' }] },
  { providers: [{ name: 'Krakow', version: '21.02.4' }, { name: 'Lisbon' }] },
  { providers: [{ name: 'Krakow', version: '21.02.8' }, { name: 'Lisbon' }] },
  { providers: [{ name: 'Krakow' }, { name: 'Lisbon' }] },
  { providers: [{ name: 'Krakow', errorContext: 'null' }, { name: 'Lisbon' }] },
  { providers: [{ name: 'Krakow', errorContext: 'nullFields' }, { name: 'Lisbon' }] },
];

for (const options of VERSIONS) {
  const { version = '25.0', errorContext = 'with ctx' } = options.providers?.[0] ?? {};
  describe(`deleting on a simulated Oneprovider ${version} (${errorContext})`, () => {
    let stage: OnedataStage;
    let remote: Remote;
    let before: readonly string[];

    beforeEach(async () => {
      stage = await onedataStage(options);
      remote = stage.space();
      before = stage.files();
    });
    afterEach(() => stage.stop());

    /** Exactly these files are gone, and no other. */
    function onlyGone(...gone: readonly string[]): void {
      const after = new Set(stage.files());
      assert.deepEqual(before.filter((file) => !after.has(file)).sort(), [...gone].sort());
      assert.equal(after.size, before.length - gone.length);
    }

    it('a file', async () => {
      assert.equal(await remove(remote, 'siblings/a/one.txt'), 'done');
      onlyGone('siblings/a/one.txt');
    });

    it('a folder with all it holds, out of sight at once', async () => {
      assert.equal(await remove(remote, 'siblings/a'), 'done');
      onlyGone('siblings/a/one.txt', 'siblings/a/two.txt');
      assert.deepEqual((await listAll(remote, pathOf('siblings'))).map((entry) => entry.path).sort(), [
        'siblings/A',
        'siblings/a b',
        'siblings/a.txt',
        'siblings/ab',
      ]);
    });

    it('a folder named like its parent, and only the inner one', async () => {
      assert.equal(await remove(remote, 'odd names/odd names/odd names'), 'done');
      onlyGone('odd names/odd names/odd names/inside.txt');
    });

    it('a symlink, never what it points to', async () => {
      assert.equal(await remove(remote, 'links/to-notes'), 'done');
      onlyGone('links/to-notes');
    });

    it('one hard link: the other names keep the data', async () => {
      assert.equal(await remove(remote, 'links/weather-again.csv'), 'done');
      onlyGone('links/weather-again.csv');
    });

    it('one of two twins that two providers created under one name', async () => {
      const twins = await listAll(remote, pathOf('conflicts'));
      const other = twins.find(({ path }) => path.includes('@'));
      assert.ok(other !== undefined);
      assert.deepEqual((await removeAll(remote, [other])).map(told), ['done']);
      onlyGone(other.path);
    });

    it('every odd name, one by one, and only they are gone', async () => {
      const odd = (await listAll(remote, pathOf('odd names'))).filter(({ kind }) => kind === 'file');
      assert.ok(odd.length >= 25, `${odd.length} odd names`);
      const outcomes = await removeAll(remote, odd);
      assert.deepEqual(
        outcomes.map(told),
        odd.map(() => 'done'),
      );
      onlyGone(...odd.map(({ path }) => path));
      assert.equal(stage.truth('odd names')?.type, 'DIR');
    });

    it('what somebody else has deleted meanwhile is already gone', async () => {
      const entry = await entryAt(remote, 'siblings/a.txt');
      const folder = await entryAt(remote, 'siblings/ab');
      assert.deepEqual((await removeAll(remote, [entry, folder])).map(told), ['done', 'done']);
      const again = (await removeAll(remote, [entry])).map(told);
      assert.deepEqual(again, ['alreadyGone']);
      onlyGone('siblings/a.txt', 'siblings/ab/one.txt');
    });

    it('a lost reply: unknown, then enoent on the second attempt, and gone when looked at', async () => {
      const entry = await entryAt(remote, 'siblings/a.txt');
      const folder = await entryAt(remote, 'siblings/ab');
      await stage.faults[0]?.play([
        { method: 'DELETE', at: { from: 1, to: 2 }, fault: { do: 'reset', effect: 'after' } },
      ]);
      const first = await removeAll(remote, [entry, folder]);
      assert.deepEqual(first.map(told), ['unknown connectionReset', 'unknown connectionReset']);
      const seen = await remote.removal.lookAgain([targetOf(remote, entry), targetOf(remote, folder)], never());
      assert.deepEqual(seen, ['gone', 'gone'], 'the folder still lies in the trash under its id');
      assert.deepEqual((await removeAll(remote, [entry])).map(told), ['alreadyGone']);
      onlyGone('siblings/a.txt', 'siblings/ab/one.txt');
    });

    it('a reset before the effect: unknown, and still there when looked at', async () => {
      const entry = await entryAt(remote, 'siblings/a.txt');
      await stage.faults[0]?.play([{ method: 'DELETE', fault: { do: 'reset', effect: 'before' } }]);
      assert.deepEqual((await removeAll(remote, [entry])).map(told), ['unknown connectionReset']);
      assert.deepEqual(await remote.removal.lookAgain([targetOf(remote, entry)], never()), ['there']);
      onlyGone();
    });

    it('refusals name their errno, and nothing goes', async () => {
      assert.equal(await remove(remote, 'protected/raw/keep-1.txt'), 'failed posix.eperm');
      assert.equal(await remove(remote, 'protected'), 'failed posix.eperm');
      assert.equal(await remove(remote, 'locked/readable.txt'), 'failed posix.eacces');
      onlyGone();
    });

    it('a typed path is found in listings first', async () => {
      const typed = (text: string): Entry => ({ path: pathOf(text), kind: 'file', traits: [] });
      const outcomes = await removeAll(remote, [
        typed('siblings/a/one.txt'),
        typed('siblings/none.txt'),
        typed('links/to-notes/anything'),
        typed('odd names/%2e%2e'),
      ]);
      assert.deepEqual(outcomes.map(told), ['done', 'alreadyGone', 'alreadyGone', 'done']);
      onlyGone('siblings/a/one.txt', 'odd names/%2e%2e');
    });
  });
}

describe('deleting on simulated Oneproviders: tokens, providers, storage', () => {
  let stage: OnedataStage;
  const grants = [
    { token: 'readonly', caveats: [{ type: 'data.readonly' }] },
    { token: 'revoked', state: 'revoked' },
    { token: 'expired', caveats: [{ type: 'time', validUntil: 1 }] },
    { token: 'identity', kind: 'identityToken' },
    { token: 'unknown-caveat', caveats: [{ type: 'brand.new' }] },
    { token: 'reader', user: 'reader' },
    { token: 'stranger', user: 'stranger' },
  ] as const;

  beforeEach(async () => (stage = await onedataStage({ tokens: grants })));
  afterEach(() => stage.stop());

  const attempt = async (token: string): Promise<Outcome | undefined> => {
    const entry = await entryAt(stage.space(), 'siblings/a.txt');
    return (await removeAll(stage.space(undefined, { token }), [entry]))[0];
  };

  const cases: readonly (readonly [string, string, string])[] = [
    ['readonly', 'posix.eacces', 'protected'],
    ['reader', 'posix.eperm', 'protected'],
    ['revoked', 'unauthorized.tokenRevoked', 'auth'],
    ['expired', 'unauthorized.tokenCaveatUnverified', 'auth'],
    ['identity', 'unauthorized.notAnAccessToken', 'auth'],
    ['unknown-caveat', 'unauthorized.tokenCaveatUnknown', 'auth'],
    ['nonsense', 'unauthorized.badToken', 'auth'],
    ['stranger', 'unauthorized.userNotSupported', 'auth'],
  ];
  for (const [token, code, kind] of cases) {
    it(`token ${token}: ${code}, and the file stays`, async () => {
      const outcome = await attempt(token);
      assert.ok(outcome?.kind === 'failed');
      assert.deepEqual([outcome.failure.code, outcome.failure.kind], [code, kind]);
      assert.ok(stage.truth('siblings/a.txt') !== undefined);
    });
  }

  it('a token confined to a folder deletes what it holds, not the folder itself', async () => {
    const { id } = [...stage.sandbox.world.spaces.values()][0] ?? { id: '' };
    const whitelist = [Buffer.from(`/${id}/siblings/a`).toString('base64')];
    stage.sandbox.world.tokens.set('confined', { token: 'confined', caveats: [{ type: 'data.path', whitelist }] });
    const remote = stage.space(undefined, { token: 'confined' });
    assert.deepEqual(
      (await listAll(remote, pathOf('siblings'))).map(({ path }) => path),
      ['siblings/a'],
    );
    assert.equal(await remove(remote, 'siblings/a/one.txt'), 'done');
    assert.equal(await remove(remote, 'siblings/a'), 'failed posix.eacces');
  });

  it('what a confined token is not shown is not called gone', async () => {
    const seen = await entryAt(stage.space(), 'siblings/a.txt');
    const { id } = [...stage.sandbox.world.spaces.values()][0] ?? { id: '' };
    const whitelist = [Buffer.from(`/${id}/siblings/a`).toString('base64')];
    stage.sandbox.world.tokens.set('elsewhere', { token: 'elsewhere', caveats: [{ type: 'data.path', whitelist }] });
    const remote = stage.space(undefined, { token: 'elsewhere' });
    const looked = await remote.stat(seen.path, never());
    assert.equal(!looked.ok && looked.failure.code, 'notListed', 'its folder’s listing is shortened');
    const one = asGone({ remote: remote.address, entry: seen }).entry;
    assert.equal(told((await removeAll(remote, [one]))[0]), 'failed posix.eacces');
    assert.ok(stage.truth('siblings/a.txt') !== undefined);
  });

  it('without a token: 401', async () => {
    const entry = await entryAt(stage.space(), 'siblings/a.txt');
    const { createSend } = await import('../../src/remotes/http');
    const send = createSend({ origin: stage.listeners[0]?.url ?? '', userAgent: 'winnow-test' });
    const [outcome] = await removeAll(stage.space(undefined, { send }), [entry]);
    assert.equal(told(outcome), 'failed unauthorized');
  });

  it('a token that expires in the middle', async () => {
    const [one, two] = await listAll(stage.space(), pathOf('siblings/a'));
    assert.ok(one !== undefined && two !== undefined);
    await stage.faults[0]?.play([{ method: 'DELETE', at: { from: 2 }, fault: { do: 'expire' } }]);
    assert.deepEqual((await removeAll(stage.space(), [one, two])).map(told), ['done', 'failed unauthorized']);
  });

  it('a space that this provider does not support', async () => {
    const entry = await entryAt(stage.space('Elsewhere', { provider: 1 }), 'far/away.txt');
    const [outcome] = await removeAll(stage.space('Elsewhere', { provider: 0 }), [entry]);
    assert.equal(told(outcome), 'failed spaceNotSupportedBy');
    assert.ok(stage.truth('far/away.txt', 'Elsewhere') !== undefined);
  });

  it('on read-only storage the entry goes, and was marked before', async () => {
    const remote = stage.space('Imported Scans');
    const entry = await entryAt(remote, 'scans/scan-001.dat');
    assert.ok(entry.traits.includes('readonlyStorage'));
    assert.equal(await remove(remote, 'scans/scan-001.dat'), 'done');
    const space = [...stage.sandbox.world.spaces.values()].find(({ name }) => name === 'Imported Scans');
    assert.ok(space?.storedPaths.has('scans/scan-001.dat'), 'its bytes stay on the storage');
  });

  it('the server refuses in every 503 way: unavailable, retryable', async () => {
    const entry = await entryAt(stage.space(), 'siblings/a.txt');
    const provider = stage.sandbox.providers[0];
    assert.ok(provider !== undefined);
    for (const id of [
      'noConnectionToOnezone',
      'noConnectionToPeerOneprovider',
      'noConnectionToClusterNode',
      'serviceUnavailable',
      'timeout',
      'temporaryFailure',
      'unregisteredOneprovider',
      'externalServiceOperationFailed',
    ]) {
      provider.refuseWith = () => ({ id });
      const [outcome] = await removeAll(stage.space(), [entry]);
      assert.ok(outcome?.kind === 'failed');
      const { kind, code, retryable, status } = outcome.failure;
      assert.deepEqual(
        { kind, code, retryable, status },
        { kind: 'unavailable', code: id, retryable: true, status: 503 },
      );
    }
  });

  it('Retry-After is handed on', async () => {
    const entry = await entryAt(stage.space(), 'siblings/a.txt');
    await stage.faults[0]?.play([
      { method: 'DELETE', fault: { do: 'refuse', status: 429, retryAfter: { seconds: 3 } } },
    ]);
    const [outcome] = await removeAll(stage.space(), [entry]);
    assert.ok(outcome?.kind === 'failed');
    assert.deepEqual([outcome.failure.kind, outcome.failure.retryAfter], ['busy', 3000]);
  });

  it('what was gone when it was looked at again is not followed to where somebody moved it', async () => {
    for (const version of ['21.02.3', '21.02.8', '25.0']) {
      const other = await onedataStage({ providers: [{ name: 'Krakow', version }] });
      const remote = other.space();
      const listed = await Promise.all(['siblings/a/one.txt', 'siblings/a'].map((text) => entryAt(remote, text)));
      const folder = other.truth('siblings');
      const moved = other.truth('siblings/a');
      assert.ok(folder?.type === 'DIR' && moved !== undefined);
      folder.children.delete('a');
      folder.children.set('rescued', Object.assign(moved, { name: 'rescued' }));
      const before = other.files();
      for (const entry of listed) {
        const one = asGone({ remote: remote.address, entry }).entry;
        if (one.kind === 'folder') assert.equal((await remote.measure(one, 10, never())).ok, false, version);
        assert.deepEqual((await removeAll(remote, [one])).map(told), ['alreadyGone'], version);
      }
      assert.deepEqual(other.files(), before);
      await other.stop();
    }
  });

  it('reads go over to another provider, deletions do not', async () => {
    const listing = await entryAt(stage.space(), 'siblings/a.txt');
    const { reading, acting } = failOver([stage.send(0, TOKEN), stage.send(1, TOKEN)]);
    const remote = stage.space(undefined, { send: reading, acting });
    await stage.listeners[0]?.stop();
    assert.ok((await listAll(remote, pathOf('siblings'))).length > 0);
    assert.equal(told((await removeAll(remote, [listing]))[0]), 'failed connectionRefused');
    assert.ok(stage.truth('siblings/a.txt') !== undefined);
  });
});
