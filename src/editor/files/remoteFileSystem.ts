import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { Entry, PageToken, Remote } from '../../removal/remote';
import { isAtOrInside, nameOf, ROOT, type FolderPath } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import type { FileReading } from '../late/lateFileSystem';
import type { EntryNode } from '../trees/node';
import { entryUri, locationOf } from '../uri';
import { explain } from '../wording/failures';
import * as words from '../wording/files';

/** Reads remotes for `oxen:` and `onedata:` URIs, so that VS Code can open, preview and compare their files. */
export class RemoteFileSystem implements FileReading {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** An editor must not go on showing what a file was: what is removed then is what it is. */
  readonly onDidChangeFile = this.changed.event;

  /** `replaced`: fires with files that are listed with other content than before; `ran`: after every run. */
  constructor(
    private readonly connections: Pick<Connections, 'remote'>,
    private readonly accounts: Pick<AccountStore, 'hostOf'>,
    replaced: readonly vscode.Event<EntryNode>[],
    ran: vscode.Event<Report>,
  ) {
    ran((report) => {
      const uris = openOf(report);
      if (uris.length > 0) this.changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Deleted, uri })));
    });
    for (const event of replaced) {
      event(({ address, entry }) => {
        this.changed.fire([{ type: vscode.FileChangeType.Changed, uri: entryUri(address, entry.path) }]);
      });
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { remote, path } = await this.at(uri);
    if (path === ROOT) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const entry = await remote.stat(path, new AbortController().signal);
    if (!entry.ok) throw this.error(uri, entry.failure);
    return { type: typeOf(entry.value), ctime: 0, mtime: entry.value.modified ?? 0, size: entry.value.bytes ?? 0 };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { remote, path } = await this.at(uri);
    const rows: [string, vscode.FileType][] = [];
    let page: PageToken | undefined;
    do {
      const answer = await remote.list(path, page, new AbortController().signal);
      if (!answer.ok) throw this.error(uri, answer.failure);
      rows.push(...answer.value.items.map((entry): [string, vscode.FileType] => [nameOf(entry.path), typeOf(entry)]));
      page = answer.value.next;
    } while (page !== undefined);
    return rows;
  }

  /** Reads up to `winnow.preview.maxBytes`; a longer file is refused rather than shown cut without a word. */
  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { remote, path } = await this.at(uri);
    if (path === ROOT) throw vscode.FileSystemError.FileIsADirectory(uri);
    const limit = previewLimit();
    const content = await remote.read(path, limit, new AbortController().signal);
    if (!content.ok) throw this.error(uri, content.failure);
    if (content.value.truncated) throw vscode.FileSystemError.Unavailable(words.tooLargeToShow(limit));
    return content.value.bytes;
  }

  private async at(uri: vscode.Uri): Promise<{ readonly remote: Remote; readonly path: FolderPath }> {
    const location = locationOf(uri);
    if (!location) throw vscode.FileSystemError.FileNotFound(uri);
    const remote = await this.connections.remote(location.remote);
    if (!remote.ok) throw this.error(uri, remote.failure);
    return { remote: remote.value, path: location.path };
  }

  private error(uri: vscode.Uri, failure: Failure): vscode.FileSystemError {
    if (failure.kind === 'notFound') return vscode.FileSystemError.FileNotFound(uri);
    const { message, hint } = explain(failure, this.accounts.hostOf(uri.authority));
    const text = `${message} ${hint}`.trim();
    return failure.kind === 'auth' || failure.kind === 'forbidden'
      ? vscode.FileSystemError.NoPermissions(text)
      : vscode.FileSystemError.Unavailable(text);
  }
}

/** Of the setting; what is no number there would let a file fill the memory. */
function previewLimit(): number {
  const set: unknown = vscode.workspace.getConfiguration('winnow').get('preview.maxBytes');
  return typeof set === 'number' && set >= 0 ? set : 20_000_000;
}

/** What is open in editors and has gone with a run: VS Code strikes it through once it has looked for itself. */
function openOf({ plan: { action }, lines }: Report): readonly vscode.Uri[] {
  const gone = lines.filter(
    ({ outcome, target: { entry } }) =>
      outcome.kind === 'done' &&
      (action === 'deletePermanently' || (action === 'commit' && entry.traits.includes('staged'))),
  );
  const open = gone.length === 0 ? [] : vscode.workspace.textDocuments.map(({ uri }) => ({ uri, at: locationOf(uri) }));
  return open.flatMap(({ uri, at }) =>
    at &&
    gone.some(
      ({ target }) => remoteKey(target.remote) === remoteKey(at.remote) && isAtOrInside(at.path, target.entry.path),
    )
      ? [uri]
      : [],
  );
}

function typeOf(entry: Entry): vscode.FileType {
  if (entry.kind === 'folder') return vscode.FileType.Directory;
  return entry.kind === 'symlink' ? vscode.FileType.SymbolicLink : vscode.FileType.File;
}
