import type { Failure } from '../../removal/failure';
import type { Entry, PageToken, Remote } from '../../removal/remote';
import type { Account } from '../accounts/account';
import { folderId, folderOf, type EntryNode, type FolderNode, type TreeNode } from './node';
import type { Children } from './treeSource';

/** One page of a folder as rows; a row that says so when the folder is empty or could not be listed. */
export async function listFolder(
  remote: Remote,
  parent: FolderNode,
  account: Account,
  page: PageToken | undefined,
  signal: AbortSignal,
): Promise<Children> {
  const answer = await remote.list(folderOf(parent), page, signal);
  if (!answer.ok) return problemChildren(parent, account, answer.failure);
  const { items, next, total } = answer.value;
  const nodes = items.map((entry) => entryRow(parent, entry));
  if (nodes.length === 0 && page === undefined && next === undefined) {
    return { nodes: [{ type: 'note', id: `${parent.id}//note`, parent, note: 'emptyFolder' }] };
  }
  return { nodes, ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }) };
}

export function entryRow(parent: FolderNode, entry: Entry): EntryNode {
  const readonly = parent.type === 'workspace' ? false : parent.readonly;
  const id = folderId(parent.address, entry.path);
  return { type: 'entry', id, parent, address: parent.address, entry, readonly };
}

export function problemChildren(parent: TreeNode, account: Account, failure: Failure): Children {
  return { nodes: [{ type: 'problem', id: `${parent.id}//problem`, parent, failure, account }] };
}
