import type { RemoteView } from './remoteView';

/** A workspace by its name or id. */
interface Wanted {
  readonly namespace: string;
  readonly repository: string;
  readonly workspace?: string;
}

/** Opens the tree down to a workspace, else to its repository. */
export async function revealWorkspace(view: RemoteView, account: string, wanted: Wanted): Promise<void> {
  const roots = await view.tree.rows();
  const server = roots.find((row) => row.type === 'account' && row.account.id === account);
  if (!server) return;
  const top = await view.tree.rows(server);
  const namespace = top.find((row) => row.type === 'namespace' && row.name === wanted.namespace);
  const repositories = namespace ? await view.tree.rows(namespace) : top;
  const repository = repositories.find(
    (row) => row.type === 'repository' && row.namespace === wanted.namespace && row.name === wanted.repository,
  );
  const workspaces = repository ? await view.tree.rows(repository) : [];
  const workspace = workspaces.find(
    (row) => row.type === 'workspace' && [row.label, row.address.workspace].some((name) => name === wanted.workspace),
  );
  await view.open(workspace ?? repository ?? server, { select: true });
}
