import type { Environment } from './environment';
import { failed, failureOf, success, type Answer, type Failure } from './failure';
import type { Entry, PageToken, Remote } from './remote';
import type { FolderPath } from './remotePath';
import { readPatiently } from './retry';
import { createStop } from './stop';

export interface WalkOptions {
  /** The walk fails with `tooManyToList` once more files, or more folders, than this were found. */
  readonly limit: number;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Files of one page, as they come. */
  readonly onFound: (files: readonly Entry[]) => void;
}

/** Folders listed at once. */
const CONCURRENCY = 4;

/**
 * Lists every file and link below a folder, links not followed, the server's own folders and folders whose removal is staged left
 * out. All or nothing: one folder that cannot be listed ends it with that failure, so that a match list is never taken for complete.
 */
export async function walkFiles(
  root: FolderPath,
  remote: Pick<Remote, 'list'>,
  options: WalkOptions,
): Promise<Answer<undefined>> {
  const { environment, limit, onFound, signal } = options;
  const walk = createStop();
  const open: FolderPath[] = [root];
  let found = 0;
  let folders = 0;
  let failure: Failure | undefined;

  const end = (reason: Failure): void => {
    failure ??= reason;
    walk.stop();
  };
  const takeIn = (entries: readonly Entry[]): void => {
    const files = entries.filter(({ kind }) => kind !== 'folder');
    found += files.length;
    folders += entries.length - files.length;
    if (found > limit || folders > limit)
      end(failureOf('tooLarge', 'tooManyToList', { data: { limit }, reach: 'notSent' }));
    open.push(...entries.filter(isOpen).map(({ path }) => path));
    onFound(files);
  };
  const listOne = async (folder: FolderPath): Promise<void> => {
    let page: PageToken | undefined;
    do {
      const at = page;
      const answer = await walk.within((own) => readPatiently(() => remote.list(folder, at, own), environment, own));
      if (!answer.ok) return end(aboutFolder(answer.failure, folder));
      takeIn(answer.value.items);
      page = answer.value.next;
    } while (page !== undefined && !walk.isStopped);
  };
  const cancel = (): void => end(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  await listAllOf(open, listOne, () => walk.isStopped);
  signal.removeEventListener('abort', cancel);
  return failure === undefined ? success(undefined) : failed(failure);
}

/** Works off a list that grows while it is worked on, a few at a time. */
async function listAllOf(
  open: FolderPath[],
  listOne: (folder: FolderPath) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  const running = new Set<Promise<void>>();
  while (!isOver() && (open.length > 0 || running.size > 0)) {
    const folder = running.size < CONCURRENCY ? open.pop() : undefined;
    if (folder === undefined) {
      await Promise.race(running);
      continue;
    }
    const listing = listOne(folder).finally(() => running.delete(listing));
    running.add(listing);
  }
  await Promise.all(running);
}

/** A failure of one folder names it; one that concerns the whole server stays as it is. */
function aboutFolder(failure: Failure, folder: FolderPath): Failure {
  const isOfFolder = ['forbidden', 'protected', 'notFound', 'invalid', 'unexpected'].includes(failure.kind);
  if (!isOfFolder) return failure;
  return { ...failure, code: 'folderNotListed', data: { ...failure.data, folder, reason: failure.code } };
}

function isOpen({ kind, traits }: Entry): boolean {
  return kind === 'folder' && !traits.includes('special') && !traits.includes('staged');
}
