import type * as vscode from 'vscode';
import type { Listed } from '../../removal/selection';
import { listedIn, type StagedNode } from '../staged/stagedNode';
import type { TreeNode } from '../trees/node';

/** A view, and when a row was last selected in it. */
export interface SelectableView<Row> {
  readonly selectedAt: number;
  readonly view: Pick<vscode.TreeView<Row>, 'visible' | 'selection'>;
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
  if (!one?.view.visible || one.view.selection.length === 0) return [];
  return [{ at: one.selectedAt, selected: selectedOf(one.view.selection) }];
}

export function isNothing({ rows, waiting }: Selected): boolean {
  return rows.length + waiting.length === 0;
}

/** The entries among it. */
export function listedAmong({ rows, waiting }: Selected): readonly Listed[] {
  const entries = rows.filter((row) => row.type === 'entry');
  return [...entries.map(({ address, entry }) => ({ remote: address, entry })), ...waiting.flatMap(listedIn)];
}

/**
 * Notes when a row is selected in a view. When a part of the selection is gone, nobody was there. An empty one counts: VS Code tells of a click
 * on a row that it is just drawing anew without the row, and has it a moment later.
 */
export class SelectionTime<Row> implements SelectableView<Row>, vscode.Disposable {
  selectedAt = 0;
  private before: ReadonlySet<string> = new Set();
  private readonly listener: vscode.Disposable;

  constructor(
    readonly view: vscode.TreeView<Row>,
    keyOf: (row: Row) => string,
  ) {
    this.listener = view.onDidChangeSelection(({ selection }) => {
      const keys = selection.map(keyOf);
      const isRest = keys.length > 0 && keys.length < this.before.size && keys.every((key) => this.before.has(key));
      if (!isRest) this.selectedAt = performance.now();
      this.before = new Set(keys);
    });
  }

  dispose(): void {
    this.listener.dispose();
  }
}
