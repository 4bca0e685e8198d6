import { relationTo } from './access';
import { type Reporter, refuse } from './errors';
import { type Call, json, type Reply } from './http';
import { type Space } from './model';
import { domainOf, isReachable, type Provider, storageIdOf } from './provider';
import { type Route } from './routes';
import { callerFor } from './spaces';
import { type Caveat, caveatsOf, dataAccessCaveat, type TokenGrant, tokenOf, tokenProblem } from './tokens';
import { type Features, featuresOf } from './versions';
import { idFor, spacesOf, userOf, type World } from './world';

const JSON_TYPE = 'application/json';
/** Bytes of support a provider grants each space; only shown. */
const SUPPORT = 10_000_000_000;

export interface Onezone {
  readonly name: string;
  readonly version: string;
  readonly features: Features;
  domain: string | undefined;
  readonly errorContext: Reporter['context'];
}

export function newOnezone(version: string): Onezone {
  const features = featuresOf(version);
  return {
    name: 'Practice Onezone',
    version,
    features,
    domain: undefined,
    errorContext: features.release25 ? 'full' : 'absent',
  };
}

export const onezoneDomain = (onezone: Onezone): string => onezone.domain ?? 'onezone.invalid';

export interface ZoneRequest {
  readonly world: World;
  readonly onezone: Onezone;
  readonly providers: readonly Provider[];
  readonly call: Call;
  readonly bound: readonly string[];
}

export function zoneReporter(world: World, onezone: Onezone): Reporter {
  return {
    service: 'ozw',
    serviceId: 'onezone',
    serviceDomain: onezoneDomain(onezone),
    version: onezone.version,
    context: onezone.errorContext,
    now: world.now(),
  };
}

/** The calls a client bootstraps with. Token calls are public: the token lies in the body. */
export function zoneRoutes({ scopeInference }: Features): readonly Route<ZoneRequest>[] {
  const get = (pattern: readonly string[], run: Route<ZoneRequest>['run']): Route<ZoneRequest> => ({
    method: 'GET',
    pattern,
    produces: JSON_TYPE,
    run,
  });
  const post = (pattern: readonly string[], run: Route<ZoneRequest>['run']): Route<ZoneRequest> => ({
    method: 'POST',
    pattern,
    produces: JSON_TYPE,
    consumes: JSON_TYPE,
    readsJson: true,
    run,
  });
  return [
    get(['configuration'], configuration),
    post(['tokens', 'examine'], examine),
    ...(scopeInference ? [post(['tokens', 'infer_access_token_scope'], inferScope)] : []),
    get(['user', 'effective_spaces'], (request) => json({ spaces: spacesFor(request).map((space) => space.id) })),
    get(['user', 'spaces'], (request) => json({ spaces: spacesFor(request).map((space) => space.id) })),
    get(['user', 'effective_spaces', ':'], oneSpace),
    get(['user', 'effective_providers'], (request) => json({ providers: providersFor(request).map((one) => one.id) })),
    get(['user', 'effective_providers', ':'], oneProvider),
  ];
}

function configuration({ onezone, providers }: ZoneRequest): Reply {
  return json({
    name: onezone.name,
    domain: onezoneDomain(onezone),
    version: onezone.version,
    build: 'simulated',
    compatibleOneproviderVersions: [...new Set(providers.map((one) => one.version))],
    supportedIdPs: [],
    subdomainDelegationSupported: false,
  });
}

/** No verification: revoked and expired tokens are examined too; only what is no token at all is refused. */
function examine(request: ZoneRequest): Reply {
  const grant = grantInBody(request);
  if (!grant) return refuseToken({ id: 'badToken' });
  return json({
    onezoneDomain: onezoneDomain(request.onezone),
    id: idFor('token', grant.token),
    persistence: 'named',
    subject: { type: 'user', id: userOf(grant) },
    type: { [grant.kind ?? 'accessToken']: {} },
    caveats: caveatsOf(grant),
  });
}

function inferScope(request: ZoneRequest): Reply {
  const { world, providers, onezone } = request;
  const grant = grantInBody(request);
  const problem = tokenProblem(grant && withoutContextual(grant), presentation(request));
  if (problem || !grant) return refuseToken(problem ?? { id: 'badToken' });
  const caller = callerFor(world, grant.token, userOf(grant));
  const spaces = spacesOf(world, userOf(grant)).filter((space) => relationTo(caller, space.root) !== 'outside');
  const supporting = providers.filter((one) => spaces.some((space) => space.supportedBy.includes(one.id)));
  return json({
    validUntil: validUntil(grant),
    dataAccessScope: {
      readonly: caller.isReadOnly,
      spaces: Object.fromEntries(spaces.map((space) => [space.id, scopeOf(space, onezone)])),
      providers: Object.fromEntries(supporting.map((one) => [one.id, providerScope(one)])),
    },
  });
}

/** Service, interface and api caveats are not looked at here. */
function withoutContextual(grant: TokenGrant): TokenGrant {
  return { ...grant, caveats: caveatsOf(grant).filter(({ type }) => !['service', 'interface', 'api'].includes(type)) };
}

function scopeOf(space: Space, onezone: Onezone): object {
  const support = { readonly: space.storageIsReadOnly };
  const storages = (id: string): object => ({ storages: { [storageIdOf(id)]: support } });
  const supports = space.supportedBy.map((id) => [id, { ...support, ...(onezone.features.release25 && storages(id)) }]);
  return { name: space.name, supports: Object.fromEntries(supports) as object };
}

function providerScope(provider: Provider): object {
  return { name: provider.name, domain: domainOf(provider), version: provider.version, online: isReachable(provider) };
}

function oneSpace(request: ZoneRequest): Reply {
  const space = spacesFor(request).find(({ id }) => id === request.bound[0]);
  if (!space) return refuse('notFound');
  return json({
    spaceId: space.id,
    name: space.name,
    providers: Object.fromEntries(space.supportedBy.map((id) => [id, SUPPORT])),
    creator: { type: 'user', id: 'colleague' },
    creationTime: space.root.created,
  });
}

function oneProvider(request: ZoneRequest): Reply {
  const provider = providersFor(request).find(({ id }) => id === request.bound[0]);
  if (!provider) return refuse('notFound');
  return json({
    providerId: provider.id,
    clusterId: provider.id,
    ...providerScope(provider),
    latitude: 50.06,
    longitude: 19.94,
  });
}

function providersFor(request: ZoneRequest): readonly Provider[] {
  const spaces = spacesFor(request);
  return request.providers.filter((one) => spaces.some((space) => space.supportedBy.includes(one.id)));
}

/** Tokens confined to data are refused by every call of Onezone but the public ones (ctool's data_access_caveats.erl). */
function spacesFor(request: ZoneRequest): readonly Space[] {
  const { world, call } = request;
  const token = tokenOf(call.headers);
  if (token === undefined) return refuse('unauthorized');
  const grant = world.tokens.get(token);
  const problem = tokenProblem(grant, presentation(request));
  if (problem || !grant) return refuse('unauthorized', { authError: problem ?? { id: 'badToken' } });
  const caveat = dataAccessCaveat(grant);
  if (caveat) refuse('unauthorized', { authError: { id: 'tokenCaveatUnverified', details: { caveat } } });
  return spacesOf(world, userOf(grant));
}

function presentation({ world, call }: ZoneRequest): { service: string; remoteAddress: string; now: number } {
  return { service: 'ozw-onezone', remoteAddress: call.remoteAddress, now: world.now() };
}

function grantInBody({ world, call }: ZoneRequest): TokenGrant | undefined {
  const token = call.data.get('token');
  if (token === undefined) return refuse('missingRequiredValue', { key: 'token' });
  return typeof token === 'string' ? world.tokens.get(token) : undefined;
}

function refuseToken(tokenError: object): never {
  return refuse('badValueToken', { key: 'token', tokenError });
}

function validUntil(grant: TokenGrant): number | null {
  const times = (caveatsOf(grant) as readonly Caveat[]).flatMap((caveat) =>
    caveat.type === 'time' ? [caveat.validUntil] : [],
  );
  return times.length > 0 ? Math.min(...times) : null;
}
