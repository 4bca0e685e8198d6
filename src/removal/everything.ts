import type { Environment } from './environment';
import { success, type Answer } from './failure';
import type { Warning } from './plan';
import type { Entry, PageToken, Remote } from './remote';
import { ROOT } from './remotePath';
import { readPatiently } from './retry';
import { byRemote, type Listed } from './selection';

/**
 * A warning for each remote of which nothing would be left, asked of its server now: whatever the gesture was (rows, URIs of another extension
 * or an agent, a pattern), nobody empties a remote in passing. Reads the root until it meets an entry that stays.
 */
export async function everythingWarnings(
  chosen: readonly Listed[],
  listerOf: (remote: Listed['remote']) => Pick<Remote, 'list'>,
  environment: Environment,
  signal: AbortSignal,
): Promise<Answer<readonly Warning[]>> {
  const warnings: Warning[] = [];
  for (const group of byRemote(chosen)) {
    const [first] = group;
    if (first === undefined || isPlainlyPart(group)) continue;
    const taken = takenFrom(group.map(({ entry }) => entry));
    let page: PageToken | undefined;
    let stays = false;
    do {
      const at = page;
      const listed = await readPatiently(() => listerOf(first.remote).list(ROOT, at, signal), environment, signal);
      if (!listed.ok) return listed;
      stays = listed.value.items.some((entry) => !isOver(entry) && !taken(entry));
      page = listed.value.next;
    } while (page !== undefined && !stays);
    if (!stays) warnings.push({ code: 'everything', count: group.length, names: [] });
  }
  return success(warnings);
}

/** One file below a folder: most removals, and no need to ask. */
function isPlainlyPart(group: readonly Listed[]): boolean {
  return group.length === 1 && group.every(({ entry }) => entry.kind !== 'folder' && entry.path.includes('/'));
}

/** What no removal takes: it is staged already, is only in the workspace, or is the server's own. */
function isOver({ traits }: Entry): boolean {
  return traits.includes('staged') || traits.includes('uploaded') || traits.includes('special');
}

/** Whether an entry of the root goes: it was chosen itself, or as many files below it were as the server counts in it. */
function takenFrom(chosen: readonly Entry[]): (entry: Entry) => boolean {
  const keyOf = ({ path, id }: Entry): string => `${path}\0${id ?? ''}`;
  const atTop = new Set<string>();
  const below = new Map<string, number>();
  for (const entry of chosen) {
    const end = entry.path.indexOf('/');
    if (end === -1) atTop.add(keyOf(entry));
    const top = entry.path.slice(0, end);
    const files = entry.kind === 'folder' ? (entry.files ?? 0) : 1;
    if (end !== -1) below.set(top, (below.get(top) ?? 0) + files);
  }
  return (entry) => {
    if (atTop.has(keyOf(entry))) return true;
    const { kind, path, files } = entry;
    return kind === 'folder' && files !== undefined && files > 0 && (below.get(path) ?? 0) >= files;
  };
}
