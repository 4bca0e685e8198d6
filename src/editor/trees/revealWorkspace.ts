import type { OfferedClone } from '../accounts/oxenOffers';
import type { RemoteView } from './remoteView';

/** Opens the tree down to what a clone works on: its workspace, else its repository. */
export async function revealClone(view: RemoteView, account: string, clone: OfferedClone): Promise<void> {
  const roots = await view.tree.rows();
  const server = roots.find((row) => row.type === 'account' && row.account.id === account);
  if (!server) return;
  const top = await view.tree.rows(server);
  const namespace = top.find((row) => row.type === 'namespace' && row.name === clone.namespace);
  const repositories = namespace ? await view.tree.rows(namespace) : top;
  const repository = repositories.find(
    (row) => row.type === 'repository' && row.namespace === clone.namespace && row.name === clone.repository,
  );
  const workspaces = repository ? await view.tree.rows(repository) : [];
  const workspace = workspaces.find(
    (row) => row.type === 'workspace' && [row.label, row.address.workspace].some((name) => name === clone.workspace),
  );
  await view.open(workspace ?? repository ?? server, { select: true });
}
