import { digest } from './fileContent';
import { createStagedDb, type StagedDb } from './stagedDb';
import { type Commit, type TreeFolder } from './tree';

export interface Workspace {
  readonly id: string;
  /** Without a name the workspace goes with its first commit. */
  readonly name: string | undefined;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** The commit it was opened on; a named workspace moves on with its own commits and no others. */
  base: Commit;
  readonly staged: StagedDb;
}

export interface Repository {
  readonly namespace: string;
  readonly name: string;
  readonly uuid: string;
  readonly commits: Map<string, Commit>;
  /** Names and the ids of their head commits. */
  readonly branches: Map<string, string>;
  /** By id. */
  readonly workspaces: Map<string, Workspace>;
}

export function newRepository(namespace: string, name: string, uuid: string): Repository {
  return { namespace, name, uuid, commits: new Map(), branches: new Map(), workspaces: new Map() };
}

export function headOf(repository: Repository, branch: string): Commit | undefined {
  const id = repository.branches.get(branch);
  return id === undefined ? undefined : repository.commits.get(id);
}

/** An id wins over a name. */
export function findWorkspace(repository: Repository, idOrName: string): Workspace | undefined {
  return repository.workspaces.get(idOrName) ?? workspaceNamed(repository, idOrName);
}

export function workspaceNamed(repository: Repository, name: string): Workspace | undefined {
  return [...repository.workspaces.values()].find((workspace) => workspace.name === name);
}

export function openWorkspace(
  repository: Repository,
  base: Commit,
  { id, name, created }: Pick<Workspace, 'id' | 'name' | 'created'>,
): Workspace {
  const workspace = { id, name, created, base, staged: createStagedDb() };
  repository.workspaces.set(id, workspace);
  return workspace;
}

export interface CommitText {
  readonly message: string;
  readonly author: string;
  readonly email: string;
}

/**
 * A commit's id holds its parents, text and **second**, not its content: two repositories seeded alike within one second
 * have the same ids, and the same commit twice in a second on two branches is refused.
 */
export function commitId(parents: readonly string[], { message, author, email }: CommitText, time: number): string {
  return digest('commit', JSON.stringify([parents, message, author, email, Math.floor(time / 1000)]));
}

/** What the first workspace of an empty repository does: an empty commit on the branch it names. */
export function createInitialCommit(repository: Repository, branch: string, time: number): Commit {
  const text = { message: 'Initialized Repo 🐂', author: 'Oxen', email: 'oxen@oxen.ai' };
  const id = commitId([], text, time);
  const root: TreeFolder = {
    kind: 'folder',
    children: new Map(),
    hash: digest('folder', id, ''),
    commit: id,
    totals: { bytes: 0, types: new Map() },
  };
  const commit = { ...text, id, parents: [], time, root, folders: new Map([['', root]]) };
  repository.commits.set(id, commit);
  repository.branches.set(branch, id);
  return commit;
}

/** The commit and its ancestors, newest first. */
export function history(repository: Repository, from: Commit): readonly Commit[] {
  const commits: Commit[] = [];
  for (let at: Commit | undefined = from; at; at = repository.commits.get(at.parents[0] ?? '')) commits.push(at);
  return commits;
}
