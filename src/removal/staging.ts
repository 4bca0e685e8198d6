import type { Answer } from './failure';
import type { Act, Remote } from './remote';
import type { FolderPath, RemotePath } from './remotePath';

/** One removal recorded in a workspace and not yet committed. The server keeps no size of it: bytes come from the base commit. */
export interface StagedRemoval {
  readonly path: RemotePath;
  readonly bytes?: number;
}

/** A folder marker with nothing staged below it: the next commit would lose that folder, with `files` files that nobody staged. */
export interface Leftover {
  readonly folder: FolderPath;
  readonly files?: number;
}

/** What a workspace holds beside its base commit, as the server last said. Sorted by path. */
export interface StagedState {
  readonly removed: readonly StagedRemoval[];
  readonly uploaded: readonly RemotePath[];
  readonly edited: readonly RemotePath[];
  readonly leftovers: readonly Leftover[];
  readonly readAt: number;
}

/** A remote whose removals are staged first (Oxen). */
export interface StagingRemote extends Remote {
  readonly effect: 'stages';
  staged(signal: AbortSignal): Promise<Answer<StagedState>>;
  /** Takes back staged removals, exactly the given ones and nothing else, and leaves no folder marker behind. */
  readonly unstaging: Act;
}
