import * as vscode from 'vscode';
import type { FocusTracker } from '../trees/focusTracker';
import { rowBeingRead } from '../wording/commands';
import { selectFirst } from '../wording/plans';

/** The rows a key means. Undefined when that cannot be told for certain, and the person has been told why. */
export async function rowsAtFocus<Row>(focus: FocusTracker<Row>): Promise<readonly Row[] | undefined> {
  const rows = await focus.focusedRows();
  if (rows !== undefined && rows !== 'beingRead') return rows;
  void vscode.window.showInformationMessage(rows === undefined ? selectFirst() : rowBeingRead());
  return undefined;
}
