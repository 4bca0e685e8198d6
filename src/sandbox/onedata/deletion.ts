import { assertRemovable, type Caller } from './access';
import { posix } from './errors';
import { detach, type FolderNode, type Node } from './model';
import { moveToTrash } from './trash';
import { forget, type World } from './world';

/**
 * Removes an entry: a folder goes to the trash as a whole, anything else is unlinked. Only the entry and its parent are checked,
 * never what lies below (op-worker's delete_req.erl); symbolic links are not followed; other hard links keep the bytes.
 */
export function remove(world: World, caller: Caller, node: Node): void {
  const parent = assertOrdinary(node);
  assertRemovable(caller, node, parent);
  if (node.type === 'DIR') {
    moveToTrash(world, node);
    return;
  }
  detach(node);
  forget(world, node);
}

/** The roots of spaces, trash, archives and users cannot go: `assert_not_special_const`, posix eperm before anything else. */
function assertOrdinary(node: Node): FolderNode {
  const isSpecial = node.type === 'DIR' && node.special !== undefined;
  if (isSpecial || !node.parent) return posix('eperm');
  return node.parent;
}
