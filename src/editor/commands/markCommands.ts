import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { remoteKey } from '../../removal/address';
import { chooseRows, select, type Listed } from '../../removal/selection';
import { tellBriefly } from '../briefly';
import { COMMANDS } from '../ids';
import { gestureOn } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import { listedKey } from '../staged/entryMarks';
import type { Marked, MarkedModel } from '../staged/markedModel';
import { listedIn, stagedRowId, type StagedNode } from '../staged/stagedNode';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/marks';
import { selectFirst, selectInside } from '../wording/plans';
import { rowsAtFocus } from './atFocus';
import { lastSelected } from './lastSelected';
import { entriesMeant, meantBy } from './meant';
import type { Handler } from './register';

export interface MarkParts {
  readonly marked: MarkedModel;
  readonly onedata: RemoteView;
  readonly door: RemovalDoor;
  readonly nameOfRemote: (remote: Marked['remote']) => string;
}

/** Marking for an Onedata deletion: local, nothing sent; and the deletion of all that is marked, through the one door. */
export function markCommands(parts: MarkParts): Readonly<Record<string, Handler>> {
  const { marked, onedata, door } = parts;
  return {
    [COMMANDS.onedataMark]: async (clicked?: unknown, selected?: unknown) => {
      const gesture = await entriesMeant(meantBy(clicked, selected), { onedata }, door);
      if (gesture) markAll(gesture.listed, parts);
    },
    [COMMANDS.onedataMarkFocused]: async () => {
      const rows = await rowsAtFocus(onedata.focus);
      if (!rows) return;
      const listed = gestureOn(undefined, rows, onedata.tree).listed;
      if (listed.length > 0) markAll(listed, parts);
      else void vscode.window.showInformationMessage(selectInside('onedata'));
    },
    [COMMANDS.onedataUnmark]: (clicked?: TreeNode, selected?: readonly TreeNode[]) =>
      unmark(clicked ? chooseRows(clicked, selected, ({ id }) => id) : lastSelected({ onedata }).rows, parts),
    [COMMANDS.onedataUnmarkAll]: () => {
      const all = marked.all();
      if (all.length > 0) marked.unmark(all);
      else void vscode.window.showInformationMessage(words.nothingMarked());
    },
    [COMMANDS.onedataDeleteMarked]: () => deleteMarked(marked.all(), parts),
    [COMMANDS.onedataDeleteMarkedRow]: (clicked: StagedNode, selected?: readonly StagedNode[]) =>
      deleteMarked(marksIn(chooseRows(clicked, selected, stagedRowId), marked), parts),
  };
}

/** Marks what may be deleted of these entries, and says so in the status bar. */
export function markAll(listed: readonly Listed[], { marked, onedata, nameOfRemote }: MarkParts): void {
  const { chosen } = select('deletePermanently', listed);
  const marks = chosen.flatMap(({ remote, entry }): readonly Marked[] =>
    remote.kind === 'onedata' ? [{ remote, place: nameOfRemote(remote), entry }] : [],
  );
  if (marks.length === 0) {
    void vscode.window.showInformationMessage(words.cannotBeMarked());
    return;
  }
  if (marks.some(({ remote }) => isReadonly(onedata.tree.find(remoteKey(remote))))) {
    void vscode.window.showWarningMessage(words.readonlyToken());
    return;
  }
  marked.mark(marks);
  const now = marks.filter((mark) => marked.isMarked(mark)).length;
  tellBriefly(now > 0 ? words.markedNow(now) : words.insideMarked());
}

/** The token of the space's account allows reading only. */
function isReadonly(space: TreeNode | undefined): boolean {
  return space?.type === 'space' && space.readonly;
}

function unmark(rows: readonly TreeNode[], { marked, onedata }: MarkParts): void {
  const marks = gestureOn(undefined, rows, onedata.tree).listed.filter((one) => marked.isMarked(one));
  if (marks.length > 0) marked.unmark(marks);
  else void vscode.window.showInformationMessage(rows.length > 0 ? words.noneOfThemMarked() : selectFirst());
}

/** What is still marked of what these rows of the Staged view stand for. */
function marksIn(rows: readonly StagedNode[], marked: MarkedModel): readonly Marked[] {
  const keys = new Set(rows.flatMap(listedIn).map(listedKey));
  return marked.all().filter((mark) => keys.has(listedKey(mark)));
}

/** One plan over these marks, read and counted anew. What is gone by its report loses its mark there, whoever asked for it. */
async function deleteMarked(chosen: readonly Marked[], { door }: MarkParts): Promise<Report | undefined> {
  if (chosen.length === 0) {
    void vscode.window.showInformationMessage(words.nothingMarked());
    return undefined;
  }
  return door.remove('deletePermanently', { listed: chosen, shown: [] });
}
