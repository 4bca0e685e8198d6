import type { RemoteAddress } from '../../removal/address';
import type { Answer } from '../../removal/failure';
import type { Remote } from '../../removal/remote';
import { parentOf, ROOT } from '../../removal/remotePath';
import type { Report } from '../../removal/report';
import { folderId, type EntryNode } from './node';
import type { NodeTree } from './nodeTree';

/** A provider's statistics lag behind a deletion; after so long, ms, they are read again. */
const LAG = 10_000;

/**
 * The sizes that folders above a deleted entry show are wrong from then on. They go at once, and come back when the provider's
 * statistics have had the time to follow.
 */
export function renewSizesIn(
  tree: Pick<NodeTree, 'find' | 'learn'>,
  remoteOf: (address: RemoteAddress) => Promise<Answer<Remote>>,
  lag = LAG,
): (report: Report) => void {
  return ({ lines }) => {
    const stale = new Map<string, EntryNode>();
    for (const { target, outcome } of lines) {
      const { remote, entry } = target;
      if (remote.kind !== 'onedata' || outcome.kind !== 'done') continue;
      for (let path = parentOf(entry.path); path !== ROOT; path = parentOf(path)) {
        const node = tree.find(folderId(remote, path));
        if (node?.type === 'entry') stale.set(node.id, node);
      }
    }
    for (const { id, entry } of stale.values()) {
      const { bytes: _, ...sizeless } = entry;
      if (entry.bytes !== undefined) tree.learn(id, { entry: sizeless });
    }
    if (stale.size === 0) return;
    const timer = setTimeout(() => {
      for (const { id, address, entry } of stale.values()) void renew(id, address, entry.path);
    }, lag);
    timer.unref();
  };

  async function renew(id: string, address: RemoteAddress, path: EntryNode['entry']['path']): Promise<void> {
    const remote = await remoteOf(address);
    const now = remote.ok ? await remote.value.stat(path, new AbortController().signal) : remote;
    if (now.ok) tree.learn(id, { entry: now.value });
  }
}
