import type { Location } from '../../removal/address';
import { parentOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { Entry, PageToken, Remote } from '../../removal/remote';
import type { Connections } from '../accounts/connections';
import { folderId, isFolderNode, type FolderNode, type MoreNode, type TreeNode } from '../trees/node';
import type { NodeTree } from '../trees/nodeTree';

/** The files of one folder in the order of its tree, and where among them a file is. */
export interface Neighbours {
  readonly files: readonly RemotePath[];
  /** Position of the file; -1 when it is not listed. */
  readonly index: number;
  /** The whole folder is loaded. */
  readonly complete: boolean;
}

/** Where listings come from: the tree of a remote's kind, and the servers for folders that no tree has met. */
export interface SiblingParts {
  readonly treeOf: (kind: Location['remote']['kind']) => NodeTree;
  readonly connections: Connections;
}

/** The files beside a file. `ahead`: how many more must be known behind it, unless the folder ends there; pages are loaded for it. */
export async function neighboursOf(
  { remote, path }: Location,
  ahead: number,
  { treeOf, connections }: SiblingParts,
): Promise<Neighbours | undefined> {
  if (path === ROOT) return undefined;
  const folder = parentOf(path);
  const tree = treeOf(remote.kind);
  const node = tree.find(folderId(remote, folder));
  if (isFolderNode(node)) return inTree(path, ahead, node, tree);
  const client = await connections.remote(remote);
  return client.ok ? onServer(path, ahead, folder, client.value) : undefined;
}

async function inTree(path: RemotePath, ahead: number, folder: FolderNode, tree: NodeTree): Promise<Neighbours> {
  for (;;) {
    const rows = await tree.rows(folder);
    const files = rows.flatMap((row) => (row.type === 'entry' && isFile(row.entry) ? [row.entry.path] : []));
    const more = rows.find(isMore);
    const known = { files, index: files.indexOf(path), complete: more === undefined };
    if (!more || isEnough(known, ahead)) return known;
    await tree.loadMore(more);
  }
}

async function onServer(
  path: RemotePath,
  ahead: number,
  folder: FolderPath,
  remote: Remote,
): Promise<Neighbours | undefined> {
  const { signal } = new AbortController();
  const files: RemotePath[] = [];
  let page: PageToken | undefined;
  for (;;) {
    const answer = await remote.list(folder, page, signal);
    if (!answer.ok) return undefined;
    files.push(...answer.value.items.filter(isFile).map((entry) => entry.path));
    page = answer.value.next;
    const known = { files, index: files.indexOf(path), complete: page === undefined };
    if (known.complete || isEnough(known, ahead)) return known;
  }
}

function isEnough({ files, index }: Neighbours, ahead: number): boolean {
  return index >= 0 && index + ahead < files.length;
}

function isFile({ kind }: Entry): boolean {
  return kind === 'file';
}

function isMore(row: TreeNode): row is MoreNode {
  return row.type === 'more';
}
