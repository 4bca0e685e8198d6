import * as vscode from 'vscode';
import { readGuards, type Guards } from '../../removal/guards';

export const PROTECTED_PATHS = 'winnow.guards.protectedPaths';

/** The limits as they are set now. */
export function guardsFromSettings(): Guards {
  const settings = vscode.workspace.getConfiguration('winnow.guards');
  return readGuards({
    maxItems: settings.get('maxItems'),
    maxBytes: settings.get('maxBytes'),
    protectedPaths: settings.get('protectedPaths'),
  });
}
