import { remoteKey, type RemoteAddress } from '../../removal/address';
import type { TreeNode } from './node';
import type { NodeTree } from './nodeTree';

/** The row of a workspace or a space, also in a tree that was never opened. Only the rows above it are listed. */
export async function remoteRow(
  tree: Pick<NodeTree, 'rows'>,
  address: RemoteAddress,
  above?: TreeNode,
): Promise<Extract<TreeNode, { type: 'workspace' | 'space' }> | undefined> {
  for (const row of await tree.rows(above)) {
    if (row.type === 'workspace' || row.type === 'space') {
      if (remoteKey(row.address) === remoteKey(address)) return row;
    } else if (leadsTo(row, address)) {
      const found = await remoteRow(tree, address, row);
      if (found) return found;
    }
  }
  return undefined;
}

function leadsTo(row: TreeNode, address: RemoteAddress): boolean {
  switch (row.type) {
    case 'account':
      return row.account.id === address.account;
    case 'namespace':
      return address.kind === 'oxen' && row.name === address.namespace;
    case 'repository':
      return address.kind === 'oxen' && row.namespace === address.namespace && row.name === address.repository;
    default:
      return row.type === 'others';
  }
}
