import * as vscode from 'vscode';
import type { Location, RemoteAddress } from '../../removal/address';
import { parentOf, ROOT, type RemotePath } from '../../removal/remotePath';
import { Disposables } from '../disposables';
import { COMMANDS, POSITION_ITEM } from '../ids';
import { entryKey, listedKey } from '../staged/entryMarks';
import type { MarkedModel } from '../staged/markedModel';
import type { StagedModel } from '../staged/stagedModel';
import { locationOf } from '../uri';
import * as words from '../wording/curation';
import { oneLine } from '../wording/names';
import type { ActiveEntry } from './activeEntry';
import type { Neighbours } from './folderFiles';
import type { Siblings } from './siblings';

export interface PositionParts {
  readonly siblings: Siblings;
  readonly active: ActiveEntry;
  readonly staged: StagedModel;
  readonly marked: MarkedModel;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  /** Fires after every run. */
  readonly onDidRun: vscode.Event<unknown>;
}

/** `12 of 240 · 3 staged` in the status bar while a remote file is open. */
export class PositionStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(POSITION_ITEM, vscode.StatusBarAlignment.Left, 49);
  private readonly owned = new Disposables();
  private looking = new AbortController();
  private shown: { readonly uri: string; readonly neighbours: Neighbours } | undefined;

  constructor(private readonly parts: PositionParts) {
    this.item.name = words.positionName();
    this.item.command = COMMANDS.showStaged;
    const { active, staged, marked, onDidRun } = parts;
    this.owned.add(active.onDidChange(() => void this.look()));
    this.owned.add(onDidRun(() => void this.look()));
    this.owned.add(staged.onDidChange(() => this.show()));
    this.owned.add(marked.onDidChange(() => this.show()));
    void this.look();
  }

  dispose(): void {
    this.looking.abort();
    this.owned.dispose();
    this.item.dispose();
  }

  private async look(): Promise<void> {
    this.looking.abort();
    this.looking = new AbortController();
    const { signal } = this.looking;
    const { uri } = this.parts.active;
    const location = uri && locationOf(uri);
    if (!location || location.path === ROOT) return this.showPlace(undefined);
    const file = { remote: location.remote, path: location.path };
    const known = this.parts.siblings.knownPlace(file);
    this.showPlace(known && { uri: uri.toString(), neighbours: known });
    if (known) return;
    const neighbours = await this.parts.siblings.listedPlace(file, signal);
    if (neighbours && !signal.aborted) this.showPlace({ uri: uri.toString(), neighbours });
  }

  private showPlace(shown: PositionStatus['shown']): void {
    this.shown = shown;
    this.show();
  }

  private show(): void {
    const { uri } = this.parts.active;
    const location = uri && locationOf(uri);
    if (!location || location.path === ROOT || this.shown?.uri !== uri.toString()) {
      this.item.hide();
      return;
    }
    const { files, index, complete } = this.shown.neighbours;
    const waiting = location.remote.kind === 'oxen' ? 'staged' : 'marked';
    const count = this.waitingAmong(files, location);
    this.item.text = words.positionText({ at: index + 1, of: files.length, more: !complete, waiting, count });
    this.item.tooltip = words.positionTooltip(
      oneLine(this.parts.nameOfRemote(location.remote)),
      oneLine(parentOf(location.path)),
      waiting,
    );
    this.item.show();
  }

  private waitingAmong(files: readonly RemotePath[], { remote }: Location): number {
    const { staged, marked } = this.parts;
    if (remote.kind === 'oxen') {
      const removed = new Set(staged.stateOf(remote)?.removed.map(({ path }) => path));
      return files.filter((path) => removed.has(path)).length;
    }
    const marks = new Set(marked.all().map(listedKey));
    return files.filter((path) => marks.has(entryKey({ remote, path }))).length;
  }
}
