import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { COMMANDS } from '../ids';
import { gestureOn } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { selectFirst } from '../wording/plans';
import type { Handler } from './register';

/** What a removal command is called with: a tree row, or the URI of an entry (editor, link, agent, API). */
type Clicked = TreeNode | vscode.Uri;

/** Everything that removes: each gesture ends at the same door. */
export function removalCommands(
  door: RemovalDoor,
  oxen: RemoteView,
  onedata: RemoteView,
): Readonly<Record<string, Handler>> {
  const inView =
    (action: 'stageRemoval' | 'deletePermanently', { tree, view }: RemoteView) =>
    (clicked?: Clicked, selected?: readonly Clicked[]): Promise<Report | undefined> => {
      if (clicked instanceof vscode.Uri) return door.removeAt(action, urisOf(clicked, selected));
      return door.remove(action, gestureOn(clicked, rowsOf(selected) ?? (clicked ? [] : view.selection), tree));
    };
  const atFocus =
    (action: 'stageRemoval' | 'deletePermanently', { tree, focus }: RemoteView) =>
    async (): Promise<Report | undefined> => {
      const rows = await focus.focusedRows();
      if (rows) return door.remove(action, gestureOn(undefined, rows, tree));
      void vscode.window.showInformationMessage(selectFirst());
      return undefined;
    };
  return {
    [COMMANDS.oxenStageRemoval]: inView('stageRemoval', oxen),
    [COMMANDS.oxenStageRemovalFocused]: atFocus('stageRemoval', oxen),
    [COMMANDS.onedataDeletePermanently]: inView('deletePermanently', onedata),
    [COMMANDS.onedataDeletePermanentlyFocused]: atFocus('deletePermanently', onedata),
    [COMMANDS.confirmPlan]: (uri?: vscode.Uri) => door.confirmReviewed(uri),
  };
}

function rowsOf(selected: readonly Clicked[] | undefined): readonly TreeNode[] | undefined {
  return selected?.flatMap((row) => (row instanceof vscode.Uri ? [] : [row]));
}

function urisOf(clicked: vscode.Uri, selected: readonly Clicked[] | undefined): readonly vscode.Uri[] {
  const uris = (selected ?? []).filter((one) => one instanceof vscode.Uri);
  return uris.some((uri) => uri.toString() === clicked.toString()) ? uris : [clicked];
}
