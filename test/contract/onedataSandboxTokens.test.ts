import assert from 'node:assert/strict';
import { type TokenGrant } from '../../src/sandbox/onedata/tokens';
import { outcome, pathOf, PREFIX, type Rig, startRig, TOKEN, ZONE } from './onedataSandboxRig';

const NOW = Date.UTC(2026, 0, 15, 12) / 1000;

interface Scope {
  readonly validUntil: number | null;
  readonly dataAccessScope: {
    readonly readonly: boolean;
    readonly spaces: Record<
      string,
      {
        readonly name: string;
        readonly supports: Record<string, { readonly readonly: boolean; readonly storages?: object }>;
      }
    >;
    readonly providers: Record<
      string,
      { readonly name: string; readonly domain: string; readonly version: string; readonly online: boolean }
    >;
  };
}

/** Tokens and their caveats as in op-worker, oz-worker and ctool 21.02.8. Simulated. */
describe('Onedata sandbox: tokens, spaces and providers', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.stop());
  const grant = (more: Omit<TokenGrant, 'token'>): string => {
    const token = `granted-${String(rig.sandbox.world.tokens.size)}`;
    rig.sandbox.world.tokens.set(token, { token, ...more });
    return token;
  };
  const post = (target: string, body: unknown, of = rig): ReturnType<Rig['raw']> =>
    of.raw('POST', target, {
      token: undefined,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const infer = async (token: string, of = rig): Promise<Scope> =>
    (await post(`${ZONE}/tokens/infer_access_token_scope`, { token }, of)).json as Scope;
  const read = (path: string, token: string): ReturnType<Rig['raw']> =>
    rig.raw('GET', `${PREFIX}/data/${rig.id(path)}`, { token });
  const remove = (path: string, token: string): ReturnType<Rig['raw']> =>
    rig.raw('DELETE', `${PREFIX}/data/${rig.space().id}/path/${pathOf(path)}`, { token });

  describe('headers', () => {
    for (const [name, headers, expected] of [
      ['X-Auth-Token', { 'x-auth-token': TOKEN }, '200'],
      ['Authorization: Bearer', { authorization: `Bearer ${TOKEN}` }, '200'],
      ['Macaroon', { macaroon: TOKEN }, '200'],
      [
        'X-Auth-Token before Authorization',
        { 'x-auth-token': 'invalid', authorization: `Bearer ${TOKEN}` },
        '401 unauthorized/badToken',
      ],
      ['Authorization: Basic is none', { authorization: 'Basic eDp5' }, '401 unauthorized'],
    ] as const)
      it(name, async () => {
        assert.equal(outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token: undefined, headers })), expected);
      });
  });

  describe('kinds and states', () => {
    for (const [name, more, expected] of [
      ['identity', { kind: 'identityToken' }, 'notAnAccessToken'],
      ['invite', { kind: 'inviteToken' }, 'notAnAccessToken'],
      ['revoked', { state: 'revoked' }, 'tokenRevoked'],
      ['forged', { state: 'forged' }, 'tokenInvalid'],
      ['expired', { caveats: [{ type: 'time', validUntil: NOW - 1 }] }, 'tokenCaveatUnverified'],
      ['for oneclient', { caveats: [{ type: 'interface', interface: 'oneclient' }] }, 'tokenCaveatUnverified'],
      ['from another address', { caveats: [{ type: 'ip', whitelist: ['203.0.113.7'] }] }, 'tokenCaveatUnverified'],
      ['for another service', { caveats: [{ type: 'service', whitelist: ['opw-other'] }] }, 'tokenCaveatUnverified'],
      ['with a caveat of the future', { caveats: [{ type: 'moon.phase' }] }, 'tokenCaveatUnknown'],
    ] as const satisfies readonly (readonly [string, Omit<TokenGrant, 'token'>, string])[])
      it(`${name}: 401 with ${expected} inside`, async () => {
        const token = grant(more);
        assert.equal(outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token })), `401 unauthorized/${expected}`);
        assert.equal(outcome(await remove('notes', token)), `401 unauthorized/${expected}`);
      });

    it('harmless caveats let through', async () => {
      const caveats = [
        { type: 'time', validUntil: NOW + 60 },
        { type: 'interface', interface: 'rest' },
        { type: 'ip', whitelist: ['127.0.0.1'] },
        { type: 'service', whitelist: ['opw-*', 'ozw-onezone'] },
      ];
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token: grant({ caveats }) })), '200');
    });

    it('a blocked user, a user of other providers', async () => {
      rig.sandbox.world.blockedUsers.add('reader');
      assert.equal(
        outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token: 'token-of-reader' })),
        '401 unauthorized/userBlocked',
      );
      rig.sandbox.world.blockedUsers.clear();
      assert.equal(
        outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token: 'token-of-stranger' })),
        '401 unauthorized/userNotSupported',
      );
    });
  });

  describe('data caveats', () => {
    const path = (text: string): string => Buffer.from(`/${rig.space().id}/${text}`).toString('base64');

    it('data.readonly: reading yes; creating, writing, deleting eacces', async () => {
      const token = grant({ caveats: [{ type: 'data.readonly' }] });
      const base = `${PREFIX}/data/${rig.space().id}`;
      assert.equal(outcome(await read('README.md', token)), '200');
      assert.equal(outcome(await remove('notes', token)), '400 posix/eacces');
      assert.equal(
        outcome(await rig.raw('DELETE', `${PREFIX}/data/${rig.id('notes')}`, { token })),
        '400 posix/eacces',
      );
      assert.equal(outcome(await rig.raw('PUT', `${base}/path/new.txt`, { token })), '400 posix/eacces');
      assert.equal(
        outcome(await rig.raw('PUT', `${PREFIX}/data/${rig.id('README.md')}/content`, { token })),
        '400 posix/eacces',
      );
      assert.equal((await infer(token)).dataAccessScope.readonly, true);
    });

    for (const [kind, whitelist] of [
      ['data.path', () => [path('notes/2024')]],
      ['data.objectid', () => [rig.id('notes/2024')]],
    ] as const)
      it(`${kind}: inside yes, outside eacces, ancestors list only the way, the folder itself cannot be deleted`, async () => {
        const token = grant({ caveats: [{ type: kind, whitelist: whitelist() }] });
        const children = async (at: string): Promise<string[]> => {
          const id = at === '' ? rig.space().id : rig.id(at);
          const reply = await rig.raw('GET', `${PREFIX}/data/${id}/children`, { token });
          return (reply.json as { children: { name: string }[] }).children.map(({ name }) => name);
        };
        assert.deepEqual(await children(''), ['notes']);
        assert.deepEqual(await children('notes'), ['2024']);
        assert.deepEqual(await children('notes/2024'), ['spring', 'summer']);
        assert.equal(outcome(await remove('README.md', token)), '400 posix/eacces');
        assert.equal(outcome(await read('README.md', token)), '400 posix/eacces');
        assert.equal(outcome(await remove('notes/2024', token)), '400 posix/eacces');
        const spring = rig.find('notes/2024/spring/march/first-week.md')
          ? 'notes/2024/spring/march/first-week.md'
          : 'notes/2024/spring/march/second-week.md';
        assert.equal(outcome(await remove(spring, token)), '204');
        const spaces = (await rig.raw('GET', `${PREFIX}/spaces`, { token })).json as { name: string }[];
        assert.deepEqual(
          spaces.map(({ name }) => name),
          ['Field Station'],
        );
        assert.deepEqual(Object.keys((await infer(token)).dataAccessScope.spaces), [rig.space().id]);
      });

    it('Onezone refuses them everywhere but in the public token calls', async () => {
      const token = grant({ caveats: [{ type: 'data.readonly' }] });
      for (const target of [
        'user/effective_spaces',
        'user/effective_providers',
        'user/spaces',
        `user/effective_spaces/${rig.space().id}`,
      ])
        assert.equal(
          outcome(await rig.raw('GET', `${ZONE}/${target}`, { token })),
          '401 unauthorized/tokenCaveatUnverified',
        );
    });

    it('before 21.02.4 they could not even list spaces on the provider', async () => {
      const old = await startRig({
        version: '21.02.3',
        tokens: [{ token: 'ro', caveats: [{ type: 'data.readonly' }] }],
      });
      const replies = [
        await old.raw('GET', `${PREFIX}/spaces`, { token: 'ro' }),
        await old.raw('GET', `${PREFIX}/data/${old.space().id}`, { token: 'ro' }),
      ];
      await old.stop();
      assert.deepEqual(replies.map(outcome), ['401 unauthorized/tokenCaveatUnverified', '200']);
    });
  });

  it('api caveats allow by operation', async () => {
    const token = grant({ caveats: [{ type: 'api', whitelist: ['oneprovider/get/op_file.*'] }] });
    assert.equal(outcome(await read('README.md', token)), '200');
    assert.equal(outcome(await remove('README.md', token)), '401 unauthorized/tokenCaveatUnverified');
  });

  describe('token calls of Onezone', () => {
    it('infer: spaces, providers, versions, who is online, what is read-only, until when', async () => {
      const scope = await infer(TOKEN);
      const { spaces, providers } = scope.dataAccessScope;
      assert.deepEqual(
        Object.values(spaces).map(({ name }) => name),
        ['Field Station', 'Imported Scans', 'Elsewhere'],
      );
      const [krakow, lisbon] = rig.sandbox.providers;
      assert.ok(krakow && lisbon);
      assert.deepEqual(providers[krakow.id], { name: 'Krakow', domain: krakow.domain, version: '25.0', online: true });
      assert.deepEqual(providers[lisbon.id], {
        name: 'Lisbon',
        domain: 'lisbon.invalid',
        version: '25.0',
        online: false,
      });
      assert.equal(spaces[rig.space('Imported Scans').id]?.supports[krakow.id]?.readonly, true);
      assert.equal(Object.keys(spaces[rig.space().id]?.supports ?? {}).length, 2);
      assert.equal(scope.validUntil, null);
      const limited = await infer(
        grant({
          caveats: [
            { type: 'time', validUntil: NOW + 500 },
            { type: 'time', validUntil: NOW + 90 },
          ],
        }),
      );
      assert.equal(limited.validUntil, NOW + 90);
    });

    it('infer: storages are named from 25.0 on, and the call itself exists from 21.02.4 on', async () => {
      for (const [version, status, hasStorages] of [
        ['25.0', 200, true],
        ['21.02.4', 200, false],
        ['21.02.3', 404, false],
      ] as const) {
        const other = await startRig({ version });
        const reply = await post(`${ZONE}/tokens/infer_access_token_scope`, { token: TOKEN }, other);
        await other.stop();
        assert.equal(reply.status, status, version);
        assert.equal(reply.body.includes('storages'), hasStorages, version);
      }
    });

    it('infer: bad tokens are 400 with the reason inside, service and interface caveats do not matter', async () => {
      const reason = async (token: unknown): Promise<unknown> => {
        const reply = await post(`${ZONE}/tokens/infer_access_token_scope`, { token });
        const { error } = reply.json as { error: { id: string; details: { tokenError: { id: string } } } };
        return [reply.status, error.id, error.details.tokenError.id];
      };
      assert.deepEqual(await reason('nonsense'), [400, 'badValueToken', 'badToken']);
      assert.deepEqual(await reason(7), [400, 'badValueToken', 'badToken']);
      assert.deepEqual(await reason(grant({ kind: 'inviteToken' })), [400, 'badValueToken', 'notAnAccessToken']);
      assert.deepEqual(await reason(grant({ caveats: [{ type: 'time', validUntil: NOW - 5 }] })), [
        400,
        'badValueToken',
        'tokenCaveatUnverified',
      ]);
      const elsewhere = grant({
        caveats: [
          { type: 'service', whitelist: ['opw-other'] },
          { type: 'interface', interface: 'oneclient' },
        ],
      });
      assert.equal(Object.keys((await infer(elsewhere)).dataAccessScope.spaces).length, 3);
      assert.equal(outcome(await post(`${ZONE}/tokens/infer_access_token_scope`, {})), '400 missingRequiredValue');
    });

    it('examine: kind and caveats, also of revoked and expired tokens', async () => {
      const caveats = [{ type: 'time', validUntil: NOW - 5 }, { type: 'data.readonly' }];
      const reply = await post(`${ZONE}/tokens/examine`, { token: grant({ state: 'revoked', caveats }) });
      const examined = reply.json as Record<string, unknown>;
      assert.deepEqual(
        [examined.type, examined.caveats, examined.persistence],
        [{ accessToken: {} }, caveats, 'named'],
      );
      const invite = (await post(`${ZONE}/tokens/examine`, { token: grant({ kind: 'inviteToken' }) })).json as Record<
        string,
        unknown
      >;
      assert.deepEqual(invite.type, { inviteToken: {} });
      assert.equal(outcome(await post(`${ZONE}/tokens/examine`, { token: 'nonsense' })), '400 badValueToken');
    });

    it('the way of older clients: effective spaces and providers', async () => {
      const get = async (target: string): Promise<Record<string, unknown>> =>
        (await rig.raw('GET', `${ZONE}/${target}`)).json as Record<string, unknown>;
      const { spaces } = (await get('user/effective_spaces')) as { spaces: string[] };
      assert.equal(spaces.length, 3);
      const space = await get(`user/effective_spaces/${rig.space().id}`);
      const [krakow, lisbon] = rig.sandbox.providers;
      assert.deepEqual(
        [space.name, Object.keys(space.providers as object)],
        ['Field Station', [krakow?.id, lisbon?.id]],
      );
      assert.deepEqual(await get('user/effective_providers'), { providers: [krakow?.id, lisbon?.id] });
      assert.equal((await get(`user/effective_providers/${krakow?.id ?? ''}`)).domain, krakow?.domain);
      assert.equal(
        outcome(await rig.raw('GET', `${ZONE}/user/effective_spaces/${rig.space('Private Project').id}`)),
        '404 notFound',
      );
      assert.equal(
        outcome(await rig.raw('GET', `${ZONE}/user/effective_spaces`, { token: undefined })),
        '401 unauthorized',
      );
      assert.equal(
        outcome(await rig.raw('GET', `${ZONE}/user/effective_spaces`, { token: 'nonsense' })),
        '401 unauthorized/badToken',
      );
    });
  });

  describe('spaces on a provider', () => {
    it('lists spaces it does not support, and then refuses to browse them', async () => {
      const spaces = (await rig.raw('GET', `${PREFIX}/spaces`)).json as {
        name: string;
        spaceId: string;
        dirId: string;
        providers: { providerName: string }[];
      }[];
      const elsewhere = spaces.find(({ name }) => name === 'Elsewhere');
      assert.ok(elsewhere);
      assert.deepEqual(
        elsewhere.providers.map(({ providerName }) => providerName),
        ['Lisbon'],
      );
      for (const target of [
        `data/${elsewhere.spaceId}/children`,
        `data/${elsewhere.dirId}/children`,
        `spaces/${elsewhere.spaceId}`,
      ])
        assert.equal(outcome(await rig.raw('GET', `${PREFIX}/${target}`)), '400 spaceNotSupportedBy', target);
      assert.equal(
        outcome(await rig.raw('GET', `${PREFIX}/spaces/${rig.space('Private Project').id}`)),
        '403 forbidden',
      );
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/spaces/${rig.space().id}`)), '200');
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/spaces`, { token: undefined })), '401 unauthorized');
    });

    it('ids of trash and archives came with 21.02.4', async () => {
      const old = await startRig({ version: '21.02.3' });
      const [space] = (await old.raw('GET', `${PREFIX}/spaces`)).json as Record<string, unknown>[];
      await old.stop();
      assert.deepEqual(Object.keys(space ?? {}), ['name', 'spaceId', 'fileId', 'providers']);
    });

    it('looks up by name or name@id, never by id alone', async () => {
      const look = async (path: string): Promise<string> => {
        const reply = await rig.raw('POST', `${PREFIX}/lookup-file-id/${path}`);
        return reply.status === 200 ? (reply.json as { fileId: string }).fileId : outcome(reply);
      };
      const { id } = rig.space();
      assert.equal(await look('Field%20Station/README.md'), rig.id('README.md'));
      assert.equal(await look(`Field%20Station@${id}/README.md`), rig.id('README.md'));
      assert.equal(await look(`%2FField%20Station%2FREADME.md`), rig.id('README.md'));
      assert.equal(await look(`Field%20Station@${rig.space('Elsewhere').id}/README.md`), '400 posix/enoent');
      assert.equal(await look(id), '400 posix/enoent');
      assert.equal(await look('Nowhere/x'), '400 posix/enoent');
      assert.equal(await look('Field%20Station/a%2F..%2FREADME.md'), '400 posix/enoent');
      assert.equal(await look('Elsewhere/far'), '400 spaceNotSupportedBy');
    });
  });

  it('a second provider has a handler, a domain and a mind of its own over the same data', async () => {
    const two = await startRig({
      providers: [
        { name: 'Krakow', version: '25.0' },
        { name: 'Lisbon', version: '21.02.4' },
      ],
      listensForAll: true,
    });
    const elsewhere = two.space('Elsewhere').id;
    const ask = (provider: number, target: string): ReturnType<Rig['raw']> =>
      two.raw('GET', PREFIX + target, { provider });
    const configurations = [await ask(0, '/configuration'), await ask(1, '/configuration')].map(
      ({ json }) => json as Record<string, unknown>,
    );
    assert.deepEqual(
      configurations.map(({ name, version }) => [name, version]),
      [
        ['Krakow', '25.0'],
        ['Lisbon', '21.02.4'],
      ],
    );
    assert.equal(outcome(await ask(1, `/data/${elsewhere}/children`)), '200');
    assert.equal(outcome(await ask(0, `/data/${elsewhere}/children`)), '400 spaceNotSupportedBy');
    assert.equal(
      outcome(await two.raw('DELETE', `${PREFIX}/data/${two.space().id}/path/notes`, { provider: 1 })),
      '204',
    );
    assert.equal(
      outcome(await two.raw('DELETE', `${PREFIX}/data/${two.space().id}/path/notes`, { provider: 0 })),
      '400 posix/enoent',
    );
    assert.equal(
      (await two.raw('GET', `${ZONE}/configuration`, { provider: 1 })).status,
      404,
      'only the first is also Onezone',
    );
    const { providers } = (await infer(TOKEN, two)).dataAccessScope;
    await two.stop();
    assert.deepEqual(
      Object.values(providers).map(({ online }) => online),
      [true, true],
    );
  });

  it('guests see what a share shows, and nothing else', async () => {
    const node = rig.find('published');
    const share = node?.shares?.[0] ?? '';
    const { fileIdOf } = await import('../../src/sandbox/onedata/provider');
    assert.ok(node);
    const root = fileIdOf(node, share);
    const children = (await rig.raw('GET', `${PREFIX}/data/${root}/children`, { token: undefined })).json as {
      children: { fileId: string; name: string }[];
    };
    assert.deepEqual(
      children.children.map(({ name }) => name),
      ['figures', 'summary.txt'],
    );
    const summary = children.children[1]?.fileId ?? '';
    const content = await rig.raw('GET', `${PREFIX}/data/${summary}/content`, { token: undefined });
    assert.match(content.body.toString(), /Shared/);
    assert.equal(
      outcome(await rig.raw('GET', `${PREFIX}/data/${rig.id('published')}`, { token: undefined })),
      '401 unauthorized',
    );
    assert.equal(outcome(await rig.raw('DELETE', `${PREFIX}/data/${summary}`)), '400 notSupported');
    const outside = rig.find('README.md');
    assert.ok(outside);
    assert.equal(
      outcome(await rig.raw('GET', `${PREFIX}/data/${fileIdOf(outside, share)}`, { token: undefined })),
      '400 posix/enoent',
    );
    assert.equal(
      outcome(await rig.raw('GET', `${PREFIX}/data/${root}`, { token: 'token-of-stranger' })),
      '200',
      'a stranger is a guest there',
    );
    assert.equal(
      outcome(await rig.raw('GET', `${PREFIX}/data/${root}?attributes=ownerUserId`, { token: undefined })),
      '400 badValueNotAllowed',
    );
  });
});
