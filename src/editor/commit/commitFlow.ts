import * as vscode from 'vscode';
import type { OxenAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { Report } from '../../removal/report';
import type { CommitOutcome, CommitPreview } from '../../removal/staging';
import { chooseName } from '../choose';
import type { WatchedWorkspace } from '../staged/stagedModel';
import { withNotification } from '../removal/runProgress';
import { tellFailure } from '../tellFailure';
import * as words from '../wording/commit';
import { explainInFull } from '../wording/failures';
import { authorOf } from './author';
import type { CommitParts } from './commitParts';
import { changeSince, commitAct, commitPlan, outcomeIn } from './commitPlan';
import { previewMended } from './mending';
import { stageAgain } from './stageAgain';

/** Commit…: look at everything the commit would hold and do, mend what would lose data, then ask once and send once. */
export async function commitWorkspace(workspace: WatchedWorkspace, parts: CommitParts): Promise<Report | undefined> {
  const { address } = workspace;
  const remote = await parts.connections.workspace(address);
  if (!remote.ok) return tellFailure(remote.failure, address, parts);
  const branch = await chooseBranch(address, parts);
  if (branch === undefined) return undefined;
  const preview = await previewMended(remote.value, workspace, branch, parts);
  if (!preview) return undefined;
  const author = await authorOf(parts.authors);
  if (!author) return undefined;
  const message = await vscode.window.showInputBox({
    title: words.commitTitle(workspace.label, branch),
    prompt: words.messagePrompt(author),
    value: words.defaultMessage(preview),
    ignoreFocusOut: true,
    validateInput: words.problemOfText,
  });
  if (message === undefined) return undefined;
  let outcome: CommitOutcome | undefined;
  const details = { branch, message, ...author, appeared: preview.appeared };
  const act = commitAct(remote.value, details, preview.state, (told) => (outcome = told));
  return parts.door.askAndRun(commitPlan(address, preview.state, Date.now()), {
    actOf: () => act,
    notes: [words.goesTo(details), ...words.previewNotes(preview)],
    confirmation: {
      ask: 'modal',
      reasons: othersIn(preview) > 0 ? ['otherChanges'] : [],
      first: 'review',
      undo: false,
    },
    lookAgain: async () => {
      const change = await withNotification(words.looking(), (_, signal) =>
        changeSince(preview.state, remote.value, signal),
      );
      if (!change) return 'holds';
      tellFailure(change.failure, address, parts);
      return change.failure.code === 'changedSincePreview' ? 'outdated' : 'unseen';
    },
    tell: async (report) => {
      const told = outcome ?? outcomeIn(report);
      if (told) await tellOutcome(told, preview, workspace, parts);
    },
  });
}

async function chooseBranch(address: OxenAddress, parts: CommitParts): Promise<string | undefined> {
  const account = parts.accounts.get(address.account);
  if (!account) return undefined;
  const server = await parts.connections.oxen(account);
  const branches = await server.branches(address.namespace, address.repository, new AbortController().signal);
  if (!branches.ok) return tellFailure(branches.failure, address, parts);
  const names = branches.value.map(({ name }) => name);
  const [only] = names;
  const remembered = parts.branches.branchOf(address);
  const branch = names.length === 1 ? only : await chooseName(rememberedFirst(names, remembered), words.chooseBranch());
  if (branch !== undefined) await parts.branches.remember(address, branch);
  return branch;
}

function rememberedFirst(names: readonly string[], remembered: string | undefined): string[] {
  return [...names].sort((a, b) => Number(b === remembered) - Number(a === remembered));
}

async function tellOutcome(
  outcome: CommitOutcome,
  preview: CommitPreview,
  workspace: WatchedWorkspace,
  parts: CommitParts,
): Promise<void> {
  parts.refresh();
  switch (outcome.kind) {
    case 'committed':
      parts.output.info(words.committedLog(outcome, preview));
      return tellCommitted(outcome, preview);
    case 'failed':
      return tellRefused(outcome.failure, preview, workspace, parts);
    case 'unknown': {
      parts.output.error(explainInFull(outcome.failure, parts.accounts.hostOf(workspace.address.account)));
      const answer = await vscode.window.showWarningMessage(words.unknownCommit(outcome, preview), words.showOutput());
      if (answer) parts.output.show();
    }
  }
}

async function tellCommitted(
  outcome: Extract<CommitOutcome, { kind: 'committed' }>,
  preview: CommitPreview,
): Promise<void> {
  const copyId = words.copyCommitId();
  const copyRestore = words.copyRestoreCommand();
  const restore = words.restoreCommand(outcome.parent, preview);
  const show =
    outcome.proof.kind === 'asStaged' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await show(words.committed(outcome, preview), copyId, ...(restore === undefined ? [] : [copyRestore]));
  if (answer === copyId) await vscode.env.clipboard.writeText(outcome.commit);
  if (answer === copyRestore && restore !== undefined) await vscode.env.clipboard.writeText(restore);
}

/** The branch moved between the preview and the commit: the way on is the same as when the preview had told. */
async function tellRefused(
  failure: Failure,
  { branch, state }: CommitPreview,
  workspace: WatchedWorkspace,
  parts: CommitParts,
): Promise<void> {
  if (failure.kind !== 'conflict' || failure.code === 'changedSincePreview') {
    tellFailure(failure, workspace.address, parts);
    return;
  }
  parts.output.error(explainInFull(failure, parts.accounts.hostOf(workspace.address.account)));
  const again = words.stageAgain();
  const answer = await vscode.window.showWarningMessage(words.behind(branch), again);
  if (answer === again) await stageAgain(workspace, branch, state, parts);
}

function othersIn({ state }: CommitPreview): number {
  return state.uploaded.length + state.edited.length;
}
