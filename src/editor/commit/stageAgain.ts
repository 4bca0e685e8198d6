import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { remoteKey, type OxenAddress } from '../../removal/address';
import { failed } from '../../removal/failure';
import { stagedEntries } from '../../removal/stagedEntries';
import { meantAgain } from '../../removal/stagingAgain';
import type { StagedState } from '../../removal/staging';
import { COMMANDS } from '../ids';
import { clock } from '../removal/clock';
import { withNotification } from '../removal/runProgress';
import type { WatchedWorkspace } from '../staged/stagedModel';
import { tellFailure } from '../tellFailure';
import * as words from '../wording/commit';
import type { CommitParts } from './commitParts';
import { nextName } from './nextName';

/**
 * New Workspace on the Head and Stage Again: a workspace keeps its base commit for good, so when the branch has changed what is staged, the
 * same files are staged in a new one that starts at the branch's head. The old workspace stays as it is.
 */
export async function stageAgain(
  { address, label }: WatchedWorkspace,
  branch: string,
  state: StagedState,
  parts: CommitParts,
): Promise<void> {
  const account = parts.accounts.get(address.account);
  if (!account) return;
  const { namespace, repository } = address;
  const { signal } = new AbortController();
  const server = await parts.connections.oxen(account);
  const workspaces = await server.workspaces(namespace, repository, signal);
  if (!workspaces.ok) return tellFailure(workspaces.failure, address, parts);
  const name = nextName(label, new Set(workspaces.value.flatMap((one) => [one.id, ...(one.name ? [one.name] : [])])));
  const wish = { name, branch, id: randomUUID() };
  const created = await server.createWorkspace(namespace, repository, wish, signal);
  if (!created.ok) return tellFailure(created.failure, address, parts);
  const fresh: OxenAddress = { ...address, workspace: created.value.id };
  parts.refresh();
  await parts.branches.remember(fresh, branch);
  await parts.staged.watch(fresh, name);
  // File by file: a folder could hold files by now that nobody staged, and so could one in the place of a file.
  const listed = stagedEntries(state).map((entry) => ({ remote: fresh, entry: { ...entry, traits: [] } }));
  const remote = await parts.connections.workspace(fresh);
  const found = remote.ok
    ? await withNotification(words.looking(), (_, cancel) => meantAgain(listed, remote.value, clock, cancel))
    : failed(remote.failure);
  if (!found.ok) return tellFailure(found.failure, fresh, parts);
  const { meant, folders } = found.value;
  const report = meant.length > 0 ? await parts.door.remove('stageRemoval', { listed: meant, shown: [] }) : undefined;
  if (!report && meant.length > 0) return;
  const done = (report?.lines ?? []).filter(({ outcome }) => outcome.kind === 'done').length;
  const told = words.stagedAgain(name, label, state, done, folders);
  const show = done < listed.length ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const commit = words.commitNow();
  const answer = await show(told, commit);
  if (answer === commit) await vscode.commands.executeCommand(COMMANDS.oxenCommit, remoteKey(fresh));
}
