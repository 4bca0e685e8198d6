import { type FileContent } from './fileContent';
import { folderOf, nameOf } from './paths';

/** A file of a commit. */
export interface TreeFile {
  readonly kind: 'file';
  readonly content: FileContent;
  /** The commit that changed it last. */
  readonly commit: string;
}

/** A folder of a commit. Folders are never changed: a commit that touches one makes another. */
export interface TreeFolder {
  readonly kind: 'folder';
  readonly children: ReadonlyMap<string, TreeFile | TreeFolder>;
  readonly hash: string;
  readonly commit: string;
  readonly totals: Totals;
}

/** What a folder says it holds below it. The server keeps books from commit to commit instead of counting. */
export interface Totals {
  readonly bytes: number;
  /** Files and bytes by data type. A type whose last file went stays, with 0 files. */
  readonly types: ReadonlyMap<string, { readonly files: number; readonly bytes: number }>;
}

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly root: TreeFolder;
  /**
   * Every folder by its full path, the server's second way to a file. It is carried over from the parent commit, so that
   * a folder that fell out of its parent's list is still found here, with all its files.
   */
  readonly folders: ReadonlyMap<string, TreeFolder>;
}

export function fileAt(commit: Commit, path: string): TreeFile | undefined {
  const node = path === '' ? undefined : commit.folders.get(folderOf(path))?.children.get(nameOf(path));
  return node?.kind === 'file' ? node : undefined;
}

export interface NamedNode {
  readonly name: string;
  readonly node: TreeFile | TreeFolder;
}

const sorted = new WeakMap<TreeFolder, readonly NamedNode[]>();

/** Folders first, then by name in byte order. Kept per folder: a page of 100,000 files must not sort them again. */
export function sortedChildren(folder: TreeFolder): readonly NamedNode[] {
  const known = sorted.get(folder);
  if (known) return known;
  const children = [...folder.children].map(([name, node]) => ({ name, node, key: Buffer.from(name) }));
  const rank = (node: TreeFile | TreeFolder): number => (node.kind === 'folder' ? 0 : 1);
  children.sort((a, b) => rank(a.node) - rank(b.node) || Buffer.compare(a.key, b.key));
  sorted.set(folder, children);
  return children;
}

/** Every file and folder below, with its path, in no particular order of levels. */
export function* walk(folder: TreeFolder, path: string): Generator<readonly [string, TreeFile | TreeFolder]> {
  for (const [name, node] of folder.children) {
    const at = path === '' ? name : `${path}/${name}`;
    yield [at, node];
    if (node.kind === 'folder') yield* walk(node, at);
  }
}
