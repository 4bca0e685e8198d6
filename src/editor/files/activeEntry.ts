import * as vscode from 'vscode';
import { ROOT } from '../../removal/remotePath';
import { Disposables } from '../disposables';
import { locationOf } from '../uri';

/** The remote file that the active editor shows, be it as text, as an image or in another custom editor. */
export function activeEntryUri(): vscode.Uri | undefined {
  const uri = uriOf(vscode.window.tabGroups.activeTabGroup.activeTab?.input);
  const location = uri && locationOf(uri);
  return location && location.path !== ROOT ? uri : undefined;
}

/** The local file that the active editor shows. */
export function activeFileUri(): vscode.Uri | undefined {
  const uri = uriOf(vscode.window.tabGroups.activeTabGroup.activeTab?.input);
  return uri?.scheme === 'file' ? uri : undefined;
}

/** Follows the active editor: `winnow.activeRemote` is `oxen` or `onedata` while it shows a remote file, for keys and menus. */
export class ActiveEntry implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly onDidChange = this.changed.event;
  private readonly owned = new Disposables();
  private shown: string | undefined;

  constructor() {
    this.owned.add(vscode.window.tabGroups.onDidChangeTabs(() => this.look()));
    this.owned.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.look()));
    this.look();
  }

  get uri(): vscode.Uri | undefined {
    return activeEntryUri();
  }

  dispose(): void {
    this.owned.dispose();
    this.changed.dispose();
  }

  private look(): void {
    const { uri } = this;
    if (uri?.toString() === this.shown) return;
    this.shown = uri?.toString();
    void vscode.commands.executeCommand('setContext', 'winnow.activeRemote', uri?.scheme);
    this.changed.fire(uri);
  }
}

function uriOf(input: unknown): vscode.Uri | undefined {
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  ) {
    return input.uri;
  }
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
