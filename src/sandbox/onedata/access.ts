import { posix } from './errors';
import { type FolderNode, lineageOf, namesOf, type Node, rootOf, type Space } from './model';
import { type Caveat, caveatsOf, type TokenGrant } from './tokens';

/** Who asks, and what their token lets them see. Guests have no user. */
export interface Caller {
  readonly user: string | undefined;
  readonly grant: TokenGrant | undefined;
  readonly isReadOnly: boolean;
  /** Each list confines; an entry must satisfy all of them. */
  readonly confinements: readonly Confinement[];
}

type Confinement = { readonly paths: readonly string[] } | { readonly nodes: readonly Node[] };

/** `ancestor`: not allowed itself, but on the way to something that is. */
type Relation = 'inside' | 'ancestor' | 'outside';

const READ = 4;
const WRITE = 2;
const TRAVERSE = 1;
const STICKY = 0o1000;

export function callerOf(
  grant: TokenGrant | undefined,
  user: string | undefined,
  find: (fileId: string) => Node | undefined,
): Caller {
  const caveats = (grant ? caveatsOf(grant) : []) as readonly Caveat[];
  return {
    user,
    grant,
    isReadOnly: caveats.some((caveat) => caveat.type === 'data.readonly'),
    confinements: caveats.flatMap((caveat): readonly Confinement[] => {
      if (caveat.type === 'data.path')
        return [{ paths: caveat.whitelist.map((path) => Buffer.from(path, 'base64').toString('utf8')) }];
      if (caveat.type === 'data.objectid') return [{ nodes: caveat.whitelist.flatMap((id) => find(id) ?? []) }];
      return [];
    }),
  };
}

/** `/<space id>/dir/file`, the form that `data.path` caveats name. */
export function canonicalPath(node: Node): string {
  return `/${[node.space.id, ...namesOf(node)].join('/')}`;
}

export function relationTo(caller: Caller, node: Node): Relation {
  const relations = caller.confinements.map((confinement) =>
    'paths' in confinement
      ? pathRelation(canonicalPath(node), confinement.paths)
      : nodeRelation(node, confinement.nodes),
  );
  if (relations.includes('outside')) return 'outside';
  return relations.includes('ancestor') ? 'ancestor' : 'inside';
}

function pathRelation(path: string, allowed: readonly string[]): Relation {
  if (allowed.some((one) => path === one || path.startsWith(`${one}/`))) return 'inside';
  return allowed.some((one) => one.startsWith(`${path}/`)) ? 'ancestor' : 'outside';
}

function nodeRelation(node: Node, allowed: readonly Node[]): Relation {
  for (const above of lineageOf(node)) if (allowed.includes(above)) return 'inside';
  return allowed.some((one) => [...lineageOf(one)].includes(node)) ? 'ancestor' : 'outside';
}

/** Refuses what the token's data caveats rule out: always as posix eacces, never as 403 (op-worker's data_constraints.erl). */
export function assertInToken(caller: Caller, node: Node, ancestors: 'ancestorsToo' | 'noAncestors'): void {
  const relation = relationTo(caller, node);
  if (relation === 'outside' || (relation === 'ancestor' && ancestors === 'noAncestors')) posix('eacces');
}

export function assertWritable(caller: Caller): void {
  if (caller.isReadOnly) posix('eacces');
}

export function assertTraversable(caller: Caller, node: Node): void {
  for (const above of lineageOf(node)) if (above !== node && !may(caller, above, TRAVERSE)) posix('eacces');
}

export const mayTraverse = (caller: Caller, folder: FolderNode): boolean => may(caller, folder, TRAVERSE);

/** Listing needs read on the folder and traverse above it. */
export function assertListable(caller: Caller, node: Node): void {
  assertTraversable(caller, node);
  if (!mayRead(caller, node)) posix('eacces');
}

export const mayRead = (caller: Caller, node: Node): boolean => may(caller, node, READ);

export const mayWrite = (caller: Caller, node: Node): boolean => may(caller, node, WRITE);

/** What removing an entry asks of its parent, of a folder itself, and of flags, privileges and modes (delete_req.erl). */
export function assertRemovable(caller: Caller, node: Node, parent: FolderNode): void {
  assertWritable(caller);
  assertInToken(caller, node, 'noAncestors');
  assertInToken(caller, parent, 'noAncestors');
  if (isInside(node, node.space.archives) || isInside(node, node.space.trash)) posix('eperm');
  assertPrivileged(caller, node.space);
  if (datasetFlags(node).includes('data_protection') || effectiveFlags(parent).includes('data_protection'))
    posix('eperm');
  assertTraversable(caller, node);
  if (!may(caller, parent, WRITE) || !may(caller, parent, TRAVERSE) || isHeldBySticky(caller, node, parent))
    posix('eacces');
  if (node.type === 'DIR' && ![READ, WRITE, TRAVERSE].every((bit) => may(caller, node, bit))) posix('eacces');
}

export function assertPrivileged(caller: Caller, space: Space): void {
  if (space.members.get(caller.user ?? '')?.canWrite !== true) posix('eperm');
}

/** Flags that datasets put on an entry: its own dataset's and those of every dataset above. */
export function datasetFlags(node: Node): readonly string[] {
  return [...new Set([...lineageOf(node)].flatMap((above) => above.dataset?.flags ?? []))];
}

export function effectiveFlags(node: Node): readonly string[] {
  const own = [...lineageOf(node)].flatMap((above) => above.flags ?? []);
  return [...new Set([...datasetFlags(node), ...own])];
}

export function isInside(node: Node, root: Node): boolean {
  return rootOf(node) === root;
}

function isHeldBySticky(caller: Caller, node: Node, parent: FolderNode): boolean {
  if ((parent.mode & STICKY) === 0 || isOwnerOfSpace(caller, node.space)) return false;
  return node.owner !== caller.user && parent.owner !== caller.user;
}

function may(caller: Caller, node: Node, bit: number): boolean {
  if (isOwnerOfSpace(caller, node.space)) return true;
  const isMember = caller.user !== undefined && node.space.members.has(caller.user);
  const shift = node.owner === caller.user ? 6 : isMember ? 3 : 0;
  return ((node.mode >> shift) & bit) === bit;
}

function isOwnerOfSpace(caller: Caller, space: Space): boolean {
  return space.members.get(caller.user ?? '')?.isOwner === true;
}
