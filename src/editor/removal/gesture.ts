import type * as vscode from 'vscode';
import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Entry } from '../../removal/remote';
import { ROOT } from '../../removal/remotePath';
import { chooseRows, type Listed } from '../../removal/selection';
import type { ShownFolder } from '../../removal/warnings';
import type { Connections } from '../accounts/connections';
import { folderOf, isFolderNode, type EntryNode, type TreeNode } from '../trees/node';
import type { NodeTree } from '../trees/nodeTree';
import { locationOf } from '../uri';
import * as words from '../wording/plans';
import { withNotification } from './runProgress';

/** Entries a gesture means, and the folders they were picked in, as the view showed them. */
export interface Gesture {
  readonly listed: readonly Listed[];
  readonly shown: readonly ShownFolder[];
}

/** What a gesture asks of the tree its rows are in. */
export type Shown = Pick<NodeTree, 'shownChildren' | 'shownEntry'>;

/** The rows of `(clicked, selected)`; accounts, workspaces, spaces and *Load More* rows are never targets. */
export function gestureOn(clicked: TreeNode | undefined, selected: readonly TreeNode[], tree: Shown): Gesture {
  const rows = chooseRows(clicked, selected, ({ id }) => id).filter(isEntryNode);
  const folders = new Set(rows.map(({ parent }) => parent).filter((parent) => parent !== undefined));
  return {
    listed: rows.map((row) => ({ remote: row.address, entry: meantEntry(row, tree) })),
    shown: [...folders].flatMap((folder) => shownFolder(folder, tree)),
  };
}

/**
 * Resolves URIs to entries as the server lists them now: a path is never acted on unseen. One by one: each of a workspace reads anew what is staged
 * there, which may be thousands of entries.
 */
export async function gestureAt(
  uris: readonly vscode.Uri[],
  connections: Connections,
  signal: AbortSignal,
  onFound: (found: number) => void = () => undefined,
): Promise<Answer<Gesture>> {
  const listed: Listed[] = [];
  for (const uri of uris) {
    const location = locationOf(uri);
    if (location === undefined || location.path === ROOT) {
      return failed(failureOf('invalid', 'notAnEntry', { data: { uri: uri.toString() }, reach: 'notSent' }));
    }
    const remote = await connections.remote(location.remote);
    const entry = remote.ok ? await remote.value.stat(location.path, signal) : remote;
    if (!entry.ok) return entry;
    onFound(listed.push({ remote: location.remote, entry: entry.value }));
  }
  return success({ listed, shown: [] });
}

/** The same, shown to the person once it takes a moment. */
export function lookUp(uris: readonly vscode.Uri[], connections: Connections): Promise<Answer<Gesture>> {
  return withNotification(words.lookingUp(), (show, signal) =>
    gestureAt(uris, connections, signal, (found) =>
      show(() => ({ text: words.lookedUp(found, uris.length), part: found / uris.length })),
    ),
  );
}

/**
 * What is deleted is compared with what is there now: so it is what the person saw. A staging goes by what was read last: whether an entry is
 * staged or uploaded decides what is sent.
 */
function meantEntry(row: EntryNode, tree: Shown): Entry {
  return row.address.kind === 'onedata' ? tree.shownEntry(row) : row.entry;
}

function isEntryNode(node: TreeNode): node is EntryNode {
  return node.type === 'entry';
}

function shownFolder(folder: TreeNode, tree: Shown): readonly ShownFolder[] {
  if (!isFolderNode(folder)) return [];
  const children = tree.shownChildren(folder);
  if (!children) return [];
  const loaded = children.nodes.filter(isEntryNode).length;
  return [
    {
      remote: folder.address,
      folder: folderOf(folder),
      loaded,
      complete: children.next === undefined,
      ...(children.total === undefined ? {} : { total: children.total }),
    },
  ];
}
