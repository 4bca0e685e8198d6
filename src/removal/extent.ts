import type { Entry, Extent } from './remote';

/** The sum, `atLeast` when any part is, counted when the oldest part was. Of nothing: exactly nothing, counted `at`. */
export function sumOf(extents: readonly Extent[], at: number): Extent {
  let files = 0;
  let bytes = 0;
  let precision: Extent['precision'] = 'exact';
  let countedAt = at;
  for (const extent of extents) {
    files += extent.files;
    bytes += extent.bytes;
    if (extent.precision === 'atLeast') precision = 'atLeast';
    countedAt = Math.min(countedAt, extent.countedAt);
  }
  return { files, bytes, precision, countedAt };
}

/**
 * What is known of an entry that nobody counted: a file or symlink is one file, a folder holds at least what its listing said.
 */
export function uncounted(entry: Entry, at: number): Extent {
  const isFolder = entry.kind === 'folder';
  return {
    files: isFolder ? (entry.files ?? 0) : 1,
    bytes: entry.bytes ?? 0,
    precision: isFolder || entry.bytes === undefined ? 'atLeast' : 'exact',
    countedAt: at,
  };
}
