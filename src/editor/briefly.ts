import * as vscode from 'vscode';
import { asWritten } from './wording/names';

/**
 * Tells a result without anything in the way: in the status bar. Screen readers do not read that out (its region is `aria-live="off"`), so a
 * person who works with one is told by a notification, which is.
 */
export function tellBriefly(text: string, ms = 5_000): void {
  const isReadAloud = vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
  if (isReadAloud) void vscode.window.showInformationMessage(text);
  else vscode.window.setStatusBarMessage(asWritten(text), ms);
}
