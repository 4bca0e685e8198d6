import { remoteKey, type RemoteAddress } from '../../removal/address';
import { ancestorsOf, ROOT, type RemotePath } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';

/** An entry as far as its state is concerned. */
export interface Placed {
  readonly remote: RemoteAddress;
  readonly path: RemotePath;
}

/** What waits or failed, as the models hold it. */
export interface Waiting {
  readonly staged: Iterable<Placed>;
  readonly marked: Iterable<Placed>;
  readonly failed: Iterable<Placed>;
}

type State = keyof Waiting;

/** What is known of one entry: its own states, and how many entries below it have each. */
export interface EntryMarks {
  readonly own: ReadonlySet<State>;
  readonly below: Readonly<Record<State, number>>;
}

/** By `entryKey`. Entries of which there is nothing to say are absent. */
export type MarksByKey = ReadonlyMap<string, EntryMarks>;

interface Counting {
  readonly own: Set<State>;
  readonly below: Record<State, number>;
}

/** The key of an entry: its URI, nothing encoded. */
export function entryKey({ remote, path }: Placed): string {
  return `${remoteKey(remote)}/${path}`;
}

export function listedKey({ remote, entry }: Listed): string {
  return entryKey({ remote, path: entry.path });
}

/** Everything that decorations need, so that one entry costs one look-up however much waits. */
export function marksOf(waiting: Waiting): MarksByKey {
  const marks = new Map<string, Counting>();
  const at = (key: string): Counting => {
    const known = marks.get(key);
    if (known) return known;
    const fresh = { own: new Set<State>(), below: { staged: 0, marked: 0, failed: 0 } };
    marks.set(key, fresh);
    return fresh;
  };
  for (const state of ['staged', 'marked', 'failed'] as const) {
    for (const { remote, path } of waiting[state]) {
      const root = remoteKey(remote);
      at(`${root}/${path}`).own.add(state);
      for (const folder of ancestorsOf(path)) if (folder !== ROOT) at(`${root}/${folder}`).below[state]++;
    }
  }
  return marks;
}

/** Keys whose marks differ. */
export function changedKeys(before: MarksByKey, after: MarksByKey): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => signature(before.get(key)) !== signature(after.get(key)));
}

function signature(marks: EntryMarks | undefined): string {
  if (!marks) return '';
  const { staged, marked, failed } = marks.below;
  return [...marks.own, staged, marked, failed].join(' ');
}
