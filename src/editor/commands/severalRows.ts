import * as vscode from 'vscode';
import { OF_SEVERAL, SEVERAL } from '../ids';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/commands';
import type { Handler } from './register';

/** Rows as a menu hands them over: the clicked one, and all selected ones when it is among them. */
type OnRows = (clicked: TreeNode, selected: readonly TreeNode[] | undefined) => unknown;

/**
 * The commands with a plural label. Menus know that several rows are selected (`listMultiSelection`), not whether the clicked one is among them, and
 * a context key of ours that says so makes VS Code draw all rows anew at each click and lose the selection (1.100 to 1.139). So on a row
 * beside the selection the person is asked.
 */
export function severalCommands(
  commands: Readonly<Record<string, Handler>>,
  views: readonly RemoteView[],
): Readonly<Record<string, Handler>> {
  return Object.fromEntries(
    OF_SEVERAL.map((id) => {
      const run = commands[id.replace(SEVERAL, '')] as unknown as OnRows;
      return [
        id,
        async (clicked: TreeNode, selected?: readonly TreeNode[]) => {
          const rows = await rowsMeant(clicked, selected, views);
          const [first] = rows;
          return first && run(first, rows);
        },
      ];
    }),
  );
}

async function rowsMeant(
  clicked: TreeNode,
  selected: readonly TreeNode[] | undefined,
  views: readonly RemoteView[],
): Promise<readonly TreeNode[]> {
  if (selected && selected.length > 0) return [clicked, ...selected.filter((row) => row !== clicked)];
  const view = views.find(({ tree }) => tree.find(clicked.id) === clicked);
  const beside = view?.selection ?? [];
  if (clicked.type !== 'entry' || beside.length < 2 || beside.includes(clicked)) return [clicked];
  const names = beside.flatMap((row) => (row.type === 'entry' ? [row.entry.path] : []));
  const items = [
    { label: words.clickedRow(clicked.entry.path), rows: [clicked] },
    { label: words.inTheView(names), rows: beside },
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: words.whichOnes() }))?.rows ?? [];
}
