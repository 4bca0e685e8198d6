import * as vscode from 'vscode';
import type { Location, RemoteAddress } from '../../removal/address';
import { parentOf, ROOT, type RemotePath } from '../../removal/remotePath';
import { Disposables } from '../disposables';
import { COMMANDS, POSITION_ITEM } from '../ids';
import { entryKey } from '../staged/entryMarks';
import type { MarkedModel } from '../staged/markedModel';
import type { StagedModel } from '../staged/stagedModel';
import { locationOf } from '../uri';
import * as words from '../wording/curation';
import { oneLine } from '../wording/names';
import type { ActiveEntry } from './activeEntry';
import { neighboursOf, type Neighbours, type SiblingParts } from './siblings';

export interface PositionParts extends SiblingParts {
  readonly active: ActiveEntry;
  readonly staged: StagedModel;
  readonly marked: MarkedModel;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
}

/** `12 of 240 · 3 staged` in the status bar while a remote file is open. */
export class PositionStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(POSITION_ITEM, vscode.StatusBarAlignment.Left, 49);
  private readonly owned = new Disposables();
  private shown: { readonly uri: string; readonly neighbours: Neighbours } | undefined;

  constructor(private readonly parts: PositionParts) {
    this.item.name = words.positionName();
    this.item.command = COMMANDS.showStaged;
    const { active, staged, marked } = parts;
    this.owned.add(active.onDidChange(() => void this.look()));
    this.owned.add(staged.onDidChange(() => this.show()));
    this.owned.add(marked.onDidChange(() => this.show()));
    void this.look();
  }

  dispose(): void {
    this.owned.dispose();
    this.item.dispose();
  }

  private async look(): Promise<void> {
    const { uri } = this.parts.active;
    const location = uri && locationOf(uri);
    const neighbours = location && (await neighboursOf(location, 0, this.parts));
    if (this.parts.active.uri?.toString() !== uri?.toString()) return; // another file was opened meanwhile
    this.shown = uri && neighbours ? { uri: uri.toString(), neighbours } : undefined;
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
    if (index < 0) {
      this.item.hide();
      return;
    }
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
    const marks = new Set(marked.all().map((one) => entryKey({ remote: one.remote, path: one.entry.path })));
    return files.filter((path) => marks.has(entryKey({ remote, path }))).length;
  }
}
