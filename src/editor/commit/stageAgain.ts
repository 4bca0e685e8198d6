import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { OxenAddress } from '../../removal/address';
import type { Entry } from '../../removal/remote';
import type { StagedState } from '../../removal/staging';
import { COMMANDS } from '../ids';
import type { WatchedWorkspace } from '../staged/stagedModel';
import * as words from '../wording/commit';
import { tellFailure, type CommitParts } from './commitFlow';

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
  const report = await parts.door.remove('stageRemoval', {
    listed: entriesOf(state).map((entry) => ({ remote: fresh, entry })),
    shown: [],
  });
  if (!report) return;
  const commit = words.commitNow();
  const answer = await vscode.window.showInformationMessage(words.stagedAgain(name, label, state), commit);
  if (answer === commit) await vscode.commands.executeCommand(COMMANDS.oxenCommit, { type: 'address', address: fresh });
}

/** `removals` → `removals-2` → `removals-3`. */
export function nextName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, count] = /^(.*?)(?:-(\d+))?$/su.exec(name) ?? [];
  for (let n = Number(count ?? 1) + 1; ; n++) {
    const candidate = `${stem}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** File by file: a folder could hold files by now that nobody staged. */
function entriesOf({ removed, emptyFolders }: StagedState): readonly Entry[] {
  return [
    ...removed.map(({ path, bytes }): Entry => ({
      path,
      kind: 'file',
      ...(bytes === undefined ? {} : { bytes }),
      traits: [],
    })),
    ...emptyFolders.map((path): Entry => ({ path, kind: 'folder', files: 0, bytes: 0, traits: [] })),
  ];
}
