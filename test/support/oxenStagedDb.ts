import type { OxenChanges } from '../../src/remotes/oxen/changes';
import { foldersAbove, isBelow } from './oxenModel';
import { path } from './oxenRig';

type Status = 'added' | 'modified' | 'removed';

/** One key of oxen-server's staged database: an entry, or the marker of a folder. */
interface Key {
  readonly folder: boolean;
  readonly status: Status;
}

/**
 * The server's bookkeeping in a page, as recordings and the source of liboxen 0.50.0 show it: enough to run a plan against any
 * state, also those that only broken clients make.
 */
export interface StagedDb {
  readonly keys: Map<string, Key>;
  stage(target: string): void;
  upload(file: string): void;
  rename(from: string, to: string): void;
  /** Deletes one key; of a table the server says yes and does nothing. */
  unstage(key: string): void;
  changes(): OxenChanges;
}

export function stagedDb(files: ReadonlySet<string>, folders: ReadonlySet<string>): StagedDb {
  const keys = new Map<string, Key>();
  const markAbove = (target: string): void => {
    for (const folder of ['', ...foldersAbove(target)]) keys.set(folder, { folder: true, status: 'added' });
  };
  return {
    keys,
    stage: (target) => {
      if (!files.has(target) && !folders.has(target)) return;
      markAbove(target);
      for (const file of files) {
        if (file === target || isBelow(file, target)) keys.set(file, { folder: false, status: 'removed' });
      }
      for (const folder of folders) {
        if (folder === target || isBelow(folder, target)) keys.set(folder, { folder: true, status: 'removed' });
      }
    },
    upload: (file) => {
      markAbove(file);
      keys.set(file, { folder: false, status: files.has(file) ? 'modified' : 'added' });
    },
    rename: (from, to) => {
      keys.delete(from);
      markAbove(to);
      keys.set(to, { folder: false, status: 'added' });
    },
    unstage: (key) => {
      if (!/\.(csv|tsv|parquet|arrow|ndjson|jsonl)$/i.test(key)) keys.delete(key);
    },
    changes: () => changesIn(keys),
  };
}

function changesIn(keys: ReadonlyMap<string, Key>): OxenChanges {
  const named = (status: Status) =>
    [...keys]
      .filter(([, key]) => !key.folder && key.status === status)
      .map(([file]) => path(file))
      .sort();
  const parents = new Set([...keys.keys()].filter((key) => key !== '').map(parentOf));
  const bare = [...keys].filter(([folder, key]) => key.folder && !parents.has(folder)).map(([folder]) => folder);
  return {
    removed: named('removed'),
    uploaded: named('added'),
    edited: named('modified'),
    bareFolders: bare.sort().map((folder) => (folder === '' ? '' : path(folder))),
    spellings: new Map(),
    unreadable: [],
  };
}

function parentOf(key: string): string {
  return key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '';
}
