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
  /** When it last slowed down, ms; never: -Infinity. */
  readonly slowedAt: number;
  readonly limits: BatchLimits;
}

/** An answer quicker than this lets the next batch be twice as large, ms. */
const QUICK = 2_000;
/**
 * Successes for one more request until the first brake. What is sent beyond a server's limit then stays within what may be tried again
 * (retry.ts: ten and a tenth of the requests), up to a limit of 128; twice as many with every round trip would not, from a limit of 16 on.
 */
const CLIMBING = 2;
/** It slows down at most this often, ms: the failures of one moment count once. */
const SLOWING_INTERVAL = 1_000;

export function startPace(limits: BatchLimits): Pace {
  const maxPaths = Math.max(1, limits.maxPaths);
  return {
    inFlight: within(1, limits.inFlight, limits.maxInFlight),
    paths: within(1, limits.paths, maxPaths),
    maxPaths,
    window: 0,
    slowedAt: -Infinity,
    limits,
  };
}

/** One more request: after every second success while nothing has braked yet, later after a full window. After a quick full batch twice the paths. */
export function afterSuccess(pace: Pace, batch: number, durationMs: number): Pace {
  const paths =
    durationMs < QUICK && batch >= pace.paths && pace.paths < pace.maxPaths
      ? Math.min(pace.maxPaths, pace.paths * 2)
      : pace.paths;
  const enough = pace.slowedAt === -Infinity ? CLIMBING : pace.inFlight;
  if (pace.window + 1 < Math.min(enough, pace.inFlight)) return { ...pace, paths, window: pace.window + 1 };
  return { ...pace, paths, window: 0, inFlight: within(1, pace.inFlight + 1, pace.limits.maxInFlight) };
}

/** The server or the way to it is overloaded: half of everything, at most once a second. */
export function afterBrake(pace: Pace, now: number): Pace {
  if (now - pace.slowedAt < SLOWING_INTERVAL) return pace.window === 0 ? pace : { ...pace, window: 0 };
  return { ...pace, inFlight: half(pace.inFlight), paths: half(pace.paths), window: 0, slowedAt: now };
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
