import type * as vscode from 'vscode';

/** What `vscode.extensions.getExtension('winnow-vscode.winnow').exports` is. docs/API.md explains it. */
export interface WinnowExports {
  /** The API of a version. Throws an error that names the versions there are when it does not know the one asked for. */
  getAPI(version: 1): WinnowApi;
}

/** `stages`: recorded by an Oxen server, taken back until the commit. `destroys`: permanent (Onedata). */
export type ApiEffect = 'stages' | 'destroys';

/** One place paths can be removed from: an Oxen workspace or an Onedata space. Its URI is that of its root. */
export interface ApiRemote {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly effect: ApiEffect;
}

export interface ApiEntry {
  readonly uri: vscode.Uri;
  readonly kind: 'file' | 'folder' | 'symlink';
  /** Bytes; of a folder: of all it holds, when the server counts that. */
  readonly bytes?: number;
  /** Last change, ms since 1970. */
  readonly modified?: number;
  /** What is special about it: `staged`, `uploaded`, `edited`, `shared`, `protected`, … */
  readonly traits: readonly string[];
}

export interface ApiPage {
  readonly entries: readonly ApiEntry[];
  /** Opaque; pass it to `list` to get the next page. Absent on the last one. */
  readonly next?: string;
  /** Entries of the whole folder, when the server tells. */
  readonly total?: number;
}

/** How much it is. `atLeast`: it could not be counted to the end. */
export interface ApiExtent {
  readonly files: number;
  readonly bytes: number;
  readonly precision: 'exact' | 'atLeast';
}

export interface ApiTarget extends ApiExtent {
  readonly uri: vscode.Uri;
  readonly kind: ApiEntry['kind'];
}

/** What a removal would do. Nothing has been sent for it but questions. */
export interface ApiPlan {
  readonly effect: ApiEffect;
  readonly targets: readonly ApiTarget[];
  readonly skipped: readonly { readonly uri: vscode.Uri; readonly reason: string }[];
  readonly total: ApiExtent;
  /** Codes of what a person should read before agreeing, for instance `dropsUploads`. */
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
  /** Why a guard would refuse it; empty when none does. Sentences in the language of VS Code. */
  readonly refusals: readonly string[];
}

export type ApiOutcome = 'done' | 'alreadyGone' | 'failed' | 'skipped' | 'notStarted' | 'unknown';

/** What became of each target of a run, exactly one outcome each. */
export interface ApiReport {
  readonly action: string;
  readonly lines: readonly { readonly uri: vscode.Uri; readonly outcome: ApiOutcome; readonly code?: string }[];
  /** ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What waits in one of the workspaces that were opened or staged into in this window. */
export interface ApiStaged {
  readonly remote: ApiRemote;
  /** Files, and tracked folders without any file, whose removal is staged. */
  readonly removed: readonly vscode.Uri[];
  /** When the server was read, ms since 1970. */
  readonly readAt: number;
}

/**
 * Version 1. Promises reject with an `Error` whose message is a sentence for people and whose `code` is stable. Every removal takes the
 * same way as a click: planned, counted, guarded, asked about, reported.
 */
export interface WinnowApi {
  readonly version: 1;
  /** Asks every account for its workspaces and spaces. An account that cannot be asked is left out. */
  remotes(): Promise<readonly ApiRemote[]>;
  /** One page of a folder or of a remote's root. */
  list(folder: vscode.Uri, next?: string): Promise<ApiPage>;
  /** Counts what removing these entries would do: stage on Oxen, destroy on Onedata. All of them have to be of one kind. */
  plan(entries: readonly vscode.Uri[]): Promise<ApiPlan>;
  /**
   * Removes entries: plans them anew, and asks the person wherever a click would. Nothing is destroyed without that question.
   * Undefined when nothing was sent: refused, declined, or put off to be reviewed.
   */
  run(entries: readonly vscode.Uri[]): Promise<ApiReport | undefined>;
  /** What is staged in the workspaces of this window, read from their servers now. */
  staged(): Promise<readonly ApiStaged[]>;
  /** Fires when what is known to be staged may have changed. */
  readonly onDidChangeStaged: vscode.Event<void>;
  /** Fires after every run, however it was started, and again when a later read settled what was unknown. */
  readonly onDidRun: vscode.Event<ApiReport>;
}
