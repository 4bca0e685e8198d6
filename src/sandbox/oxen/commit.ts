import { groupByFolder, type StagedGroups, writeTree } from './commitTree';
import { commitId, type CommitText, headOf, history, type Repository, type Workspace } from './repository';
import { type Commit, fileAt } from './tree';

export type CommitOutcome =
  | { readonly kind: 'done'; readonly commit: Commit }
  | { readonly kind: 'noChanges' }
  | { readonly kind: 'behind'; readonly head: Commit }
  | { readonly kind: 'idTaken'; readonly id: string };

/** Commits what is staged onto the branch's head, which is not the workspace's base when others were faster. */
export function commitWorkspace(
  repository: Repository,
  workspace: Workspace,
  head: Commit,
  branch: string,
  made: CommitText & { readonly time: number },
): CommitOutcome {
  const groups = groupByFolder(workspace.staged.under(''));
  if (conflictsWith(workspace.base, head, groups).length > 0) return { kind: 'behind', head };
  if (groups.size === 0) return { kind: 'noChanges' };
  const { message, author, email, time } = made;
  const id = commitId([head.id], made, time);
  if (repository.commits.has(id)) return { kind: 'idTaken', id };
  const commit = { id, parents: [head.id], message, author, email, time, ...writeTree(head, groups, id) };
  repository.commits.set(id, commit);
  repository.branches.set(branch, id);
  workspace.staged.clear();
  if (workspace.name === undefined) repository.workspaces.delete(workspace.id);
  else workspace.base = commit;
  return { kind: 'done', commit };
}

export interface Mergeability {
  readonly conflicts: readonly string[];
  /** From the branch's head back to the workspace's base, both included: behind by one less than their number. */
  readonly commits: readonly Commit[];
}

export function mergeability(repository: Repository, workspace: Workspace, branch: string): Mergeability | undefined {
  const head = headOf(repository, branch);
  if (!head) return undefined;
  const all = history(repository, head);
  const base = all.indexOf(workspace.base);
  return {
    conflicts: conflictsWith(workspace.base, head, groupByFolder(workspace.staged.under(''))),
    commits: base < 0 ? all : all.slice(0, base + 1),
  };
}

/**
 * Staged paths that the branch changed since the base and does not already hold as staged. A removed folder conflicts as
 * soon as anything inside it changed, since it takes everything under it.
 */
function conflictsWith(base: Commit, head: Commit, groups: StagedGroups): readonly string[] {
  if (base.id === head.id) return [];
  const conflicts: string[] = [];
  for (const entries of groups.values()) {
    for (const [path, entry] of entries) {
      if (entry.kind === 'folder' && entry.status !== 'Removed') continue;
      const at = (commit: Commit): string | undefined =>
        entry.kind === 'file' ? fileAt(commit, path)?.content.hash() : commit.folders.get(path)?.hash;
      const staged = entry.kind === 'file' && entry.status !== 'Removed' ? entry.content.hash() : undefined;
      const onBranch = at(head);
      if (onBranch !== at(base) && onBranch !== staged) conflicts.push(entry.kind === 'file' ? entry.name : path);
    }
  }
  return conflicts;
}
