import type { SkipReason } from './outcome';
import type { Effect, Extent, Target } from './remote';

/**
 * What a plan does. `finish`: takes an interrupted unstaging of a table to its end. `commit`: one target for each change the commit will hold (trait `staged` for removals, `uploaded`, `edited`),
 * all sent in one request. `deleteWorkspace`: one target, named after the workspace, whose extent is what would be lost.
 * Every act of Winnow on a server that changes something is one of these and takes the same way.
 */
export type Action =
  'stageRemoval' | 'deletePermanently' | 'unstage' | 'heal' | 'finish' | 'discardUpload' | 'deleteWorkspace' | 'commit';

export interface SkippedTarget {
  readonly target: Target;
  readonly reason: SkipReason;
}

/** Something the person should read before agreeing. `count`: how many targets it concerns; `names`: a few of them. */
export interface Warning {
  readonly code:
    | 'dropsUploads'
    | 'dropsEdits'
    | 'detachesShares'
    | 'detachesDataset'
    | 'hardlinkDataStays'
    | 'willRefuse'
    | 'metadataOnly'
    | 'partlyLoaded'
    | 'countIncomplete'
    | 'everything';
  readonly count: number;
  readonly names: readonly string[];
  /** For `partlyLoaded`: entries loaded and entries in all. */
  readonly loaded?: number;
  readonly total?: number;
}

/** What a removal would do, before it does it. Plain data; the plan that is shown is the plan that runs. */
export interface Plan {
  readonly id: string;
  readonly action: Action;
  readonly effect: Effect;
  readonly createdAt: number;
  /** The minimal cover: no target lies inside another. May span several remotes of one effect. */
  readonly targets: readonly Target[];
  readonly skipped: readonly SkippedTarget[];
  /** Files and bytes of all targets; `atLeast` when any of them is. */
  readonly total: Extent;
  readonly warnings: readonly Warning[];
  /** Which server of a remote would be asked (`Remote.server`), by `remoteKey`: it alone can tell what became of it. */
  readonly servers?: Servers;
}

export type Servers = Readonly<Record<string, string>>;
