import type { RemoteAddress } from './address';
import type { Environment } from './environment';
import type { Answer, Failure } from './failure';
import type { Act, Entry, PageToken, Remote, Target } from './remote';
import { parentOf, type FolderPath } from './remotePath';
import { readPatiently } from './retry';
import { byRemote, type Listed } from './selection';

/** What differs between an entry as it was listed and as it is now. `gone`: there is none any more. */
export type Difference = 'gone' | 'kind' | 'replaced' | 'bytes' | 'modified' | 'version';

export interface ChangedEntry {
  readonly listed: Listed;
  readonly now: Entry | undefined;
  readonly differences: readonly Difference[];
}

/** Compares only what both listings tell. Equal versions mean equal content, whatever the times say. */
export function changedSince(listed: Entry, now: Entry | undefined): readonly Difference[] {
  if (now === undefined) return ['gone'];
  const differs = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b;
  if (listed.kind !== now.kind) return ['kind'];
  if (differs(listed.id, now.id)) return ['replaced'];
  if (listed.version !== undefined && listed.version === now.version) return [];
  const differences: Difference[] = [];
  if (differs(listed.bytes, now.bytes)) differences.push('bytes');
  if (differs(listed.modified, now.modified)) differences.push('modified');
  if (differs(listed.version, now.version)) differences.push('version');
  return differences;
}

/**
 * An entry that was gone when it was looked at again, without the folder it was listed in: an act must find it at its path, so that it never
 * follows a folder that somebody renamed or moved away.
 */
export function asGone({ remote, entry }: Listed): Listed {
  const { parentId: _parent, ...rest } = entry;
  return { remote, entry: rest };
}

/** What went while a plan lay open for review, or with its question. The plan stays as it was agreed to; what is done about it does not follow them. */
export interface GoneSince {
  note(target: Listed): void;
  /** An act to which these are what `asGone` makes of them. */
  within(act: Act): Act;
}

export function goneSince(): GoneSince {
  const gone = new Set<Listed>();
  const made = new Map<Target, Target>();
  const asNow = (target: Target): Target => {
    if (!gone.has(target)) return target;
    // The same one each time: an act knows by it what it has sent.
    const known = made.get(target) ?? { ...target, ...asGone(target) };
    made.set(target, known);
    return known;
  };
  return {
    note: (target) => void gone.add(target),
    within: (act) => ({
      limits: act.limits,
      proof: act.proof,
      perform: (targets, signal) => act.perform(targets.map(asNow), signal),
      lookAgain: (targets, signal) => act.lookAgain(targets.map(asNow), signal),
    }),
  };
}

/** The part of a remote that looks. */
export type Looker = Pick<Remote, 'list' | 'stat'>;

export interface ChangesFound {
  readonly changed: readonly ChangedEntry[];
  /** Entries nobody could look at again: not known to be as they were listed. */
  readonly unreadable: readonly { readonly listed: Listed; readonly failure: Failure }[];
}

/** From so many entries of one folder on, listing it again costs less than asking for each. */
const LISTING_PAYS = 8;
const CONCURRENCY = 8;

/** Looks at entries again, just before a plan is confirmed. */
export async function findChanges(
  entries: readonly Listed[],
  lookerOf: (remote: RemoteAddress) => Looker,
  environment: Environment,
  signal: AbortSignal,
): Promise<ChangesFound> {
  const changed: ChangedEntry[] = [];
  const unreadable: { listed: Listed; failure: Failure }[] = [];
  const take = (listed: Listed, answer: Answer<Entry>): void => {
    if (!answer.ok && answer.failure.kind !== 'notFound') {
      unreadable.push({ listed, failure: answer.failure });
      return;
    }
    const now = answer.ok ? answer.value : undefined;
    const differences = changedSince(listed.entry, now);
    if (differences.length > 0) changed.push({ listed, now, differences });
  };
  const lookAtFolder = async (looker: Looker, folder: FolderPath, wanted: readonly Listed[]): Promise<void> => {
    const ask = (listed: Listed) => readPatiently(() => looker.stat(listed.entry.path, signal), environment, signal);
    const found =
      wanted.length < LISTING_PAYS ? undefined : await findInListing(looker, folder, wanted, environment, signal);
    for (const listed of wanted) {
      const entry = found?.get(keyOf(listed.entry));
      take(listed, entry === undefined ? await ask(listed) : { ok: true, value: entry });
    }
  };
  const jobs = byRemote(entries).flatMap((group) =>
    [...byFolder(group)].map(([folder, wanted]) => async () => {
      const [first] = wanted;
      if (first !== undefined) await lookAtFolder(lookerOf(first.remote), folder, wanted);
    }),
  );
  await inParallel(jobs, CONCURRENCY);
  return { changed, unreadable };
}

/** Reads a folder's pages until all wanted entries are found. What a listing does not show is asked for one by one. */
async function findInListing(
  looker: Looker,
  folder: FolderPath,
  wanted: readonly Listed[],
  environment: Environment,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Entry>> {
  const missing = new Set(wanted.map(({ entry }) => keyOf(entry)));
  const found = new Map<string, Entry>();
  let page: PageToken | undefined;
  do {
    const at = page;
    const answer = await readPatiently(() => looker.list(folder, at, signal), environment, signal);
    if (!answer.ok) break;
    for (const entry of answer.value.items) {
      if (missing.delete(keyOf(entry))) found.set(keyOf(entry), entry);
    }
    page = answer.value.next;
  } while (page !== undefined && missing.size > 0);
  return found;
}

function keyOf({ path, id }: Entry): string {
  return `${path}\0${id ?? ''}`;
}

function byFolder(group: readonly Listed[]): ReadonlyMap<FolderPath, readonly Listed[]> {
  const folders = new Map<FolderPath, Listed[]>();
  for (const one of group) {
    const folder = parentOf(one.entry.path);
    const members = folders.get(folder);
    if (members) members.push(one);
    else folders.set(folder, [one]);
  }
  return folders;
}

async function inParallel(jobs: readonly (() => Promise<void>)[], concurrency: number): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      next += 1;
      await job();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, work));
}
