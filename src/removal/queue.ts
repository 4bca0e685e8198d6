/**
 * Lets runs on one remote wait for each other, in the order they came, and others go side by side.
 * A run that concerns several remotes waits for all of them; since every run waits only for earlier ones, none waits for ever.
 */
export interface RunQueue {
  /** Runs `work` when its turn has come. `onWaiting` is called at once when it has to wait. Rejects only as `work` does. */
  enter<T>(keys: readonly string[], work: () => Promise<T>, onWaiting?: () => void): Promise<T>;
  /** Whether a run on that remote is under way or waiting. */
  isBusy(key: string): boolean;
}

/** A queue. `keys` are `remoteKey`s. */
export function createQueue(): RunQueue {
  const tails = new Map<string, Promise<void>>();
  return {
    async enter(keys, work, onWaiting) {
      const before = keys.flatMap((key) => tails.get(key) ?? []);
      const { promise: ended, resolve: end } = withResolvers();
      for (const key of keys) tails.set(key, ended);
      if (before.length > 0) {
        onWaiting?.();
        await Promise.all(before);
      }
      try {
        return await work();
      } finally {
        for (const key of keys) if (tails.get(key) === ended) tails.delete(key);
        end();
      }
    },
    isBusy: (key) => tails.has(key),
  };
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
