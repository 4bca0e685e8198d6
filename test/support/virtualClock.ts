import type { Environment } from '../../src/removal/environment';

/** Time that passes only when everything waits for it. */
export interface VirtualClock {
  readonly environment: Environment;
  /** Lets time pass until the work is done. Rejects when it waits for something that will never come. */
  finish<T>(work: Promise<T>): Promise<T>;
  /** Calls something at a time from now, ms. */
  after(ms: number, call: () => void): void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

export const START = 1_700_000_000_000;

/** `random`: 0.5 for ever unless given, so that waits repeat exactly. */
export function virtualClock(random: () => number = () => 0.5): VirtualClock {
  let now = START;
  let order = 0;
  const timers = new Set<Timer>();

  const set = (ms: number, ring: () => void): Timer => {
    const timer = { at: now + Math.max(0, ms), order: (order += 1), ring };
    timers.add(timer);
    return timer;
  };
  const environment: Environment = {
    now: () => now,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const onAbort = (): void => {
          timers.delete(timer);
          resolve();
        };
        const timer = set(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
  return {
    environment,
    after: (ms, call) => void set(ms, call),
    async finish(work) {
      const progress = { isOver: false };
      const over = (): void => {
        progress.isOver = true;
      };
      work.then(over, over);
      await microtasks();
      while (!progress.isOver) {
        const next = earliest(timers);
        if (next === undefined) throw new Error(`stuck at ${now - START} ms: waits for something that will never come`);
        timers.delete(next);
        now = Math.max(now, next.at);
        next.ring();
        await microtasks();
      }
      return work;
    },
  };
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
      first = timer;
  }
  return first;
}

function microtasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
