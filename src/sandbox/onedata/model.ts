import { addName, addNameUnsorted, type NameIndex, newIndex, removeName } from './nameIndex';

export type ProtectionFlag = 'data_protection' | 'metadata_protection';

/** Bytes and entries of a subtree, kept up to date on every change so that deleting never walks. */
export interface Totals {
  bytes: number;
  files: number;
  folders: number;
}

export interface Content {
  size: number;
  bytes: () => Uint8Array;
  /** All file entries that share these bytes: one, or several hard links. */
  readonly names: Set<FileNode>;
}

interface NodeBase {
  /** The middle of the file id; unique in a world. */
  readonly uuid: string;
  readonly space: Space;
  name: string;
  /** Undefined for roots and for what was removed. */
  parent: FolderNode | undefined;
  /** POSIX mode bits, sticky bit included. */
  mode: number;
  readonly owner: string;
  /** Seconds since 1970, as Onedata answers them. */
  changed: number;
  readonly created: number;
  /** Set when two providers created the same name: `name` then carries a suffix. */
  readonly conflictingName?: string;
  /** Listed by the database, but its document has not reached this provider yet. */
  isUnsynced?: boolean;
  /** Flags set on the entry itself. */
  flags?: readonly ProtectionFlag[];
  dataset?: { readonly id: string; readonly flags: readonly ProtectionFlag[] };
  shares?: readonly string[];
}

export interface FileNode extends NodeBase {
  readonly type: 'REG' | 'LNK';
  content: Content;
}

export interface SymlinkNode extends NodeBase {
  readonly type: 'SYMLNK';
  readonly target: string;
}

export interface FolderNode extends NodeBase {
  readonly type: 'DIR';
  readonly children: Map<string, Node>;
  readonly index: NameIndex;
  readonly totals: Totals;
  /** What the statistics last said, and when (ms). */
  snapshot?: { readonly at: number; readonly totals: Readonly<Totals> };
  readonly special?: 'spaceRoot' | 'trash' | 'archives' | 'userRoot';
}

export type Node = FileNode | SymlinkNode | FolderNode;

export interface Share {
  readonly id: string;
  readonly name: string;
  readonly node: Node;
}

export interface Space {
  readonly id: string;
  readonly name: string;
  readonly root: FolderNode;
  readonly trash: FolderNode;
  readonly archives: FolderNode;
  /** Users with access, and what the space lets them do. The owner bypasses modes. */
  readonly members: ReadonlyMap<string, { readonly canWrite: boolean; readonly isOwner: boolean }>;
  /** Ids of the supporting providers, in the order of support. */
  readonly supportedBy: readonly string[];
  readonly storageIsReadOnly: boolean;
  /** Paths whose bytes lie on read-only storage, whatever becomes of the entries. */
  readonly storedPaths: Set<string>;
  statistics: 'enabled' | 'disabled' | 'collecting';
}

export function newFolder(fields: Omit<FolderNode, 'type' | 'children' | 'index' | 'totals'>): FolderNode {
  return {
    ...fields,
    type: 'DIR',
    children: new Map(),
    index: newIndex(),
    totals: { bytes: 0, files: 0, folders: 0 },
  };
}

export function newFile(fields: Omit<FileNode, 'type' | 'content'>, size: number, bytes: () => Uint8Array): FileNode {
  const content: Content = { size, bytes, names: new Set() };
  const node: FileNode = { ...fields, type: 'REG', content };
  content.names.add(node);
  return node;
}

export function attach(parent: FolderNode, node: Node, order: 'sorted' | 'unsorted' = 'sorted'): void {
  node.parent = parent;
  parent.children.set(node.name, node);
  if (order === 'sorted') addName(parent.index, node.name);
  else addNameUnsorted(parent.index, node.name);
  addTotals(parent, node, 1);
}

export function detach(node: Node): void {
  const parent = node.parent;
  if (!parent) return;
  parent.children.delete(node.name);
  removeName(parent.index, (name) => parent.children.has(name));
  addTotals(parent, node, -1);
  node.parent = undefined;
}

export function resize(file: FileNode, size: number): void {
  const difference = size - file.content.size;
  file.content.size = size;
  for (const name of file.content.names)
    for (let folder = name.parent; folder; folder = folder.parent) folder.totals.bytes += difference;
}

function addTotals(parent: FolderNode, node: Node, sign: 1 | -1): void {
  const own = totalsOf(node);
  for (let folder: FolderNode | undefined = parent; folder; folder = folder.parent) {
    folder.totals.bytes += sign * own.bytes;
    folder.totals.files += sign * own.files;
    folder.totals.folders += sign * own.folders;
  }
}

function totalsOf(node: Node): Readonly<Totals> {
  if (node.type === 'DIR') return { ...node.totals, folders: node.totals.folders + 1 };
  return { bytes: node.type === 'SYMLNK' ? 0 : node.content.size, files: 1, folders: 0 };
}

export function sizeOf(node: FileNode | SymlinkNode): number {
  return node.type === 'SYMLNK' ? Buffer.byteLength(node.target) : node.content.size;
}

/** The entry and everything above it, nearest first. */
export function* lineageOf(node: Node): Generator<Node> {
  for (let at: Node | undefined = node; at; at = at.parent) yield at;
}

export function rootOf(node: Node): Node {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}

/** Names from below the root of the space to the entry. */
export function namesOf(node: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node = node; at.parent; at = at.parent) names.unshift(at.name);
  return names;
}
