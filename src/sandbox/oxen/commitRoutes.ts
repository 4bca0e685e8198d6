import { type Answer, conflict, describedError, noBranch, ok, plainError, tooMany } from './answers';
import { parseFields } from './bodies';
import { type Call, type Handle, inRepository, inWorkspace, parameter, type Route } from './call';
import { commitWorkspace, mergeability } from './commit';
import { type CommitText, headOf, type Repository, type Workspace } from './repository';
import { commitView } from './views';

const WORKSPACE = '/api/repos/{ns}/{repo}/workspaces/{ws}';

/** Committing a workspace onto a branch, and asking beforehand whether it would go. */
export const commitRoutes: readonly Route[] = [
  route('GET', `${WORKSPACE}/merge/{branch*}`, inWorkspace(ask), 'none'),
  route('POST', `${WORKSPACE}/merge/{branch*}`, readFirst(), 'text'),
  route('POST', `${WORKSPACE}/commit/{branch*}`, readFirst(), 'text'),
];

function route(method: string, path: string, handle: Handle, body: Route['body']): Route {
  return { method, path, body, isGated: true, writes: method !== 'GET', handle };
}

function ask(call: Call, workspace: Workspace, repository: Repository): Answer {
  const branch = parameter(call, 'branch');
  const found = mergeability(repository, workspace, branch);
  if (!found) return noBranch(branch);
  return ok('resource_found', {
    is_mergeable: found.conflicts.length === 0,
    conflicts: found.conflicts.map((path) => ({ path })),
    commits: found.commits.map(commitView),
  });
}

/** The body is looked at before the workspace. */
function readFirst(): Handle {
  return inRepository((call) => {
    const parsed = parseFields(call.body, ['message', 'author', 'email']);
    if ('error' in parsed) return plainError(400, parsed.error);
    return inWorkspace((_, workspace, repository) => commit(call, workspace, repository, parsed.value))(call);
  });
}

function commit(call: Call, workspace: Workspace, repository: Repository, text: CommitText): Answer {
  const branch = parameter(call, 'branch');
  const head = headOf(repository, branch);
  if (!head) return describedError(404, 'resource_not_found', branch);
  const outcome = commitWorkspace(repository, workspace, head, branch, { ...text, time: call.store.clock() });
  switch (outcome.kind) {
    case 'done':
      return ok('resource_created', { commit: commitView(outcome.commit) });
    case 'noChanges':
      return plainError(422, 'NoChanges');
    case 'behind': {
      const ids = `${workspace.base.id} < ${outcome.head.id}`;
      const detail = `This workspace '${workspace.id}' is behind on branch '${branch}' commit ${ids}`;
      return conflict('conflict', 'Workspace is behind', detail);
    }
    case 'idTaken':
      return idTaken(outcome.id);
  }
}

function idTaken(id: string): Answer {
  const detail = `A commit with id ${id} already exists or is being written`;
  return tooMany('commit_id_taken', 'Commit id already taken', detail, '1');
}
