import type { Send } from '../../src/remotes/request';
import type { Environment } from '../../src/removal/environment';

/** So many milliseconds of a run pass in a real one: its waits shrink, its requests stay real. */
export const TIMES = 100;

/** No request waits longer for its answer, real ms. Long enough for a busy machine, short enough for a thousand scripts. */
const LONGEST_TIMEOUT = 400;

export function compressedClock(random: () => number): Environment {
  const startedAt = Date.now();
  const began = performance.now();
  return {
    now: () => startedAt + (performance.now() - began) * TIMES,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const end = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms / TIMES);
        signal?.addEventListener('abort', end);
      }),
  };
}

/** The same wire, its timeouts compressed alike. */
export function compressedSend(send: Send): Send {
  return (request, signal) => send({ ...request, timeout: Math.min(LONGEST_TIMEOUT, request.timeout / TIMES) }, signal);
}
