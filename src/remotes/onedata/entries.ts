import { ROOT, childOf, type FolderPath } from '../../removal/remotePath';
import type { Entry, Trait } from '../../removal/remote';
import type { Attributes } from './attributes';

/** Names that a provider keeps for itself: `.__onedata__trash`, `.__onedata__archive` (op-worker's HIDDEN_FILE_PREFIX). */
const RESERVED = '.__onedata__';

/**
 * An entry of `folder`, whose id is `parentId`. Undefined for a name that no entry can have (`..`, a slash): only a hostile
 * server lists one.
 */
export function entryOf(
  folder: FolderPath,
  parentId: string,
  told: Attributes,
  readonlyStorage: boolean,
): Entry | undefined {
  const path = childOf(folder, told.name);
  if (path === undefined) return undefined;
  const traits: Trait[] = [...told.traits];
  if (readonlyStorage) traits.push('readonlyStorage');
  if (folder === ROOT && told.name.startsWith(RESERVED)) traits.push('special');
  return {
    path,
    kind: told.kind,
    ...(told.bytes === undefined ? {} : { bytes: told.bytes }),
    ...(told.modified === undefined ? {} : { modified: told.modified }),
    ...(told.linkTarget === undefined ? {} : { linkTarget: told.linkTarget }),
    version: versionOf(told),
    id: told.id,
    parentId,
    traits,
  };
}

/** A folder's size comes from statistics, which lag: it would seem to change when nothing has. */
function versionOf({ kind, bytes, modified }: Attributes): string {
  return kind === 'folder' ? `${modified ?? ''}` : `${bytes ?? ''}:${modified ?? ''}`;
}
