import type { RemoteAddress } from '../../removal/address';
import { changedSince } from '../../removal/changes';
import type { Answer } from '../../removal/failure';
import type { Entry, Remote } from '../../removal/remote';
import { parentOf, ROOT } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import { folderId, type EntryNode } from './node';
import type { NodeTree } from './nodeTree';

/** A provider's statistics lag behind a deletion; after so long, ms, they are read again. */
const LAG = 10_000;

/**
 * The sizes that folders above a deleted entry show are wrong from then on. They go at once, and come back when the provider's
 * statistics have had the time to follow the last deletion below.
 */
export function renewSizesIn(
  tree: Pick<NodeTree, 'find' | 'learn'>,
  remoteOf: (address: RemoteAddress) => Promise<Answer<Remote>>,
  lag = LAG,
): (report: Report) => void {
  /** The last report that made the size of a row stale: an earlier one has no say any more. */
  const staleSince = new Map<string, Report>();
  return (report) => {
    const stale = new Map<string, EntryNode>();
    for (const { target, outcome } of report.lines) {
      const { remote, entry } = target;
      if (remote.kind !== 'onedata' || outcome.kind !== 'done') continue;
      for (let path = parentOf(entry.path); path !== ROOT; path = parentOf(path)) {
        const node = tree.find(folderId(remote, path));
        if (node?.type === 'entry') stale.set(node.id, node);
      }
    }
    for (const { id, entry } of stale.values()) {
      staleSince.set(id, report);
      const { bytes: _, ...sizeless } = entry;
      if (entry.bytes !== undefined) tree.learn(id, { entry: sizeless });
    }
    if (stale.size === 0) return;
    const timer = setTimeout(() => {
      for (const node of stale.values()) void renew(node, report);
    }, lag);
    timer.unref();
  };

  async function renew({ id, address, entry: { path } }: EntryNode, report: Report): Promise<void> {
    const remote = await remoteOf(address);
    const now = remote.ok ? await remote.value.stat(path, new AbortController().signal) : remote;
    if (staleSince.get(id) !== report) return;
    staleSince.delete(id);
    const node = tree.find(id);
    // Another folder that took its place is not slipped under a row that a person may be about to delete.
    if (!now.ok || node?.type !== 'entry' || !isSame(node.entry, now.value)) return;
    tree.learn(id, { entry: now.value });
  }
}

function isSame(shown: Entry, now: Entry): boolean {
  return !changedSince(shown, now).some((difference) => difference === 'kind' || difference === 'replaced');
}
