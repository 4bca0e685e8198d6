import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';
import type { Account } from '../accounts/account';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { nextName } from '../commit/nextName';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/commands';
import { explain, explainInFull } from '../wording/failures';
import type { Handler } from './register';

const SUGGESTED = 'removals';

interface Repository {
  readonly account: Account;
  readonly namespace: string;
  readonly name: string;
}

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
  if (!branches.ok) {
    sayFailure(branches.failure, account, parts.output);
    return;
  }
  if (branches.value.length === 0) {
    void vscode.window.showInformationMessage(words.emptyRepository());
    return;
  }
  const workspaces = await server.workspaces(namespace, repositoryName, signal);
  if (!workspaces.ok) {
    sayFailure(workspaces.failure, account, parts.output);
    return;
  }
  const name = await askName(new Set(workspaces.value.flatMap((one) => [one.id, one.name ?? one.id])));
  if (name === undefined) return;
  const branch = await pickBranch(branches.value.map((one) => one.name));
  if (branch === undefined) return;
  const request = { name, branch, id: randomUUID() };
  const created = await server.createWorkspace(namespace, repositoryName, request, signal);
  if (!created.ok) {
    sayFailure(created.failure, account, parts.output);
    return;
  }
  parts.oxen.tree.refresh(row?.type === 'repository' ? row : undefined);
  void vscode.window.showInformationMessage(words.workspaceCreated(created.value.name ?? created.value.id));
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
  return vscode.window.showQuickPick([...names], { placeHolder: words.chooseBranch() });
}

async function pickRepository({ accounts, connections, output }: WorkspaceParts): Promise<Repository | undefined> {
  const items: (vscode.QuickPickItem & { readonly repository: Repository })[] = [];
  const { signal } = new AbortController();
  for (const account of accounts.all().filter(({ kind }) => kind === 'oxen')) {
    const server = await connections.oxen(account);
    const namespaces = await server.namespaces(signal);
    if (!namespaces.ok) {
      output.error(explainInFull(namespaces.failure, account.origin));
      continue;
    }
    for (const namespace of namespaces.value) {
      const repositories = await server.repositories(namespace, signal);
      if (!repositories.ok) continue;
      for (const { name } of repositories.value) {
        items.push({
          label: `${namespace}/${name}`,
          description: account.name,
          repository: { account, namespace, name },
        });
      }
    }
  }
  if (items.length === 0) {
    void vscode.window.showInformationMessage(words.chooseAccountFirst());
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: words.chooseRepository() }))?.repository;
}

function sayFailure(failure: Failure, account: Account, output: Output): void {
  const { host } = new URL(account.origin);
  const { message, hint } = explain(failure, host);
  output.error(explainInFull(failure, host));
  void vscode.window.showErrorMessage(`${message} ${hint}`);
}
