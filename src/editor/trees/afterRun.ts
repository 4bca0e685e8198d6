import { remoteKey, type OxenAddress, type RemoteAddress } from '../../removal/address';
import { parentOf, ROOT } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import type { StagedModel } from '../staged/stagedModel';
import { folderId, type TreeNode } from './node';
import type { NodeTree } from './nodeTree';
import type { RemoteView } from './remoteView';

/** What the tree calls a remote, or called it; when it never was in the tree, what its server calls it or a past run called it (`learnt`), else its id. */
export function nameOfRemoteIn(
  oxen: RemoteView,
  onedata: RemoteView,
  staged: StagedModel,
  learnt: (remote: RemoteAddress) => string | undefined,
): (remote: RemoteAddress) => string {
  const seen = new Map<string, string>(); // a workspace that a run deletes leaves the tree before the person is told
  return (remote) => {
    const key = remoteKey(remote);
    const node = (remote.kind === 'oxen' ? oxen : onedata).tree.find(key);
    if (node?.type === 'workspace' || node?.type === 'space') seen.set(key, node.label);
    const known = seen.get(key);
    if (known !== undefined) return known;
    if (remote.kind === 'onedata') return learnt(remote) ?? remote.space;
    return staged.labelOf(remote) ?? learnt(remote) ?? remote.workspace;
  };
}

/**
 * After every run the truth is read again. Onedata: the folders that held the targets. Oxen: the whole workspace as far as it is
 * open, since what is staged below a folder shows on every folder above it.
 */
export function afterRunIn(
  oxen: RemoteView,
  onedata: RemoteView,
  staged: StagedModel,
  nameOfRemote: (remote: RemoteAddress) => string,
): (report: Report) => Promise<void> {
  return async ({ plan }) => {
    const touched = new Map<TreeNode, NodeTree>();
    const workspaces = new Map<string, OxenAddress>();
    for (const { remote, entry } of plan.targets) {
      const { tree } = remote.kind === 'oxen' ? oxen : onedata;
      const node = tree.find(folderId(remote, remote.kind === 'oxen' ? ROOT : parentOf(entry.path)));
      // A deleted workspace is shown by its absence: its repository is listed again.
      const shown = plan.action === 'deleteWorkspace' ? (node?.parent ?? node) : node;
      if (shown) touched.set(shown, tree);
      if (remote.kind === 'oxen') workspaces.set(remoteKey(remote), remote);
    }
    // First what is staged: the listings wait for the same reading.
    const reading = [...workspaces.values()].map((address) => staged.watch(address, nameOfRemote(address)));
    for (const [node, tree] of touched) void tree.refreshInTurn(node);
    await Promise.all(reading);
  };
}
