import { nameOf } from './paths';
import { type Repository, type Workspace } from './repository';
import { type Commit, type Totals, type TreeFile, type TreeFolder } from './tree';

/** RFC 3339 with nanoseconds, as the server prints times. */
export function timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, -1)}000000Z`;
}

export function commitView({ id, parents, message, author, email, time }: Commit) {
  return { id, parent_ids: parents, message, author, email, timestamp: timestamp(time) };
}

export function workspaceView({ id, name, base, created }: Workspace, shownId = id) {
  return { id: shownId, name: name ?? null, commit: commitView(base), created_at: timestamp(created) };
}

/** A revision that a listing was asked for, resolved. */
export interface Revision {
  readonly commit: Commit;
  /** The name of the branch, the id of the commit or of the workspace. */
  readonly version: string;
  readonly branch?: string;
  readonly workspace?: Workspace;
}

/** Where an entry was found. `resource` is the whole path with the revision, as this call spells it. */
export function resourceView({ commit, version, branch, workspace }: Revision, path: string, resource: string) {
  return {
    workspace: workspace ? workspaceView(workspace) : null,
    commit: commitView(commit),
    branch: branch === undefined ? null : { name: branch, commit_id: commit.id },
    path,
    version,
    resource,
  };
}

/** A file or folder as `/dir` and `/meta` list it. A folder's `size` and `data_types` count everything below it. */
export function entryView(repository: Repository, path: string, node: TreeFile | TreeFolder, resource: object | null) {
  const latest = repository.commits.get(node.commit);
  const shared = { latest_commit: latest ? commitView(latest) : null, resource };
  if (node.kind === 'folder') {
    return {
      filename: nameOf(path),
      hash: node.hash,
      is_dir: true,
      ...shared,
      size: node.totals.bytes,
      data_type: 'dir',
      mime_type: 'inode/directory',
      extension: '',
      metadata: folderMetadata(node.totals),
      is_queryable: null,
    };
  }
  const { content } = node;
  return {
    filename: nameOf(path),
    hash: content.hash(),
    is_dir: false,
    ...shared,
    size: content.size,
    data_type: content.dataType,
    mime_type: content.mime,
    extension: content.extension,
    metadata: content.metadata(),
    is_queryable: null,
  };
}

export function folderMetadata(totals: Totals) {
  return { dir: { data_types: dataTypes(totals) } };
}

export function dataTypes({ types }: Totals) {
  return [...types].map(([type, { files }]) => ({ count: files, data_type: type }));
}
