import { type Caller } from './access';
import { pathBelow } from './cowboyPath';
import { refuse } from './errors';
import { decodeFileId } from './fileIds';
import { type FileRequest } from './fileRequest';
import { type Call, json, type Reply } from './http';
import { type Node } from './model';
import { FILE_ROUTES, type FileRoute } from './operations';
import { domainOf, type Provider } from './provider';
import { operationOf, type Route } from './routes';
import { callerFor, listSpaces, lookupFileId, oneSpace, type SpaceRequest } from './spaces';
import { forbiddingApiCaveat, tokenOf, tokenProblem } from './tokens';
import { isMember, nodeById, spacesOf, userOf, type World } from './world';

const JSON_TYPE = 'application/json';

/** What every provider route starts from: the checks happen inside `run`, in the server's order. */
export interface ProviderRequest {
  readonly world: World;
  readonly provider: Provider;
  readonly providers: readonly Provider[];
  readonly call: Call;
  readonly bound: readonly string[];
  readonly rest: readonly string[];
  readonly onezoneDomain: string;
}

export const PROVIDER_ROUTES: readonly Route<ProviderRequest>[] = [
  { method: 'GET', pattern: ['configuration'], produces: JSON_TYPE, run: configuration },
  { method: 'GET', pattern: ['health'], produces: JSON_TYPE, run: () => json({ status: 'healthy' }) },
  { method: 'GET', pattern: ['spaces'], produces: JSON_TYPE, run: (request) => listSpaces(spaceRequest(request, [])) },
  {
    method: 'GET',
    pattern: ['spaces', ':'],
    produces: JSON_TYPE,
    run: (request) => oneSpace(spaceRequest(request, request.bound)),
  },
  {
    method: 'POST',
    pattern: ['lookup-file-id', '...'],
    produces: JSON_TYPE,
    consumes: JSON_TYPE,
    run: (request) => lookupFileId(spaceRequest(request, request.rest)),
  },
  ...FILE_ROUTES.map((route) => ({
    ...route,
    run: (request: ProviderRequest) => route.run(fileRequest(route, request)),
  })),
];

/** Who calls, or the refusal of a bad token: 401 before anything else is looked at (rest_handler.erl, is_authorized). */
export function authenticate({ world, provider, call, bound }: ProviderRequest): Caller {
  const token = tokenOf(call.headers);
  if (token === undefined) return callerFor(world, undefined, undefined);
  if (provider.hasLostOnezone) refuse('noConnectionToOnezone');
  const grant = world.tokens.get(token);
  const shown = { service: `opw-${provider.id}`, remoteAddress: call.remoteAddress, now: world.now() };
  const problem = tokenProblem(grant, shown);
  if (problem || !grant) return refuse('unauthorized', { authError: problem });
  const user = userOf(grant);
  if (world.blockedUsers.has(user)) refuse('unauthorized', { authError: { id: 'userBlocked' } });
  if (spacesOf(world, user).some((space) => space.supportedBy.includes(provider.id)))
    return callerFor(world, token, user);
  // A share is open to everybody, so a user this provider does not know is served as a guest there.
  if (decodeFileId(bound[0] ?? '')?.shareId !== undefined) return callerFor(world, undefined, undefined);
  return refuse('unauthorized', { authError: { id: 'userNotSupported' } });
}

/** The conditions a test has switched on. */
export function assertServing({ provider, call }: ProviderRequest): void {
  if (provider.isBreakerOpen && provider.features.creationTime) refuse('serviceUnavailable');
  const refused = provider.refuseWith?.(call);
  if (refused) refuse(refused.id, refused.details);
}

function spaceRequest(request: ProviderRequest, names: readonly string[]): SpaceRequest {
  const { world, provider, providers, call } = request;
  return { world, provider, providers, caller: authenticate(request), call, names };
}

/** Checks in the order of op-worker's rest_handler.erl, up to the way to the base entry; the path below it and the rights belong to the operation. */
function fileRequest(route: FileRoute, request: ProviderRequest): FileRequest {
  const { world, provider, call, bound, rest } = request;
  const caller = authenticate(request);
  const base = baseOf(world, provider, bound[0] ?? '');
  if (base.shareId !== undefined && route.isPublic !== true) refuse('notSupported');
  const names = pathBelow(rest) ?? refuse('badValueFilePath');
  assertApi(route, call, caller);
  if (caller.user === undefined && base.shareId === undefined) refuse('unauthorized');
  const space = world.spaces.get(base.spaceId);
  if (base.shareId === undefined && !(space && isMember(space, caller.user))) refuse('forbidden');
  if (!space?.supportedBy.includes(provider.id))
    refuse('spaceNotSupportedBy', { spaceId: base.spaceId, providerId: provider.id });
  const node = visibleNode(world, base);
  return {
    world,
    provider,
    caller,
    node: node ?? refuse('posix', { errno: 'enoent' }),
    shareId: base.shareId,
    names,
    call,
  };
}

interface Base {
  readonly spaceId: string;
  readonly shareId: string | undefined;
  readonly node: Node | undefined;
}

/** A file id, or the id of a space supported here. Anything else is taken for an unsupported space. */
function baseOf(world: World, provider: Provider, id: string): Base {
  const parts = decodeFileId(id);
  if (parts) return { spaceId: parts.spaceId, shareId: parts.shareId, node: nodeById(world, id) };
  const space = world.spaces.get(id);
  if (space?.supportedBy.includes(provider.id)) return { spaceId: id, shareId: undefined, node: space.root };
  return refuse('spaceNotSupportedBy', { spaceId: id, providerId: provider.id });
}

/** Inside a share only what lies below its root exists. */
function visibleNode(world: World, { node, shareId }: Base): Node | undefined {
  if (!node || node.isUnsynced || shareId === undefined) return node?.isUnsynced ? undefined : node;
  const root = world.shares.get(shareId)?.node;
  for (let at: Node | undefined = node; at; at = at.parent) if (at === root) return node;
  return undefined;
}

function assertApi(route: FileRoute, call: Call, caller: Caller): void {
  const caveat =
    caller.grant && forbiddingApiCaveat(caller.grant, 'oneprovider', operationOf(call), `op_file.${route.aspect}`);
  if (caveat) refuse('unauthorized', { authError: { id: 'tokenCaveatUnverified', details: { caveat } } });
}

function configuration({ provider, onezoneDomain }: ProviderRequest): Reply {
  return json({
    providerId: provider.id,
    name: provider.name,
    domain: domainOf(provider),
    onezoneDomain,
    version: provider.version,
    build: 'simulated',
    rtransferPort: 6665,
    compatibilityRegistryRevision: 2024101700,
    compatibleOnezoneVersions: [provider.version],
    compatibleOneproviderVersions: [provider.version],
    compatibleOneclientVersions: [provider.version],
  });
}
