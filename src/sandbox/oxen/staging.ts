import { type FileContent, isTable } from './fileContent';
import { components, folderOf, foldersAbove, isName, nameOf, namesOnly } from './paths';
import { type Workspace } from './repository';
import { fileAt, type TreeFile, type TreeFolder, walk } from './tree';

/** Stages removals one path after the other, as sent. Returns the paths that failed; the others are staged. */
export function stageRemovals(workspace: Workspace, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !stageRemoval(workspace, path));
}

/**
 * The path is looked up in the base commit by its folder as spelled (`./images` has the folder `.`, which nobody has), but
 * staged by its names alone. Hence: `images/..`, `.`, `/` and `''` mean the folder itself, the last three the whole
 * repository, and a spelling that is not found unstages whatever is staged at its names.
 */
function stageRemoval({ base, staged }: Workspace, path: string): boolean {
  const parts = components(path);
  const name = parts.at(-1) ?? '';
  const parent = base.folders.get(name === '/' ? '' : parts.slice(0, -1).join('/'));
  const node = isName(name) && name !== '' ? parent?.children.get(name) : parent;
  const key = namesOnly(path);
  if (node?.kind === 'file') {
    staged.put(key, { kind: 'file', status: 'Removed', name: path, content: node.content });
    staged.markFoldersAbove(key);
    return true;
  }
  if (node) {
    stageFolderRemoval({ base, staged }, key);
    return true;
  }
  return unstageUnder({ base, staged }, key, () => false);
}

type Staging = Pick<Workspace, 'base' | 'staged'>;

/** The folder, everything in it, and away with what is staged below it and not in the base commit: uploads are lost. */
function stageFolderRemoval({ base, staged }: Staging, key: string): void {
  const folder = base.folders.get(key);
  if (!folder) return;
  staged.markFoldersAbove(key);
  const committed = new Set([key]);
  staged.put(key, { kind: 'folder', status: 'Removed' });
  for (const [path, node] of walk(folder, key)) {
    committed.add(path);
    staged.put(path, removal(path, node));
  }
  unstageUnder({ base, staged }, key, (path) => committed.has(path));
}

function removal(path: string, node: TreeFile | TreeFolder) {
  return node.kind === 'folder'
    ? ({ kind: 'folder', status: 'Removed' } as const)
    : ({ kind: 'file', status: 'Removed', name: path, content: node.content } as const);
}

/** Drops what is staged at and below a path, save what is kept, and the markers above it that only uploads had made. */
function unstageUnder({ base, staged }: Staging, key: string, isKept: (path: string) => boolean): boolean {
  const entries = staged.under(key);
  if (entries.length === 0) return false;
  for (const [path] of entries) if (!isKept(path)) staged.delete(path);
  for (const folder of foldersAbove(key)) {
    if (folder === '' || base.folders.has(folder) || staged.hasBelow(folder)) break;
    staged.delete(folder);
  }
  return true;
}

/** An upload. Content that the base commit has at this path changes nothing, not even a staged removal. */
export function stageUpload({ base, staged }: Workspace, path: string, content: FileContent): void {
  const committed = fileAt(base, path);
  if (committed && isSame(committed.content, content)) return;
  staged.put(path, { kind: 'file', status: committed ? 'Modified' : 'Added', name: path, content });
  staged.markFoldersAbove(path);
}

const isSame = (a: FileContent, b: FileContent): boolean => a.size === b.size && a.hash() === b.hash();

export interface RenameRefusal {
  readonly kind: 'intoItself' | 'underFile' | 'removed' | 'destinationStaged' | 'missing' | 'folder';
  readonly path: string;
}

/** Renames a file in the workspace. Returns why not. The real server renames folders, too; no client here asks it to. */
export function rename(workspace: Workspace, from: string, to: string): RenameRefusal | undefined {
  const { base, staged } = workspace;
  const refused = refuseRename(workspace, from, to);
  if (refused) return refused;
  const entry = staged.get(from);
  const committed = fileAt(base, from);
  const content = entry?.kind === 'file' ? entry.content : committed?.content;
  if (!content) return { kind: base.folders.has(from) || staged.hasBelow(from) ? 'folder' : 'missing', path: from };
  // A table forgets its old name altogether, a removal included; any other file leaves a staged removal behind.
  if (committed && !isTable(from)) {
    staged.put(from, { kind: 'file', status: 'Removed', name: from, content });
    staged.markFoldersAbove(from);
  } else {
    staged.delete(from);
  }
  staged.put(to, { kind: 'file', status: 'Added', name: to, content });
  staged.markFoldersAbove(to);
  return undefined;
}

function refuseRename(workspace: Workspace, from: string, to: string): RenameRefusal | undefined {
  const { staged } = workspace;
  if (!isTable(from) && (to === from || to.startsWith(`${from}/`))) return { kind: 'intoItself', path: from };
  const blocking = foldersAbove(to).find((folder) => folder !== '' && isFile(workspace, folder));
  if (blocking !== undefined) return { kind: 'underFile', path: blocking };
  if (staged.get(from)?.status === 'Removed') return { kind: 'removed', path: from };
  return staged.get(to) ? { kind: 'destinationStaged', path: to } : undefined;
}

function isFile({ base, staged }: Workspace, path: string): boolean {
  const entry = staged.get(path);
  if (entry) return entry.kind === 'file' && entry.status !== 'Removed';
  return base.folders.get(folderOf(path))?.children.get(nameOf(path))?.kind === 'file';
}

export type Unstaged = 'done' | 'notStaged' | 'failed';

/** Exactly one entry goes: not what lies below a folder, not the markers above a file. Only plain keys are found. */
export function unstage({ base, staged }: Workspace, key: string): Unstaged {
  if (isTable(key)) return restoreTable({ base }, key);
  const plain = namesOnly(key);
  if (!staged.get(plain)) return 'notStaged';
  staged.delete(plain);
  return 'done';
}

/** For a table the server reads its index anew, answers success, and leaves the staged entry where it is. */
function restoreTable({ base }: Pick<Workspace, 'base'>, path: string): Unstaged {
  // The recorded server had no JSON reader for its index, as any server without internet: those tables fail.
  const isReadable = !/\.(ndjson|jsonl)$/i.test(path);
  return fileAt(base, path) && isReadable ? 'done' : 'failed';
}
