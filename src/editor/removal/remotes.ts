import { remoteKey, type RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
import type { Servers } from '../../removal/plan';
import type { Remote } from '../../removal/remote';
import { byRemote } from '../../removal/selection';
import type { Connections } from '../accounts/connections';

/** The clients of the remotes that a gesture touches. */
export type Remotes = ReadonlyMap<string, Remote>;

export function remoteIn(remotes: Remotes, address: RemoteAddress): Remote {
  const remote = remotes.get(remoteKey(address));
  if (!remote) throw new Error(`no client for ${remoteKey(address)}`);
  return remote;
}

/** Connects to every remote of a plan or a selection, to where it is acted on; with `servers` to where it was. */
export async function connectAll(
  listed: readonly { readonly remote: RemoteAddress }[],
  connections: Connections,
  servers: Servers = {},
): Promise<Answer<Remotes>> {
  const remotes = new Map<string, Remote>();
  for (const [first] of byRemote(listed)) {
    if (!first) continue;
    const key = remoteKey(first.remote);
    const remote = await connections.remote(first.remote, servers[key]);
    if (!remote.ok) return remote;
    remotes.set(key, remote.value.actsOn ?? remote.value);
  }
  return success(remotes);
}

/** Which servers would be asked, for the plan: `undefined` where a remote has one alone. */
export function serversOf(remotes: Remotes): Servers | undefined {
  const named = [...remotes].flatMap(([key, { server }]) => (server === undefined ? [] : [[key, server] as const]));
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}
