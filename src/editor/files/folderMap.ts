import * as path from 'node:path';
import * as vscode from 'vscode';
import { remoteKey, type RemoteAddress } from '../../removal/address';
import { normalizeRemotePath, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import { locationOf } from '../uri';

/** A local folder that holds copies of what a remote folder holds, under the same names. */
export interface MappedFolder {
  /** Absolute path of the local folder. */
  readonly local: string;
  readonly remote: RemoteAddress;
  readonly folder: FolderPath;
}

const WORKSPACE_FOLDER = '${workspaceFolder}';

/** The setting `winnow.folderMap` of all workspace folders. Entries that name no absolute folder or no remote are left out. */
export function mappedFolders(): readonly MappedFolder[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const all = [...folders, undefined].flatMap((folder) => {
    const map = vscode.workspace.getConfiguration('winnow', folder).get<Record<string, unknown>>('folderMap', {});
    return Object.entries(map).flatMap(([local, remote]) => mapped(local, remote, folder?.uri.fsPath));
  });
  const unique = new Map(all.map((one) => [`${one.local}\0${remoteKey(one.remote)}\0${one.folder}`, one]));
  return [...unique.values()];
}

function mapped(text: string, remote: unknown, workspaceFolder: string | undefined): readonly MappedFolder[] {
  if (typeof remote !== 'string') return [];
  if (text.includes(WORKSPACE_FOLDER) && workspaceFolder === undefined) return [];
  const local = path.normalize(text.replaceAll(WORKSPACE_FOLDER, workspaceFolder ?? ''));
  const location = parsed(remote);
  if (!path.isAbsolute(local) || !location) return [];
  return [{ local: withoutSlash(local), remote: location.remote, folder: location.path }];
}

function parsed(uri: string): ReturnType<typeof locationOf> {
  try {
    return locationOf(vscode.Uri.parse(uri, true));
  } catch {
    return undefined;
  }
}

/** The path of a local file inside `folder`, as a remote writes it; undefined outside it, and for the folder itself. */
export function pathBelow(folder: string, file: string): RemotePath | undefined {
  const relative = path.relative(folder, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    return undefined;
  }
  const remote = normalizeRemotePath(relative.split(path.sep).join('/'));
  return remote.ok ? remote.path : undefined;
}

/** The remote path of what lies at `below` in a mapped folder. */
export function joined(folder: FolderPath, below: RemotePath): RemotePath {
  return folder === ROOT ? below : (`${folder}/${below}` as RemotePath);
}

function withoutSlash(folder: string): string {
  return folder.length > 1 && folder.endsWith(path.sep) ? folder.slice(0, -1) : folder;
}
