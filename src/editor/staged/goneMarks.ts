import type { Report } from '../../removal/report';
import { ancestorsOf, ROOT } from '../../removal/remotePath';
import type { Listed } from '../../removal/selection';
import { entryKey, listedKey } from './entryMarks';

/**
 * The marks whose entries are gone by this report: those of the deleted paths, and all below a folder that was deleted. By place alone: an entry that
 * was replaced since it was marked has another id, and whoever agreed to its deletion saw it.
 */
export function goneMarks(marks: readonly Listed[], { plan, lines }: Report): readonly Listed[] {
  if (plan.action !== 'deletePermanently' || marks.length === 0) return [];
  const gone = new Set<string>();
  for (const { target, outcome } of lines) {
    if (outcome.kind !== 'done' && outcome.kind !== 'alreadyGone') continue;
    gone.add(listedKey(target));
  }
  if (gone.size === 0) return [];
  return marks.filter(({ remote, entry: { path } }) =>
    [path, ...ancestorsOf(path)].some((one) => one !== ROOT && gone.has(entryKey({ remote, path: one }))),
  );
}
