import * as vscode from 'vscode';
import { readonlyReason } from '../wording/files';

/** The schemes of remote files, as in package.json's activation events. */
const SCHEMES = ['oxen', 'onedata'];

/** What is asked of remote files: they are read, never written (RemoteFileSystem). */
export type FileReading = Pick<vscode.FileSystemProvider, 'onDidChangeFile' | 'stat' | 'readDirectory' | 'readFile'>;

/** Read-only file systems for `oxen:` and `onedata:` URIs, whose reading is loaded at the first question. */
export function registerFileSystems(reading: () => FileReading): vscode.Disposable {
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const nothing = new vscode.Disposable(() => undefined);
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let followed: vscode.Disposable | undefined;
  /** Only what was read can be open, and show old content. */
  const files = (): FileReading => {
    const reader = reading();
    followed ??= reader.onDidChangeFile((events) => changed.fire(events));
    return reader;
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => nothing,
    stat: (uri) => files().stat(uri),
    readDirectory: (uri) => files().readDirectory(uri),
    readFile: (uri) => files().readFile(uri),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const options = { isReadonly: new vscode.MarkdownString(readonlyReason()), isCaseSensitive: true };
  const registrations = SCHEMES.map((scheme) => vscode.workspace.registerFileSystemProvider(scheme, provider, options));
  return vscode.Disposable.from(...registrations, changed, new vscode.Disposable(() => void followed?.dispose()));
}
