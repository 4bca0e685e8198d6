import { parseRemotePath, type RemotePath } from '../../removal/remotePath';
import type { TableStep, UnfinishedTable } from '../../removal/staging';
import type { OxenChanges } from './changes';
import { includesPath } from './sorted';

/**
 * What oxen-server calls tabular (`liboxen` `util::fs::is_tabular`, 0.50.0): asked to unstage one, it answers 200 and does nothing. A name that
 * is nothing but an ending (`.csv`) has none for it.
 */
const TABLE = /[^/]\.(csv|tsv|parquet|arrow|ndjson|jsonl)$/i;
const TEXT_TABLE = /\.(csv|tsv|ndjson|jsonl)$/i;
const ASIDE = /^(.+)\.winnow-undo-[0-9a-f]{8,32}$/s;

export function isTable(path: string): boolean {
  return TABLE.test(path);
}

/** A table that stays one when a line end is added to its content. */
export function isTextTable(path: string): boolean {
  return TEXT_TABLE.test(path);
}

/** The odd name under which a table's entry is unstaged: no table's, and nobody else's. `unique`: 8 to 32 lower-case hex digits. */
export function asideOf(path: RemotePath, unique: string): RemotePath {
  return `${path}.winnow-undo-${unique}` as RemotePath;
}

/** The path an odd name was made of, or undefined when it is none of ours. */
export function pathOfAside(aside: RemotePath): RemotePath | undefined {
  const [, name] = ASIDE.exec(aside) ?? [];
  const parsed = parseRemotePath(name ?? '');
  return parsed.ok ? parsed.path : undefined;
}

/**
 * Table steps that were interrupted. A renamed entry tells itself by its name; an overwritten one looks like the person's own edit, and only
 * the journal (`noted`: steps without a later `settled`) knows better.
 */
export function unfinishedTables(changes: OxenChanges, noted: readonly TableStep[]): readonly UnfinishedTable[] {
  const renamed = changes.uploaded.flatMap((aside): readonly UnfinishedTable[] => {
    const path = pathOfAside(aside);
    return path === undefined ? [] : [{ path, state: 'renamed', aside }];
  });
  const overwritten = openSteps(noted)
    .filter(({ path }) => includesPath(changes.edited, path) || includesPath(changes.uploaded, path))
    .map(({ path, aside }): UnfinishedTable => ({ path, state: 'overwritten', aside }));
  return [...renamed, ...overwritten];
}

/** The last step of every table whose way back was begun and not settled. */
export function openSteps(noted: readonly TableStep[]): readonly TableStep[] {
  const open = new Map<RemotePath, TableStep>();
  for (const step of noted) {
    if (step.kind === 'settled') open.delete(step.path);
    else open.set(step.path, step);
  }
  return [...open.values()];
}
