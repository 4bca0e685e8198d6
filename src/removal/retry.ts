import type { Environment } from './environment';
import type { Answer, Failure } from './failure';
import type { Action } from './plan';

/** Times one target is tried, the first included. */
export const TRIES = 4;
/** First and longest wait before a try, ms. Full jitter: anything between 0 and it. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 8_000;
/** The longest `Retry-After` that is obeyed, ms. */
export const LONGEST_PAUSE = 60_000;
/** Retries a run may always make, and its share of the requests beyond: a sick server is not hammered. */
const FREE_RETRIES = 10;
const RETRY_SHARE = 0.1;

/**
 * Whether sending an action again can do no harm when the first request did arrive. All are idempotent but the commit, which would
 * record what others have staged since.
 */
export function isRepeatable(action: Action): boolean {
  return action !== 'commit';
}

/** Milliseconds to wait before the try after `tries` ones. */
export function backoff(tries: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1));
}

/** The wait before the try after `tries` ones: as long as the server asks, and never less than without: it may ask for 0, or by a clock that is slow. */
export function waitBefore(tries: number, failure: Failure, random: () => number): number {
  return Math.max(pauseOf(failure) ?? 0, backoff(tries, random));
}

/** What the server asked for, within reason. */
export function pauseOf({ retryAfter }: Failure): number | undefined {
  return retryAfter === undefined ? undefined : Math.min(LONGEST_PAUSE, Math.max(0, retryAfter));
}

/** Whether a run that has sent so many requests may make one more retry that the server did not ask for. */
export function hasBudget(retries: number, requests: number): boolean {
  return retries < FREE_RETRIES + RETRY_SHARE * requests;
}

/** A pooled socket that the server had closed meanwhile: says nothing about the server, and costs one silent retry. */
export function isStaleSocket({ code, data }: Failure): boolean {
  return code === 'connectionReset' && Boolean(data.reusedSocket);
}

/** Reads with the same patience as a run: up to four tries, `Retry-After` obeyed. For reads only. */
export async function readPatiently<T>(
  read: () => Promise<Answer<T>>,
  environment: Environment,
  signal: AbortSignal,
): Promise<Answer<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await read();
    if (answer.ok || !answer.failure.retryable || tries === TRIES || signal.aborted) return answer;
    await environment.sleep(waitBefore(tries, answer.failure, environment.random), signal);
  }
}
