import * as vscode from 'vscode';
import { DEFAULT_GUARDS, type Guards } from '../../removal/guards';

export const PROTECTED_PATHS = 'winnow.guards.protectedPaths';

/** The limits as they are set now. */
export function guardsFromSettings(): Guards {
  const settings = vscode.workspace.getConfiguration('winnow.guards');
  return {
    maxItems: settings.get('maxItems', DEFAULT_GUARDS.maxItems),
    maxBytes: settings.get('maxBytes', DEFAULT_GUARDS.maxBytes),
    protectedPaths: settings.get('protectedPaths', DEFAULT_GUARDS.protectedPaths),
  };
}
