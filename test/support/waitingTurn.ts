import type { RunsUnderWay } from '../../src/editor/removal/runsUnderWay';

/** Two gestures on one remote, of which the second waits for the first. */
export interface Waiting<T> {
  readonly underWay: RunsUnderWay;
  readonly first: () => Promise<unknown>;
  /** The first one is being carried out, and hangs until `letGo`. */
  readonly hasBegun: () => boolean;
  readonly letGo: () => void;
  readonly second: () => Promise<T>;
  /** What happens while it waits. */
  readonly meanwhile: () => void;
}

/** What the second gesture gives. */
export async function secondOf<T>({ underWay, first, hasBegun, letGo, second, meanwhile }: Waiting<T>): Promise<T> {
  const one = first();
  await until(hasBegun);
  const other = second();
  await until(() => underWay.all().some(({ isQueued }) => isQueued));
  meanwhile();
  letGo();
  await one;
  return other;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
