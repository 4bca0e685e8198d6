import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { COMMANDS } from '../ids';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import type { RemoteView } from '../trees/remoteView';
import { selectFirst, selectInside } from '../wording/plans';
import { entriesMeant, meantBy } from './meant';
import type { Handler } from './register';

/** Everything that removes: each gesture ends at the same door. `lookAgain`: rows as their servers say they are staged now. */
export function removalCommands(
  door: RemovalDoor,
  oxen: RemoteView,
  onedata: RemoteView,
  lookAgain: (gesture: Gesture) => Promise<Gesture>,
): Readonly<Record<string, Handler>> {
  const meant =
    (action: 'stageRemoval' | 'deletePermanently', view: RemoteView, scheme: 'oxen' | 'onedata') =>
    async (clicked?: unknown, selected?: unknown): Promise<Report | undefined> => {
      const gesture = await entriesMeant(meantBy(clicked, selected), view, scheme, door);
      return gesture && door.remove(action, await lookAgain(gesture));
    };
  const atFocus =
    (action: 'stageRemoval' | 'deletePermanently', { tree, focus }: RemoteView, kind: 'oxen' | 'onedata') =>
    async (): Promise<Report | undefined> => {
      const rows = await focus.focusedRows();
      if (!rows) return say(selectFirst());
      const gesture = gestureOn(undefined, rows, tree);
      return gesture.listed.length === 0 ? say(selectInside(kind)) : door.remove(action, await lookAgain(gesture));
    };
  return {
    [COMMANDS.oxenStageRemoval]: meant('stageRemoval', oxen, 'oxen'),
    [COMMANDS.oxenStageRemovalFocused]: atFocus('stageRemoval', oxen, 'oxen'),
    [COMMANDS.onedataDeletePermanently]: meant('deletePermanently', onedata, 'onedata'),
    [COMMANDS.onedataDeletePermanentlyFocused]: atFocus('deletePermanently', onedata, 'onedata'),
    [COMMANDS.confirmPlan]: (uri?: vscode.Uri) => door.confirmReviewed(uri),
  };
}

function say(text: string): undefined {
  void vscode.window.showInformationMessage(text);
}
