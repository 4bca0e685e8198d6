import type { OxenAddress } from '../../removal/address';
import type { Answer } from '../../removal/failure';
import type { PageToken } from '../../removal/remote';
import { isPassing, type OxenServer, type OxenWorkspace } from '../../remotes/oxen/server';
import type { Account } from '../accounts/account';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { listFolder, problemChildren } from './folderRows';
import {
  folderId,
  isFolderNode,
  type NamespaceNode,
  type NoteNode,
  type OthersNode,
  type RepositoryNode,
  type TreeNode,
  type WorkspaceNode,
} from './node';
import type { Children, TreeSource } from './treeSource';
import type { OxenDetails } from './oxenDetails';

/** Rows of the *Oxen* view: account → namespace (when there are several) → repository → workspace → entries. */
export class OxenSource implements TreeSource {
  constructor(
    private readonly accounts: AccountStore,
    private readonly connections: Connections,
    private readonly moreOf: OxenDetails,
  ) {}

  details(node: TreeNode, signal: AbortSignal): Promise<Partial<TreeNode> | undefined> | undefined {
    return this.moreOf.of(node, signal);
  }

  roots(): readonly TreeNode[] {
    return this.accounts
      .all()
      .filter(({ kind }) => kind === 'oxen')
      .map((account) => ({ type: 'account', id: `oxen-account:${account.id}`, parent: undefined, account }));
  }

  async children(parent: TreeNode, page: PageToken | undefined, signal: AbortSignal): Promise<Children> {
    if (isFolderNode(parent)) {
      const account = this.accountOf(parent);
      const remote = await this.connections.remote(parent.address);
      return remote.ok
        ? listFolder(remote.value, parent, account, page, signal)
        : problemChildren(parent, account, remote.failure);
    }
    switch (parent.type) {
      case 'account':
        return this.namespaces(parent, signal);
      case 'namespace':
        return this.repositories(parent, parent.account, parent.name, signal);
      case 'repository':
        return this.workspaces(parent, signal);
      case 'others':
        return { nodes: parent.workspaces.map((workspace) => workspaceRow(parent.parent, workspace, parent)) };
      default:
        return { nodes: [] };
    }
  }

  private accountOf(node: { readonly address: { readonly account: string } }): Account {
    const account = this.accounts.get(node.address.account);
    return account ?? { id: node.address.account, kind: 'oxen', name: '', origin: 'http://unknown', memoryOnly: true };
  }

  private async namespaces(parent: TreeNode & { type: 'account' }, signal: AbortSignal): Promise<Children> {
    const { account } = parent;
    return this.ask(
      parent,
      account,
      (server) => server.namespaces(signal),
      (names) => {
        const [only] = names;
        if (only !== undefined && names.length === 1) return this.repositories(parent, account, only, signal);
        return Promise.resolve({
          nodes: names.map((name): NamespaceNode => ({
            type: 'namespace',
            id: `${parent.id}/${name}`,
            parent,
            account,
            name,
          })),
        });
      },
    );
  }

  private async repositories(
    parent: TreeNode,
    account: Account,
    namespace: string,
    signal: AbortSignal,
  ): Promise<Children> {
    return this.ask(
      parent,
      account,
      (server) => server.repositories(namespace, signal),
      (repositories) =>
        Promise.resolve({
          nodes: orNote(
            parent,
            repositories.map(({ name }): RepositoryNode => ({
              type: 'repository',
              id: `oxen-repository:${account.id}/${namespace}/${name}`,
              parent,
              account,
              namespace,
              name,
            })),
            'noRepositories',
          ),
        }),
    );
  }

  private async workspaces(parent: RepositoryNode, signal: AbortSignal): Promise<Children> {
    const { account, namespace, name } = parent;
    this.moreOf.forget(parent);
    return this.ask(
      parent,
      account,
      (server) => server.workspaces(namespace, name, signal),
      async (workspaces) => {
        if (workspaces.length === 0) return { nodes: [await this.whyNone(parent, signal)] };
        const own = workspaces.filter((workspace) => !isPassing(workspace));
        const others = workspaces.filter(isPassing);
        const folded: readonly OthersNode[] =
          others.length === 0 ? [] : [{ type: 'others', id: `${parent.id}//others`, parent, workspaces: others }];
        return { nodes: [...own.map((workspace) => workspaceRow(parent, workspace)), ...folded] };
      },
    );
  }

  /** A repository without commits is told from one without workspaces: nothing is offered there that would make a commit. */
  private async whyNone(parent: RepositoryNode, signal: AbortSignal): Promise<NoteNode> {
    const server = await this.connections.oxen(parent.account);
    const repository = await server.repository(parent.namespace, parent.name, signal);
    const note = repository.ok && repository.value.empty ? 'noCommits' : 'noWorkspaces';
    return { type: 'note', id: `${parent.id}//note`, parent, note };
  }

  private async ask<T>(
    parent: TreeNode,
    account: Account,
    question: (server: OxenServer) => Promise<Answer<T>>,
    rows: (value: T) => Promise<Children>,
  ): Promise<Children> {
    const answer = await question(await this.connections.oxen(account));
    return answer.ok ? rows(answer.value) : problemChildren(parent, account, answer.failure);
  }
}

/** The row of a workspace; also the anchor of everything that is staged in it. */
export function workspaceRow(
  repository: RepositoryNode,
  { id, name, commit }: OxenWorkspace,
  parent: TreeNode = repository,
): WorkspaceNode {
  const address: OxenAddress = {
    kind: 'oxen',
    account: repository.account.id,
    namespace: repository.namespace,
    repository: repository.name,
    workspace: id,
  };
  const time = Date.parse(commit.timestamp);
  return {
    type: 'workspace',
    id: folderId(address, ''),
    parent,
    address,
    label: name ?? id,
    commit: { id: commit.id, message: commit.message, time: Number.isNaN(time) ? undefined : time },
  };
}

function orNote(parent: TreeNode, nodes: readonly TreeNode[], note: NoteNode['note']): readonly TreeNode[] {
  return nodes.length > 0 ? nodes : [{ type: 'note', id: `${parent.id}//note`, parent, note }];
}
