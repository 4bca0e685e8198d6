import { remoteKey, type RemoteAddress } from './address';
import type { SkipReason } from './outcome';
import type { Action } from './plan';
import type { Entry } from './remote';
import { ROOT, ancestorsOf, comparePaths } from './remotePath';

/** An entry, and the remote that listed it. The root of a remote is no entry, so it can never be chosen. */
export interface Listed {
  readonly remote: RemoteAddress;
  readonly entry: Entry;
}

export interface SkippedEntry {
  readonly listed: Listed;
  readonly reason: SkipReason;
}

/** What the person asked for, after the selection rules. `chosen` is a minimal cover, in the order of remotes and paths. */
export interface Selection {
  readonly chosen: readonly Listed[];
  readonly skipped: readonly SkippedEntry[];
}

/**
 * The rows a gesture means: all selected ones when the clicked row is among them, else the clicked one alone
 * (acting on the selection although another row was clicked is how zowe#1470 lost a data set).
 * `clicked` is absent for a key or the palette.
 */
export function chooseRows<Row>(
  clicked: Row | undefined,
  selected: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
): readonly Row[] {
  const rows = selected ?? [];
  if (clicked === undefined) return rows;
  const key = keyOf(clicked);
  return rows.some((row) => keyOf(row) === key) ? rows : [clicked];
}

/** The focused row, and the rows that Delete means there. */
export interface Focused<Row> {
  readonly row: Row;
  readonly rows: readonly Row[];
}

/**
 * VS Code tells an extension the selection, not the focus. After `list.toggleSelection` the row whose membership flipped is
 * the focused one: if it was selected, the former selection is meant; if not, that row alone.
 * Undefined when no row or more than one flipped: then ask, never act.
 */
export function focusedRow<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): Focused<Row> | undefined {
  const keysBefore = new Set(before.map(keyOf));
  const keysAfter = new Set(after.map(keyOf));
  const added = after.filter((row) => !keysBefore.has(keyOf(row)));
  const gone = before.filter((row) => !keysAfter.has(keyOf(row)));
  const [row, ...others] = [...added, ...gone];
  if (row === undefined || others.length > 0) return undefined;
  return { row, rows: added.length > 0 ? [row] : before };
}

/** Applies the rules of an action to what was chosen: never wider than it, nothing twice, nothing inside another target. */
export function select(action: Action, listed: readonly Listed[]): Selection {
  const skipped: SkippedEntry[] = [];
  const eligible: Listed[] = [];
  for (const one of listed) {
    const reason = reasonToSkip(action, one.entry);
    if (reason === undefined) eligible.push(one);
    else skipped.push({ listed: one, reason });
  }
  const cover = minimalCover(eligible);
  return { chosen: cover.chosen, skipped: [...skipped, ...cover.skipped] };
}

/** Why an action leaves an entry alone, or undefined when it does not. */
export function reasonToSkip(action: Action, { traits }: Entry): SkipReason | undefined {
  if (action !== 'stageRemoval' && action !== 'deletePermanently') return undefined;
  if (traits.includes('special')) return 'special';
  if (action === 'deletePermanently') return undefined;
  if (traits.includes('staged')) return 'alreadyStaged';
  // An oxen-server 0.65 would drop the upload for good: discarding one is an action of its own.
  if (traits.includes('uploaded')) return 'onlyUploaded';
  return undefined;
}

/**
 * Drops what lies inside a chosen folder of the same remote, and repetitions. Whole names are compared, so `ab` is never
 * inside `a`. Two entries of one path with different server ids (a conflict) are two entries.
 */
export function minimalCover(listed: readonly Listed[]): Selection {
  const chosen: Listed[] = [];
  const skipped: SkippedEntry[] = [];
  for (const group of byRemote(listed)) {
    const unique = withoutRepetitions(group);
    const folders = new Set(unique.filter(({ entry }) => entry.kind === 'folder').map(({ entry }) => entry.path));
    for (const one of unique) {
      if (folders.size > 0 && ancestorsOf(one.entry.path).some((folder) => folder !== ROOT && folders.has(folder))) {
        skipped.push({ listed: one, reason: 'insideAnotherTarget' });
      } else {
        chosen.push(one);
      }
    }
  }
  return { chosen, skipped };
}

/** Groups anything that belongs to a remote, the groups in the order of the remotes' keys, the members in their own order. */
export function byRemote<T extends { readonly remote: RemoteAddress }>(items: readonly T[]): readonly (readonly T[])[] {
  const keys = new Map<RemoteAddress, string>();
  const groups = new Map<string, T[]>();
  for (const item of items) {
    let key = keys.get(item.remote);
    if (key === undefined) keys.set(item.remote, (key = remoteKey(item.remote)));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].sort(([a], [b]) => comparePaths(a, b)).map(([, group]) => group);
}

function withoutRepetitions(group: readonly Listed[]): readonly Listed[] {
  const unique = new Map<string, Listed>();
  for (const one of group) {
    const key = `${one.entry.path}\0${one.entry.id ?? ''}`;
    if (!unique.has(key)) unique.set(key, one);
  }
  return [...unique.values()].sort((a, b) => comparePaths(a.entry.path, b.entry.path));
}
