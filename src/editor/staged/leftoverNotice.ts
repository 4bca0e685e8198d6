import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import { COMMANDS } from '../ids';
import * as words from '../wording/commit';
import { troubleNotice } from '../wording/staged';
import type { StagedModel, WatchedWorkspace } from './stagedModel';

/** Says once a workspace that a commit now would lose what nobody staged. Says it again when it comes back after it was mended. */
export function noticeLeftovers(staged: StagedModel): vscode.Disposable {
  const told = new Set<string>();
  return staged.onDidChange(() => {
    for (const workspace of staged.workspaces()) {
      const { leftovers = [], unfinished = [] } = workspace.state ?? {};
      const key = remoteKey(workspace.address);
      if (leftovers.length + unfinished.length === 0) told.delete(key);
      else if (!told.has(key)) {
        told.add(key);
        void tell(workspace);
      }
    }
  });
}

async function tell({ address, label, state }: WatchedWorkspace): Promise<void> {
  if (!state) return;
  const button = state.leftovers.length > 0 ? words.heal() : words.finish();
  const answer = await vscode.window.showWarningMessage(troubleNotice(label, state), button);
  if (answer) await vscode.commands.executeCommand(COMMANDS.oxenHeal, remoteKey(address));
}
