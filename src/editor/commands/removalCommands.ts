import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { COMMANDS } from '../ids';
import { gestureOn, type Gesture } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { REMOVAL_ON } from '../removalOn';
import type { RemoteView } from '../trees/remoteView';
import { selectInside } from '../wording/plans';
import { rowsAtFocus } from './atFocus';
import { entriesMeant, meantBy } from './meant';
import type { Handler } from './register';

export interface RemovalParts {
  readonly door: RemovalDoor;
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  /** The same gesture on what its servers say is staged now. */
  readonly asStagedNow: (gesture: Gesture) => Promise<Gesture>;
}

/** Everything that removes: each gesture ends at the same door. */
export function removalCommands({ door, oxen, onedata, asStagedNow }: RemovalParts): Readonly<Record<string, Handler>> {
  const views = { oxen, onedata };
  const meant =
    (kind: keyof typeof views) =>
    async (clicked?: unknown, selected?: unknown): Promise<Report | undefined> => {
      const gesture = await entriesMeant(meantBy(clicked, selected), { [kind]: views[kind] }, door);
      return gesture && door.remove(REMOVAL_ON[kind], await asStagedNow(gesture));
    };
  const atFocus = (kind: keyof typeof views) => async (): Promise<Report | undefined> => {
    const { tree, focus } = views[kind];
    const rows = await rowsAtFocus(focus);
    if (!rows) return undefined;
    const gesture = gestureOn(undefined, rows, tree);
    if (gesture.listed.length === 0) return say(selectInside(kind));
    return door.remove(REMOVAL_ON[kind], await asStagedNow(gesture));
  };
  return {
    [COMMANDS.oxenStageRemoval]: meant('oxen'),
    [COMMANDS.oxenStageRemovalFocused]: atFocus('oxen'),
    [COMMANDS.onedataDeletePermanently]: meant('onedata'),
    [COMMANDS.onedataDeletePermanentlyFocused]: atFocus('onedata'),
    [COMMANDS.confirmPlan]: (uri?: vscode.Uri) => door.confirmReviewed(uri),
  };
}

function say(text: string): undefined {
  void vscode.window.showInformationMessage(text);
}
