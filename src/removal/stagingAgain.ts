import { findChanges, type Looker } from './changes';
import type { Environment } from './environment';
import { failed, success, type Answer } from './failure';
import type { Entry } from './remote';
import { readPatiently } from './retry';
import type { Listed } from './selection';

export interface MeantAgain {
  /** As they are now; what has gone as it was, for the run to say so. */
  readonly meant: readonly Listed[];
  /** A folder with files by now: its removal would take along what nobody staged. */
  readonly folders: readonly Listed[];
}

/** What of entries that were staged upon one commit means the same upon another: each was a file, or a folder without any. */
export async function meantAgain(
  staged: readonly Listed[],
  looker: Looker,
  environment: Environment,
  signal: AbortSignal,
): Promise<Answer<MeantAgain>> {
  const files = staged.filter(({ entry }) => entry.kind !== 'folder');
  const { changed, unreadable } = await findChanges(files, () => looker, environment, signal);
  const [first] = unreadable;
  if (first) return failed(first.failure);
  const now = new Map<Listed, Entry | undefined>(changed.map((one) => [one.listed, one.now]));
  for (const one of staged.filter(({ entry }) => entry.kind === 'folder')) {
    const found = await readPatiently(() => looker.stat(one.entry.path, signal), environment, signal);
    if (!found.ok && found.failure.kind !== 'notFound') return found;
    now.set(one, found.ok ? found.value : undefined);
  }
  const holdsFiles = (one: Listed): boolean => {
    const entry = now.get(one);
    return entry?.kind === 'folder' && entry.files !== 0;
  };
  return success({
    meant: staged
      .filter((one) => !holdsFiles(one))
      .map((one) => ({ ...one, entry: now.get(one) ?? withoutBase(one.entry) })),
    folders: staged.filter(holdsFiles),
  });
}

/** The commit that it was listed at is none of the other workspace's. */
function withoutBase({ base: _, ...entry }: Entry): Entry {
  return entry;
}
