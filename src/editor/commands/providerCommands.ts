import * as vscode from 'vscode';
import { choose } from '../choose';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { COMMANDS } from '../ids';
import type { SpaceNode, TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import { chooseProviderFor, inUse, noSpaceOpen, chooseSpace } from '../wording/commands';
import { providerStates } from '../wording/spaces';
import type { Handler } from './register';

export interface ProviderParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly onedata: RemoteView;
}

export function providerCommands(parts: ProviderParts): Readonly<Record<string, Handler>> {
  return { [COMMANDS.onedataChooseProvider]: (row?: TreeNode) => chooseProviderOf(row, parts) };
}

/** Which of the providers that support a space is asked from now on; remembered for this space. */
async function chooseProviderOf(row: TreeNode | undefined, parts: ProviderParts): Promise<void> {
  const { accounts, connections, onedata } = parts;
  const space = row?.type === 'space' ? row : await pickSpace(parts);
  if (!space) return;
  const items = space.providers.map((provider) => ({
    label: provider.name,
    description: provider.id === space.provider?.id ? inUse() : '',
    detail: providerStates(provider),
    provider,
  }));
  const choice = await choose(items, { placeHolder: chooseProviderFor(space.label) });
  const account = accounts.get(space.address.account);
  if (!choice || !account) return;
  const preferredProviders = { ...account.preferredProviders, [space.address.space]: choice.provider.id };
  await accounts.update({ ...account, preferredProviders });
  connections.forget(account.id);
  onedata.tree.refresh(space.parent);
}

async function pickSpace({ onedata, accounts }: ProviderParts): Promise<SpaceNode | undefined> {
  const items = onedata.tree.shown('space').map((space) => ({
    label: space.label,
    description: accounts.nameOf(space.address.account),
    space,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(noSpaceOpen());
    return undefined;
  }
  return (await choose(items, { placeHolder: chooseSpace() }))?.space;
}
