/** The caller's abort and the request's deadline as one signal that tells them apart. */
export interface Limit {
  readonly signal: AbortSignal;
  readonly reached: () => 'cancelled' | 'timeout' | undefined;
  readonly release: () => void;
}

export function limitOf(timeout: number, caller: AbortSignal): Limit {
  const controller = new AbortController();
  let reason: 'cancelled' | 'timeout' | undefined;
  const stop = (why: 'cancelled' | 'timeout'): void => {
    reason ??= why;
    controller.abort();
  };
  const cancel = (): void => stop('cancelled');
  const forget = onAbort(caller, cancel);
  // axios' own timeout restarts with every byte; this one is for the complete answer.
  const timer = setTimeout(stop, timeout, 'timeout');
  return {
    signal: controller.signal,
    reached: () => reason,
    release: () => {
      clearTimeout(timer);
      forget();
    },
  };
}

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * One listener a signal, however many requests wait on it: Node warns of a leak from the eleventh on, and a run shares one
 * signal among up to 128 requests. Returns how to stop waiting.
 */
function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act();
  const acts = waiting.get(signal) ?? new Set();
  if (!waiting.has(signal)) {
    waiting.set(signal, acts);
    signal.addEventListener('abort', () => acts.forEach((one) => one()), { once: true });
  }
  acts.add(act);
  return () => void acts.delete(act);
}
