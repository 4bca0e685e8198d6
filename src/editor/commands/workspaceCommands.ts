import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { choose, chooseName } from '../choose';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { findRepositories, type KnownRepository } from '../accounts/knownRemotes';
import { nextName } from '../commit/nextName';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import { withNotification } from '../removal/runProgress';
import { tellFailure } from '../tellFailure';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { revealWorkspace } from '../trees/revealWorkspace';
import * as words from '../wording/commands';
import type { Handler } from './register';

const SUGGESTED = 'removals';

export interface WorkspaceParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly oxen: RemoteView;
  readonly output: Output;
}

export function workspaceCommands(parts: WorkspaceParts): Readonly<Record<string, Handler>> {
  return { [COMMANDS.oxenCreateWorkspace]: (row?: TreeNode) => createWorkspace(row, parts) };
}

/** Asks for a name and a branch, creates the workspace, and shows it. Never touches a repository without commits. */
async function createWorkspace(row: TreeNode | undefined, parts: WorkspaceParts): Promise<void> {
  const repository = row?.type === 'repository' ? row : await pickRepository(parts);
  if (!repository) return;
  const { namespace, name: repositoryName, account } = repository;
  const server = await parts.connections.oxen(account);
  const { signal } = new AbortController();
  const branches = await server.branches(namespace, repositoryName, signal);
  if (!branches.ok) return tellFailure(branches.failure, { account: account.id }, parts);
  if (branches.value.length === 0) {
    void vscode.window.showInformationMessage(words.emptyRepository());
    return;
  }
  const workspaces = await server.workspaces(namespace, repositoryName, signal);
  if (!workspaces.ok) return tellFailure(workspaces.failure, { account: account.id }, parts);
  const name = await askName(new Set(workspaces.value.flatMap((one) => [one.id, one.name ?? one.id])));
  if (name === undefined) return;
  const branch = await pickBranch(branches.value.map((one) => one.name));
  if (branch === undefined) return;
  const request = { name, branch, id: randomUUID() };
  const created = await server.createWorkspace(namespace, repositoryName, request, signal);
  if (!created.ok) return tellFailure(created.failure, { account: account.id }, parts);
  parts.oxen.tree.refresh(row?.type === 'repository' ? row : undefined);
  const { id: workspace } = created.value;
  void vscode.window.showInformationMessage(words.workspaceCreated(created.value.name ?? workspace));
  await revealWorkspace(parts.oxen, account.id, { namespace, repository: repositoryName, workspace });
}

/** A name nobody has: the server would answer with the workspace of that name instead of a new one. */
async function askName(taken: ReadonlySet<string>): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    prompt: words.workspaceNamePrompt(),
    value: taken.has(SUGGESTED) ? nextName(SUGGESTED, taken) : SUGGESTED,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (typed.trim() === '') return words.workspaceNameMissing();
      return taken.has(typed.trim()) ? words.workspaceNameTaken() : undefined;
    },
  });
  return name?.trim();
}

async function pickBranch(names: readonly string[]): Promise<string | undefined> {
  const [only] = names;
  if (names.length === 1) return only;
  return chooseName(names, words.chooseBranch());
}

async function pickRepository(parts: WorkspaceParts): Promise<KnownRepository | undefined> {
  const { repositories, failures } = await withNotification(words.findingRepositories(), (_, signal) =>
    findRepositories(parts, signal),
  );
  const [failed] = failures;
  if (repositories.length === 0) {
    if (failed) return tellFailure(failed.failure, { account: failed.account.id }, parts);
    const hasAccount = parts.accounts.all().some(({ kind }) => kind === 'oxen');
    void vscode.window.showInformationMessage(hasAccount ? words.noRepositories() : words.chooseAccountFirst());
    return undefined;
  }
  const items = repositories.map((repository) => ({
    label: `${repository.namespace}/${repository.name}`,
    description: repository.account.name,
    repository,
  }));
  return (await choose(items, { placeHolder: words.chooseRepository() }))?.repository;
}
