import type { PageToken } from '../../removal/remote';
import { chooseProvider } from '../../remotes/onedata/scope';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { listFolder, problemChildren } from './folderRows';
import { folderId, isFolderNode, type AccountNode, type SpaceNode, type TreeNode } from './node';
import type { Children, TreeSource } from './treeSource';

const SHOWN_OF_ID = 8;

/** Id of an account's row. */
export const onedataAccountId = (account: string): string => `onedata-account:${account}`;

/**
 * Of spaces that have one name, each with the beginning of its id, as Onedata's own tools tell them apart: for the person, and because VS Code
 * before 1.108 knows rows by their labels (treeItem.ts).
 */
export function spaceLabels(spaces: readonly { readonly id: string; readonly name: string }[]): readonly string[] {
  return spaces.map(({ id, name }) =>
    spaces.filter((other) => other.name === name).length === 1 ? name : `${name}@${id.slice(0, SHOWN_OF_ID)}`,
  );
}

/** Rows of the *Onedata* view: account → space → entries. */
export class OnedataSource implements TreeSource {
  constructor(
    private readonly accounts: AccountStore,
    private readonly connections: Connections,
  ) {}

  roots(): readonly TreeNode[] {
    return this.accounts
      .all()
      .filter(({ kind }) => kind === 'onedata')
      .map((account) => ({
        type: 'account',
        id: onedataAccountId(account.id),
        parent: undefined,
        account,
        scope: this.connections.knownScope(account.id),
      }));
  }

  async children(parent: TreeNode, page: PageToken | undefined, signal: AbortSignal): Promise<Children> {
    if (parent.type === 'account') return this.spaces(parent);
    if (!isFolderNode(parent)) return { nodes: [] };
    const account = this.accounts.get(parent.address.account);
    if (!account) return { nodes: [] };
    const remote = await this.connections.remote(parent.address);
    if (!remote.ok) return problemChildren(parent, account, remote.failure);
    const rows = await listFolder(remote.value, parent, account, page, signal);
    if (rows.nodes.some(isRefusal)) void this.connections.relearn(account);
    return rows;
  }

  private async spaces(parent: AccountNode): Promise<Children> {
    const account = this.accounts.get(parent.account.id) ?? parent.account;
    const scope = await this.connections.scope(account);
    if (!scope.ok) return problemChildren(parent, account, scope.failure);
    const { spaces, readonly } = scope.value;
    if (spaces.length === 0) return { nodes: [{ type: 'note', id: `${parent.id}//note`, parent, note: 'noSpaces' }] };
    const labels = spaceLabels(spaces);
    return {
      nodes: spaces.map((space, at): SpaceNode => {
        const address = { kind: 'onedata', account: account.id, space: space.id } as const;
        const preferred = account.preferredProviders?.[space.id];
        return {
          type: 'space',
          id: folderId(address, ''),
          parent,
          address,
          label: labels[at] ?? space.name,
          provider: chooseProvider(space, preferred),
          providers: space.providers,
          preferred,
          readonly,
        };
      }),
    };
  }
}

function isRefusal(row: TreeNode): boolean {
  return row.type === 'problem' && row.failure.kind === 'auth';
}
