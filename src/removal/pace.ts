import type { BatchLimits } from './remote';

/**
 * How fast a run goes on one remote: requests under way (half as many more with every round trip until the first brake; then
 * additive increase, multiplicative decrease) and paths in one request. A value: every answer gives the next one.
 */
export interface Pace {
  /** Requests that may be under way. */
  readonly inFlight: number;
  /** Paths the next request may carry. */
  readonly paths: number;
  /** The most paths a request may carry; sinks when a server finds one too large. */
  readonly maxPaths: number;
  /** Successes since `inFlight` last changed. */
  readonly window: number;
  /** Requests that had been sent when it last slowed down: what becomes of them is one event. Never: 0. */
  readonly slowedAfter: number;
  /** When it last slowed down, ms; never: -Infinity. */
  readonly slowedAt: number;
  /** Successes since something last found the server overloaded. */
  readonly quiet: number;
  /** So many under way were too many when it last slowed down; never: Infinity. */
  readonly tooMany: number;
  readonly limits: BatchLimits;
}

/** An answer quicker than this lets the next batch be twice as large, ms. */
const QUICK = 2_000;
/**
 * Successes for one more request until the first brake. What is sent beyond a server's limit then stays within what may be tried again
 * (retry.ts: ten and a tenth of the requests), up to a limit of 128; twice as many with every round trip would not, from a limit of 16 on.
 */
const CLIMBING = 2;
/**
 * Successes before it tries again what was too many the last time, whatever the window: one refusal in so many requests stays within
 * what may be tried again, also at a server that takes two at once.
 */
const PROBING = 32;
/** A refusal after more successes than these is a passing fault, not the server's limit … */
const PASSING = 16;
/** … and slows down at most this often, ms. */
const PASSING_INTERVAL = 1_000;

export function startPace(limits: BatchLimits): Pace {
  const maxPaths = Math.max(1, limits.maxPaths);
  return {
    inFlight: within(1, limits.inFlight, limits.maxInFlight),
    paths: within(1, limits.paths, maxPaths),
    maxPaths,
    window: 0,
    slowedAfter: 0,
    slowedAt: -Infinity,
    quiet: 0,
    tooMany: Infinity,
    limits,
  };
}

/**
 * One more request: after every second success while nothing has braked yet, later after a full window, and more hesitantly where it was
 * too many before. After a quick full batch twice the paths.
 */
export function afterSuccess(pace: Pace, batch: number, durationMs: number): Pace {
  const paths =
    durationMs < QUICK && batch >= pace.paths && pace.paths < pace.maxPaths
      ? Math.min(pace.maxPaths, pace.paths * 2)
      : pace.paths;
  const quiet = pace.quiet + 1;
  if (pace.window + 1 < windowOf(pace)) return { ...pace, paths, quiet, window: pace.window + 1 };
  return { ...pace, paths, quiet, window: 0, inFlight: within(1, pace.inFlight + 1, pace.limits.maxInFlight) };
}

function windowOf({ inFlight, tooMany }: Pace): number {
  if (tooMany === Infinity) return Math.min(CLIMBING, inFlight);
  return inFlight + 1 === tooMany ? Math.max(PROBING, inFlight) : inFlight;
}

/** The server or the way to it is overloaded: half of everything, once for all requests that were under way together. */
export function afterBrake(pace: Pace, { order, sent, now }: Overload): Pace {
  if (order <= pace.slowedAfter) return pace.window === 0 ? pace : { ...pace, window: 0 };
  const isPassing = pace.quiet > PASSING && now - pace.slowedAt < PASSING_INTERVAL;
  if (isPassing) return { ...pace, window: 0, quiet: 0, slowedAfter: sent };
  return {
    ...pace,
    inFlight: half(pace.inFlight),
    paths: half(pace.paths),
    window: 0,
    quiet: 0,
    slowedAfter: sent,
    slowedAt: now,
    tooMany: Math.max(2, pace.inFlight),
  };
}

/** An answer that tells of it: which request of the run it was, how many have been sent by now, and when, ms. */
export interface Overload {
  readonly order: number;
  readonly sent: number;
  readonly now: number;
}

/** A request of `batch` paths was too large: never again more than half of it. */
export function afterTooLarge(pace: Pace, batch: number): Pace {
  const maxPaths = Math.min(pace.maxPaths, half(batch));
  return { ...pace, maxPaths, paths: Math.min(pace.paths, maxPaths) };
}

function half(count: number): number {
  return Math.max(1, Math.floor(count / 2));
}

function within(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}
