import { type Answer, failure, noWorkspace, ok, plainError } from './answers';
import { parseFields } from './bodies';
import { type Call, type Handle, inRepository, inWorkspace, parameter, type Route } from './call';
import {
  createInitialCommit,
  findWorkspace,
  headOf,
  openWorkspace,
  type Repository,
  workspaceNamed,
} from './repository';
import { workspaceView } from './views';

const WORKSPACES = '/api/repos/{ns}/{repo}/workspaces';

/** Workspaces themselves. `DELETE …/workspaces` without an id takes them all. */
export const workspaceRoutes: readonly Route[] = [
  route('PUT', WORKSPACES, inRepository(getOrCreate), 'text'),
  route('POST', WORKSPACES, inRepository(getOrCreate), 'text'),
  route('GET', WORKSPACES, inRepository(list)),
  route('DELETE', WORKSPACES, inRepository(clear)),
  route(
    'GET',
    `${WORKSPACES}/{ws}`,
    inWorkspace((_, workspace) => ok('resource_found', { workspace: workspaceView(workspace) })),
  ),
  route('DELETE', `${WORKSPACES}/{ws}`, inWorkspace(discard)),
];

function route(method: string, path: string, handle: Handle, body: Route['body'] = 'none'): Route {
  return { method, path, body, isGated: true, writes: method !== 'GET', handle };
}

/**
 * With a name, the workspace is looked up by it alone; the answer's `id` is always the one that was sent, even when the
 * workspace found has another.
 */
function getOrCreate({ store, body }: Call, repository: Repository): Answer {
  const parsed = parseFields(body, ['workspace_id', 'branch_name']);
  if ('error' in parsed) return plainError(400, parsed.error);
  const { workspace_id: id, branch_name: branch, name: sent } = parsed.value;
  const name = typeof sent === 'string' ? sent : undefined;
  if (!repository.branches.has(branch) && repository.branches.size > 0) {
    const detail = `Branch not found: ${branch}. For non-empty repositories, create the branch first.`;
    return plainError(400, detail);
  }
  const head = headOf(repository, branch) ?? createInitialCommit(repository, branch, store.clock());
  const found = findWorkspace(repository, name ?? id);
  if (found) return ok('resource_found', { workspace: workspaceView(found, id) });
  if (repository.workspaces.has(id)) {
    const title = `Workspace ${id} already exists`;
    return failure(500, 'internal_server_error', { title, type: 'internal_server_error' });
  }
  const made = openWorkspace(repository, head, { id, name, created: store.clock() });
  return ok('resource_created', { workspace: workspaceView(made) });
}

function list({ query }: Call, repository: Repository): Answer {
  const name = query.get('name');
  const named = name === undefined ? undefined : workspaceNamed(repository, name);
  const shown = name === undefined ? [...repository.workspaces.values()] : named ? [named] : [];
  return ok('resource_created', { workspaces: shown.map((workspace) => workspaceView(workspace)) });
}

function clear(_: Call, repository: Repository): Answer {
  repository.workspaces.clear();
  return ok('resource_created');
}

function discard(call: Call, { id }: { readonly id: string }, repository: Repository): Answer {
  const workspace = repository.workspaces.get(id);
  if (!workspace) return noWorkspace(id);
  repository.workspaces.delete(id);
  return ok('resource_created', { workspace: workspaceView(workspace, parameter(call, 'ws')) });
}
