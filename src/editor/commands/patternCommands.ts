import * as vscode from 'vscode';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import type { Report } from '../../removal/report';
import { ROOT, type FolderPath } from '../../removal/remotePath';
import { choose } from '../choose';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { findRemotes } from '../accounts/knownRemotes';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import { pickByPattern } from '../removal/patternPicker';
import type { RemovalDoor } from '../removal/removalDoor';
import { withNotification } from '../removal/runProgress';
import { REMOVAL_ON } from '../removalOn';
import { tellFailure } from '../tellFailure';
import { folderOf, isFolderNode, type TreeNode } from '../trees/node';
import type { RemoteView } from '../trees/remoteView';
import * as words from '../wording/pattern';
import { lastSelected } from './lastSelected';
import type { Handler } from './register';

export interface PatternParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly door: RemovalDoor;
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  readonly output: Output;
}

interface Place {
  readonly address: RemoteAddress;
  readonly folder: FolderPath;
  readonly name: string;
}

/** *Remove by Pattern…* on a folder, a workspace, a space, or one that the person chooses. On rows of Onedata it is called what it is there. */
export function patternCommands(parts: PatternParts): Readonly<Record<string, Handler>> {
  const handler = (row?: TreeNode): Promise<Report | undefined> => removeByPattern(row, parts);
  return { [COMMANDS.removeByPattern]: handler, [COMMANDS.onedataDeleteByPattern]: handler };
}

async function removeByPattern(row: TreeNode | undefined, parts: PatternParts): Promise<Report | undefined> {
  const { connections, door, oxen, onedata } = parts;
  const chosen = row ?? lastSelected({ oxen, onedata }).rows.find(isFolderNode);
  const place = isFolderNode(chosen) ? placeOf(chosen.address, folderOf(chosen), parts) : await choosePlace(parts);
  if (!place) return undefined;
  const { address, folder, name } = place;
  const remote = await connections.remote(address);
  if (!remote.ok) return door.refuseFor(remote.failure, address);
  const picked = await pickByPattern({ remote: remote.value, folder, name });
  if (picked.kind === 'failed') return door.refuseFor(picked.failure, address);
  if (picked.kind === 'nothing') return undefined;
  const listed = picked.entries.map((entry) => ({ remote: address, entry }));
  return door.remove(REMOVAL_ON[address.kind], { listed, shown: [] });
}

function placeOf(address: RemoteAddress, folder: FolderPath, { nameOfRemote }: PatternParts): Place {
  const name = nameOfRemote(address);
  return { address, folder, name: folder === ROOT ? name : `${name}/${folder}` };
}

async function choosePlace(parts: PatternParts): Promise<Place | undefined> {
  const { remotes, failures } = await withNotification(words.findingPlaces(), (_, signal) =>
    findRemotes(parts, signal),
  );
  const [failed] = failures;
  if (remotes.length === 0) {
    if (failed) return tellFailure(failed.failure, { account: failed.account.id }, parts);
    void vscode.window.showInformationMessage(words.noPlaces());
    return undefined;
  }
  const items = remotes.map(({ address, name, place }) => ({
    label: words.placeLabel(name),
    description: words.placeLabel(place),
    key: remoteKey(address),
    address,
    name,
  }));
  const chosen = await choose(items, {
    placeHolder: words.choosePlace(),
    matchOnDescription: true,
  });
  return chosen && { address: chosen.address, folder: ROOT, name: chosen.name };
}
