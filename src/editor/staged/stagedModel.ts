import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { remoteKey, type OxenAddress, type RemoteAddress } from '../../removal/address';
import type { Failure } from '../../removal/failure';
import type { RemotePath } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';
import { countStaged, stagedEntries } from '../../removal/stagedEntries';
import type { StagedState } from '../../removal/staging';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';

const WATCHED_KEY = 'winnow.watchedWorkspaces';
const OWN_KEY = 'winnow.stagedHere';
/** Beyond so many what was staged here is no longer told from the rest after a reload. */
const OWN_LIMIT = 20_000;
/** Never every workspace of a server: only those opened or staged into here, the latest ones. */
const WATCHED_LIMIT = 20;
/** How long news waits for the other answers of a refresh, ms: a server that does not answer must not hold it back. */
const TOGETHER = 500;

/** One workspace that is watched. */
export interface WatchedWorkspace {
  readonly address: OxenAddress;
  /** The name a person gave the workspace, else its id. */
  readonly label: string;
  /** What the server last said; kept when a later read fails. */
  readonly state?: StagedState;
  /** Why the last read failed. */
  readonly failure?: Failure;
}

export function findWatched(all: readonly WatchedWorkspace[], address: OxenAddress): WatchedWorkspace | undefined {
  const key = remoteKey(address);
  return all.find((one) => remoteKey(one.address) === key);
}

/** What is staged in the workspaces opened here, as their servers last said. Nothing is derived from what was asked. */
export class StagedModel implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires on news alone: that a workspace was read again and is as it was is none. */
  readonly onDidChange = this.changed.event;
  private readonly wasRead = new vscode.EventEmitter<void>();
  /** Fires after every read, of one workspace or of all: `readAt` may have changed. */
  readonly onDidRead = this.wasRead.event;
  private readonly watched = new Map<string, WatchedWorkspace>();
  /** What was staged from this window, by `remote/path`. */
  private readonly own: Set<string>;
  private readonly listener: vscode.Disposable;
  private readonly ended = new AbortController();
  /** Reads so far, and by workspace the latest one whose answer was taken in: one that was overtaken tells of the past. */
  private reads = 0;
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly memento: vscode.Memento,
    private readonly accounts: AccountStore,
    private readonly connections: Connections,
  ) {
    this.listener = accounts.onDidChange(() => this.changed.fire());
    this.own = new Set(memento.get<readonly string[]>(OWN_KEY, []));
    for (const known of memento.get<readonly WatchedWorkspace[]>(WATCHED_KEY, [])) {
      this.watched.set(remoteKey(known.address), known);
    }
  }

  /** The watched workspaces of accounts that exist, latest first. */
  workspaces(): readonly WatchedWorkspace[] {
    return [...this.watched.values()].filter(({ address }) => this.accounts.get(address.account)).reverse();
  }

  stateOf(address: OxenAddress): StagedState | undefined {
    return this.watched.get(remoteKey(address))?.state;
  }

  /** What the server said of it in a reading that ended at `since` (ms since 1970) or later, and was not overtaken by one that failed. */
  readSince(address: RemoteAddress, since: number): StagedState | undefined {
    const { state, failure } = this.watched.get(remoteKey(address)) ?? {};
    return failure || (state?.readAt ?? -Infinity) < since ? undefined : state;
  }

  /** What the person calls the workspace; undefined when it is not watched. */
  labelOf(address: OxenAddress): string | undefined {
    return this.watched.get(remoteKey(address))?.label;
  }

  /** Whether this window staged it; anything else came from another client, or from a window of another folder. */
  isOwn(address: OxenAddress, path: RemotePath): boolean {
    return this.own.has(`${remoteKey(address)}/${path}`);
  }

  /** This window has staged these. */
  async addOwn(added: readonly Listed[]): Promise<void> {
    if (added.length === 0) return;
    for (const { remote, entry } of added) this.own.add(`${remoteKey(remote)}/${entry.path}`);
    this.changed.fire();
    await this.memento.update(OWN_KEY, [...this.own].slice(-OWN_LIMIT));
  }

  count(): number {
    return this.workspaces().reduce((sum, { state }) => sum + (state ? countStaged(state) : 0), 0);
  }

  /** From now on this workspace counts. Reads it. */
  async watch(address: OxenAddress, label: string): Promise<void> {
    const key = remoteKey(address);
    const known = this.watched.get(key);
    const isNews = known?.label !== label || [...this.watched.keys()].at(-1) !== key;
    this.watched.delete(key);
    this.watched.set(key, { ...known, address, label });
    for (const old of [...this.watched.keys()].slice(0, -WATCHED_LIMIT)) this.watched.delete(old);
    const [isOther] = await Promise.all([this.take(address), this.remember()]);
    this.tell(isNews || isOther);
  }

  /** Reads all watched workspaces anew. What is answered together is told together. */
  async refresh(): Promise<void> {
    let isNews = false;
    let soon: NodeJS.Timeout | undefined;
    const tellSoFar = (): void => {
      clearTimeout(soon);
      this.tell(isNews);
      isNews = false;
      soon = undefined;
    };
    const reading = this.workspaces().map(async ({ address }) => {
      if (!(await this.take(address))) return;
      isNews = true;
      soon ??= setTimeout(tellSoFar, TOGETHER);
    });
    await Promise.all(reading);
    tellSoFar();
  }

  /** Reads one workspace anew, when it is watched. */
  async read(address: OxenAddress): Promise<void> {
    this.tell(await this.take(address));
  }

  dispose(): void {
    this.listener.dispose();
    this.ended.abort();
    this.changed.dispose();
    this.wasRead.dispose();
  }

  private tell(isNews: boolean): void {
    if (isNews) this.changed.fire();
    this.wasRead.fire();
  }

  /** Takes in what the server says now. Whether that is anything new. */
  private async take(address: OxenAddress): Promise<boolean> {
    const key = remoteKey(address);
    const turn = (this.reads += 1);
    const remote = await this.connections.workspace(address);
    const answer = remote.ok ? await remote.value.staged(this.ended.signal) : remote;
    const known = this.watched.get(key);
    if (!known || turn < (this.taken.get(key) ?? 0)) return false;
    this.taken.set(key, turn);
    if (!answer.ok && answer.failure.kind === 'notFound') {
      this.watched.delete(key);
      await this.remember();
      return true;
    }
    const { failure: _, ...rest } = known;
    const now = { ...rest, ...(answer.ok ? { state: answer.value } : { failure: answer.failure }) };
    this.watched.set(key, now);
    if (answer.ok) this.forgetOwn(address, answer.value);
    return !isSame(known, now);
  }

  /** What is staged no more may be staged by others later. */
  private forgetOwn(address: OxenAddress, state: StagedState): void {
    const root = `${remoteKey(address)}/`;
    const staged = new Set(stagedEntries(state).map(({ path }) => `${root}${path}`));
    for (const key of this.own) if (key.startsWith(root) && !staged.has(key)) this.own.delete(key);
  }

  /** Also of practice accounts, which a window reloaded by `npm start` finds again; a workspace that its server does not know is dropped. */
  private async remember(): Promise<void> {
    await this.memento.update(
      WATCHED_KEY,
      [...this.watched.values()].map(({ address, label }) => ({ address, label })),
    );
  }
}

/** Whether all that is shown of a workspace is the same; a server numbers its failures anew, and when it was read is told apart. */
function isSame(before: WatchedWorkspace, now: WatchedWorkspace): boolean {
  const undated = ({ state }: WatchedWorkspace) => state && { ...state, readAt: 0 };
  return before.failure?.code === now.failure?.code && isDeepStrictEqual(undated(before), undated(now));
}
