import * as path from 'node:path';
import * as vscode from 'vscode';
import { remoteKey, type OxenAddress } from '../../removal/address';
import { isAtOrInside, ROOT, type RemotePath } from '../../removal/remotePath';
import type { AccountStore } from '../accounts/accountStore';
import { Disposables } from '../disposables';
import type { LocalTwins } from '../staged/decorations';
import type { Placed } from '../staged/entryMarks';
import { locationOf } from '../uri';
import { cloneAbove, type OxenClone } from './clones';
import { joined, mappedFolders, pathBelow, type MappedFolder } from './folderMap';

/** Time VS Code gets to finish its own start before the disk is read, ms. */
const IDLE = 1_500;

/** A local file in a clone, and its path in the repository. The workspace is still to be chosen. */
export interface CloneFile {
  readonly clone: OxenClone;
  readonly path: RemotePath;
}

/**
 * Which local files are copies of remote ones: those below a folder of `winnow.folderMap`, and those in a clone of an Oxen repository. Neither
 * counts in a workspace that is not trusted, since both may come with the workspace.
 */
export class Twins implements LocalTwins, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly owned = new Disposables();
  private mapped: readonly MappedFolder[] = [];
  private clones: readonly OxenClone[] = [];
  /** Workspaces that were chosen for clones in this window, by the clone's root. */
  private readonly chosen = new Map<string, OxenAddress>();

  constructor(private readonly accounts: AccountStore) {
    const read = (): void => void this.read();
    const first = setTimeout(read, IDLE);
    this.owned.add(new vscode.Disposable(() => clearTimeout(first)));
    this.owned.add(accounts.onDidChange(() => this.show()));
    this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(read));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(read));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('winnow.folderMap')) read();
      }),
    );
  }

  remoteOf(uri: vscode.Uri): Placed | undefined {
    return this.within(this.known(), uri);
  }

  /** The same by the setting alone: in a clone the workspace may have to be asked for. */
  mappedTo(uri: vscode.Uri): Placed | undefined {
    return this.within(this.usable(this.mapped), uri);
  }

  private within(folders: readonly MappedFolder[], uri: vscode.Uri): Placed | undefined {
    if (uri.scheme !== 'file') return undefined;
    for (const { local, remote, folder } of folders) {
      if (folder !== ROOT && path.relative(local, uri.fsPath) === '') return { remote, path: folder };
      const below = pathBelow(local, uri.fsPath);
      if (below !== undefined) return { remote, path: joined(folder, below) };
    }
    return undefined;
  }

  localOf(uri: vscode.Uri): readonly vscode.Uri[] {
    const location = locationOf(uri);
    if (!location || location.path === ROOT) return [];
    const key = remoteKey(location.remote);
    const inside = this.known().filter(
      ({ remote, folder }) => remoteKey(remote) === key && isAtOrInside(location.path, folder),
    );
    return inside.map(({ local, folder }) => {
      if (location.path === folder) return vscode.Uri.file(local);
      const below = folder === ROOT ? location.path : location.path.slice(folder.length + 1);
      return vscode.Uri.file(path.join(local, ...below.split('/')));
    });
  }

  /** The file's place in a clone, whether or not the clone was known before. */
  async inClone(uri: vscode.Uri): Promise<CloneFile | undefined> {
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return undefined;
    const clone = await cloneAbove(path.dirname(uri.fsPath));
    const below = clone && pathBelow(clone.root, uri.fsPath);
    return clone && below !== undefined ? { clone, path: below } : undefined;
  }

  /** From now on files of the clone are shown with what is staged in this workspace. */
  choose({ root }: OxenClone, workspace: OxenAddress): void {
    this.chosen.set(root, workspace);
    this.changed.fire();
  }

  dispose(): void {
    this.owned.dispose();
    this.changed.dispose();
  }

  private async read(): Promise<void> {
    const isTrusted = vscode.workspace.isTrusted;
    this.mapped = isTrusted ? mappedFolders() : [];
    const folders = isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const local = folders.filter(({ uri }) => uri.scheme === 'file');
    const found = await Promise.all(local.map(({ uri }) => cloneAbove(uri.fsPath)));
    this.clones = found.filter((clone) => clone !== undefined);
    this.show();
  }

  private show(): void {
    const kinds = new Set(this.known().map(({ remote }) => remote.kind));
    const accounts = this.accounts.all().filter(({ kind }) => kind === 'oxen');
    const hasClone = this.clones.some(({ repository }) => accounts.some(({ origin }) => origin === repository.origin));
    void vscode.commands.executeCommand('setContext', 'winnow.hasOxenTwins', hasClone || kinds.has('oxen'));
    void vscode.commands.executeCommand('setContext', 'winnow.hasOnedataTwins', kinds.has('onedata'));
    this.changed.fire();
  }

  /** Folders whose remote place is known, of accounts that exist. */
  private known(): readonly MappedFolder[] {
    const chosen = [...this.chosen].map(([local, remote]): MappedFolder => ({ local, remote, folder: ROOT }));
    return this.usable([...this.mapped, ...chosen]);
  }

  private usable(folders: readonly MappedFolder[]): readonly MappedFolder[] {
    return folders.filter(({ remote }) => this.accounts.get(remote.account));
  }
}
