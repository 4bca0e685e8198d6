import type { Answer, Failure } from './failure';
import type { CommitReceipt } from './outcome';
import type { Act, Remote } from './remote';
import type { RemotePath } from './remotePath';

/** One removal recorded in a workspace and not yet committed. The server keeps no size of it: bytes come from the base commit. */
export interface StagedRemoval {
  readonly path: RemotePath;
  readonly bytes?: number;
}

/**
 * What the next commit would do to a folder that nobody meant to touch, because of a marker another client left behind.
 * `loses`: the folder vanishes with `files` files that nobody staged. `adds`: an empty folder appears.
 * `breaks`: entries staged below the folder, its own marker gone: the commit may empty everything beside it.
 */
export type LeftoverHarm = 'loses' | 'adds' | 'breaks';

/** A folder marker with nothing staged below it, or (`breaks`) a folder with staged entries whose marker is missing. */
export interface Leftover {
  readonly folder: RemotePath;
  readonly harm: LeftoverHarm;
  /** Files below the folder in the base commit. */
  readonly files?: number;
}

/**
 * One write on the way of taking back the removal of a table, told before it is sent (`uploading`, `renaming`) and after all of them
 * are proved (`settled`). `aside` is the odd name under which the entry is unstaged.
 */
export interface TableStep {
  readonly kind: 'uploading' | 'renaming' | 'settled';
  readonly path: RemotePath;
  readonly aside: RemotePath;
}

/** A table whose taking back was interrupted: still under its own name with our content, or already under the odd one. */
export interface UnfinishedTable {
  readonly path: RemotePath;
  readonly state: 'overwritten' | 'renamed';
  readonly aside: RemotePath;
}

/** What a workspace holds beside its base commit, as the server last said. Every list is sorted by path. */
export interface StagedState {
  readonly removed: readonly StagedRemoval[];
  readonly uploaded: readonly RemotePath[];
  readonly edited: readonly RemotePath[];
  /** Tracked folders without any file whose own removal is staged; they appear in no other list. */
  readonly emptyFolders: readonly RemotePath[];
  readonly leftovers: readonly Leftover[];
  /** Interrupted table steps: not part of `uploaded` and `edited`. A commit is refused while there are any. */
  readonly unfinished: readonly UnfinishedTable[];
  /** Staged paths of other clients that no entry can have. They are shown as they are and never sent. */
  readonly unreadable: readonly string[];
  /** Id of the commit the workspace is based on. */
  readonly base: string;
  readonly readAt: number;
}

/** What a commit is made with. The texts are required by the server and must not be empty. */
export interface CommitDetails {
  readonly branch: string;
  readonly message: string;
  readonly author: string;
  readonly email: string;
  /** `CommitPreview.appeared` as it was shown: when others have come since, nothing is sent (`changedSincePreview`). */
  readonly appeared?: readonly RemotePath[];
}

/** Everything a commit would do, read before it is made. */
export interface CommitPreview {
  readonly branch: string;
  readonly state: StagedState;
  /** Bytes of all removals; undefined when not all are known. */
  readonly removedBytes?: number;
  /** Topmost folders whose every base file is staged: they vanish, or stay behind empty when their files were staged one by one. */
  readonly emptied: readonly RemotePath[];
  readonly mergeable: boolean;
  /** Paths the server names as changed on both sides. */
  readonly conflicts: readonly RemotePath[];
  /** Commits on the branch after the workspace's base. */
  readonly behind: number;
  /** Commit id the branch pointed to. */
  readonly head: string;
  /**
   * Files that came to the branch, since the base commit, below a folder in `emptied`. A removed folder takes them along:
   * oxen-server 0.50.0 says nothing, later versions refuse the commit.
   */
  readonly appeared: readonly RemotePath[];
  /** Why a commit is refused now: leftovers, unfinished tables, unreadable paths or nothing staged. */
  readonly refusal?: Failure;
}

/** What the branch looks like after a commit, beside what was staged. `unexpected` lists are sorted. */
export interface CommitProof {
  readonly kind: CommitReceipt['proof'];
  /** Entries that are missing although nobody staged them. */
  readonly missing: readonly RemotePath[];
  /** Entries that are still there although their removal was staged. */
  readonly remaining: readonly RemotePath[];
  /** Folders compared. */
  readonly folders: number;
  readonly failure?: Failure;
}

/** `unknown`: sent, no answer, and the branch head has not moved (yet). Never sent a second time by itself. */
export type CommitOutcome =
  | {
      readonly kind: 'committed';
      readonly commit: string;
      /** The commit before it on the branch: what to restore from. */
      readonly parent: string;
      readonly proof: CommitProof;
      /** A named workspace stays, with the new commit as its base; an unnamed one has gone. */
      readonly workspace: 'stays' | 'gone';
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly head?: string };

/** A remote whose removals are staged first (Oxen). */
export interface StagingRemote extends Remote {
  readonly effect: 'stages';
  staged(signal: AbortSignal): Promise<Answer<StagedState>>;
  /** Takes back staged removals, exactly the given ones and nothing else, and leaves no folder marker behind. */
  readonly unstaging: Act;
  /** Clears leftovers, given as folder entries, and every other one on the way. Stages and unstages nothing. */
  readonly healing: Act;
  /** Throws away uploads and edits: the workspace's content of these entries is lost, the base commit's stays. */
  readonly discarding: Act;
  /** Finishes interrupted table steps: the removal they were taking back is taken back. */
  readonly finishing: Act;
  /** Deletes the workspace with everything staged in it. */
  deleteWorkspace(signal: AbortSignal): Promise<Answer<undefined>>;
  previewCommit(branch: string, signal: AbortSignal): Promise<Answer<CommitPreview>>;
  /** Sends the commit once, refuses it with leftovers or nothing staged, and proves the branch afterwards. Never rejects. */
  commit(details: CommitDetails, signal: AbortSignal): Promise<CommitOutcome>;
}
