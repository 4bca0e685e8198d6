import * as vscode from 'vscode';
import type { OxenAddress } from '../../removal/address';
import { isPassing, type OxenWorkspace } from '../../remotes/oxen/server';
import { choose } from '../choose';
import type { Account } from '../accounts/account';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { activeFileUri } from '../files/activeEntry';
import type { OxenClone } from '../files/clones';
import type { CloneFile, Twins } from '../files/twins';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { RemovalDoor } from '../removal/removalDoor';
import type { Placed } from '../staged/entryMarks';
import type { StagedModel } from '../staged/stagedModel';
import { tellFailure } from '../tellFailure';
import { entryUri } from '../uri';
import * as words from '../wording/twins';
import { markAll, type MarkParts } from './markCommands';
import { meantBy } from './meant';
import type { Handler } from './register';

export interface TwinParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly door: RemovalDoor;
  readonly staged: StagedModel;
  readonly twins: Twins;
  readonly marking: MarkParts;
  readonly output: Output;
}

/** Local files and folders of which a remote holds a copy. The local ones are never touched. */
export function twinCommands(parts: TwinParts): Readonly<Record<string, Handler>> {
  const { door, marking } = parts;
  return {
    [COMMANDS.oxenStageRemovalOfCopy]: async (clicked?: unknown, selected?: unknown) => {
      const copies = await copiesOf('oxen', localFiles(clicked, selected), parts);
      return copies && door.removeAt('stageRemoval', copies);
    },
    [COMMANDS.onedataMarkCopy]: async (clicked?: unknown, selected?: unknown) => {
      const copies = await copiesOf('onedata', localFiles(clicked, selected), parts);
      const gesture = copies && (await door.resolve(copies));
      if (gesture) markAll(gesture.listed, marking);
    },
  };
}

function localFiles(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
  const meant = meantBy(clicked, selected);
  if (meant.kind === 'uris') return meant.uris;
  const active = activeFileUri();
  return active ? [active] : [];
}

/** The remote URIs of local ones. Undefined, and the person has been told why, unless every one has a copy there. */
async function copiesOf(
  kind: 'oxen' | 'onedata',
  files: readonly vscode.Uri[],
  parts: TwinParts,
): Promise<readonly vscode.Uri[] | undefined> {
  const workspaces = new Map<string, OxenAddress>();
  const copies: vscode.Uri[] = [];
  for (const file of files) {
    const copy =
      mappedCopy(kind, file, parts) ?? (kind === 'oxen' ? await cloneCopy(file, workspaces, parts) : undefined);
    if (copy === 'told') return undefined;
    if (copy?.remote.kind !== kind) {
      const other = parts.twins.mappedTo(file) ?? (await parts.twins.inClone(file));
      const why = other ? words.copyElsewhere(file.fsPath, kind) : words.noCopy(file.fsPath);
      void vscode.window.showInformationMessage(why);
      return undefined;
    }
    copies.push(entryUri(copy.remote, copy.path));
  }
  if (copies.length > 0) return copies;
  void vscode.window.showInformationMessage(words.chooseFile());
  return undefined;
}

function mappedCopy(kind: 'oxen' | 'onedata', file: vscode.Uri, { twins }: TwinParts): Placed | undefined {
  const copy = twins.mappedTo(file);
  return copy?.remote.kind === kind ? copy : undefined;
}

/** `told`: there is a clone, and the person knows why it could not be used or has thought better of it. */
async function cloneCopy(
  file: vscode.Uri,
  workspaces: Map<string, OxenAddress>,
  parts: TwinParts,
): Promise<Placed | 'told' | undefined> {
  const found = await parts.twins.inClone(file);
  if (!found) return undefined;
  const { clone, path }: CloneFile = found;
  const remote = workspaces.get(clone.root) ?? (await workspaceFor(clone, parts));
  if (!remote) return 'told';
  workspaces.set(clone.root, remote);
  return { remote, path };
}

/** The workspace that a clone works in, or the one the person chooses. Only an account of the clone's own server is used, and none is made. */
async function workspaceFor(clone: OxenClone, parts: TwinParts): Promise<OxenAddress | undefined> {
  const { origin, namespace, repository } = clone.repository;
  const account = parts.accounts.all().find((one) => one.kind === 'oxen' && one.origin === origin);
  if (!account) {
    const answer = await vscode.window.showInformationMessage(words.noAccountFor(origin), words.addAccount());
    if (answer) await vscode.commands.executeCommand(COMMANDS.oxenAddAccount);
    return undefined;
  }
  const workspace = await chooseWorkspace(clone, account, parts);
  if (!workspace) return undefined;
  const address: OxenAddress = { kind: 'oxen', account: account.id, namespace, repository, workspace: workspace.id };
  parts.twins.choose(clone, address);
  await parts.staged.watch(address, workspace.name ?? workspace.id);
  return address;
}

async function chooseWorkspace(
  { repository: { namespace, repository }, workspace: current }: OxenClone,
  account: Account,
  parts: TwinParts,
): Promise<OxenWorkspace | undefined> {
  const server = await parts.connections.oxen(account);
  const answer = await server.workspaces(namespace, repository, new AbortController().signal);
  if (!answer.ok) return tellFailure(answer.failure, { account: account.id }, parts);
  const workspaces = answer.value.filter((one) => !isPassing(one));
  const own = workspaces.find(({ name, id }) => current !== undefined && (name === current || id === current));
  if (own) return own;
  if (workspaces.length === 0) {
    void vscode.window.showInformationMessage(words.noWorkspace(`${namespace}/${repository}`));
    return undefined;
  }
  const items = workspaces.map((workspace) => ({
    label: workspace.name ?? workspace.id,
    description: workspace.commit.message,
    workspace,
  }));
  const placeHolder = words.chooseWorkspace(`${namespace}/${repository}`);
  return (await choose(items, { placeHolder }))?.workspace;
}
