import type { RemoteAddress } from './address';
import type { Environment } from './environment';
import { uncounted } from './extent';
import { failed, failureOf, success, type Answer, type Failure } from './failure';
import type { Entry, Extent, Remote, Target } from './remote';
import { readPatiently } from './retry';
import type { Listed } from './selection';
import { createStop } from './stop';

/** The part of a remote that counts. */
export type Counter = Pick<Remote, 'measure'>;

/** Targets with their extents, in the order they were given. */
export interface Measured {
  readonly targets: readonly Target[];
  /** Entries that were not counted to the end; their extents are `atLeast`. */
  readonly incomplete: readonly Listed[];
}

/** The count so far, for a progress text. */
export interface CountSoFar {
  readonly files: number;
  readonly bytes: number;
  readonly counted: number;
  readonly entries: number;
}

export interface MeasuringOptions {
  /** Counting stops once so many files were found (`countingLimit` of the guards). */
  readonly limit: number;
  readonly environment: Environment;
  readonly onCount?: (soFar: CountSoFar) => void;
  /** Counts under way at once. */
  readonly concurrency?: number;
}

const CONCURRENCY = 8;

/**
 * Counts what entries hold, several at a time, by asking the server now. An entry that cannot be counted gives `atLeast`;
 * a failure that concerns all of them (token, permission, offline), or a cancel, gives no plan at all.
 */
export async function measureAll(
  listed: readonly Listed[],
  counterOf: (remote: RemoteAddress) => Counter,
  signal: AbortSignal,
  options: MeasuringOptions,
): Promise<Answer<Measured>> {
  const { environment, limit, onCount } = options;
  const extents: (Extent | undefined)[] = Array.from({ length: listed.length });
  const incomplete = new Set<Listed>();
  const counting = createStop();
  let files = 0;
  let bytes = 0;
  let counted = 0;
  let next = 0;
  let fatal: Failure | undefined;

  const countOne = async (index: number, one: Listed): Promise<void> => {
    const counter = counterOf(one.remote);
    const filesLeft = Math.max(1, limit - files);
    const answer = await counting.within((own) => measureOne(counter, one.entry, filesLeft, own, environment));
    if (!answer.ok && isSystemic(answer.failure)) {
      fatal ??= answer.failure;
      counting.stop();
      return;
    }
    if (!answer.ok && counting.isStopped) return;
    const extent = answer.ok ? answer.value : uncountable(one.entry, environment.now());
    if (extent.precision === 'atLeast') incomplete.add(one);
    extents[index] = extent;
    files += extent.files;
    bytes += extent.bytes;
    counted += 1;
    onCount?.({ files, bytes, counted, entries: listed.length });
    if (files >= limit) counting.stop();
  };
  const countOnAndOn = async (): Promise<void> => {
    for (let one = listed[next]; one !== undefined && !counting.isStopped; one = listed[next]) {
      next += 1;
      await countOne(next - 1, one);
    }
  };
  if (signal.aborted) counting.stop();
  signal.addEventListener('abort', counting.stop, { once: true });
  await Promise.all(Array.from({ length: Math.min(options.concurrency ?? CONCURRENCY, listed.length) }, countOnAndOn));
  signal.removeEventListener('abort', counting.stop);

  if (fatal !== undefined) return failed(fatal);
  if (signal.aborted) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
  const now = environment.now();
  return success({
    targets: listed.map((one, index) => ({ ...one, extent: extents[index] ?? uncountable(one.entry, now) })),
    incomplete: listed.filter((one) => incomplete.has(one)),
  });
}

async function measureOne(
  counter: Counter,
  entry: Entry,
  limit: number,
  signal: AbortSignal,
  environment: Environment,
): Promise<Answer<Extent>> {
  const answer = await readPatiently(() => counter.measure(entry, limit, signal), environment, signal);
  // What is gone holds nothing, and the server has just said so; the run will report it as already gone.
  if (!answer.ok && answer.failure.kind === 'notFound') {
    return success({ files: 0, bytes: 0, precision: 'exact', countedAt: environment.now() });
  }
  return answer;
}

/** Concerns every entry alike: counting on would only fail on. */
function isSystemic({ kind, reach }: Failure): boolean {
  return kind === 'auth' || kind === 'forbidden' || (kind === 'network' && reach === 'notSent');
}

function uncountable(entry: Entry, at: number): Extent {
  return { ...uncounted(entry, at), precision: 'atLeast' };
}
