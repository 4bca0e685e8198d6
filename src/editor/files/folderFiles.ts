import type { Entry, PageToken } from '../../removal/remote';
import type { RemotePath } from '../../removal/remotePath';

/** The files of one folder in their order, from its beginning as far as they are known. */
export interface FolderFiles {
  readonly files: readonly RemotePath[];
  /** How many entries they were found among: folders count as well. */
  readonly entries: number;
  /** Absent when these are all. */
  readonly next?: PageToken;
}

/** Where a file stands among those of its folder that are known. */
export interface Neighbours {
  readonly files: readonly RemotePath[];
  readonly index: number;
  /** The whole folder is known. */
  readonly complete: boolean;
}

/** What comes before or behind a file. `notListed`: its folder does not have it. `furtherOn`: more of the folder would have to be listed. */
export type Neighbour =
  | { readonly kind: 'file'; readonly path: RemotePath }
  | { readonly kind: 'end' | 'notListed' }
  | { readonly kind: 'furtherOn'; readonly entries: number };

/** What is known of a folder with one page more. */
export function withEntries(
  before: FolderFiles | undefined,
  entries: readonly Entry[],
  next: PageToken | undefined,
): FolderFiles {
  const files = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  return {
    files: [...(before?.files ?? []), ...files],
    entries: (before?.entries ?? 0) + entries.length,
    ...(next === undefined ? {} : { next }),
  };
}

/** Undefined when the file is not among those that are known. */
export function placeOf({ files, next }: FolderFiles, path: RemotePath): Neighbours | undefined {
  const index = files.indexOf(path);
  return index < 0 ? undefined : { files, index, complete: next === undefined };
}

export function neighbourIn(known: FolderFiles, path: RemotePath, by: 1 | -1): Neighbour {
  const index = known.files.indexOf(path);
  const beside = index < 0 ? undefined : known.files[index + by];
  if (beside !== undefined) return { kind: 'file', path: beside };
  if (index === 0 && by < 0) return { kind: 'end' };
  if (known.next !== undefined) return { kind: 'furtherOn', entries: known.entries };
  return { kind: index < 0 ? 'notListed' : 'end' };
}

/** Of two views of one folder, the one that tells more of a file and what is `by` places from it; the first when they tell the same. */
export function tellsMore(one: FolderFiles, other: FolderFiles, path: RemotePath, by: 0 | 1 | -1): FolderFiles {
  const [told, toldByOther] = [tells(one, path, by), tells(other, path, by)];
  if (told !== toldByOther) return told > toldByOther ? one : other;
  return told === 2 || one.entries >= other.entries ? one : other;
}

/** 0: not the file; 1: the file; 2: the one beside it, too. */
function tells({ files }: FolderFiles, path: RemotePath, by: number): 0 | 1 | 2 {
  const index = files.indexOf(path);
  if (index < 0) return 0;
  return files[index + by] === undefined ? 1 : 2;
}
