import { remoteKey, type RemoteAddress } from '../../removal/address';
import { success, type Answer } from '../../removal/failure';
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

/** Connects to every remote of a plan or a selection, to where it is acted on. */
export async function connectAll(
  listed: readonly { readonly remote: RemoteAddress }[],
  connections: Connections,
): Promise<Answer<Remotes>> {
  const remotes = new Map<string, Remote>();
  for (const [first] of byRemote(listed)) {
    if (!first) continue;
    const remote = await connections.remote(first.remote);
    if (!remote.ok) return remote;
    remotes.set(remoteKey(first.remote), remote.value.actsOn ?? remote.value);
  }
  return success(remotes);
}
