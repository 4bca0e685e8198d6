import * as vscode from 'vscode';
import { chooseRows, type Listed } from '../../removal/selection';
import { activeEntryUri } from '../files/activeEntry';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { listedIn, stagedRowId, type StagedNode, type WaitingRow } from '../staged/stagedNode';
import { kindOf, type TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { entryUri } from '../uri';
import * as words from '../wording/commands';
import { selectFirst, selectInside } from '../wording/plans';
import { lastSelected, listedAmong, type SelectableViews, type Selected } from './lastSelected';

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
      const rows = meant.kind === 'nothing' && view.view.visible ? view.selection : [];
      const uri = activeEntryUri();
      const chosen = await selectedOrEditor({ rows, waiting: [] }, uri?.scheme === scheme ? uri : undefined);
      if (chosen instanceof vscode.Uri) return door.resolve([chosen]);
      if (chosen) return gestureOn(undefined, chosen.rows, view.tree);
      return undefined;
    }
  }
}

/** The same for a command that means whichever view, without the folders they were picked in. */
export async function listedMeant(
  meant: Meant,
  views: SelectableViews,
  door: RemovalDoor,
): Promise<readonly Listed[] | undefined> {
  switch (meant.kind) {
    case 'rows':
      return listedAmong({ rows: chooseRows(meant.clicked, meant.selected, ({ id }) => id), waiting: [] });
    case 'waiting':
      return meant.rows.flatMap(listedIn);
    case 'uris':
      return (await door.resolve(meant.uris))?.listed;
    case 'editor':
    case 'nothing': {
      const selected = meant.kind === 'nothing' ? lastSelected(views) : { rows: [], waiting: [] };
      const chosen = await selectedOrEditor(selected, activeEntryUri());
      if (chosen instanceof vscode.Uri) return (await door.resolve([chosen]))?.listed;
      return chosen && listedAmong(chosen);
    }
  }
}

/** What is selected or the file in the editor: asked, when both are there and differ. Nobody can see which of them a palette would mean. */
async function selectedOrEditor(
  selected: Selected,
  uri: vscode.Uri | undefined,
): Promise<Selected | vscode.Uri | undefined> {
  const listed = listedAmong(selected);
  if (listed.length === 0) {
    if (!uri) void vscode.window.showInformationMessage(whatToSelect(selected));
    return uri;
  }
  const isSelected = listed.some(({ remote, entry }) => entryUri(remote, entry.path).toString() === uri?.toString());
  if (!uri || isSelected) return selected;
  const items = [
    { label: words.inTheView(listed.map(({ entry }) => entry.path)), chosen: selected },
    { label: words.inTheEditor(uri.path), chosen: uri },
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: words.whichOnes() }))?.chosen;
}

function whatToSelect({ rows: [row] }: Selected): string {
  return row ? selectInside(kindOf(row)) : selectFirst();
}

/** A row of one of the two remote views. */
export function isTreeNode(value: unknown): value is TreeNode {
  return has(value, 'type') && has(value, 'id');
}

function isWaitingRow(value: unknown): value is WaitingRow {
  return has(value, 'entry') && has(value, 'group');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}
