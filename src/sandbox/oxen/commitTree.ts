import { digest } from './fileContent';
import { foldersAbove, folderOf, join, nameOf } from './paths';
import { type StagedEntry } from './stagedDb';
import { type Commit, type Totals, type TreeFile, type TreeFolder } from './tree';

/** Staged entries by the folder that holds them. */
export type StagedGroups = ReadonlyMap<string, readonly (readonly [path: string, entry: StagedEntry])[]>;

/**
 * The staged entries by folder. A folder whose marker has nothing staged below gets **no** group of its own: only the
 * marker in its parent's group tells of it. This is how the server loses folders (see `writeTree`).
 */
export function groupByFolder(staged: readonly (readonly [string, StagedEntry])[]): StagedGroups {
  const groups = new Map<string, (readonly [string, StagedEntry])[]>();
  for (const [path, entry] of staged) if (path !== '') push(groups, folderOf(path), [path, entry]);
  return groups;
}

function push<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

/** Since 0.65 a missing marker above a staged path is put back; before, the commit emptied the whole tree. */
function withParentFolders(groups: StagedGroups): StagedGroups {
  const all = new Map([...groups].map(([folder, entries]) => [folder, [...entries]]));
  const marked = new Set<string>();
  for (const entries of groups.values())
    for (const [path, entry] of entries) if (entry.kind === 'folder') marked.add(path);
  for (const folder of groups.keys()) {
    for (const path of folder === '' ? [] : [folder, ...foldersAbove(folder)]) {
      if (path === '' || marked.has(path)) continue;
      marked.add(path);
      push(all, folderOf(path), [path, { kind: 'folder', status: 'Added' }]);
    }
  }
  return all;
}

interface Edit {
  readonly children: ReadonlyMap<string, TreeFile | TreeFolder | 'marker'>;
  readonly changes: readonly Change[];
}

/** One line of the books: how a type's files and bytes change. */
interface Change {
  readonly type: string;
  readonly files: number;
  readonly bytes: number;
  /** The server applies the new size of an edited file to the root folder only. */
  readonly isRootOnly: boolean;
}

/** The tree that the staged entries make of the parent commit's tree. */
export function writeTree(
  parent: Commit | undefined,
  staged: StagedGroups,
  commit: string,
): Pick<Commit, 'root' | 'folders'> {
  const groups = withParentFolders(staged);
  const edits = new Map<string, Edit>();
  for (const [folder, entries] of groups) edits.set(folder, edit(parent?.folders.get(folder), entries, commit));
  const totals = bookkeeping(parent, edits);
  const folders = new Map(parent?.folders);

  const write = (path: string): TreeFolder => {
    const children = new Map<string, TreeFile | TreeFolder>();
    for (const [name, child] of edits.get(path)?.children ?? []) {
      const at = join(path, name);
      const isFolder = child === 'marker' || child.kind === 'folder';
      const written = isFolder && edits.has(at) ? write(at) : child;
      // A marker with no group of its own names no stored folder: the server finds nothing to write and goes on. The
      // folder is gone from here; `folders` still has it from the parent commit.
      if (written === 'marker') continue;
      children.set(name, written);
      if (written.kind === 'folder') folders.set(at, written);
    }
    const before = parent?.folders.get(path);
    const hash = before && sameChildren(before.children, children) ? before.hash : digest('folder', commit, path);
    return { kind: 'folder', children, hash, commit, totals: totals.get(path) ?? NOTHING };
  };
  const root = write('');
  folders.set('', root);
  for (const entries of groups.values())
    for (const [path, entry] of entries)
      if (entry.kind === 'folder' && entry.status === 'Removed') folders.delete(path);
  return { root, folders };
}

function edit(
  before: TreeFolder | undefined,
  entries: readonly (readonly [string, StagedEntry])[],
  commit: string,
): Edit {
  const children = new Map<string, TreeFile | TreeFolder | 'marker'>(before?.children);
  const changes: Change[] = [];
  for (const [path, entry] of entries) {
    const name = nameOf(path);
    const old = before?.children.get(name);
    if (entry.status === 'Removed') children.delete(name);
    else children.set(name, entry.kind === 'file' ? { kind: 'file', content: entry.content, commit } : 'marker');
    const change = entry.kind === 'file' ? changeOf(entry, old) : undefined;
    if (change) changes.push(change);
  }
  return { children, changes };
}

function changeOf(entry: StagedEntry & { kind: 'file' }, old: TreeFile | TreeFolder | undefined): Change {
  const { dataType: type, size } = entry.content;
  if (entry.status === 'Added') return { type, files: 1, bytes: size, isRootOnly: false };
  if (entry.status === 'Removed') return { type, files: -1, bytes: -size, isRootOnly: false };
  const was = old?.kind === 'file' ? old.content.size : size;
  return { type, files: 0, bytes: size - was, isRootOnly: true };
}

const NOTHING: Totals = { bytes: 0, types: new Map() };

/** The books of every folder that is written: the parent commit's, and the changes of all groups at or below it. */
function bookkeeping(parent: Commit | undefined, edits: ReadonlyMap<string, Edit>): ReadonlyMap<string, Totals> {
  const changes = new Map<string, Change[]>();
  for (const [folder, { changes: own }] of edits) {
    for (const path of [folder, ...foldersAbove(folder)]) {
      const all = changes.get(path) ?? [];
      for (const change of own) if (path === '' || !change.isRootOnly) all.push(change);
      changes.set(path, all);
    }
  }
  return new Map([...changes].map(([path, all]) => [path, apply(parent?.folders.get(path)?.totals ?? NOTHING, all)]));
}

function apply(before: Totals, changes: readonly Change[]): Totals {
  const types = new Map(before.types);
  let bytes = before.bytes;
  for (const change of changes) {
    const type = types.get(change.type) ?? { files: 0, bytes: 0 };
    bytes = Math.max(0, bytes + change.bytes);
    types.set(change.type, {
      files: Math.max(0, type.files + change.files),
      bytes: Math.max(0, type.bytes + change.bytes),
    });
  }
  return { bytes, types };
}

function sameChildren(
  before: ReadonlyMap<string, TreeFile | TreeFolder>,
  after: ReadonlyMap<string, TreeFile | TreeFolder>,
): boolean {
  if (before.size !== after.size) return false;
  for (const [name, node] of before) if (after.get(name) !== node) return false;
  return true;
}
