import { assertInToken, assertTraversable, type Caller, mayTraverse } from './access';
import { posix } from './errors';
import { type FolderNode, type Node, type SymlinkNode } from './model';

const MAX_LINKS = 40;
/** How an absolute symbolic link inside a space is written. */
const ABSOLUTE = /^<__onedata_space_id:[^>]*>\/?/;

/**
 * Walks from an entry down a path. Symbolic links in between are followed, the last name is not
 * (`do_not_resolve_symlink` in op-worker's lfm_files.erl). Refuses with posix enoent, enotdir, eacces, eloop.
 */
export function resolve(caller: Caller, base: Node, names: readonly string[]): Node {
  assertInToken(caller, base, 'ancestorsToo');
  assertTraversable(caller, base);
  return names.reduce<Node>((at, name) => step(caller, folderOf(caller, at), name), base);
}

/** The entry a symbolic link leads to; anything else is its own target. */
export function follow(caller: Caller, node: Node, hops = 0): Node {
  if (node.type !== 'SYMLNK') return node;
  if (hops >= MAX_LINKS) return posix('eloop');
  const isAbsolute = ABSOLUTE.test(node.target);
  const start = isAbsolute ? node.space.root : (node.parent ?? posix('enoent'));
  const names = node.target.replace(ABSOLUTE, '').split('/').filter(Boolean);
  let at: Node = node.target.startsWith('/') ? posix('enoent') : start;
  for (const name of names) at = walkLink(caller, at, name, hops + 1);
  return follow(caller, at, hops + 1);
}

function walkLink(caller: Caller, at: Node, name: string, hops: number): Node {
  const folder = at.type === 'SYMLNK' ? follow(caller, at, hops) : at;
  if (folder.type !== 'DIR') return posix('enotdir');
  if (name === '.') return folder;
  if (name === '..') return folder.parent ?? folder;
  return step(caller, folder, name);
}

function folderOf(caller: Caller, node: Node | SymlinkNode): FolderNode {
  const folder = follow(caller, node);
  return folder.type === 'DIR' ? folder : posix('enotdir');
}

function step(caller: Caller, folder: FolderNode, name: string): Node {
  if (!mayTraverse(caller, folder)) posix('eacces');
  const child = folder.children.get(name);
  if (!child || child.isUnsynced) return posix('enoent');
  assertInToken(caller, child, 'ancestorsToo');
  return child;
}
