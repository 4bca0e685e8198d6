import * as vscode from 'vscode';
import type { OnedataAddress } from '../../removal/address';
import { ancestorsOf, comparePaths, ROOT } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';
import type { AccountStore } from '../accounts/accountStore';
import { entryKey, listedKey } from './entryMarks';

const MARKED_KEY = 'winnow.marked';
/** A burst of changes is written down once, ms: VS Code copies the whole list for every write. */
const WRITE_AFTER = 300;

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
  /** In the order of `all`: it is asked for several times a change. */
  private marks: ReadonlyMap<string, Marked>;
  private writing: NodeJS.Timeout | undefined;
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly memento: vscode.Memento,
    private readonly accounts: Pick<AccountStore, 'all' | 'onDidChange'>,
  ) {
    this.listener = accounts.onDidChange(() => this.changed.fire());
    const known = memento.get<readonly Marked[]>(MARKED_KEY, []);
    this.marks = inOrder(new Map(known.map((mark) => [keyOf(mark), mark])));
  }

  /** Marks of accounts that exist, by space and path. */
  all(): readonly Marked[] {
    const known = new Set(this.accounts.all().map(({ id }) => id));
    return [...this.marks.values()].filter(({ remote }) => known.has(remote.account));
  }

  isMarked(listed: Listed): boolean {
    return this.marks.has(keyOf(listed));
  }

  /** Marks entries; what lies inside a marked folder is part of it. */
  mark(marks: readonly Marked[]): void {
    this.become(withMarks(this.marks, marks));
  }

  unmark(marks: readonly Listed[]): void {
    if (marks.length === 0) return;
    const left = new Map(this.marks);
    for (const mark of marks) left.delete(keyOf(mark));
    this.become(left);
  }

  dispose(): void {
    this.listener.dispose();
    this.write();
    this.changed.dispose();
  }

  private become(marks: ReadonlyMap<string, Marked>): void {
    this.marks = inOrder(marks);
    this.writing ??= setTimeout(() => this.write(), WRITE_AFTER);
    this.changed.fire();
  }

  private write(): void {
    if (this.writing === undefined) return;
    clearTimeout(this.writing);
    this.writing = undefined;
    // Nobody waits for it: what cannot be written down is marked until the window closes.
    this.memento.update(MARKED_KEY, [...this.marks.values()]).then(undefined, () => undefined);
  }
}

function withMarks(before: ReadonlyMap<string, Marked>, added: readonly Marked[]): ReadonlyMap<string, Marked> {
  const marks = withoutReplaced(before, added);
  for (const mark of added) marks.set(keyOf(mark), mark);
  const folders = new Set([...marks.values()].filter(isFolder).map(listedKey));
  if (folders.size === 0) return marks;
  // Only a folder that is new can lie above what was marked before.
  for (const mark of added.some(isFolder) ? [...marks.values()] : added) {
    if (isBelow(mark, folders)) marks.delete(keyOf(mark));
  }
  return marks;
}

/** A file of a name that was marked before is that file's successor, unless the provider holds both (a conflict). */
function withoutReplaced(before: ReadonlyMap<string, Marked>, added: readonly Marked[]): Map<string, Marked> {
  const taken = new Set(added.filter(isOnly).map(listedKey));
  return new Map([...before].filter(([, mark]) => !isOnly(mark) || !taken.has(listedKey(mark))));
}

function isOnly({ entry }: Marked): boolean {
  return !entry.traits.includes('conflict');
}

function isBelow({ remote, entry }: Marked, folders: ReadonlySet<string>): boolean {
  return ancestorsOf(entry.path).some((folder) => folder !== ROOT && folders.has(entryKey({ remote, path: folder })));
}

function inOrder(marks: ReadonlyMap<string, Marked>): ReadonlyMap<string, Marked> {
  return new Map([...marks].sort(([a], [b]) => comparePaths(a, b)));
}

function isFolder({ entry }: Marked): boolean {
  return entry.kind === 'folder';
}

function keyOf(listed: Listed): string {
  return `${listedKey(listed)}\0${listed.entry.id ?? ''}`;
}
