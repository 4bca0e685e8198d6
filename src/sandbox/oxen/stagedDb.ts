import { type FileContent } from './fileContent';
import { foldersAbove } from './paths';

export type StagedStatus = 'Added' | 'Modified' | 'Removed';

/** A file that is staged. `name` is its path as the client spelled it (`images//a.txt`), which is what `/changes` shows. */
export interface StagedFile {
  readonly kind: 'file';
  readonly status: StagedStatus;
  readonly name: string;
  readonly content: FileContent;
}

/** A folder marker: `Added` above every staged path, `Removed` for a folder that was staged itself or lies in one. */
export interface StagedFolder {
  readonly kind: 'folder';
  readonly status: 'Added' | 'Removed';
}

export type StagedEntry = StagedFile | StagedFolder;

/** What is staged in a workspace, by path. Nothing is removed from it but what a call names: that is where leftovers come from. */
export interface StagedDb {
  /** By the exact key: `./a`, `/a`, `a//b` and `a/` find nothing. A backslash is read as a slash. */
  get(key: string): StagedEntry | undefined;
  put(key: string, entry: StagedEntry): void;
  delete(key: string): void;
  /** The entry at a path and all below it. */
  under(path: string): readonly (readonly [key: string, entry: StagedEntry])[];
  hasBelow(path: string): boolean;
  /** Marks every folder above a path as `Added`, the root included: this takes back the removal of these folders. */
  markFoldersAbove(path: string): void;
  clear(): void;
}

interface Node {
  entry: StagedEntry | undefined;
  readonly below: Map<string, Node>;
}

const newNode = (): Node => ({ entry: undefined, below: new Map() });

export function createStagedDb(): StagedDb {
  const root = newNode();

  function find(parts: readonly string[]): Node | undefined {
    let node: Node | undefined = root;
    for (const part of parts) node = node?.below.get(part);
    return node;
  }

  function put(key: string, entry: StagedEntry): void {
    let node = root;
    for (const part of partsOf(key)) {
      const next = node.below.get(part) ?? newNode();
      node.below.set(part, next);
      node = next;
    }
    node.entry = entry;
  }

  function remove(key: string): void {
    const parts = partsOf(key);
    const trail = parts.map((_, depth) => find(parts.slice(0, depth)));
    const node = find(parts);
    if (!node) return;
    node.entry = undefined;
    for (let depth = parts.length; depth > 0; depth -= 1) {
      const at = find(parts.slice(0, depth));
      if (!at || at.entry || at.below.size > 0) return;
      trail[depth - 1]?.below.delete(parts[depth - 1] ?? '');
    }
  }

  return {
    get: (key) => find(partsOf(key))?.entry,
    put,
    delete: remove,
    under(path) {
      const start = find(partsOf(path));
      return start ? [...collect(start, path)] : [];
    },
    hasBelow: (path) => (find(partsOf(path))?.below.size ?? 0) > 0,
    markFoldersAbove(path) {
      for (const folder of foldersAbove(path)) put(folder, { kind: 'folder', status: 'Added' });
    },
    clear() {
      root.entry = undefined;
      root.below.clear();
    },
  };
}

function partsOf(key: string): readonly string[] {
  return key === '' ? [] : key.replaceAll('\\', '/').split('/');
}

function* collect(node: Node, path: string): Generator<readonly [string, StagedEntry]> {
  if (node.entry) yield [path, node.entry];
  for (const [name, below] of node.below) yield* collect(below, path === '' ? name : `${path}/${name}`);
}
