import assert from 'node:assert/strict';
import { chooseProvider, readProvider, readScope, type OnedataProvider } from '../../src/remotes/onedata/scope';
import type { Reply } from '../../src/remotes/request';
import { codeOf, ERROR_SHAPES, good, never, reply, scriptedSend } from '../support/onedataReplies';

const EXAMINED = {
  onezoneDomain: 'zone.example.com',
  id: 't1',
  persistence: 'named',
  subject: { type: 'user', id: 'u1' },
  type: { accessToken: {} },
  caveats: [] as object[],
};

const INFERRED = {
  validUntil: 1_700_276_800,
  dataAccessScope: {
    readonly: false,
    spaces: {
      s2: { name: 'Gamma', supports: { p1: { readonly: false }, p2: { readonly: true } } },
      s1: { name: 'Delta', supports: { p2: { readonly: true }, gone: { readonly: false } } },
      s3: { name: 'Nowhere', supports: {} },
    },
    providers: {
      p1: { name: 'Krakow', domain: 'krakow.example.com', version: '21.02.8', online: true },
      p2: { name: 'Lisbon', domain: '192.0.2.7', version: '25.0', online: false },
    },
  },
};

const [, SHAPE_25] = ERROR_SHAPES;

function zone(paths: Readonly<Record<string, Reply>>) {
  return scriptedSend(({ path }) => paths[path.replace('/api/v3/onezone', '')] ?? reply(404, ''));
}

const INFER = '/tokens/infer_access_token_scope';
const EXAMINE = '/tokens/examine';

describe('onedata: what a token reaches', () => {
  it('reads spaces, providers, versions and flags from one call', async () => {
    const { send, asked } = zone({ [INFER]: reply(200, INFERRED), [EXAMINE]: reply(200, EXAMINED) });
    const scope = good(await readScope(send, 'T', never()));
    assert.equal(scope.validUntil, 1_700_276_800_000);
    assert.equal(scope.readonly, false);
    assert.deepEqual(
      scope.spaces.map(({ name }) => name),
      ['Delta', 'Gamma', 'Nowhere'],
    );
    assert.deepEqual(scope.spaces[1], {
      id: 's2',
      name: 'Gamma',
      providers: [
        { id: 'p1', name: 'Krakow', domain: 'krakow.example.com', version: '21.02.8', online: true, readonly: false },
        { id: 'p2', name: 'Lisbon', domain: '192.0.2.7', version: '25.0', online: false, readonly: true },
      ],
    });
    assert.equal(scope.spaces[0]?.providers.length, 1, 'a support without provider details is no provider to talk to');
    assert.equal(asked.length, 2);
  });

  it('takes no provider whose domain would be more than a host in a URL', async () => {
    for (const domain of ['evil.example/path', 'user@evil.example', 'a b', 'x?y', '', 'evil.example#', 'a:b:c', '-']) {
      const providers = { p1: { name: 'P', domain, version: '25.0', online: true } };
      const inferred = { validUntil: null, dataAccessScope: { ...INFERRED.dataAccessScope, providers } };
      const { send } = zone({ [INFER]: reply(200, inferred), [EXAMINE]: reply(200, EXAMINED) });
      const scope = good(await readScope(send, 'T', never()));
      assert.deepEqual(
        scope.spaces.flatMap((space) => space.providers),
        [],
        domain,
      );
      assert.equal(scope.validUntil, undefined);
    }
    for (const domain of ['localhost:9443', '127.0.0.1:1', '[::1]:443', 'a.b-c.example.com']) {
      const providers = { p1: { name: 'P', domain, version: '25.0', online: true } };
      const inferred = { validUntil: null, dataAccessScope: { ...INFERRED.dataAccessScope, providers } };
      const { send } = zone({ [INFER]: reply(200, inferred), [EXAMINE]: reply(200, EXAMINED) });
      const scope = good(await readScope(send, 'T', never()));
      assert.equal(scope.spaces.flatMap((space) => space.providers)[0]?.domain, domain);
    }
  });

  it('a token without data access reaches no space', async () => {
    const { send } = zone({
      [INFER]: reply(200, { validUntil: null, dataAccessScope: null }),
      [EXAMINE]: reply(200, EXAMINED),
    });
    assert.deepEqual(good(await readScope(send, 'T', never())), { readonly: false, caveats: [], spaces: [] });
  });

  it('reads every caveat, paths made readable, and the earliest end', async () => {
    const caveats = [
      { type: 'time', validUntil: 1_700_000_000 },
      { type: 'time', validUntil: 1_600_000_000 },
      { type: 'data.readonly' },
      { type: 'data.path', whitelist: [Buffer.from('/s1/dir/ü').toString('base64'), 'not base64!'] },
      { type: 'data.objectid', whitelist: ['0000A'] },
      { type: 'interface', interface: 'rest' },
      { type: 'ip', whitelist: ['127.0.0.1/32'] },
      { type: 'brand.new', whitelist: [1] },
    ];
    const { send } = zone({ [INFER]: reply(200, INFERRED), [EXAMINE]: reply(200, { ...EXAMINED, caveats }) });
    const scope = good(await readScope(send, 'T', never()));
    assert.equal(scope.validUntil, 1_600_000_000_000);
    assert.deepEqual(scope.caveats, [
      { type: 'time', values: [], validUntil: 1_700_000_000_000 },
      { type: 'time', values: [], validUntil: 1_600_000_000_000 },
      { type: 'data.readonly', values: [] },
      { type: 'data.path', values: ['/s1/dir/ü', 'not base64!'] },
      { type: 'data.objectid', values: ['0000A'] },
      { type: 'interface', values: ['rest'] },
      { type: 'ip', values: ['127.0.0.1/32'] },
      { type: 'brand.new', values: [] },
    ]);
  });

  it('refuses identity and invite tokens with the kind they are', async () => {
    for (const kind of ['identityToken', 'inviteToken']) {
      const { send } = zone({
        [EXAMINE]: reply(200, { ...EXAMINED, type: { [kind]: {} } }),
        [INFER]: reply(400, SHAPE_25?.of('badValueToken', { key: 'token', tokenError: { id: 'notAnAccessToken' } })),
      });
      const answer = await readScope(send, 'T', never());
      assert.ok(!answer.ok);
      assert.deepEqual(
        [answer.failure.kind, answer.failure.code, answer.failure.data.received],
        ['auth', 'notAnAccessToken', kind],
      );
    }
  });

  it('refuses a token that is bound to another interface, before REST calls run into it', async () => {
    for (const name of ['gui', 'oneclient']) {
      const caveats = [{ type: 'interface', interface: name }];
      const { send } = zone({ [EXAMINE]: reply(200, { ...EXAMINED, caveats }), [INFER]: reply(200, INFERRED) });
      const answer = await readScope(send, 'T', never());
      assert.ok(!answer.ok);
      assert.deepEqual([answer.failure.code, answer.failure.data.interface], ['wrongInterface', name]);
    }
  });

  it('a revoked token is told by the scope, although examine answers', async () => {
    const { send } = zone({
      [EXAMINE]: reply(200, EXAMINED),
      [INFER]: reply(400, SHAPE_25?.of('badValueToken', { key: 'token', tokenError: { id: 'tokenRevoked' } })),
    });
    assert.equal(codeOf(await readScope(send, 'T', never())), 'badValueToken.tokenRevoked');
  });

  it('falls back to effective spaces and providers where the scope call is missing', async () => {
    const { send } = zone({
      [EXAMINE]: reply(200, { ...EXAMINED, caveats: [{ type: 'time', validUntil: 5 }] }),
      '/user/effective_spaces': reply(200, { spaces: ['s1', 's2', 'left'] }),
      '/user/effective_providers': reply(200, { providers: ['p1'] }),
      '/user/effective_spaces/s1': reply(200, { spaceId: 's1', name: 'Old', providers: { p1: 1000, p9: 1 } }),
      '/user/effective_spaces/s2': reply(200, { spaceId: 's2', name: 'Elsewhere', providers: {} }),
      '/user/effective_spaces/left': reply(403, SHAPE_25?.of('forbidden')),
      '/user/effective_providers/p1': reply(200, { name: 'Krakow', domain: 'k.example.com', online: true }),
    });
    assert.deepEqual(good(await readScope(send, 'T', never())), {
      validUntil: 5000,
      readonly: false,
      caveats: [{ type: 'time', values: [], validUntil: 5000 }],
      spaces: [
        { id: 's2', name: 'Elsewhere', providers: [] },
        {
          id: 's1',
          name: 'Old',
          providers: [
            { id: 'p1', name: 'Krakow', domain: 'k.example.com', version: '', online: true, readonly: false },
          ],
        },
      ],
    });
  });

  it('does not pretend to know all spaces when one could not be read', async () => {
    const { send } = zone({
      '/user/effective_spaces': reply(200, { spaces: ['s1'] }),
      '/user/effective_providers': reply(200, { providers: [] }),
      '/user/effective_spaces/s1': reply(503, SHAPE_25?.of('temporaryFailure')),
    });
    assert.equal(codeOf(await readScope(send, 'T', never())), 'temporaryFailure');
  });

  it('a server that is no Onezone is a failure', async () => {
    assert.equal(codeOf(await readScope(zone({}).send, 'T', never())), 'noSuchCall');
    const { send } = scriptedSend(() => reply(200, '<html>Sign in</html>'));
    assert.equal(codeOf(await readScope(send, 'T', never())), 'htmlInsteadOfJson');
  });

  it('an aborted signal gives cancelled', async () => {
    const { send, asked } = zone({});
    const answer = await readScope(send, 'T', AbortSignal.abort());
    assert.ok(!answer.ok && answer.failure.kind === 'cancelled');
    assert.equal(asked.length, 0);
  });

  it('a Oneprovider alone: only the spaces that it supports itself', async () => {
    const { send } = scriptedSend(({ path }) =>
      path.endsWith('/configuration')
        ? reply(200, { providerId: 'p1', name: 'Krakow', domain: 'k.example.com', version: '21.02.3' })
        : reply(200, [
            { spaceId: 's2', name: 'Theirs', providers: [{ providerId: 'p2', providerName: 'L' }] },
            { spaceId: 's1', name: 'Ours', fileId: 'old', dirId: 'r1', providers: [{ providerId: 'p1' }] },
          ]),
    );
    const provider = {
      id: 'p1',
      name: 'Krakow',
      domain: 'k.example.com',
      version: '21.02.3',
      online: true,
      readonly: false,
    };
    assert.deepEqual(good(await readProvider(send, never())), {
      readonly: false,
      caveats: [],
      spaces: [{ id: 's1', name: 'Ours', rootId: 'r1', providers: [provider] }],
    });
  });

  it('a Oneprovider alone whose domain is more than a host is not believed: the question about the token would show it', async () => {
    for (const domain of ['evil.example#', 'user@evil.example', 'good.example\n', '', 'evil.example/good.example']) {
      const { send } = scriptedSend(({ path }) =>
        path.endsWith('/configuration') ? reply(200, { providerId: 'p1', domain, version: '25.0' }) : reply(200, []),
      );
      assert.equal(codeOf(await readProvider(send, never())), 'unexpectedShape', domain);
    }
  });
});

describe('onedata: which provider', () => {
  const provider = (id: string, more: Partial<OnedataProvider> = {}): OnedataProvider => ({
    id,
    name: id,
    domain: `${id}.example.com`,
    version: '21.02.8',
    online: true,
    readonly: false,
    ...more,
  });
  const pick = (providers: readonly OnedataProvider[], preferred?: string) =>
    chooseProvider({ id: 's', name: 's', providers }, preferred)?.id;

  it('the preferred one while it is online', () => {
    assert.equal(pick([provider('a'), provider('b')], 'b'), 'b');
    assert.equal(pick([provider('a'), provider('b', { online: false })], 'b'), 'a');
    assert.equal(pick([provider('a')], 'gone'), 'a');
  });

  it('else online, writable, new enough, by name', () => {
    assert.equal(pick([provider('b'), provider('a')]), 'a');
    assert.equal(pick([provider('a', { readonly: true }), provider('b', { version: '21.02.1' })]), 'b');
    assert.equal(pick([provider('a', { version: '21.02.3' }), provider('b')]), 'b');
    assert.equal(pick([provider('a', { readonly: true })]), 'a');
  });

  it('none when none is online', () => {
    assert.equal(pick([provider('a', { online: false })]), undefined);
    assert.equal(pick([]), undefined);
  });
});
