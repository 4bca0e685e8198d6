import * as vscode from 'vscode';
import type { Location, RemoteAddress } from '../../removal/address';
import { ancestorsOf, ROOT, type RemotePath } from '../../removal/remotePath';
import type { Failure } from '../../removal/failure';
import { ProtectedPaths } from '../../removal/protectedPaths';
import type { AccountStore } from '../accounts/accountStore';
import { Disposables } from '../disposables';
import { guardsFromSettings, PROTECTED_PATHS } from '../removal/guardSettings';
import { protects } from '../removal/protection';
import type { RunHistory } from '../removal/runHistory';
import type { EntryNode, TreeNode } from '../trees/node';
import { locationOf } from '../uri';
import * as words from '../wording/decorations';
import { changedKeys, entryKey, marksOf, type EntryMarks, type MarksByKey, type Placed } from './entryMarks';
import type { MarkedModel } from './markedModel';
import type { StagedModel } from './stagedModel';

/** VS Code looks at no more URIs of one event. */
const EVENT_LIMIT = 250;
const NOTHING: EntryMarks = { own: new Set(), below: { staged: 0, marked: 0, failed: 0 } };

const COLOURS = {
  staged: new vscode.ThemeColor('winnow.stagedForeground'),
  marked: new vscode.ThemeColor('winnow.markedForeground'),
  failed: new vscode.ThemeColor('winnow.failedForeground'),
  protected: new vscode.ThemeColor('winnow.protectedForeground'),
};

/** Local files that stand for remote ones. */
export interface LocalTwins {
  readonly onDidChange: vscode.Event<void>;
  /** The remote entry of a local URI. */
  remoteOf(uri: vscode.Uri): Placed | undefined;
  /** The local URIs of a remote one. */
  localOf(uri: vscode.Uri): readonly vscode.Uri[];
}

export interface DecorationParts {
  readonly staged: Pick<StagedModel, 'onDidChange' | 'workspaces'>;
  readonly marked: Pick<MarkedModel, 'onDidChange' | 'all'>;
  readonly history: Pick<RunHistory, 'onDidChange' | 'all' | 'failed' | 'failureAt'>;
  readonly accounts: Pick<AccountStore, 'hostOf'>;
  readonly twins: LocalTwins;
  /** What a remote is called in the tree. */
  readonly nameOfRemote: (remote: RemoteAddress) => string;
  /** The row of an entry, when a tree has listed it. */
  readonly find: (key: string) => TreeNode | undefined;
}

/**
 * A letter and a colour for what waits, failed or is protected: in the trees, on tabs, and on local twins in the Explorer. A function of the
 * three models and of a setting: nothing is asked of a server.
 */
export class Decorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  readonly onDidChangeFileDecorations = this.changed.event;
  private readonly owned = new Disposables();
  private marks: MarksByKey = new Map();
  private hasJournal = false;
  private protection = protectionFromSettings();

  constructor(private readonly parts: DecorationParts) {
    const { staged, marked, history, twins } = parts;
    this.owned.add(staged.onDidChange(() => this.update()));
    this.owned.add(marked.onDidChange(() => this.update()));
    this.owned.add(history.onDidChange(() => this.update()));
    this.owned.add(twins.onDidChange(() => this.changed.fire(undefined)));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(PROTECTED_PATHS)) return;
        this.protection = protectionFromSettings();
        this.changed.fire(undefined);
      }),
    );
    this.marks = this.read();
    this.owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const location = locationOf(uri);
    if (location)
      return location.path === ROOT ? this.root(location) : this.remote({ ...location, path: location.path });
    const twin = this.parts.twins.remoteOf(uri);
    const marks = twin && this.marks.get(entryKey(twin));
    if (!marks) return undefined;
    if (marks.own.has('staged')) return decoration('R', words.twinStaged(), COLOURS.staged);
    return marks.below.staged > 0 ? holding(words.twinHoldsStaged(marks.below.staged), COLOURS.staged) : undefined;
  }

  /** What the letter of an entry tells and its row does not: rows say by themselves what is staged, marked or protected by the server. */
  spoken(placed: Placed): string | undefined {
    this.readJournalOnce();
    if (this.failureOf(entryKey(placed))) return words.spokenFailed();
    if (this.isInMarkedFolder(placed)) return words.spokenInMarkedFolder();
    return this.protection.globOf(placed.path) === undefined ? undefined : words.spokenProtectedBySetting();
  }

  dispose(): void {
    this.owned.dispose();
    this.changed.dispose();
  }

  private remote(placed: Placed): vscode.FileDecoration | undefined {
    this.readJournalOnce();
    const { accounts, find } = this.parts;
    const key = entryKey(placed);
    const marks = this.marks.get(key) ?? NOTHING;
    const node = find(key);
    const entry = node?.type === 'entry' ? node.entry : undefined;
    const failure = this.failureOf(key);
    if (failure) return failedDecoration(failure, accounts.hostOf(placed.remote.account));
    if (isStaged(marks, entry)) return decoration('R', words.staged(), COLOURS.staged);
    if (marks.own.has('marked')) return decoration('M', words.marked(), COLOURS.marked);
    if (this.isInMarkedFolder(placed)) return decoration('M', words.inMarkedFolder(), COLOURS.marked);
    if (entry?.traits.includes('protected')) return decoration('P', words.protectedEntry(), COLOURS.protected);
    const glob = this.protection.globOf(placed.path);
    if (glob !== undefined) return decoration('P', words.protectedBySetting(glob), COLOURS.protected);
    return holdingDecoration(marks, entry);
  }

  private failureOf(key: string): Failure | undefined {
    return isOwn(this.marks.get(key), 'failed') ? this.parts.history.failureAt(key) : undefined;
  }

  /** Breadcrumbs show the id of a workspace or a space, and VS Code lets nobody change that: its tooltip says the name. */
  private root({ remote }: Location): vscode.FileDecoration {
    const name = this.parts.nameOfRemote(remote);
    const tooltip = remote.kind === 'oxen' ? words.workspaceNamed(name) : words.spaceNamed(name);
    return new vscode.FileDecoration(undefined, tooltip);
  }

  private isInMarkedFolder({ remote, path }: Placed): boolean {
    if (remote.kind !== 'onedata') return false;
    const above = ancestorsOf(path).filter((folder): folder is RemotePath => folder !== ROOT);
    return above.some((folder) => this.marks.get(entryKey({ remote, path: folder }))?.own.has('marked'));
  }

  /** The journal of earlier windows is read when an entry is first looked at, not at the start. */
  private readJournalOnce(): void {
    if (this.hasJournal) return;
    this.hasJournal = true;
    void this.parts.history.all().catch(() => undefined);
  }

  private read(): MarksByKey {
    const { staged, marked, history } = this.parts;
    return marksOf({
      staged: stagedIn(staged),
      marked: marked.all().map(({ remote, entry }) => ({ remote, path: entry.path })),
      failed: history.failed(),
    });
  }

  private update(): void {
    const before = this.marks;
    this.marks = this.read();
    const keys = changedKeys(before, this.marks);
    if (keys.length === 0) return;
    const uris = keys.length > EVENT_LIMIT ? [] : keys.map(uriOf).filter((uri) => uri !== undefined);
    const all = uris.flatMap((uri) => [uri, ...this.parts.twins.localOf(uri)]);
    const hasMarkedFolder = keys.some((key) => this.isMarkedFolder(key) || isOwn(before.get(key), 'marked'));
    this.changed.fire(uris.length === 0 || all.length > EVENT_LIMIT || hasMarkedFolder ? undefined : all);
  }

  /** Its mark shows on everything below it, which no event can list. */
  private isMarkedFolder(key: string): boolean {
    return isOwn(this.marks.get(key), 'marked');
  }
}

const protectionFromSettings = (): ProtectedPaths => new ProtectedPaths(guardsFromSettings().protectedPaths, protects);

function* stagedIn(model: Pick<StagedModel, 'workspaces'>): Generator<Placed> {
  for (const { address: remote, state } of model.workspaces()) {
    for (const { path } of state?.removed ?? []) yield { remote, path };
    for (const path of state?.emptyFolders ?? []) yield { remote, path };
  }
}

function isOwn(marks: EntryMarks | undefined, state: 'marked' | 'failed'): boolean {
  return marks?.own.has(state) === true;
}

/** Of a folder: when every file that the server counts in it is staged. */
function isStaged({ own, below }: EntryMarks, entry: EntryNode['entry'] | undefined): boolean {
  if (own.has('staged')) return true;
  return entry?.kind === 'folder' && below.staged > 0 && below.staged >= (entry.files ?? Infinity);
}

function holdingDecoration(
  { below }: EntryMarks,
  entry: EntryNode['entry'] | undefined,
): vscode.FileDecoration | undefined {
  if (below.failed > 0) return holding(words.holdsFailed(below.failed), COLOURS.failed);
  if (below.staged > 0) return holding(words.holdsStaged(below.staged, entry?.files), COLOURS.staged);
  return below.marked > 0 ? holding(words.holdsMarked(below.marked), COLOURS.marked) : undefined;
}

function failedDecoration(failure: Failure, host: string): vscode.FileDecoration {
  return decoration('!', words.failed(failure, host), COLOURS.failed);
}

function holding(tooltip: string, colour: vscode.ThemeColor): vscode.FileDecoration {
  return decoration('•', tooltip, colour);
}

function decoration(badge: string, tooltip: string, colour: vscode.ThemeColor): vscode.FileDecoration {
  return new vscode.FileDecoration(badge, tooltip, colour);
}

function uriOf(key: string): vscode.Uri | undefined {
  const [, scheme, authority, path] = /^([a-z]+):\/\/([^/]*)(\/[^]*)$/.exec(key) ?? [];
  return scheme === undefined ? undefined : vscode.Uri.from({ scheme, authority: authority ?? '', path: path ?? '' });
}
