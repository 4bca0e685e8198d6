import type * as vscode from 'vscode';
import type { Listed } from '../../removal/selection';
import { listedIn, type StagedNode } from '../staged/stagedNode';
import type { TreeNode } from '../trees/node';

/** A view, and when a row was last selected in it. */
export interface SelectableView<Row> {
  readonly selectedAt: number;
  readonly selection: readonly Row[];
  readonly view: Pick<vscode.TreeView<Row>, 'visible'>;
}

/** The views that a command without arguments may mean. */
export interface SelectableViews {
  readonly oxen?: SelectableView<TreeNode>;
  readonly onedata?: SelectableView<TreeNode>;
  readonly staged?: SelectableView<StagedNode>;
}

/** What is selected in one view: `rows` of a remote view, or `waiting` ones of the Staged view. */
export interface Selected {
  readonly rows: readonly TreeNode[];
  readonly waiting: readonly StagedNode[];
}

/**
 * What the person sees selected: where several views have a selection, that of the view in which a row was selected last. A selection that is
 * not seen, in a closed view, is never meant.
 */
export function lastSelected({ oxen, onedata, staged }: SelectableViews): Selected {
  const told = [
    ...selectedIn(oxen, (rows) => ({ rows, waiting: [] })),
    ...selectedIn(onedata, (rows) => ({ rows, waiting: [] })),
    ...selectedIn(staged, (waiting) => ({ rows: [], waiting })),
  ];
  const [last] = told.sort((one, other) => other.at - one.at);
  return last?.selected ?? { rows: [], waiting: [] };
}

interface SelectedOnce {
  readonly at: number;
  readonly selected: Selected;
}

function selectedIn<Row>(
  one: SelectableView<Row> | undefined,
  selectedOf: (rows: readonly Row[]) => Selected,
): readonly SelectedOnce[] {
  if (!one?.view.visible || one.selection.length === 0) return [];
  return [{ at: one.selectedAt, selected: selectedOf(one.selection) }];
}

export function isNothing({ rows, waiting }: Selected): boolean {
  return rows.length + waiting.length === 0;
}

/** The entries among it. */
export function listedAmong({ rows, waiting }: Selected): readonly Listed[] {
  const entries = rows.filter((row) => row.type === 'entry');
  return [...entries.map(({ address, entry }) => ({ remote: address, entry })), ...waiting.flatMap(listedIn)];
}
