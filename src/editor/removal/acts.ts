import type { Action } from '../../removal/plan';
import { isMeantFor } from '../../removal/planning';
import type { Act, Remote } from '../../removal/remote';
import type { StagingRemote } from '../../removal/staging';

/** The act that an action means on a remote. Throws where the pair makes no sense: no gesture leads there. */
export function actFor(action: Action, remote: Remote): Act {
  if (!isMeantFor(action, remote.address)) throw new Error(`${action} is not for ${remote.address.kind}`);
  switch (action) {
    case 'stageRemoval':
    case 'deletePermanently':
      return remote.removal;
    case 'unstage':
      return staging(remote).unstaging;
    case 'heal':
      return staging(remote).healing;
    case 'finish':
      return staging(remote).finishing;
    case 'discardUpload':
      return staging(remote).discarding;
    case 'deleteWorkspace':
    case 'commit':
      throw new Error(`${action} needs more than a remote`);
  }
}

function staging(remote: Remote): StagingRemote {
  if (remote.effect !== 'stages') throw new Error('nothing is staged on this remote');
  return remote as StagingRemote;
}
