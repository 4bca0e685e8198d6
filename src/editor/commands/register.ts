import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { TreeNode } from '../trees/node';
import { BUTTONS } from '../wording/accounts';
import { commandFailed, rowBeingRead } from '../wording/commands';
import { isTreeNode } from './meant';
import { ON_ROWS } from './onRows';

export type Handler = (...args: never[]) => unknown;

export interface Rows {
  /** Whether a view has drawn it. */
  readonly isDrawn: (row: object) => boolean;
  /** Told of rows that were clicked. */
  readonly onRow: (row: TreeNode) => void;
}

/**
 * The one gate: every command comes through here, so that none is missing, fails silently, throws into the console, or acts on a row that is not
 * there.
 */
export function runningCommands(
  commands: Readonly<Record<string, Handler>>,
  output: Output,
  { isDrawn, onRow }: Rows,
): (id: string, args: readonly never[]) => Promise<unknown> {
  const missing = Object.values(COMMANDS).filter((id) => !(id in commands));
  if (missing.length > 0) throw new Error(`nobody carries out ${missing.join(', ')}`);
  const run = (id: string, args: readonly never[]): unknown => {
    const [clicked, selected]: readonly unknown[] = args;
    const isMadeUp = (row: unknown): boolean => isLikeRow(row) && !isDrawn(row);
    const hasMadeUp = isMadeUp(clicked) || (Array.isArray(selected) && selected.some(isMadeUp));
    if (hasMadeUp || isOnLostRow(id, args)) return sayBeingRead();
    if (isTreeNode(clicked)) onRow(clicked);
    return commands[id]?.(...args);
  };
  return (id, args) => guarded(id, () => run(id, args), output);
}

/**
 * While rows are read again, VS Code still draws the old ones and has forgotten what they stand for: their menu gives undefined in their place
 * (extHostTreeViews). Without any row a command would take what is selected, or the file in the editor.
 */
function isOnLostRow(id: string, args: readonly unknown[]): boolean {
  if (args.length === 0 || !ON_ROWS.has(id)) return false;
  const [clicked, selected] = args;
  return isNothing(clicked) || (Array.isArray(selected) && selected.some(isNothing));
}

/**
 * Any extension, `keybindings.json` and `tasks.json` can call a command with something that looks like a row. An entry in it would be counted, asked about and
 * deleted as it says itself: under one name, with the ids of another.
 */
function isLikeRow(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof vscode.Uri) return false;
  return ROW_KEYS.some((key) => key in value);
}

const ROW_KEYS = ['type', 'account', 'address', 'entry', 'entries', 'group', 'parent', 'place'];

const isNothing = (row: unknown): boolean => row === undefined || row === null;

function sayBeingRead(): void {
  void vscode.window.showInformationMessage(rowBeingRead());
}

/** VS Code says nothing of what a handler throws. */
export async function guarded<T>(
  id: string,
  run: () => T,
  output: Pick<Output, 'error' | 'show'>,
): Promise<Awaited<T> | undefined> {
  try {
    return await run();
  } catch (error) {
    output.error(`${id} failed`, error instanceof Error ? error : String(error));
    const answer = await vscode.window.showErrorMessage(commandFailed(), BUTTONS.showOutput);
    if (answer) output.show();
    return undefined;
  }
}
