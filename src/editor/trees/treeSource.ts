import type { PageToken } from '../../removal/remote';
import type { TreeNode } from './node';

/** Children of a node, as far as they are loaded. */
export interface Children {
  readonly nodes: readonly TreeNode[];
  /** Absent when all are loaded. */
  readonly next?: PageToken;
  readonly total?: number;
  /** Ids of those that came before their page: they stand out of their order. */
  readonly included?: ReadonlySet<string>;
}

/** Where a tree gets its rows from. Never rejects: what could not be listed is a problem node. */
export interface TreeSource {
  roots(): readonly TreeNode[];
  children(parent: TreeNode, page: PageToken | undefined, signal: AbortSignal): Promise<Children>;
  /** What a row shows beyond its listing; asked for once the row is there, a few at a time. Undefined: nothing more. */
  details?(node: TreeNode, signal: AbortSignal): Promise<Partial<TreeNode> | undefined> | undefined;
}
