import * as vscode from 'vscode';
import { remoteKey, type OxenAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { Entry } from '../../removal/remote';
import { ROOT, type RemotePath } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import type { CommitOutcome, CommitPreview, StagingRemote } from '../../removal/staging';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { Output } from '../output';
import type { RemovalDoor } from '../removal/removalDoor';
import { withNotification } from '../removal/runProgress';
import type { StagedModel, WatchedWorkspace } from '../staged/stagedModel';
import * as words from '../wording/commit';
import { explain, explainInFull } from '../wording/failures';
import { askAuthor } from './author';
import { commitAct, commitPlan } from './commitPlan';

const BRANCH_KEY = 'winnow.branches';

export interface CommitParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly staged: StagedModel;
  readonly door: RemovalDoor;
  readonly output: Output;
  readonly memento: vscode.Memento;
}

/** Commit…: look at everything the commit would hold and do, mend what would lose data, then ask once and send once. */
export async function commitWorkspace(workspace: WatchedWorkspace, parts: CommitParts): Promise<Report | undefined> {
  const { address } = workspace;
  const remote = await parts.connections.workspace(address);
  if (!remote.ok) return tellFailure(remote.failure, address, parts);
  const branch = await chooseBranch(address, parts);
  if (branch === undefined) return undefined;
  const preview = await previewMended(remote.value, address, branch, parts);
  if (!preview) return undefined;
  const author = await askAuthor(parts.memento);
  if (!author) return undefined;
  const message = await vscode.window.showInputBox({
    title: words.commitTitle(workspace.label, branch),
    prompt: words.messagePrompt(),
    value: words.defaultMessage(preview),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? words.needed() : undefined),
  });
  if (message === undefined) return undefined;
  let outcome: CommitOutcome | undefined;
  const act = commitAct(remote.value, { branch, message, ...author }, (told) => (outcome = told));
  const report = await parts.door.askAndRun(commitPlan(address, preview.state, Date.now()), {
    actOf: () => act,
    notes: words.previewNotes(preview),
    confirmation: {
      ask: 'modal',
      reasons: othersIn(preview) > 0 ? ['otherChanges'] : [],
      first: 'review',
      undo: false,
    },
    silent: true,
  });
  if (outcome) await tellOutcome(outcome, preview, address, parts);
  return report;
}

/** The preview, once nothing in the workspace would lose what nobody staged. Undefined when the person stops there. */
async function previewMended(
  remote: StagingRemote,
  address: OxenAddress,
  branch: string,
  parts: CommitParts,
): Promise<CommitPreview | undefined> {
  for (;;) {
    const preview = await withNotification(words.looking(), (_, signal) => remote.previewCommit(branch, signal));
    if (!preview.ok) return tellFailure(preview.failure, address, parts);
    const { state, conflicts, refusal, mergeable } = preview.value;
    if (state.leftovers.length > 0) {
      if (!(await healLeftovers(address, preview.value, parts.door))) return undefined;
    } else if (state.unfinished.length > 0) {
      if (!(await ask(words.unfinished(state.unfinished), words.finish()))) return undefined;
      const targets = state.unfinished.map(({ path }) => stagedEntry(path));
      await parts.door.remove('finish', { listed: targets.map((entry) => ({ remote: address, entry })), shown: [] });
    } else if (refusal) {
      return tellFailure(refusal, address, parts);
    } else if (!mergeable) {
      const removals = conflicts.filter((path) => state.removed.some((removal) => removal.path === path));
      if (
        !(await ask(
          words.conflicting(conflicts, preview.value.behind),
          ...(removals.length > 0 ? [words.unstageConflicting()] : []),
        ))
      ) {
        return undefined;
      }
      await parts.door.remove('unstage', {
        listed: removals.map((path) => ({ remote: address, entry: stagedEntry(path) })),
        shown: [],
      });
    } else return preview.value;
  }
}

/** Says what the markers of another client would lose, and clears them when the person agrees. */
async function healLeftovers(
  address: OxenAddress,
  { state }: Pick<CommitPreview, 'state'>,
  door: RemovalDoor,
): Promise<boolean> {
  if (!(await ask(words.leftovers(state.leftovers), words.heal()))) return false;
  const folders = state.leftovers.flatMap(({ folder, files }) =>
    folder === ROOT ? [] : [{ path: folder, kind: 'folder' as const, files: files ?? 0, traits: [] }],
  );
  const report = await door.remove('heal', { listed: folders.map((entry) => ({ remote: address, entry })), shown: [] });
  return (
    report !== undefined &&
    report.lines.every(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'alreadyGone')
  );
}

async function chooseBranch(
  address: OxenAddress,
  { accounts, connections, output, memento }: CommitParts,
): Promise<string | undefined> {
  const account = accounts.get(address.account);
  if (!account) return undefined;
  const server = await connections.oxen(account);
  const branches = await server.branches(address.namespace, address.repository, new AbortController().signal);
  if (!branches.ok) return tellFailure(branches.failure, address, { accounts, output });
  const remembered = memento.get<Readonly<Record<string, string>>>(BRANCH_KEY, {});
  const key = remoteKey(address);
  const names = branches.value.map(({ name }) => name);
  const [only] = names;
  const branch =
    names.length === 1
      ? only
      : await vscode.window.showQuickPick(rememberedFirst(names, remembered[key]), {
          placeHolder: words.chooseBranch(),
        });
  if (branch !== undefined) await memento.update(BRANCH_KEY, { ...remembered, [key]: branch });
  return branch;
}

function rememberedFirst(names: readonly string[], remembered: string | undefined): string[] {
  return [...names].sort((a, b) => Number(b === remembered) - Number(a === remembered));
}

async function tellOutcome(
  outcome: CommitOutcome,
  preview: CommitPreview,
  address: OxenAddress,
  parts: CommitParts,
): Promise<void> {
  if (outcome.kind !== 'committed') {
    tellFailure(outcome.failure, address, parts);
    return;
  }
  parts.output.info(words.committedLog(outcome, preview));
  const text = words.committed(outcome, preview);
  const copyId = words.copyCommitId();
  const copyRestore = words.copyRestoreCommand();
  const show =
    outcome.proof.kind === 'asStaged' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await show(text, copyId, copyRestore);
  if (answer === copyId) await vscode.env.clipboard.writeText(outcome.commit);
  if (answer === copyRestore) await vscode.env.clipboard.writeText(words.restoreCommand(outcome.parent, preview));
}

async function ask(
  { message, detail }: { readonly message: string; readonly detail: string },
  ...buttons: readonly string[]
): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
  return answer !== undefined;
}

function tellFailure(
  failure: Failure,
  address: OxenAddress,
  { accounts, output }: Pick<CommitParts, 'accounts' | 'output'>,
): undefined {
  if (failure.kind === 'cancelled') return undefined;
  const host = accounts.hostOf(address.account);
  const { message, hint } = explain(failure, host);
  output.error(explainInFull(failure, host));
  void vscode.window.showErrorMessage(`${message} ${hint}`);
  return undefined;
}

function othersIn({ state }: CommitPreview): number {
  return state.uploaded.length + state.edited.length;
}

function stagedEntry(path: RemotePath): Entry {
  return { path, kind: 'file', traits: ['staged'] };
}
