import type { OfferedClone } from '../accounts/oxenOffers';
import type { RemoteView } from './remoteView';

/** Opens the tree down to what a clone works on: its workspace, else its repository. */
export async function revealClone({ tree, view }: RemoteView, account: string, clone: OfferedClone): Promise<void> {
  const roots = await tree.getChildren();
  const server = roots.find((row) => row.type === 'account' && row.account.id === account);
  if (!server) return;
  const top = await tree.getChildren(server);
  const namespace = top.find((row) => row.type === 'namespace' && row.name === clone.namespace);
  const repositories = namespace ? await tree.getChildren(namespace) : top;
  const repository = repositories.find(
    (row) => row.type === 'repository' && row.namespace === clone.namespace && row.name === clone.repository,
  );
  const workspaces = repository ? await tree.getChildren(repository) : [];
  const workspace = workspaces.find(
    (row) => row.type === 'workspace' && [row.label, row.address.workspace].some((name) => name === clone.workspace),
  );
  await view.reveal(workspace ?? repository ?? server, { select: true, focus: false, expand: true });
}
