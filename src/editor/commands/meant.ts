import * as vscode from 'vscode';
import { chooseRows } from '../../removal/selection';
import { choose } from '../choose';
import { activeEntryUri } from '../files/activeEntry';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { stagedRowId, type StagedNode, type WaitingRow } from '../staged/stagedNode';
import { kindOf, type TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { entryUri } from '../uri';
import * as words from '../wording/commands';
import { selectFirst, selectInside } from '../wording/plans';
import { lastSelected, listedAmong, type SelectableView, type Selected } from './lastSelected';

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

/** The views whose entries a command may mean. */
export interface MeantViews {
  readonly oxen?: RemoteView;
  readonly onedata?: RemoteView;
  readonly staged?: SelectableView<StagedNode>;
}

/**
 * The entries that are meant, with the folders they were picked in; looked at on the server where only a URI is known. Without arguments: in
 * these views, or in an editor that shows an entry of theirs. Undefined when the person has been told why there are none.
 */
export async function entriesMeant(meant: Meant, views: MeantViews, door: RemovalDoor): Promise<Gesture | undefined> {
  switch (meant.kind) {
    case 'rows':
      return gestureOf({ rows: chooseRows(meant.clicked, meant.selected, ({ id }) => id), waiting: [] }, views);
    case 'waiting':
      return gestureOf({ rows: [], waiting: meant.rows }, views);
    case 'uris':
      return door.resolve(meant.uris);
    case 'editor':
    case 'nothing': {
      const selected = meant.kind === 'nothing' ? lastSelected(views) : { rows: [], waiting: [] };
      const uri = activeEntryUri();
      const chosen = await selectedOrEditor(selected, uri && uri.scheme in views ? uri : undefined);
      if (chosen instanceof vscode.Uri) return door.resolve([chosen]);
      return chosen && gestureOf(chosen, views);
    }
  }
}

function gestureOf({ rows, waiting }: Selected, views: MeantViews): Gesture {
  const [row] = rows;
  const tree = row && views[kindOf(row)]?.tree;
  return tree ? gestureOn(undefined, rows, tree) : { listed: listedAmong({ rows, waiting }), shown: [] };
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
  return (await choose(items, { placeHolder: words.whichOnes() }))?.chosen;
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
