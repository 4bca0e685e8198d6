import type { EntryKind, Trait } from '../../removal/remote';
import { arrayAt, countAt, fieldAt, isRecord, numberAt, secondsAt, stringAt, type JsonRecord } from '../reply';
import { versionAtLeast } from '../version';

/** A file or directory as a provider describes it, whichever names its version uses. Bytes; ms since 1970. */
export interface Attributes {
  readonly id: string;
  readonly name: string;
  readonly kind: EntryKind;
  readonly bytes?: number;
  readonly modified?: number;
  /** Null for a root (of a space, of the trash, of the archives); absent when the server did not say. */
  readonly parentId?: string | null;
  readonly linkTarget?: string;
  readonly traits: readonly Trait[];
}

/** Names since 21.02.5; `creationTime` and `jsonMetadata` are younger, and an unknown name is a 400: nothing else may be asked for. */
const NAMES = [
  'fileId',
  'name',
  'type',
  'size',
  'mtime',
  'parentFileId',
  'effProtectionFlags',
  'effDatasetInheritancePath',
  'hardlinkCount',
  'directShareIds',
  'conflictingName',
  'symlinkValue',
] as const;

const OLD_NAMES = ['file_id', 'name', 'type', 'size', 'mtime', 'shares', 'hardlinks_count'] as const;

/** The query that asks for what `attributesOf` reads, in the words of the provider's version. */
export function attributesQuery(version: string): Readonly<Record<string, readonly string[]>> {
  return versionAtLeast(version, '21.02.5') ? { attributes: NAMES } : { attribute: OLD_NAMES };
}

/** The query for counting: the size and kind of each file and nothing else. */
export function countingQuery(version: string): Readonly<Record<string, readonly string[]>> {
  const names = ['type', 'size'];
  return versionAtLeast(version, '21.02.5')
    ? { attributes: ['fileId', ...names] }
    : { attribute: ['file_id', ...names] };
}

/** Undefined when the answer has no id, name or type: a folder taken for a file would be removed as one. */
export function attributesOf(told: unknown): Attributes | undefined {
  if (!isRecord(told)) return undefined;
  const id = stringAt(told, 'fileId') ?? stringAt(told, 'file_id') ?? stringAt(told, 'id');
  const name = stringAt(told, 'name');
  const type = stringAt(told, 'type')?.toUpperCase();
  if (id === undefined || name === undefined || type === undefined) return undefined;
  const bytes = countAt(told, 'size');
  const modified = secondsAt(told, 'mtime');
  const parentId =
    fieldAt(told, 'parentFileId') === null ? null : (stringAt(told, 'parentFileId') ?? stringAt(told, 'parent_id'));
  const linkTarget = stringAt(told, 'symlinkValue');
  return {
    id,
    name,
    kind: kindOf(type),
    ...(bytes === undefined ? {} : { bytes }),
    ...(modified === undefined ? {} : { modified }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(linkTarget === undefined ? {} : { linkTarget }),
    traits: traitsOf(told, type),
  };
}

function kindOf(type: string): EntryKind {
  if (type === 'DIR') return 'folder';
  return type === 'SYMLNK' ? 'symlink' : 'file';
}

function traitsOf(told: JsonRecord, type: string): readonly Trait[] {
  const traits: Trait[] = [];
  const shares = arrayAt(told, 'directShareIds') ?? arrayAt(told, 'shares') ?? [];
  const links = numberAt(told, 'hardlinkCount') ?? numberAt(told, 'hardlinks_count') ?? 1;
  if (shares.length > 0) traits.push('shared');
  if (type !== 'DIR' && (type === 'LNK' || links > 1)) traits.push('hardlink');
  // `direct` or `direct_and_ancestor`: the entry itself is one, not only something above it.
  if (stringAt(told, 'effDatasetInheritancePath')?.startsWith('direct') === true) traits.push('dataset');
  if (arrayAt(told, 'effProtectionFlags')?.includes('data_protection') === true) traits.push('protected');
  if (stringAt(told, 'conflictingName') !== undefined) traits.push('conflict');
  return traits;
}
