import * as vscode from 'vscode';
import { fromUriParts, toUriParts, type Location, type RemoteAddress } from '../removal/address';
import type { FolderPath } from '../removal/remotePath';

/** The one address of an entry, in tree items, decorations, files, links and command arguments. */
export function entryUri(remote: RemoteAddress, path: FolderPath): vscode.Uri {
  return vscode.Uri.from(toUriParts({ remote, path }));
}

export function locationOf(uri: vscode.Uri): Location | undefined {
  return fromUriParts(uri);
}
