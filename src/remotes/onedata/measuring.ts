import { success, type Answer, type Failure } from '../../removal/failure';
import type { Entry, Extent } from '../../removal/remote';
import { readDirectoryStatistics, walkFiles, type FilesPage } from './countingRequests';
import { ask, type SpaceOnProvider } from './provider';
import { readAttributes } from './requests';

/**
 * How much an entry holds. Of a folder: the space's statistics where it keeps them (they lag, hence `countedAt`), else a walk over the
 * files below, given up after `limit` files. `id` is the entry's file id.
 */
export async function measure(
  provider: SpaceOnProvider,
  entry: Entry & { readonly id: string },
  limit: number,
  signal: AbortSignal,
): Promise<Answer<Extent>> {
  if (entry.kind !== 'folder') return measureFile(provider, entry, signal);
  const { send, version, now } = provider;
  const statistics = await ask(send, readDirectoryStatistics(entry.id, version), signal);
  if (statistics.ok) {
    const { files, bytes, incomplete, measuredAt } = statistics.value;
    return success({ files, bytes, precision: incomplete ? 'atLeast' : 'exact', countedAt: measuredAt ?? now() });
  }
  return endsCounting(statistics.failure) ? statistics : walk(provider, entry, limit, signal);
}

async function measureFile(
  { send, version, now }: SpaceOnProvider,
  entry: Entry & { readonly id: string },
  signal: AbortSignal,
): Promise<Answer<Extent>> {
  if (entry.kind === 'symlink') return success({ files: 1, bytes: 0, precision: 'exact', countedAt: now() });
  const told =
    entry.bytes === undefined
      ? await ask(send, readAttributes(entry.id, version), signal)
      : success({ bytes: entry.bytes });
  if (!told.ok) return told;
  const { bytes } = told.value;
  return success({
    files: 1,
    bytes: bytes ?? 0,
    precision: bytes === undefined ? 'atLeast' : 'exact',
    countedAt: now(),
  });
}

async function walk(
  { send, version, now }: SpaceOnProvider,
  entry: Entry & { readonly id: string },
  limit: number,
  signal: AbortSignal,
): Promise<Answer<Extent>> {
  const sum = { files: 0, bytes: 0, incomplete: false };
  const extent = (precision: Extent['precision']): Answer<Extent> => {
    // The folder's own size attribute knows of bytes that an unfinished walk has not met.
    const bytes = precision === 'exact' ? sum.bytes : Math.max(sum.bytes, entry.bytes ?? 0);
    return success({ files: sum.files, bytes, precision, countedAt: now() });
  };
  let token: string | undefined;
  for (let pages = 0; ; pages++) {
    const page: Answer<FilesPage> = await ask(send, walkFiles(entry.id, version, token), signal);
    if (!page.ok) return pages === 0 || endsCounting(page.failure) ? page : extent('atLeast');
    sum.files += page.value.files;
    sum.bytes += page.value.bytes;
    sum.incomplete ||= page.value.incomplete;
    if (page.value.next === undefined) return extent(sum.incomplete ? 'atLeast' : 'exact');
    if (sum.files >= limit || page.value.next === token) return extent('atLeast');
    token = page.value.next;
  }
}

/** No other way of counting would fare better. */
function endsCounting({ kind }: Failure): boolean {
  return kind === 'auth' || kind === 'cancelled' || kind === 'notFound' || kind === 'forbidden' || kind === 'network';
}
