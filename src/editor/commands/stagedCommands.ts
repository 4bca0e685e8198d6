import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { chooseRows } from '../../removal/selection';
import { COMMANDS } from '../ids';
import type { RemovalDoor } from '../removal/removalDoor';
import type { MarkedModel } from '../staged/markedModel';
import { listedIn, placeOf, stagedRowId, type StagedNode } from '../staged/stagedNode';
import type { FocusTracker } from '../trees/focusTracker';
import { selectFirst } from '../wording/plans';
import type { Handler } from './register';

export interface StagedParts {
  readonly door: RemovalDoor;
  readonly marked: MarkedModel;
  readonly view: vscode.TreeView<StagedNode>;
  readonly focus: FocusTracker<StagedNode>;
}

/** The Staged view: what waits there is taken back, staged removals on the server, marks here. */
export function stagedCommands(parts: StagedParts): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.takeBack]: (clicked?: StagedNode, selected?: readonly StagedNode[]) => {
      const rows = selected ?? (clicked ? [] : parts.view.selection);
      return takeBack(chooseRows(clicked, rows, stagedRowId), parts);
    },
    [COMMANDS.takeBackFocused]: async () => {
      const rows = await parts.focus.focusedRows();
      if (rows) return takeBack(rows, parts);
      void vscode.window.showInformationMessage(selectFirst());
      return undefined;
    },
  };
}

async function takeBack(rows: readonly StagedNode[], { door, marked }: StagedParts): Promise<Report | undefined> {
  const marks = rows.filter((row) => placeOf(row).waiting === 'marked').flatMap(listedIn);
  marked.unmark(marks);
  const listed = rows.filter((row) => placeOf(row).waiting === 'staged').flatMap(listedIn);
  return listed.length === 0 ? undefined : door.remove('unstage', { listed, shown: [] });
}
