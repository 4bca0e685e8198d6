import type { OxenAddress, RemoteAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { Account } from './account';
import type { AccountStore } from './accountStore';
import type { Connections } from './connections';

/** Repositories looked into, of one account, at most. */
const MOST_REPOSITORIES = 200;

/** A workspace or space that an account gives access to. */
export interface KnownRemote {
  readonly address: RemoteAddress;
  /** What the server calls it. */
  readonly name: string;
  /** Where it is: account, namespace and repository, or account alone. */
  readonly place: string;
}

export interface KnownRemotes {
  readonly remotes: readonly KnownRemote[];
  /** Accounts that could not be asked, or not to the end. */
  readonly failures: readonly { readonly account: Account; readonly failure: Failure }[];
}

/** Asks every account for its workspaces and spaces. An account that fails does not hide the others. */
export async function findRemotes(
  { accounts, connections }: { readonly accounts: AccountStore; readonly connections: Connections },
  signal: AbortSignal,
): Promise<KnownRemotes> {
  const asked = await Promise.all(
    accounts
      .all()
      .map((account) =>
        account.kind === 'oxen' ? workspacesOf(account, connections, signal) : spacesOf(account, connections),
      ),
  );
  const remotes = asked.flatMap((one) => one.remotes);
  for (const { address, name } of remotes) connections.learnName(address, name);
  return { remotes, failures: asked.flatMap(({ failures }) => failures) };
}

async function spacesOf(account: Account, connections: Connections): Promise<KnownRemotes> {
  const scope = await connections.scope(account);
  if (!scope.ok) return { remotes: [], failures: [{ account, failure: scope.failure }] };
  const remotes = scope.value.spaces.map(({ id, name }): KnownRemote => ({
    address: { kind: 'onedata', account: account.id, space: id },
    name,
    place: account.name,
  }));
  return { remotes, failures: [] };
}

async function workspacesOf(account: Account, connections: Connections, signal: AbortSignal): Promise<KnownRemotes> {
  const remotes: KnownRemote[] = [];
  const cut = (failure: Failure): KnownRemotes => ({ remotes, failures: [{ account, failure }] });
  const server = await connections.oxen(account);
  const namespaces = await server.namespaces(signal);
  if (!namespaces.ok) return cut(namespaces.failure);
  let left = MOST_REPOSITORIES;
  for (const namespace of namespaces.value) {
    const repositories = await server.repositories(namespace, signal);
    if (!repositories.ok) return cut(repositories.failure);
    for (const { name: repository } of repositories.value.slice(0, left)) {
      const workspaces = await server.workspaces(namespace, repository, signal);
      if (!workspaces.ok) return cut(workspaces.failure);
      for (const { id, name } of workspaces.value) {
        const address: OxenAddress = { kind: 'oxen', account: account.id, namespace, repository, workspace: id };
        remotes.push({ address, name: name ?? id, place: `${account.name} · ${namespace}/${repository}` });
      }
    }
    left = Math.max(0, left - repositories.value.length);
  }
  return { remotes, failures: [] };
}
