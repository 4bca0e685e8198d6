import { type Caller, callerOf, relationTo } from './access';
import { posix, refuse } from './errors';
import { type Call, json, type Reply } from './http';
import { type Space } from './model';
import { fileIdOf, type Provider } from './provider';
import { resolve } from './resolution';
import { dataAccessCaveat } from './tokens';
import { isMember, nodeById, spacesOf, type World } from './world';

/** What a call outside `/data` gets to see. */
export interface SpaceRequest {
  readonly world: World;
  readonly provider: Provider;
  readonly providers: readonly Provider[];
  readonly caller: Caller;
  readonly call: Call;
  /** Path segments bound by the route. */
  readonly names: readonly string[];
}

/** `GET /spaces`: all of the user's spaces, supported here or not (space_oz_middleware_handler.erl). */
export function listSpaces({ world, provider, providers, caller }: SpaceRequest): Reply {
  const user = assertUser(caller);
  assertMayList(provider, caller);
  const visible = spacesOf(world, user).filter((space) => relationTo(caller, space.root) !== 'outside');
  return json(visible.map((space) => describe(space, provider, providers)));
}

/** `GET /spaces/{sid}`: 403 for others' spaces, spaceNotSupportedBy for those of other providers. */
export function oneSpace({ world, provider, providers, caller, names }: SpaceRequest): Reply {
  const user = assertUser(caller);
  const id = names[0] ?? '';
  const space = world.spaces.get(id);
  if (!space || !isMember(space, user)) return refuse('forbidden');
  if (!space.supportedBy.includes(provider.id))
    return refuse('spaceNotSupportedBy', { spaceId: id, providerId: provider.id });
  assertMayList(provider, caller);
  return json(describe(space, provider, providers));
}

/**
 * `POST /lookup-file-id/{space}/{path}`: the space by name or `name@id`, never by id alone; of several with one name, the first.
 * An unknown space and any `..` are posix enoent (middleware_utils.erl).
 */
export function lookupFileId({ world, provider, caller, names }: SpaceRequest): Reply {
  const user = assertUser(caller);
  const [first, ...rest] = names.flatMap((name) => name.split('/')).filter((name) => name !== '');
  if (first === undefined) {
    const root = world.userRoots.get(user);
    return root ? json({ fileId: fileIdOf(root) }) : posix('enoent');
  }
  const space = spaceCalled(world, user, first);
  if (!space || [first, ...rest].includes('..')) return posix('enoent');
  if (!space.supportedBy.includes(provider.id))
    return refuse('spaceNotSupportedBy', { spaceId: space.id, providerId: provider.id });
  return json({ fileId: fileIdOf(resolve(caller, space.root, rest)) });
}

function spaceCalled(world: World, user: string, text: string): Space | undefined {
  const cut = text.indexOf('@');
  const [name, id] = cut < 0 ? [text, undefined] : [text.slice(0, cut), text.slice(cut + 1)];
  return spacesOf(world, user).find((space) => space.name === name && (id === undefined || space.id === id));
}

function describe(space: Space, provider: Provider, providers: readonly Provider[]): object {
  const supporting = providers.filter((one) => space.supportedBy.includes(one.id));
  const newIds = {
    dirId: fileIdOf(space.root),
    trashDirId: fileIdOf(space.trash),
    archivesDirId: fileIdOf(space.archives),
  };
  return {
    name: space.name,
    spaceId: space.id,
    fileId: fileIdOf(space.root),
    ...(provider.features.scopeInference && newIds),
    providers: supporting.map((one) => ({ providerId: one.id, providerName: one.name })),
  };
}

function assertUser(caller: Caller): string {
  return caller.user ?? refuse('unauthorized');
}

/** Before 21.02.4 a token confined to data could not list spaces (VFS-10999). */
function assertMayList(provider: Provider, caller: Caller): void {
  const caveat = caller.grant && dataAccessCaveat(caller.grant);
  if (caveat && !provider.features.scopeInference)
    refuse('unauthorized', { authError: { id: 'tokenCaveatUnverified', details: { caveat } } });
}

export function callerFor(world: World, token: string | undefined, user: string | undefined): Caller {
  const grant = token === undefined ? undefined : world.tokens.get(token);
  return callerOf(grant, user, (id) => nodeById(world, id));
}
