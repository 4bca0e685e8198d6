import * as vscode from 'vscode';
import { remoteKey, type OnedataAddress } from '../../removal/address';
import { comparePaths, isInside } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';
import type { AccountStore } from '../accounts/accountStore';

const MARKED_KEY = 'winnow.marked';

/** An entry put aside for deletion: nothing has been sent. The entry is as it was listed when it was marked. */
export interface Marked extends Listed {
  readonly remote: OnedataAddress;
  /** What the tree called the space. */
  readonly place: string;
}

/** What is marked for an Onedata deletion in this window's workspace. Local alone; survives a reload. */
export class MarkedModel implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly marks = new Map<string, Marked>();

  constructor(
    private readonly memento: vscode.Memento,
    private readonly accounts: AccountStore,
  ) {
    for (const mark of memento.get<readonly Marked[]>(MARKED_KEY, [])) this.marks.set(keyOf(mark), mark);
  }

  /** Marks of accounts that exist, by space and path. */
  all(): readonly Marked[] {
    const known = [...this.marks.values()].filter(({ remote }) => this.accounts.get(remote.account));
    return known.sort((a, b) => comparePaths(keyOf(a), keyOf(b)));
  }

  isMarked(listed: Listed): boolean {
    return this.marks.has(keyOf(listed));
  }

  /** Marks entries; what lies inside a marked folder is part of it. */
  async mark(marks: readonly Marked[]): Promise<void> {
    for (const mark of marks) {
      if (this.folderAbove(mark)) continue;
      for (const [key, other] of this.marks) if (isBelow(other, mark)) this.marks.delete(key);
      this.marks.set(keyOf(mark), mark);
    }
    await this.store();
  }

  async unmark(marks: readonly Listed[]): Promise<void> {
    if (marks.length === 0) return;
    for (const mark of marks) this.marks.delete(keyOf(mark));
    await this.store();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private folderAbove(mark: Marked): boolean {
    return [...this.marks.values()].some((other) => isBelow(mark, other));
  }

  private async store(): Promise<void> {
    this.changed.fire();
    await this.memento.update(MARKED_KEY, [...this.marks.values()]);
  }
}

function keyOf({ remote, entry }: Listed): string {
  return `${remoteKey(remote)}/${entry.path}\0${entry.id ?? ''}`;
}

function isBelow(mark: Marked, folder: Marked): boolean {
  return (
    folder.entry.kind === 'folder' &&
    remoteKey(mark.remote) === remoteKey(folder.remote) &&
    isInside(mark.entry.path, folder.entry.path)
  );
}
