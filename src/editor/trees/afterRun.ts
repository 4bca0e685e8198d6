import { remoteKey, type RemoteAddress } from '../../removal/address';
import { parentOf } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import type { StagedModel } from '../staged/stagedModel';
import { folderId } from './node';
import type { RemoteView } from './remoteView';

/** What the tree calls a remote, or its last part when it is not in the tree. */
export function nameOfRemoteIn(oxen: RemoteView, onedata: RemoteView): (remote: RemoteAddress) => string {
  return (remote) => {
    const node = (remote.kind === 'oxen' ? oxen : onedata).tree.find(remoteKey(remote));
    if (node?.type === 'workspace' || node?.type === 'space') return node.label;
    return remote.kind === 'oxen' ? remote.workspace : remote.space;
  };
}

/** After every run the truth is read again: the folders that held the targets, and what is staged. */
export function afterRunIn(
  oxen: RemoteView,
  onedata: RemoteView,
  staged: StagedModel,
  nameOfRemote: (remote: RemoteAddress) => string,
): (report: Report) => Promise<void> {
  return async ({ plan }) => {
    const touched = new Map<string, RemoteView>();
    const workspaces = new Map<string, RemoteAddress>();
    for (const { remote, entry } of plan.targets) {
      touched.set(folderId(remote, parentOf(entry.path)), remote.kind === 'oxen' ? oxen : onedata);
      workspaces.set(remoteKey(remote), remote);
    }
    for (const [id, { tree }] of touched) {
      const folder = tree.find(id);
      if (folder) tree.refresh(folder);
    }
    for (const remote of workspaces.values()) {
      if (remote.kind === 'oxen') await staged.watch(remote, nameOfRemote(remote));
    }
  };
}
