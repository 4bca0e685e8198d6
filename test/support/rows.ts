import type { EntryNode, SpaceNode, TreeNode } from '../../src/editor/trees/node';
import type { Entry } from '../../src/removal/remote';
import { SPACE } from './builders';

/** Rows of a tree, as far as tests of what holds and asks for them look. */

export const SPACE_ROW: SpaceNode = {
  type: 'space',
  id: 'space',
  parent: undefined,
  address: SPACE,
  label: 'space',
  provider: undefined,
  providers: [],
  preferred: undefined,
  readonly: false,
};

export function rowOf(entry: Entry, parent: TreeNode = SPACE_ROW, id = `space/${entry.path}`): EntryNode {
  return { type: 'entry', id, parent, address: SPACE, entry, readonly: false };
}
