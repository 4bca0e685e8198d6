import { type Answer, badRequest, ok } from './answers';
import { typeByName } from './fileContent';
import { extensionOf, folderOf } from './paths';
import { type Workspace } from './repository';
import { type StagedFile, type StagedStatus } from './stagedDb';

export interface Page {
  readonly number: number;
  readonly size: number;
}

interface FolderRow {
  readonly path: string;
  readonly num_files_staged: number;
  readonly total_files: 0;
  readonly status: 'Added' | 'Removed';
}

/**
 * `GET …/changes`: what is staged at and below a path. Lists and rows come in another order with every request, as from
 * the hash maps of the server, so pages of one list overlap. A folder's row counts the files staged directly in it; a row
 * with 0 files is a marker that has nothing staged below.
 */
export function changesAnswer(workspace: Workspace, below: string, page: Page, shuffle: Shuffle): Answer {
  if (page.size === 0) return badRequest('page_size must be at least 1');
  const entries = workspace.staged.under(below);
  const files: Record<StagedStatus, StagedFile[]> = { Added: [], Modified: [], Removed: [] };
  const folders = new Map<string, { live: number; removed: number; isBare: boolean }>();
  const folderAt = (path: string) => {
    const known = folders.get(path) ?? { live: 0, removed: 0, isBare: true };
    folders.set(path, known);
    return known;
  };
  for (const [path, entry] of entries) {
    if (entry.kind === 'folder') folderAt(path);
    if (path === '') continue;
    const parent = folderAt(folderOf(path));
    parent.isBare = false;
    if (entry.kind === 'folder') continue;
    files[entry.status].push(entry);
    if (entry.status === 'Removed') parent.removed += 1;
    else parent.live += 1;
  }
  const rows = [...folders].flatMap(([path, { live, removed, isBare }]) => rowsOf(path, live, removed, isBare));
  return ok('resource_found', {
    staged: {
      added_dirs: addedDirs(shuffle(rows)),
      added_files: listing(shuffle(files.Added), page),
      modified_files: listing(shuffle(files.Modified), page),
      removed_files: listing(shuffle(files.Removed), page),
    },
  });
}

export type Shuffle = <T>(items: readonly T[]) => readonly T[];

function rowsOf(path: string, live: number, removed: number, isBare: boolean): readonly FolderRow[] {
  const row = (status: 'Added' | 'Removed', files: number): FolderRow => ({
    path,
    num_files_staged: files,
    total_files: 0,
    status,
  });
  return [...(live > 0 || isBare ? [row('Added', live)] : []), ...(removed > 0 ? [row('Removed', removed)] : [])];
}

function addedDirs(rows: readonly FolderRow[]) {
  const paths: Record<string, FolderRow[]> = Object.create(null) as Record<string, FolderRow[]>;
  for (const row of rows) (paths[row.path.split('/')[0] ?? ''] ??= []).push(row);
  return { num_files_staged: rows.reduce((sum, row) => sum + row.num_files_staged, 0), total_files: 0, paths };
}

function listing(files: readonly StagedFile[], page: Page) {
  const start = (Math.max(page.number, 1) - 1) * page.size;
  return {
    dir: null,
    entries: files.slice(start, start + page.size).map(entryView),
    resource: null,
    metadata: null,
    page_size: page.size,
    page_number: page.number,
    total_pages: Math.ceil(files.length / page.size),
    total_entries: files.length,
  };
}

/** Size 0 and a type by extension, also for uploads: the server looks at a path in the workspace where no file is. */
function entryView({ name }: StagedFile) {
  const { mime, dataType } = typeByName(name);
  return {
    filename: name,
    hash: '',
    is_dir: false,
    latest_commit: null,
    resource: null,
    size: 0,
    data_type: dataType,
    mime_type: mime,
    extension: extensionOf(name),
    metadata: null,
    is_queryable: null,
  };
}
