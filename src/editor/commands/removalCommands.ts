import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { COMMANDS } from '../ids';
import type { RemovalDoor } from '../removal/removalDoor';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { selectFirst } from '../wording/plans';
import type { Handler } from './register';

/** Everything that removes: each gesture ends at the same door. */
export function removalCommands(
  door: RemovalDoor,
  oxen: RemoteView,
  onedata: RemoteView,
): Readonly<Record<string, Handler>> {
  const inView =
    (action: 'stageRemoval' | 'deletePermanently', { tree, view }: RemoteView) =>
    async (
      clicked?: TreeNode | vscode.Uri,
      selected?: readonly (TreeNode | vscode.Uri)[],
    ): Promise<Report | undefined> => {
      if (clicked instanceof vscode.Uri) return door.removeAt(action, urisOf(clicked, selected));
      const rows = (selected ?? (clicked ? [] : view.selection)).flatMap((row) =>
        row instanceof vscode.Uri ? [] : [row],
      );
      return door.remove(action, gestureOn(clicked, rows, tree));
    };
  const focused =
    (action: 'stageRemoval' | 'deletePermanently', view: RemoteView) => async (): Promise<Report | undefined> => {
      const rows = await view.focusedRows();
      if (!rows) {
        void vscode.window.showInformationMessage(selectFirst());
        return undefined;
      }
      const gesture: Gesture = gestureOn(undefined, rows, view.tree);
      return door.remove(action, gesture);
    };
  return {
    [COMMANDS.oxenStageRemoval]: inView('stageRemoval', oxen),
    [COMMANDS.oxenStageRemovalFocused]: focused('stageRemoval', oxen),
    [COMMANDS.onedataDeletePermanently]: inView('deletePermanently', onedata),
    [COMMANDS.onedataDeletePermanentlyFocused]: focused('deletePermanently', onedata),
    [COMMANDS.confirmPlan]: (uri?: vscode.Uri) => door.confirmReviewed(uri),
  };
}

function urisOf(clicked: vscode.Uri, selected: readonly (TreeNode | vscode.Uri)[] | undefined): readonly vscode.Uri[] {
  const uris = (selected ?? []).filter((one) => one instanceof vscode.Uri);
  return uris.some((uri) => uri.toString() === clicked.toString()) ? uris : [clicked];
}
