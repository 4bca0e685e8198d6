import { SAMPLE, type SampleFile, textFiles } from './sampleFile';
import { sampleFiles, type SampleOptions } from './sampleFiles';

/** What an Onedata space holds beside plain files. All paths are relative to the space. */
export interface SampleSpace {
  readonly name: string;
  readonly files: readonly SampleFile[];
  readonly emptyFolders: readonly string[];
  readonly symlinks: readonly { readonly path: string; readonly target: string }[];
  /** `path` is one more name of the file `target`. */
  readonly hardLinks: readonly { readonly path: string; readonly target: string }[];
  readonly shares: readonly { readonly path: string; readonly name: string }[];
  readonly datasets: readonly { readonly path: string; readonly isProtected: boolean }[];
  /** Folders that were archived; the archive keeps a copy of their files. */
  readonly archived: readonly string[];
  /** POSIX modes that differ from 664 (files) and 775 (folders). */
  readonly modes: Readonly<Record<string, number>>;
  /** Files that another person owns, so that their modes matter. */
  readonly foreign: readonly string[];
  /** Files that two providers created under one name at the same time. */
  readonly conflicts: readonly string[];
  /** Imported from a storage that the providers may only read: entries can go, bytes stay. */
  readonly readOnlyStorage: boolean;
  /** Others' space: the person of the sandbox is no member. */
  readonly isForeign: boolean;
  /** Positions in the sandbox's list of providers. */
  readonly supportedBy: readonly number[];
}

/** Everything the Onedata sandbox offers: the sample space, one on read-only storage, one of other people, and one that only the second provider has. */
export function sampleSpaces(options: SampleOptions): readonly SampleSpace[] {
  return [sampleSpace(options), ...SAMPLE.otherSpaces.map((space) => ({ ...space, files: textFiles(space.files) }))];
}

/** The sample data as an Onedata space: the files of both sandboxes, and one of each thing that only Onedata has. */
export function sampleSpace(options: SampleOptions): SampleSpace {
  const { space } = SAMPLE;
  return { ...space, files: [...sampleFiles(options), ...textFiles(space.files)] };
}
