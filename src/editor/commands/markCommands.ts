import * as vscode from 'vscode';
import type { Report } from '../../removal/report';
import { select } from '../../removal/selection';
import { COMMANDS } from '../ids';
import { gestureOn } from '../removal/gesture';
import type { RemovalDoor } from '../removal/removalDoor';
import type { Marked, MarkedModel } from '../staged/markedModel';
import { listedIn, type StagedNode } from '../staged/stagedNode';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/marks';
import { selectFirst } from '../wording/plans';
import type { Handler } from './register';

export interface MarkParts {
  readonly marked: MarkedModel;
  readonly onedata: RemoteView;
  readonly door: RemovalDoor;
  readonly nameOfRemote: (remote: Marked['remote']) => string;
}

/** Marking for an Onedata deletion: local, nothing sent; and the deletion of all that is marked, through the one door. */
export function markCommands(parts: MarkParts): Readonly<Record<string, Handler>> {
  const { marked, onedata } = parts;
  return {
    [COMMANDS.onedataMark]: (clicked?: TreeNode, selected?: readonly TreeNode[]) =>
      mark(clicked, selected ?? (clicked ? [] : onedata.selection), parts),
    [COMMANDS.onedataMarkFocused]: async () => {
      const rows = await onedata.focus.focusedRows();
      if (rows) await mark(undefined, rows, parts);
      else void vscode.window.showInformationMessage(selectFirst());
    },
    [COMMANDS.onedataUnmarkAll]: () => marked.unmark(marked.all()),
    [COMMANDS.onedataDeleteMarked]: (row?: StagedNode) => deleteMarked(row, parts),
  };
}

async function mark(
  clicked: TreeNode | undefined,
  selected: readonly TreeNode[],
  { marked, onedata, nameOfRemote }: MarkParts,
): Promise<void> {
  const { listed } = gestureOn(clicked, selected, onedata.tree);
  const { chosen } = select('deletePermanently', listed);
  const marks = chosen.flatMap(({ remote, entry }): readonly Marked[] =>
    remote.kind === 'onedata' ? [{ remote, place: nameOfRemote(remote), entry }] : [],
  );
  if (marks.length === 0) return;
  await marked.mark(marks);
  vscode.window.setStatusBarMessage(words.markedNow(marks.length), 5_000);
}

/** One plan over all that is marked (or over the marked place whose row was clicked), read and counted anew. */
async function deleteMarked(row: StagedNode | undefined, { marked, door }: MarkParts): Promise<Report | undefined> {
  const all = marked.all();
  const inRow = row ? new Set(listedIn(row).map(({ entry }) => entry)) : undefined;
  const chosen = inRow ? all.filter(({ entry }) => inRow.has(entry)) : all;
  if (chosen.length === 0) {
    void vscode.window.showInformationMessage(words.nothingMarked());
    return undefined;
  }
  const report = await door.remove('deletePermanently', { listed: chosen, shown: [] });
  const done = report?.lines.filter(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone') ?? [];
  await marked.unmark(done.map(({ target }) => target));
  return report;
}
