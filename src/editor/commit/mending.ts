import * as vscode from 'vscode';
import type { Entry } from '../../removal/remote';
import { isAtOrInside } from '../../removal/remotePath';
import type { CommitPreview, StagingRemote } from '../../removal/staging';
import { withNotification } from '../removal/runProgress';
import { heal, finish } from '../staged/healing';
import type { WatchedWorkspace } from '../staged/stagedModel';
import { tellFailure } from '../tellFailure';
import * as words from '../wording/commit';
import type { CommitParts } from './commitParts';
import { stageAgain } from './stageAgain';

/** The preview, once nothing in the workspace would lose what nobody staged. Undefined when the person stops there. */
export async function previewMended(
  remote: StagingRemote,
  workspace: WatchedWorkspace,
  branch: string,
  parts: CommitParts,
): Promise<CommitPreview | undefined> {
  for (;;) {
    const preview = await withNotification(words.looking(), (_, signal) => remote.previewCommit(branch, signal));
    if (!preview.ok) return tellFailure(preview.failure, workspace.address, parts);
    if (isClean(preview.value)) return preview.value;
    if (!(await mendOnce(preview.value, workspace, branch, parts))) return undefined;
  }
}

function isClean({ state, refusal, mergeable }: CommitPreview): boolean {
  return state.leftovers.length === 0 && state.unfinished.length === 0 && !refusal && mergeable;
}

/** One step; true when the preview is worth another look. */
async function mendOnce(
  preview: CommitPreview,
  { address, label }: WatchedWorkspace,
  branch: string,
  parts: CommitParts,
): Promise<boolean> {
  const { state, refusal, conflicts } = preview;
  const { door } = parts;
  if (state.leftovers.length > 0) {
    const answer = await ask(words.leftovers(state.leftovers), words.heal());
    return answer === words.heal() && (await heal(address, state, door));
  }
  if (state.unfinished.length > 0) {
    const answer = await ask(words.unfinished(state.unfinished), words.finish());
    return answer === words.finish() && (await finish(address, state, door));
  }
  if (refusal) {
    tellFailure(refusal, address, parts);
    return false;
  }
  const removals = state.removed.filter(({ path }) => conflicts.some((one) => isAtOrInside(path, one)));
  const unstage = words.unstageConflicting();
  const again = words.stageAgain();
  const buttons = [...(removals.length > 0 ? [unstage] : []), ...(state.removed.length > 0 ? [again] : [])];
  const answer = await ask(words.conflicting(preview), ...buttons);
  if (answer === again) await stageAgain({ address, label }, branch, state, parts);
  if (answer !== unstage) return false;
  const listed = removals.map(({ path }) => ({ remote: address, entry: stagedEntry(path) }));
  return (await door.remove('unstage', { listed, shown: [] })) !== undefined;
}

function ask(
  { message, detail }: { readonly message: string; readonly detail: string },
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
}

function stagedEntry(path: Entry['path']): Entry {
  return { path, kind: 'file', traits: ['staged'] };
}
