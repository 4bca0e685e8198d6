import type { RemoteAddress } from '../../src/removal/address';
import { failureOf, type Failure } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Act, BatchLimits, Presence, Target } from '../../src/removal/remote';
import { isInside, type RemotePath } from '../../src/removal/remotePath';
import { noAnswerInTime, offline, unanswered, unavailable } from './builders';
import type { VirtualClock } from './virtualClock';

/**
 * What happens to one request.
 * `…Before`, `…After`: the answer is lost before or after the effect; `…Late`: the effect comes 2 s after the client was cut off.
 */
export const ALL_FAULTS = [
  'fine',
  'slow',
  'busy',
  'busyWait',
  'unavailable',
  'errorAfter',
  'errorHalfway',
  'resetBefore',
  'resetAfter',
  'resetLate',
  'staleBefore',
  'staleAfter',
  'timeoutBefore',
  'timeoutLate',
  'someProtected',
  'someBusy',
  'html',
  'auth',
  'forbidden',
  'offline',
  'tooLarge',
  'hangBefore',
  'hangAfter',
  'throws',
  'tooFewOutcomes',
] as const;

export type Fault = (typeof ALL_FAULTS)[number];

export interface FakeOptions {
  readonly address: RemoteAddress;
  readonly clock: VirtualClock;
  readonly limits: BatchLimits;
  readonly proof?: Act['proof'];
  /** What is there at first. */
  readonly paths: readonly RemotePath[];
  /** What happens to the first, second, … request; `fine` afterwards. */
  readonly faults?: readonly Fault[];
  /** So many reads see nothing at first. */
  readonly blindReads?: number;
}

/** One request for one path, as the server saw it. */
export interface Seen {
  readonly path: RemotePath;
  readonly answered: boolean;
}

/** An in-memory remote in virtual time: a witness of its own of what was done to it. */
export interface FakeRemote {
  readonly act: Act;
  readonly address: RemoteAddress;
  isGone(path: RemotePath): boolean;
  /** Everything that is gone, whoever it belonged to. */
  gone(): readonly RemotePath[];
  readonly seen: readonly Seen[];
  readonly requests: { readonly at: number; readonly paths: number }[];
  readonly looks: Map<string, Presence>;
  mostUnderWay(): number;
}

const LATENCY = 20;
const SLOW = 3_000;
const LATE = 2_000;
const TIMEOUT = 30_000;
/** Deaf to the abort. */
const HANG = 600_000;

export function fakeRemote(options: FakeOptions): FakeRemote {
  const { clock, address, limits, proof = 'doubts' } = options;
  const { environment } = clock;
  const there = new Set(options.paths);
  const seen: Seen[] = [];
  const requests: { at: number; paths: number }[] = [];
  const looks = new Map<string, Presence>();
  let blind = options.blindReads ?? 0;
  let underWay = 0;
  let most = 0;

  const remove = (path: RemotePath): Outcome => {
    if (!there.delete(path)) return { kind: 'alreadyGone' };
    for (const other of there) if (isInside(other, path)) there.delete(other);
    return { kind: 'done' };
  };
  const removeAll = (targets: readonly Target[]): readonly Outcome[] => targets.map(({ entry }) => remove(entry.path));

  const suffer = async (fault: Fault, targets: readonly Target[], signal: AbortSignal): Promise<readonly Outcome[]> => {
    const paths = targets.map(({ entry }) => entry.path);
    const see = (answered: boolean): void => paths.forEach((path) => seen.push({ path, answered }));
    const all = (failure: Failure, answered = true): readonly Outcome[] => {
      see(answered);
      return targets.map(() => ({ kind: 'failed', failure }));
    };
    if (fault === 'offline') return targets.map(() => ({ kind: 'failed', failure: offline() }));
    await environment.sleep(fault === 'slow' ? SLOW : LATENCY, signal);
    if (signal.aborted) {
      clock.after(LATENCY, () => void removeAll(targets));
      return all(failureOf('cancelled', 'cancelled', { reach: 'unanswered' }), false);
    }
    switch (fault) {
      case 'fine':
      case 'slow': {
        const outcomes = removeAll(targets);
        see(true);
        return outcomes;
      }
      case 'busy':
        return all(failureOf('busy', 'tooManyRequests', { status: 429, retryable: true }));
      case 'busyWait':
        return all(failureOf('busy', 'tooManyRequests', { status: 429, retryable: true, retryAfter: 5_000 }));
      case 'unavailable':
        return all(unavailable());
      case 'errorAfter':
        removeAll(targets);
        return all(failureOf('unavailable', 'internalServerError', { status: 500, retryable: true }));
      case 'errorHalfway':
        removeAll(targets.slice(0, Math.ceil(targets.length / 2)));
        return all(failureOf('unexpected', 'internalServerError', { status: 500 }));
      case 'resetBefore':
        return all(unanswered(), false);
      case 'resetAfter':
        removeAll(targets);
        return all(unanswered(), false);
      case 'resetLate':
        clock.after(LATE, () => void removeAll(targets));
        return all(unanswered(), false);
      case 'staleBefore':
        return all(unanswered('connectionReset', { reusedSocket: 1 }), false);
      case 'staleAfter':
        removeAll(targets);
        return all(unanswered('connectionReset', { reusedSocket: 1 }), false);
      case 'timeoutBefore':
      case 'timeoutLate':
        await environment.sleep(TIMEOUT, signal);
        if (fault === 'timeoutLate') clock.after(LATE, () => void removeAll(targets));
        return all(noAnswerInTime(), false);
      case 'someProtected':
      case 'someBusy': {
        see(true);
        const failure =
          fault === 'someBusy'
            ? failureOf('busy', 'locked', { status: 423, retryable: true })
            : failureOf('protected', 'posix.eacces', { status: 400 });
        return targets.map(({ entry }, index) => (index % 2 === 0 ? { kind: 'failed', failure } : remove(entry.path)));
      }
      case 'html':
        return all(failureOf('unexpected', 'htmlInsteadOfJson', { status: 200 }));
      case 'auth':
        return all(failureOf('auth', 'unauthorized', { status: 401 }));
      case 'forbidden':
        return all(failureOf('forbidden', 'forbidden', { status: 403 }));
      case 'tooLarge':
        return all(failureOf('tooLarge', 'payloadTooLarge', { status: 413 }));
      case 'hangBefore':
      case 'hangAfter':
        if (fault === 'hangAfter') removeAll(targets);
        see(false);
        await environment.sleep(HANG);
        return targets.map(() => ({ kind: 'failed', failure: noAnswerInTime() }));
      case 'throws':
        removeAll(targets);
        see(false);
        throw new Error('a broken act');
      case 'tooFewOutcomes':
        removeAll(targets);
        see(false);
        return [];
    }
  };

  const act: Act = {
    limits,
    proof,
    async perform(targets, signal) {
      const fault = options.faults?.[requests.length] ?? 'fine';
      requests.push({ at: environment.now(), paths: targets.length });
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await suffer(fault, targets, signal);
      } finally {
        underWay -= 1;
      }
    },
    async lookAgain(targets, signal) {
      await environment.sleep(LATENCY, signal);
      const isBlind = blind > 0 || signal.aborted;
      blind -= 1;
      return targets.map(({ entry }) => {
        const presence = isBlind ? 'unreadable' : there.has(entry.path) ? 'there' : 'gone';
        looks.set(entry.path, presence);
        return presence;
      });
    },
  };
  return {
    act,
    address,
    isGone: (path) => !there.has(path),
    gone: () => options.paths.filter((path) => !there.has(path)),
    seen,
    requests,
    looks,
    mostUnderWay: () => most,
  };
}
