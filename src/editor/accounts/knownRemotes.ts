import type { OxenAddress, RemoteAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { Account } from './account';
import type { AccountStore } from './accountStore';
import type { Connections } from './connections';

/** Repositories looked into, of one account, at most. */
const MOST_REPOSITORIES = 200;

export interface KnownRepository {
  readonly account: Account;
  readonly namespace: string;
  readonly name: string;
}

/** A workspace or space that an account gives access to. */
export interface KnownRemote {
  readonly address: RemoteAddress;
  /** What the server calls it. */
  readonly name: string;
  /** Where it is: account, namespace and repository, or account alone. */
  readonly place: string;
}

/** An account that could not be asked, or not to the end. */
export interface NotAsked {
  readonly account: Account;
  readonly failure: Failure;
}

export interface KnownRemotes {
  readonly remotes: readonly KnownRemote[];
  readonly failures: readonly NotAsked[];
}

export interface KnownRepositories {
  readonly repositories: readonly KnownRepository[];
  readonly failures: readonly NotAsked[];
}

interface Asking {
  readonly accounts: Pick<AccountStore, 'all'>;
  readonly connections: Connections;
}

/** Asks every account for its workspaces and spaces. An account that fails does not hide the others. */
export async function findRemotes({ accounts, connections }: Asking, signal: AbortSignal): Promise<KnownRemotes> {
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

/** The same for the repositories of all Oxen accounts. */
export async function findRepositories(
  { accounts, connections }: Asking,
  signal: AbortSignal,
): Promise<KnownRepositories> {
  const oxen = accounts.all().filter(({ kind }) => kind === 'oxen');
  const asked = await Promise.all(oxen.map((account) => repositoriesOf(account, connections, signal)));
  return {
    repositories: asked.flatMap(({ repositories }) => repositories),
    failures: asked.flatMap(({ failures }) => failures),
  };
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
  const { repositories, failures } = await repositoriesOf(account, connections, signal);
  const server = await connections.oxen(account);
  for (const { namespace, name: repository } of repositories.slice(0, MOST_REPOSITORIES)) {
    const workspaces = await server.workspaces(namespace, repository, signal);
    if (!workspaces.ok) return { remotes, failures: [{ account, failure: workspaces.failure }] };
    for (const { id, name } of workspaces.value) {
      const address: OxenAddress = { kind: 'oxen', account: account.id, namespace, repository, workspace: id };
      remotes.push({ address, name: name ?? id, place: `${account.name} · ${namespace}/${repository}` });
    }
  }
  return { remotes, failures };
}

async function repositoriesOf(
  account: Account,
  connections: Connections,
  signal: AbortSignal,
): Promise<KnownRepositories> {
  const repositories: KnownRepository[] = [];
  const cut = (failure: Failure): KnownRepositories => ({ repositories, failures: [{ account, failure }] });
  const server = await connections.oxen(account);
  const namespaces = await server.namespaces(signal);
  if (!namespaces.ok) return cut(namespaces.failure);
  for (const namespace of namespaces.value) {
    const listed = await server.repositories(namespace, signal);
    if (!listed.ok) return cut(listed.failure);
    repositories.push(...listed.value.map(({ name }) => ({ account, namespace, name })));
  }
  return { repositories, failures: [] };
}
