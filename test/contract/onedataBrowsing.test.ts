import assert from 'node:assert/strict';
import { createSend } from '../../src/remotes/http';
import { chooseProvider, readProvider, readScope } from '../../src/remotes/onedata/scope';
import type { Answer } from '../../src/removal/failure';
import type { Entry, Page, PageToken } from '../../src/removal/remote';
import { ROOT } from '../../src/removal/remotePath';
import { onedataStage, TOKEN, type OnedataStage } from '../support/onedataStage';
import { entryAt, listAll, never, pathOf, walkAll } from '../support/remoteWalks';

function good<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

function codeOf(answer: Answer<unknown>): string {
  return answer.ok ? 'ok' : answer.failure.code;
}

describe('finding spaces on a simulated Onezone', () => {
  let stage: OnedataStage;
  const grants = [
    { token: 'readonly-token', caveats: [{ type: 'data.readonly' }, { type: 'time', validUntil: 4_000_000_000 }] },
    { token: 'revoked', state: 'revoked' },
    { token: 'expired', caveats: [{ type: 'time', validUntil: 1 }] },
    { token: 'identity', kind: 'identityToken' },
    { token: 'invite', kind: 'inviteToken' },
    { token: 'gui-token', caveats: [{ type: 'interface', interface: 'gui' }] },
  ] as const;

  beforeEach(async () => (stage = await onedataStage({ tokens: grants })));
  afterEach(() => stage.stop());

  const scopeOf = (token: string) => readScope(stage.send(0, token), token, never());

  it('one token gives spaces, providers, versions and flags', async () => {
    const scope = good(await scopeOf(TOKEN));
    assert.deepEqual(
      scope.spaces.map(({ name, providers }) => [name, providers.map((provider) => provider.name)]),
      [
        ['Elsewhere', ['Lisbon']],
        ['Field Station', ['Krakow', 'Lisbon']],
        ['Imported Scans', ['Krakow']],
      ],
    );
    const imported = scope.spaces[2]?.providers[0];
    assert.deepEqual([imported?.readonly, imported?.version, imported?.online], [true, '25.0', true]);
    assert.equal(imported?.domain, `127.0.0.1:${stage.listeners[0]?.port ?? 0}`);
    assert.deepEqual([scope.readonly, scope.validUntil, scope.caveats], [false, undefined, []]);
  });

  it('an offline provider is told, and another chosen', async () => {
    const provider = stage.sandbox.providers[0];
    assert.ok(provider !== undefined);
    provider.isOnline = false;
    const info = good(await scopeOf(TOKEN)).spaces.find(({ name }) => name === 'Field Station');
    assert.ok(info !== undefined);
    assert.equal(chooseProvider(info, provider.id)?.name, 'Lisbon');
  });

  it('a read-only token says so, with its end', async () => {
    const scope = good(await scopeOf('readonly-token'));
    assert.equal(scope.readonly, true);
    assert.equal(scope.validUntil, 4_000_000_000_000);
    assert.deepEqual(
      scope.caveats.map(({ type }) => type),
      ['data.readonly', 'time'],
    );
  });

  const refused: readonly (readonly [string, string])[] = [
    ['identity', 'notAnAccessToken'],
    ['invite', 'notAnAccessToken'],
    ['gui-token', 'wrongInterface'],
    ['revoked', 'badValueToken.tokenRevoked'],
    ['expired', 'badValueToken.tokenCaveatUnverified'],
    ['nonsense', 'badValueToken.badToken'],
  ];
  for (const [token, code] of refused) {
    it(`token ${token} is refused: ${code}`, async () => {
      const answer = await scopeOf(token);
      assert.ok(!answer.ok);
      assert.deepEqual([answer.failure.kind, answer.failure.code], ['auth', code]);
      assert.ok(!JSON.stringify(answer).includes(`"${token}"`), 'the token is not in the failure');
    });
  }

  it('an older Onezone is asked space by space', async () => {
    const old = await onedataStage({ onezoneVersion: '21.02.3' });
    try {
      const scope = good(await readScope(old.send(), TOKEN, never()));
      assert.deepEqual(
        scope.spaces.map(({ name, providers }) => [name, providers.map((provider) => provider.name)]),
        [
          ['Elsewhere', ['Lisbon']],
          ['Field Station', ['Krakow', 'Lisbon']],
          ['Imported Scans', ['Krakow']],
        ],
      );
    } finally {
      await old.stop();
    }
  });

  it('an older Onezone refuses a token with data caveats, and says which', async () => {
    const old = await onedataStage({ onezoneVersion: '21.02.3', tokens: grants });
    try {
      const answer = await readScope(old.send(0, 'readonly-token'), 'readonly-token', never());
      assert.ok(!answer.ok);
      assert.equal(answer.failure.code, 'unauthorized.tokenCaveatUnverified');
      assert.equal(answer.failure.data.caveat, 'data.readonly');
    } finally {
      await old.stop();
    }
  });

  it('a Oneprovider alone: the spaces it supports, and no other', async () => {
    const spaces = async (provider: number) =>
      good(await readProvider(stage.send(provider), never())).spaces.map(({ name }) => name);
    assert.deepEqual(await spaces(0), ['Field Station', 'Imported Scans']);
    assert.deepEqual(await spaces(1), ['Elsewhere', 'Field Station']);
    const [first] = good(await readProvider(stage.send(0), never())).spaces;
    assert.ok(first?.rootId !== undefined && first.rootId !== first.id);
    assert.equal(chooseProvider(first)?.version, '25.0');
  });

  it('a Oneprovider host is no Onezone', async () => {
    assert.equal(codeOf(await readScope(stage.send(1), TOKEN, never())), 'noSuchCall');
  });
});

for (const version of ['21.02.0', '21.02.4', '21.02.5', '21.02.8', '25.0']) {
  describe(`browsing a simulated Oneprovider ${version}`, () => {
    let stage: OnedataStage;
    before(
      async () =>
        (stage = await onedataStage({ providers: [{ name: 'Krakow', version }, { name: 'Lisbon' }], scale: 0.5 })),
    );
    after(() => stage.stop());

    it('finds every file of the space exactly once, short pages and all', async () => {
      const entries = await walkAll(stage.space(), ['private']);
      const listed = entries.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);
      // A folder that may not be listed is private to somebody else: see the next test.
      const expected = stage.files().filter((file) => !file.startsWith('private/'));
      assert.deepEqual([...listed].sort(), [...expected].sort());
      assert.equal(new Set(listed).size, listed.length);
    }).timeout(20_000);

    it('pages of 1,000, and shorter ones in between', async () => {
      const remote = stage.space();
      const sizes: number[] = [];
      let page: PageToken | undefined;
      do {
        const answer: Page<Entry> = good(await remote.list(pathOf('measurements'), page, never()));
        sizes.push(answer.items.length);
        page = answer.next;
      } while (page !== undefined);
      assert.deepEqual(sizes, [1000, 900, 600]);
    });

    it('tells kinds, sizes, times and where a link points', async () => {
      const remote = stage.space();
      const file = await entryAt(remote, 'tables/weather.csv');
      const truth = stage.truth('tables/weather.csv');
      assert.ok(truth?.type === 'REG');
      assert.deepEqual([file.kind, file.bytes, file.modified], ['file', truth.content.size, truth.changed * 1000]);
      assert.ok(file.traits.includes('hardlink'));
      assert.equal((await entryAt(remote, 'links/weather-again.csv')).kind, 'file');
      const link = await entryAt(remote, 'links/to-notes');
      assert.equal(link.kind, 'symlink');
      if (version >= '21.02.5') assert.equal(link.linkTarget, '../notes');
      assert.ok((await entryAt(remote, 'published')).traits.includes('shared'));
      if (version >= '21.02.5') {
        assert.ok((await entryAt(remote, 'protected/raw/keep-1.txt')).traits.includes('protected'));
        assert.deepEqual((await entryAt(remote, 'protected')).traits, ['dataset', 'protected']);
        assert.deepEqual((await entryAt(remote, 'archived-study')).traits, ['dataset']);
        assert.deepEqual((await entryAt(remote, 'archived-study/results.csv')).traits, []);
        const twins = await listAll(remote, pathOf('conflicts'));
        assert.deepEqual(twins.map(({ traits }) => traits.includes('conflict')).sort(), [false, true]);
      }
    });

    it('counts a folder by its statistics and by a walk alike', async () => {
      const [space] = stage.sandbox.world.spaces.values();
      assert.ok(space !== undefined);
      const remote = stage.space();
      const folder = await entryAt(remote, 'siblings');
      for (const state of ['enabled', 'disabled', 'collecting'] as const) {
        space.statistics = state;
        const { files, bytes, precision } = good(await remote.measure(folder, 10_000, never()));
        const expected = stage.files().filter((file) => file.startsWith('siblings/'));
        const size = expected.reduce((sum, file) => sum + sizeOf(stage, file), 0);
        assert.deepEqual(
          { files, bytes, precision },
          { files: expected.length, bytes: size, precision: 'exact' },
          state,
        );
      }
      const big = await entryAt(remote, 'measurements');
      const { files, precision } = good(await remote.measure(big, 1500, never()));
      assert.deepEqual([files, precision], [2000, 'atLeast']);
      space.statistics = 'enabled';
    });

    it('reads a file, or its start', async () => {
      const remote = stage.space();
      const truth = stage.truth('README.md');
      assert.ok(truth?.type === 'REG');
      const bytes = Buffer.from(truth.content.bytes());
      const whole = good(await remote.read(pathOf('README.md'), 1_000_000, never()));
      assert.deepEqual([Buffer.from(whole.bytes), whole.truncated], [bytes, false]);
      const start = good(await remote.read(pathOf('README.md'), 10, never()));
      assert.deepEqual([Buffer.from(start.bytes), start.truncated], [bytes.subarray(0, 10), true]);
      assert.equal(codeOf(await remote.read(pathOf('siblings'), 10, never())), 'notFile');
      assert.equal(codeOf(await remote.read(pathOf('links/to-readme'), 10, never())), 'notFile');
    });

    it('a folder of somebody else that may not be listed', async () => {
      const answer = await stage.space().list(pathOf('private'), undefined, never());
      assert.ok(!answer.ok);
      assert.deepEqual([answer.failure.kind, answer.failure.code], ['protected', 'posix.eacces']);
    });
  });
}

function sizeOf(stage: OnedataStage, file: string): number {
  const node = stage.truth(file);
  return node?.type === 'REG' || node?.type === 'LNK' ? node.content.size : 0;
}

describe('browsing simulated Oneproviders: when things go wrong', () => {
  let stage: OnedataStage;
  beforeEach(async () => (stage = await onedataStage({ statisticsLagMs: 60_000 })));
  afterEach(() => stage.stop());

  it('statistics lag behind the files, as on the real servers', async () => {
    const remote = stage.space();
    const folder = await entryAt(remote, 'siblings/a');
    const before = good(await remote.measure(folder, 100, never()));
    const [entry] = await listAll(remote, pathOf('siblings/a'));
    assert.ok(entry !== undefined);
    await remote.removal.perform([{ remote: remote.address, entry, extent: before }], never());
    const after = good(await remote.measure(folder, 100, never()));
    assert.deepEqual([before.files, after.files], [2, 2], 'the simulated statistics are a minute behind');
  });

  it('a folder renamed by somebody else is found under its new name, not shown under the old one', async () => {
    const remote = stage.space();
    await listAll(remote, ROOT);
    await listAll(remote, pathOf('siblings'));
    await listAll(remote, pathOf('siblings/a'));
    const siblings = stage.truth('siblings');
    assert.ok(siblings?.type === 'DIR');
    const { detach, attach } = await import('../../src/sandbox/onedata/model');
    const { parent } = siblings;
    assert.ok(parent !== undefined);
    detach(siblings);
    siblings.name = 'brothers';
    attach(parent, siblings);
    assert.equal(codeOf(await remote.list(pathOf('siblings'), undefined, never())), 'notListed');
    assert.equal(codeOf(await remote.stat(pathOf('siblings/a/one.txt'), never())), 'notListed');
    assert.equal((await entryAt(remote, 'brothers/a/one.txt')).kind, 'file');
  });

  it('a folder that was deleted is not shown from the trash', async () => {
    const remote = stage.space();
    const folder = await entryAt(remote, 'siblings/a');
    await remote.removal.perform(
      [{ remote: remote.address, entry: folder, extent: { files: 2, bytes: 4, precision: 'exact', countedAt: 0 } }],
      never(),
    );
    assert.equal(codeOf(await remote.list(pathOf('siblings/a'), undefined, never())), 'notListed');
  });

  it('non-JSON answers, resets and half answers are failures with a code', async () => {
    const cases: readonly (readonly [Parameters<OnedataStage['faults'][0]['play']>[0][0]['fault'], string])[] = [
      [{ do: 'html', effect: 'none' }, 'htmlInsteadOfJson'],
      [{ do: 'refuse', status: 404, body: '', type: 'text/plain' }, 'noSuchCall'],
      [{ do: 'refuse', status: 414, body: '', type: 'text/plain' }, 'requestTooLong'],
      [{ do: 'refuse', status: 406, body: '', type: 'text/plain' }, 'notAcceptable'],
      [{ do: 'refuse', status: 502, body: '<html>', type: 'text/html' }, 'badGateway'],
      [{ do: 'redirect', status: 302, to: 'https://elsewhere.example' }, 'redirected'],
      [{ do: 'expire' }, 'unauthorized'],
      [{ do: 'truncate', share: 0.9 }, 'truncatedAnswer'],
    ];
    for (const [fault, code] of cases) {
      await stage.faults[0]?.play([{ path: '/children', fault }]);
      assert.equal(codeOf(await stage.space().list(ROOT, undefined, never())), code, fault.do);
    }
  });

  it('the server is down', async () => {
    const remote = stage.space();
    await stage.listeners[0]?.stop();
    const answer = await remote.list(ROOT, undefined, never());
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.kind, answer.failure.reach], ['network', 'notSent']);
  });

  it('a server that is something else altogether', async () => {
    const send = createSend({ origin: stage.listeners[0]?.url ?? '', userAgent: 'winnow-test' });
    await stage.faults[0]?.play([{ fault: { do: 'html', effect: 'none', status: 200 } }]);
    assert.equal(codeOf(await readScope(send, TOKEN, never())), 'htmlInsteadOfJson');
    assert.equal(codeOf(await readProvider(send, never())), 'htmlInsteadOfJson');
  });
});
