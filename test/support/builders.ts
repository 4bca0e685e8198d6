import type { OnedataAddress, OxenAddress, RemoteAddress } from '../../src/removal/address';
import { uncounted } from '../../src/removal/extent';
import { failureOf, type Failure } from '../../src/removal/failure';
import type { Action, Plan, Warning } from '../../src/removal/plan';
import { makePlan } from '../../src/removal/planning';
import type { BatchLimits, Entry, Extent, Target, Trait } from '../../src/removal/remote';
import { parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import type { Listed, SkippedEntry } from '../../src/removal/selection';
import type { StagedState } from '../../src/removal/staging';
import { START } from './virtualClock';

/** Typed shorthands for tests. Everything may be overridden; what is left out does not matter to the test. */

export const SPACE: OnedataAddress = { kind: 'onedata', account: 'lab', space: 'space-1' };
export const OTHER_SPACE: OnedataAddress = { kind: 'onedata', account: 'lab', space: 'space-2' };
export const WORKSPACE: OxenAddress = {
  kind: 'oxen',
  account: 'hub',
  namespace: 'ox',
  repository: 'images',
  workspace: 'ws-1',
};

export const never = new AbortController().signal;

export function pathOf(text: string): RemotePath {
  const parsed = parseRemotePath(text);
  if (!parsed.ok) throw new Error(`${JSON.stringify(text)} is no path: ${parsed.problem}`);
  return parsed.path;
}

/** A file of 100 bytes. */
export function file(path: string, more: Partial<Entry> = {}): Entry {
  return { path: pathOf(path), kind: 'file', bytes: 100, traits: [], ...more };
}

export function folder(path: string, more: Partial<Entry> = {}): Entry {
  return { path: pathOf(path), kind: 'folder', traits: [], ...more };
}

export function withTraits(entry: Entry, ...traits: Trait[]): Entry {
  return { ...entry, traits };
}

export function listed(entry: Entry, remote: RemoteAddress = SPACE): Listed {
  return { remote, entry };
}

export function extent(files: number, bytes: number, precision: Extent['precision'] = 'exact'): Extent {
  return { files, bytes, precision, countedAt: START };
}

/** A target; files count as one exact file, folders as what `counted` says. */
export function target(entry: Entry, remote: RemoteAddress = SPACE, counted?: Extent): Target {
  return { remote, entry, extent: counted ?? uncounted(entry, START) };
}

export function targets(count: number, remote: RemoteAddress = SPACE): readonly Target[] {
  return Array.from({ length: count }, (_, index) => target(file(`f${String(index).padStart(5, '0')}`), remote));
}

export interface PlanParts {
  readonly action?: Action;
  readonly skipped?: readonly SkippedEntry[];
  readonly warnings?: readonly Warning[];
  readonly incomplete?: readonly Listed[];
}

export function planOf(of: readonly Target[], parts: PlanParts = {}): Plan {
  const { action = 'deletePermanently', ...rest } = parts;
  return makePlan({ id: 'plan-1', action, createdAt: START, targets: of, ...rest });
}

/** What a workspace holds: these removals, and nothing else that is not said. */
export function stagedState(removed: readonly string[], more: Partial<StagedState> = {}): StagedState {
  return {
    removed: removed.map((path) => ({ path: pathOf(path) })),
    uploaded: [],
    edited: [],
    emptyFolders: [],
    leftovers: [],
    unfinished: [],
    unreadable: [],
    base: 'c0ffee',
    readAt: 0,
    ...more,
  };
}

export const ONE_BY_ONE: BatchLimits = { paths: 1, maxPaths: 1, maxBytes: 1 << 20, inFlight: 8, maxInFlight: 32 };
export const IN_BATCHES: BatchLimits = { paths: 4, maxPaths: 64, maxBytes: 1 << 20, inFlight: 1, maxInFlight: 1 };

export const unavailable = (more: Partial<Failure> = {}): Failure =>
  failureOf('unavailable', 'serviceUnavailable', { status: 503, retryable: true, ...more });

export const unanswered = (code = 'connectionReset', data: Failure['data'] = {}): Failure =>
  failureOf('network', code, { retryable: true, reach: 'unanswered', data });

export const offline = (): Failure => failureOf('network', 'connectionRefused', { retryable: true, reach: 'notSent' });

export const noAnswerInTime = (): Failure =>
  failureOf('timeout', 'noAnswerInTime', { retryable: true, reach: 'unanswered' });
