import type { RemoteAddress } from './address';
import type { Answer } from './failure';
import type { FolderPath, RemotePath } from './remotePath';
import type { Outcome } from './outcome';

/** `stages`: recorded by an Oxen server, taken back until the commit. `destroys`: permanent. */
export type Effect = 'stages' | 'destroys';

export type EntryKind = 'file' | 'folder' | 'symlink';

/**
 * What a person should know about an entry before removing it.
 * `staged`: its removal is staged (of a folder: of all it holds). `uploaded`, `edited`: only in the workspace, not in the base commit.
 * `shared`: a share would be detached. `dataset`: one would be detached, its archives kept. `hardlink`: its data stays while other links exist. `protected`: the server will refuse.
 * `readonlyStorage`: only metadata goes. `conflict`: one of several entries created under one name. `special`: archive or trash, never removed.
 */
export type Trait =
  | 'staged'
  | 'uploaded'
  | 'edited'
  | 'shared'
  | 'dataset'
  | 'hardlink'
  | 'protected'
  | 'readonlyStorage'
  | 'conflict'
  | 'special';

/** A file or folder that a remote listed. */
export interface Entry {
  readonly path: RemotePath;
  readonly kind: EntryKind;
  /** Bytes; of a folder: of all it holds, when the server counts that. */
  readonly bytes?: number;
  /** Files below a folder, when the server counts them. */
  readonly files?: number;
  /** Last change, ms since 1970. */
  readonly modified?: number;
  /** Changes whenever the content does (Oxen: hash; Onedata: size and mtime). Compared, never shown. */
  readonly version?: string;
  /** The commit it was listed at (Oxen): it is as it was listed as long as its workspace lies on that one. */
  readonly base?: string;
  /** The server's id of the entry (Onedata: file id). */
  readonly id?: string;
  /** The server's id of the folder that listed it (Onedata). */
  readonly parentId?: string;
  /** Where a symlink points, as the server says it. */
  readonly linkTarget?: string;
  readonly traits: readonly Trait[];
}

/** How much a target holds. `atLeast`: counting stopped early or failed; never shown without these words. */
export interface Extent {
  readonly files: number;
  readonly bytes: number;
  readonly precision: 'exact' | 'atLeast';
  /** When the server counted it, ms since 1970. */
  readonly countedAt: number;
}

declare const pageToken: unique symbol;
/** Where the next page starts. Opaque: only the remote that made it reads it. */
export type PageToken = string & { readonly [pageToken]: true };

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: PageToken;
  /** Entries of the whole folder, when the server tells. */
  readonly total?: number;
}

/** What one request may carry, and how many may be under way. */
export interface BatchLimits {
  /** Paths in the first request of a run; grows up to `maxPaths` while answers are quick. */
  readonly paths: number;
  readonly maxPaths: number;
  /** Bytes of one request's body. */
  readonly maxBytes: number;
  /** Requests under way at the start of a run, and at most. */
  readonly inFlight: number;
  readonly maxInFlight: number;
}

/** One entry to act on, with what the plan found out about it. */
export interface Target {
  readonly remote: RemoteAddress;
  readonly entry: Entry;
  readonly extent: Extent;
}

/**
 * What a read after the run shows of a target: its effect is there (`gone`: deleted, or staged as asked), it is not (`there`),
 * or nobody could say (`unreadable`).
 */
export type Presence = 'gone' | 'there' | 'unreadable';

/**
 * The act a plan stands for, on one remote. `perform` sends ONE request and never waits, retries or halves:
 * `removal/run` alone does. Neither rejects.
 */
export interface Act {
  readonly limits: BatchLimits;
  /**
   * One request for a batch of targets (within `limits`). One outcome a target, in their order.
   * An absent target is `alreadyGone`; `removal/run` makes it `done` where an earlier request went unanswered. `failed` with
   * `notFound` says that the remote itself is gone, with `auth` or `forbidden` that it is closed: both stop the run. What one target
   * alone is refused for is `protected`. Once the signal aborts: `failed` with `cancelled`, and how far the request got.
   */
  perform(targets: readonly Target[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /** Reads, and so proves, what became of targets. One presence a target, in their order. */
  lookAgain(targets: readonly Target[], signal: AbortSignal): Promise<readonly Presence[]>;
  /** `all`: every `done` is proved by `lookAgain` before it is reported (one read proves a whole Oxen batch). `doubts`: only unknown ones. */
  readonly proof: 'all' | 'doubts';
}

/** One place paths can be removed from. Paths are relative to the remote's root and never address the root itself. */
export interface Remote {
  readonly address: RemoteAddress;
  readonly effect: Effect;
  /** Which of the servers behind it carries out removals, where there can be several: each follows the others with a lag. */
  readonly server?: string;
  list(folder: FolderPath, page: PageToken | undefined, signal: AbortSignal): Promise<Answer<Page<Entry>>>;
  /** One entry as it is now; `notFound` when there is none. */
  stat(path: RemotePath, signal: AbortSignal): Promise<Answer<Entry>>;
  /** Counts what an entry holds, and gives up at `limit` files with `atLeast`. */
  measure(entry: Entry, limit: number, signal: AbortSignal): Promise<Answer<Extent>>;
  /** Bytes of a file, `maxBytes` at most from its start. */
  read(path: RemotePath, maxBytes: number, signal: AbortSignal): Promise<Answer<FileContent>>;
  /** Removal: staging on Oxen, permanent deletion on Onedata. */
  readonly removal: Act;
  /** The same place as the server sees it that carries out removals, where another one may answer what is shown: plans are made there. */
  readonly actsOn?: Remote;
}

export interface FileContent {
  readonly bytes: Uint8Array;
  /** The file is longer than what was read. */
  readonly truncated: boolean;
}
