import * as vscode from 'vscode';
import { fromUriText } from '../removal/address';
import { ROOT, type RemotePath } from '../removal/remotePath';
import type { Connections } from './accounts/connections';
import { guarded } from './commands/register';
import type { Output } from './output';
import type { RemovalDoor } from './removal/removalDoor';
import { REMOVAL_ON } from './removalOn';
import { remoteRow } from './trees/remoteRow';
import type { RemoteView } from './trees/remoteView';
import { entryUri, locationOf } from './uri';
import * as words from './wording/links';

/** Entries of one link at most. */
const MOST_ENTRIES = 100;

/** What a link asks for. Opening and planning are all there is: no link removes anything. */
export interface Link {
  readonly kind: 'open' | 'plan';
  /** Entries, at least one; of one kind of remote. */
  readonly uris: readonly vscode.Uri[];
}

/** Reads `vscode://winnow-vscode.winnow/open?uri=…`; undefined for everything that is not exactly such a link. */
export function linkOf({ path, query }: Pick<vscode.Uri, 'path' | 'query'>): Link | undefined {
  const kind = path === '/open' ? 'open' : path === '/plan' ? 'plan' : undefined;
  const values = query.split('&').map((part) => (part.startsWith('uri=') ? part.slice('uri='.length) : undefined));
  const uris = values.flatMap((value) => (value === undefined ? [] : (entryOf(value) ?? [])));
  if (kind === undefined || uris.length !== values.length) return undefined;
  if (uris.length > (kind === 'open' ? 1 : MOST_ENTRIES)) return undefined;
  return new Set(uris.map(({ scheme }) => scheme)).size === 1 ? { kind, uris } : undefined;
}

export interface LinkParts {
  readonly door: RemovalDoor;
  readonly connections: Connections;
  readonly oxen: RemoteView;
  readonly onedata: RemoteView;
  readonly output: Pick<Output, 'error' | 'show'>;
}

/** Follows links from web pages and other programs: hostile until shown otherwise. */
export function followLink(uri: vscode.Uri, parts: LinkParts): Promise<void> {
  return guarded('link', () => follow(linkOf(uri), parts), parts.output);
}

async function follow(link: Link | undefined, parts: LinkParts): Promise<void> {
  const { door } = parts;
  const [first] = link?.uris ?? [];
  if (!link || !first) {
    await vscode.window.showWarningMessage(words.refused());
    return;
  }
  const gesture = await door.resolve(link.uris);
  const [entry] = gesture?.listed ?? [];
  if (!gesture || !entry) return;
  if (link.kind === 'plan') {
    await door.dryRun(REMOVAL_ON[entry.remote.kind], gesture);
    return;
  }
  if (entry.entry.kind === 'folder') await showFolder(first, entry.entry.path, parts);
  else await vscode.commands.executeCommand('vscode.open', first);
}

/** A folder has no editor: its row is shown, opened, in its view. */
async function showFolder(uri: vscode.Uri, path: RemotePath, { connections, oxen, onedata }: LinkParts): Promise<void> {
  const address = locationOf(uri)?.remote;
  if (!address) return;
  const view = address.kind === 'oxen' ? oxen : onedata;
  const [row, remote] = [await remoteRow(view.tree, address), await connections.remote(address)];
  const shown = row && remote.ok ? await view.reveal(remote.value, row, path, new AbortController().signal) : undefined;
  if (!shown?.ok) await vscode.window.showInformationMessage(words.isFolder(path));
}

/** `text` was decoded once by VS Code. What it names must be an entry, never a root. */
function entryOf(text: string): vscode.Uri | undefined {
  const location = fromUriText(text);
  return location && location.path !== ROOT ? entryUri(location.remote, location.path) : undefined;
}
