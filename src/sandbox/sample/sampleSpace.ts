import { type SampleFile, textFile } from './sampleFile';
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
  return [
    sampleSpace(options),
    {
      ...EMPTY,
      name: 'Imported Scans',
      files: [
        textFile('scans/scan-001.dat', 'On read-only storage: the entry can go, these bytes stay.\n', 40),
        textFile('scans/scan-002.dat', 'Likewise.\n', 40),
      ],
      readOnlyStorage: true,
      supportedBy: [0],
    },
    {
      ...EMPTY,
      name: 'Private Project',
      files: [textFile('secret.txt', 'Nobody should see this.\n', 42)],
      isForeign: true,
      supportedBy: [0],
    },
    {
      ...EMPTY,
      name: 'Elsewhere',
      files: [textFile('far/away.txt', 'Only the second provider has this.\n', 41)],
      supportedBy: [1],
    },
  ];
}

const EMPTY: SampleSpace = {
  name: '',
  files: [],
  emptyFolders: [],
  symlinks: [],
  hardLinks: [],
  shares: [],
  datasets: [],
  archived: [],
  modes: {},
  foreign: [],
  conflicts: [],
  readOnlyStorage: false,
  isForeign: false,
  supportedBy: [],
};

/** The sample data as an Onedata space: the files of both sandboxes, and one of each thing that only Onedata has. */
export function sampleSpace(options: SampleOptions): SampleSpace {
  return {
    name: 'Field Station',
    files: [...sampleFiles(options), ...onedataFiles()],
    emptyFolders: ['empty', 'empty too/really'],
    symlinks: [
      { path: 'links/to-readme', target: '../README.md' },
      { path: 'links/to-notes', target: '../notes' },
      { path: 'links/broken', target: '../nowhere/at all' },
      { path: 'links/to-itself', target: 'to-itself' },
    ],
    hardLinks: [
      { path: 'links/weather-again.csv', target: 'tables/weather.csv' },
      { path: 'links/weather-once-more.csv', target: 'tables/weather.csv' },
    ],
    shares: [
      { path: 'published', name: 'Published results' },
      { path: 'published/summary.txt', name: 'Summary' },
    ],
    datasets: [
      { path: 'protected', isProtected: true },
      { path: 'archived-study', isProtected: false },
    ],
    archived: ['archived-study'],
    modes: { locked: 0o555, 'locked/readable.txt': 0o444, private: 0o700, 'private/diary.txt': 0o600 },
    foreign: ['locked', 'locked/readable.txt', 'private', 'private/diary.txt'],
    conflicts: ['conflicts/notes.txt'],
    readOnlyStorage: false,
    isForeign: false,
    supportedBy: [0, 1],
  };
}

function onedataFiles(): readonly SampleFile[] {
  return [
    textFile('published/summary.txt', 'Shared on its own and with its folder.\n', 30),
    textFile('published/figures/figure-1.csv', 'x,y\n1,2\n', 30),
    textFile('protected/raw/keep-1.txt', 'A protected dataset: the server refuses to delete this.\n', 31),
    textFile('protected/raw/keep-2.txt', 'And this.\n', 31),
    textFile('archived-study/results.csv', 'run,score\n1,0.91\n', 32),
    textFile('archived-study/readme.txt', 'Archived: the archive keeps its copy.\n', 32),
    textFile('locked/readable.txt', 'You may read this folder, not change it.\n', 34),
    textFile('private/diary.txt', 'You may not even look.\n', 34),
    textFile('conflicts/notes.txt', 'Two providers created this name at the same time.\n', 35),
    textFile('odd names/line\nbreak.txt', 'a line break in the name\n', 36),
    textFile('odd names/tab\tname.txt', 'a tab in the name\n', 36),
  ];
}
