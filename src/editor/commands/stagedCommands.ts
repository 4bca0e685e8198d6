import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { chooseRows } from '../../removal/selection';
import { COMMANDS } from '../ids';
import type { RemovalDoor } from '../removal/removalDoor';
import type { MarkedModel } from '../staged/markedModel';
import { listedIn, placeOf, stagedRowId, type StagedNode } from '../staged/stagedNode';
import type { FocusTracker } from '../trees/focusTracker';
import { selectFirst } from '../wording/plans';
import { rowsAtFocus } from './atFocus';
import { lastSelected, type SelectableViews } from './lastSelected';
import type { Handler } from './register';

export interface StagedParts {
  readonly door: RemovalDoor;
  readonly marked: MarkedModel;
  readonly views: Required<Pick<SelectableViews, 'staged'>>;
  readonly focus: FocusTracker<StagedNode>;
}

/** The Staged view: what waits there is taken back, staged removals on the server, marks here. */
export function stagedCommands(parts: StagedParts): Readonly<Record<string, Handler>> {
  return {
    [COMMANDS.takeBack]: async (clicked?: StagedNode, selected?: readonly StagedNode[]) => {
      const { staged } = parts.views;
      const rows = clicked ? chooseRows(clicked, selected, stagedRowId) : lastSelected({ staged }).waiting;
      return rows.length === 0 ? saySelectFirst() : takeBack(rows, parts);
    },
    [COMMANDS.takeBackFocused]: async () => {
      const rows = await rowsAtFocus(parts.focus);
      return rows && takeBack(rows, parts);
    },
  };
}

function saySelectFirst(): undefined {
  void vscode.window.showInformationMessage(selectFirst());
}

async function takeBack(rows: readonly StagedNode[], { door, marked }: StagedParts): Promise<Report | undefined> {
  const marks = rows.filter((row) => placeOf(row).waiting === 'marked').flatMap(listedIn);
  marked.unmark(marks);
  const listed = rows.filter((row) => placeOf(row).waiting === 'staged').flatMap(listedIn);
  return listed.length === 0 ? undefined : door.remove('unstage', { listed, shown: [] });
}
