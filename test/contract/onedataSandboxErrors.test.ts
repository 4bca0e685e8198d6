import assert from 'node:assert/strict';
import { ERROR_IDS, statusOf } from '../../src/sandbox/onedata/errors';
import { outcome, PREFIX, type Rig, startRig, ZONE } from './onedataSandboxRig';

interface ErrorBody {
  readonly error: {
    readonly id: string;
    readonly description: string;
    readonly details?: Record<string, unknown>;
    readonly ctx?: unknown;
  };
}

const WITHOUT_CONTEXT = ['notFound', 'alreadyExists', 'notSupported', 'timeout'];
const CONTEXT_FIELDS =
  'line module onedataErrorsRevision service serviceBuildVersion serviceDomain serviceId serviceReleaseVersion timestamp'.split(
    ' ',
  );

/** Statuses of ctool's errors.erl and onedata-errors, by group. Written down again here so that the catalogue is checked and not repeated. */
const STATUS: Readonly<Record<number, string>> = {
  400:
    'posix spaceNotSupportedBy badValueFilePath badValueIdentifier missingRequiredValue badData malformedData badValueNotAllowed badValueBoolean ' +
    'badValueInteger badValueTooLow badValueTooHigh badValueNotInRange badValueEmpty badValueToken notSupported notSupportedForSymlinks ' +
    'quotaExceeded dirStatsDisabledForSpace dirStatsNotReady limitReached',
  401:
    'unauthorized badToken tokenInvalid tokenRevoked tokenCaveatUnverified tokenCaveatUnknown notAnAccessToken tokenServiceForbidden ' +
    'tokenSubjectInvalid tokenSessionInvalid tokenTooLarge',
  403: 'forbidden forbiddenWithHint userNotSupported userBlocked',
  404: 'notFound',
  409: 'alreadyExists',
  500: 'internalServerError fileAccess',
  501: 'notImplemented',
  503:
    'noConnectionToOnezone noConnectionToPeerOneprovider noConnectionToClusterNode serviceUnavailable timeout temporaryFailure ' +
    'unregisteredOneprovider externalServiceOperationFailed',
};

describe('Onedata sandbox: errors', () => {
  const rigs = new Map<string, Rig>();
  const rigOf = (version: string): Rig => rigs.get(version) ?? assert.fail(version);
  before(async () => {
    for (const version of ['21.02.8', '25.0']) rigs.set(version, await startRig({ version }));
  });
  after(async () => {
    for (const rig of rigs.values()) await rig.stop();
  });

  it('statuses are those of the reference, for every id', () => {
    const listed = Object.entries(STATUS).flatMap(([status, ids]) =>
      ids.split(' ').map((id) => [id, Number(status)] as const),
    );
    assert.deepEqual(new Set(listed.map(([id]) => id)), new Set(ERROR_IDS));
    for (const [id, status] of listed) assert.equal(statusOf({ id }), status, id);
  });

  for (const version of ['21.02.8', '25.0'])
    for (const id of ERROR_IDS)
      it(`${id} in the shape of ${version}`, async () => {
        const rig = rigOf(version);
        const [provider] = rig.sandbox.providers;
        assert.ok(provider);
        const details = { errno: 'ebusy', reference: 'ref-1', key: 'k' };
        provider.refuseWith = () => ({ id, details });
        const reply = await rig.raw('DELETE', `${PREFIX}/data/${rig.space().id}/path/notes`);
        provider.refuseWith = undefined;
        const { error } = reply.json as ErrorBody;
        assert.equal(reply.status, statusOf({ id }));
        assert.equal(reply.headers['content-type'], 'application/json');
        assert.equal(error.id, id);
        assert.ok(error.description.length > 10 && !error.description.includes('{'), error.description);
        assert.deepEqual(error.details, details);
        const hasContext = version === '25.0' && !WITHOUT_CONTEXT.includes(id);
        assert.deepEqual(Object.keys((error.ctx as object | undefined) ?? {}).sort(), hasContext ? CONTEXT_FIELDS : []);
        assert.equal('ctx' in error, hasContext);
        assert.ok(rig.find('notes'), 'refused before any effect');
      });

  it('an error without arguments has no details', async () => {
    const rig = rigOf('25.0');
    const reply = await rig.raw('DELETE', `${PREFIX}/data/${rig.space('Private Project').id}/path/x`);
    assert.equal('details' in (reply.json as ErrorBody).error, false);
  });

  for (const [errorContext, expected] of [
    ['null', null],
    ['nullFields', Object.fromEntries(CONTEXT_FIELDS.map((field) => [field, null]))],
  ] as const)
    it(`25.0 may send ctx as ${errorContext}`, async () => {
      const rig = await startRig({ providers: [{ name: 'Krakow', errorContext }] });
      const reply = await rig.raw('DELETE', `${PREFIX}/data/${rig.space().id}/path/nothing`);
      await rig.stop();
      const { ctx } = (reply.json as ErrorBody).error;
      if (ctx !== null) assert.deepEqual(Object.keys(ctx as object).sort(), [...CONTEXT_FIELDS].sort());
      assert.deepEqual(ctx, expected);
    });

  it('401 has three shapes: nobody, a bad token, a user this provider does not know', async () => {
    const rig = rigOf('21.02.8');
    const target = `${PREFIX}/data/${rig.space().id}/path/notes`;
    const bodies: ErrorBody[] = [];
    for (const token of [undefined, 'no such token', 'token-of-stranger'])
      bodies.push((await rig.raw('DELETE', target, { token })).json as ErrorBody);
    assert.deepEqual(
      bodies.map(({ error }) => [error.id, (error.details?.authError as { id: string } | undefined)?.id]),
      [
        ['unauthorized', undefined],
        ['unauthorized', 'badToken'],
        ['unauthorized', 'userNotSupported'],
      ],
    );
  });

  it('a provider that has lost its Onezone answers 503 to tokens, and serves guests', async () => {
    const rig = rigOf('25.0');
    const [provider] = rig.sandbox.providers;
    assert.ok(provider);
    provider.hasLostOnezone = true;
    const reply = await rig.raw('GET', `${PREFIX}/spaces`);
    const open = await rig.raw('GET', `${PREFIX}/configuration`, { token: undefined });
    provider.hasLostOnezone = false;
    assert.deepEqual([outcome(reply), outcome(open)], ['503 noConnectionToOnezone', '200']);
  });

  describe('the HTTP layer answers without a body', () => {
    const rig = (): Rig => rigOf('25.0');
    const cases: readonly (readonly [string, number, () => ReturnType<Rig['raw']>])[] = [
      ['no such route', 404, () => rig().raw('GET', `${PREFIX}/nothing`)],
      ['no such product', 404, () => rig().raw('GET', '/api/v3/onepanel/health')],
      ['outside the API', 404, () => rig().raw('GET', '/index.html')],
      ['a method the route has not', 405, () => rig().raw('PATCH', `${PREFIX}/data/x/content`)],
      ['OPTIONS: browsers cannot use this API', 405, () => rig().raw('OPTIONS', `${PREFIX}/spaces`)],
      [
        'an Accept it cannot serve',
        406,
        () => rig().raw('GET', `${PREFIX}/spaces`, { headers: { accept: 'text/html' } }),
      ],
      [
        'a download that may only be JSON',
        406,
        () =>
          rig().raw('GET', `${PREFIX}/data/${rig().id('README.md')}/content`, {
            headers: { accept: 'application/json' },
          }),
      ],
      [
        'a deletion that may only be answered in HTML',
        406,
        () => rig().raw('DELETE', `${PREFIX}/data/x/path/y`, { headers: { accept: 'text/html' } }),
      ],
      [
        'a body of the wrong type',
        415,
        () =>
          rig().raw('PUT', `${PREFIX}/data/${rig().space().id}/path/new.txt`, {
            body: '{}',
            headers: { 'content-type': 'application/json' },
          }),
      ],
      ['a request line that is too long', 414, () => rig().raw('GET', `${PREFIX}/${'x'.repeat(8000)}`)],
      ['a path that cannot be decoded', 400, () => rig().raw('GET', `${PREFIX}/%`)],
    ];
    for (const [name, status, run] of cases)
      it(`${status}: ${name}`, async () => {
        const reply = await run();
        assert.deepEqual([reply.status, reply.body.toString(), reply.headers['content-type']], [status, '', undefined]);
      });

    it('405 says what would be allowed, and comes before a look at the token; 406 comes after it', async () => {
      const reply = await rig().raw('PATCH', `${PREFIX}/data/x`, { token: 'bad' });
      assert.deepEqual([reply.status, reply.headers.allow], [405, 'GET, DELETE']);
      assert.equal(
        outcome(await rig().raw('GET', `${PREFIX}/spaces`, { token: 'bad', headers: { accept: 'text/html' } })),
        '401 unauthorized/badToken',
      );
    });

    it('every answer names Cowboy and allows any origin', async () => {
      for (const target of [`${PREFIX}/nothing`, `${PREFIX}/health`, `${ZONE}/configuration`]) {
        const { headers } = await rig().raw('GET', target);
        assert.deepEqual([headers.server, headers['access-control-allow-origin']], ['Cowboy', '*']);
      }
    });
  });

  it('JSON that is none is malformedData, even where the query is fine', async () => {
    const rig = rigOf('25.0');
    for (const body of ['{', '[]', '"text"'])
      assert.equal(
        outcome(await rig.raw('GET', `${PREFIX}/data/${rig.space().id}/children?limit=1`, { body })),
        '400 malformedData',
      );
  });
});
