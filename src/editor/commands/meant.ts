import * as vscode from 'vscode';
import { chooseRows } from '../../removal/selection';
import { activeEntryUri } from '../files/activeEntry';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { listedIn, stagedRowId, type StagedNode, type WaitingRow } from '../staged/stagedNode';
import type { EntryNode, TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { entryUri } from '../uri';
import * as words from '../wording/commands';
import { selectFirst } from '../wording/plans';

/**
 * What a command was called with. A tree's menu gives rows (those of the Staged view are of a kind of their own), the menus of editors and the
 * Explorer give URIs, the menu of a web view (an image preview) gives an object of its own and means the active editor; the palette and keys
 * give nothing.
 */
export type Meant =
  | { readonly kind: 'rows'; readonly clicked: TreeNode; readonly selected: readonly TreeNode[] }
  | { readonly kind: 'waiting'; readonly rows: readonly StagedNode[] }
  | { readonly kind: 'uris'; readonly uris: readonly vscode.Uri[] }
  | { readonly kind: 'editor' }
  | { readonly kind: 'nothing' };

export function meantBy(clicked: unknown, selected: unknown): Meant {
  const others: readonly unknown[] = Array.isArray(selected) ? selected : [];
  if (clicked instanceof vscode.Uri) {
    const uris = others.filter((one) => one instanceof vscode.Uri);
    const isInside = uris.some((uri) => uri.toString() === clicked.toString());
    return { kind: 'uris', uris: isInside ? uris : [clicked] };
  }
  if (isTreeNode(clicked)) return { kind: 'rows', clicked, selected: others.filter(isTreeNode) };
  if (isWaitingRow(clicked))
    return { kind: 'waiting', rows: chooseRows(clicked, others.filter(isWaitingRow), stagedRowId) };
  return { kind: has(clicked, 'webview') ? 'editor' : 'nothing' };
}

/** The entries that are meant, looked at on the server where only a URI is known. Undefined when the person has been told why there are none. */
export async function entriesMeant(
  meant: Meant,
  view: RemoteView,
  scheme: 'oxen' | 'onedata',
  door: RemovalDoor,
): Promise<Gesture | undefined> {
  switch (meant.kind) {
    case 'rows':
      return gestureOn(meant.clicked, meant.selected, view.tree);
    case 'waiting':
      return { listed: meant.rows.flatMap(listedIn), shown: [] };
    case 'uris':
      return door.resolve(meant.uris);
    case 'editor':
    case 'nothing': {
      const rows = meant.kind === 'nothing' && view.view.visible ? view.selection.filter(isEntry) : [];
      const chosen = await rowsOrEditor(rows, activeUri(scheme));
      if (chosen instanceof vscode.Uri) return door.resolve([chosen]);
      if (chosen) return gestureOn(undefined, chosen, view.tree);
      return undefined;
    }
  }
}

/** The selected rows or the file in the editor: asked, when both are there and differ. Nobody can see which of them a palette would mean. */
async function rowsOrEditor(
  rows: readonly EntryNode[],
  uri: vscode.Uri | undefined,
): Promise<readonly EntryNode[] | vscode.Uri | undefined> {
  if (rows.length === 0 && !uri) {
    void vscode.window.showInformationMessage(selectFirst());
    return undefined;
  }
  if (!uri) return rows;
  const isSelected = rows.some((row) => entryUri(row.address, row.entry.path).toString() === uri.toString());
  if (rows.length === 0) return uri;
  if (isSelected) return rows;
  const items = [
    { label: words.inTheView(rows.map(({ entry }) => entry.path)), chosen: rows },
    { label: words.inTheEditor(uri.path), chosen: uri },
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: words.whichOnes() }))?.chosen;
}

function activeUri(scheme: 'oxen' | 'onedata'): vscode.Uri | undefined {
  const uri = activeEntryUri();
  return uri?.scheme === scheme ? uri : undefined;
}

function isEntry(node: TreeNode): node is EntryNode {
  return node.type === 'entry';
}

function isTreeNode(value: unknown): value is TreeNode {
  return has(value, 'type') && has(value, 'id');
}

function isWaitingRow(value: unknown): value is WaitingRow {
  return has(value, 'entry') && has(value, 'group');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}
