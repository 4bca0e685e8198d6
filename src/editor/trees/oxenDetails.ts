import type { OxenBranch } from '../../remotes/oxen/server';
import { success, type Answer } from '../../removal/failure';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { BranchMemory } from '../commit/branchMemory';
import type { AccountNode, RepositoryNode, TreeNode, WorkspaceNode } from './node';

type Facts<Node> = Promise<Partial<Node> | undefined>;

/**
 * What rows of the *Oxen* view show beyond their listing, each for a request or two of its own: the server's version, a repository's size, how
 * far a workspace is behind. What cannot be read is left out; the row says nothing then.
 */
export class OxenDetails {
  /** Branches by repository row; forgotten when its workspaces are listed again. */
  private readonly branches = new Map<string, Promise<Answer<readonly OxenBranch[]>>>();

  constructor(
    private readonly accounts: AccountStore,
    private readonly connections: Connections,
    private readonly memory: BranchMemory,
  ) {}

  of(node: TreeNode, signal: AbortSignal): Facts<TreeNode> | undefined {
    switch (node.type) {
      case 'account':
        return this.account(node, signal);
      case 'repository':
        return this.repository(node, signal);
      case 'workspace':
        return this.workspace(node, signal);
      default:
        return undefined;
    }
  }

  /** To be called when the workspaces of a repository are listed. */
  forget(repository: RepositoryNode): void {
    this.branches.delete(repository.id);
  }

  private async account({ account }: AccountNode, signal: AbortSignal): Facts<AccountNode> {
    const version = await (await this.connections.oxen(account)).version(signal);
    return version.ok ? { version: version.value.version } : undefined;
  }

  private async repository({ account, namespace, name }: RepositoryNode, signal: AbortSignal): Facts<RepositoryNode> {
    const server = await this.connections.oxen(account);
    const facts = await server.repository(namespace, name, signal);
    return facts.ok ? { facts: facts.value } : undefined;
  }

  private async workspace({ address, parent, commit }: WorkspaceNode, signal: AbortSignal): Facts<WorkspaceNode> {
    const account = this.accounts.get(address.account);
    if (!account) return undefined;
    const server = await this.connections.oxen(account);
    const { namespace, repository, workspace } = address;
    const known = parent && this.branches.get(parent.id);
    const asked = known ?? server.branches(namespace, repository, signal);
    if (parent && !known) this.branches.set(parent.id, asked);
    const branches = await asked;
    const branch = branches.ok && this.branchOf(branches.value, this.memory.branchOf(address));
    if (!branch) return undefined;
    const merge =
      branch.commit === commit.id
        ? success({ behind: 0, mergeable: true })
        : await server.behind(namespace, repository, { workspace, branch: branch.name }, signal);
    return merge.ok ? { merge: { branch: branch.name, ...merge.value } } : undefined;
  }

  /** The branch committed to before, else `main`, else the only one. */
  private branchOf(branches: readonly OxenBranch[], remembered: string | undefined): OxenBranch | undefined {
    const called = (name: string | undefined) => branches.find((branch) => branch.name === name);
    return called(remembered) ?? called('main') ?? (branches.length === 1 ? branches[0] : undefined);
  }
}
