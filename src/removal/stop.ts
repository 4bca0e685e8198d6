/**
 * One stop for many pieces of work, each with an abort signal of its own: dozens of listeners on a single signal make the
 * runtime warn of a leak.
 */
export interface Stop {
  readonly isStopped: boolean;
  readonly stop: () => void;
  /** Runs work with a signal that aborts when everything stops. */
  within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function createStop(): Stop {
  const controllers = new Set<AbortController>();
  let isStopped = false;
  return {
    get isStopped() {
      return isStopped;
    },
    stop() {
      isStopped = true;
      for (const controller of controllers) controller.abort();
    },
    async within(work) {
      const controller = new AbortController();
      if (isStopped) controller.abort();
      controllers.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        controllers.delete(controller);
      }
    },
  };
}

/** What the work gives, or undefined as soon as the signal is aborted: nothing hangs on work that ignores it. Rejects as the work does. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const ended = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: ended.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    ended.abort();
  }
}
