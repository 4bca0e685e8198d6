import { type Answer, badRequest, describedError, json, noBranch, notFound, ok, plainError } from './answers';
import { parseFields } from './bodies';
import { type Call, type Handle, inRepository, parameter, type Route } from './call';
import { headOf, type Repository } from './repository';
import { addRepository, findRepository } from './store';
import { dataTypes, resourceView } from './views';

const MIN_CLIENT = '0.36.0';

/** The server itself, namespaces, repositories and branches. */
export const repositoryRoutes: readonly Route[] = [
  { ...get('/api/version', () => ok('resource_found')), isGated: false },
  { ...get('/api/min_version', () => ok('resource_found', { version: MIN_CLIENT })), isGated: false },
  { ...get('/api/health', () => ok('resource_found', { disk_usage: {} })), isGated: false },
  get('/api/namespaces', ({ store }) => {
    const names = new Set([...store.repositories.values()].map(({ namespace }) => namespace));
    return ok('resource_found', { namespaces: [...names].sort().map((namespace) => ({ namespace })) });
  }),
  get('/api/namespaces/{ns}', (call) => {
    const own = repositoriesOf(call);
    if (own.length === 0) return notFound();
    const bytes = own.reduce((sum, repository) => sum + sizeOf(repository), 0);
    return ok('resource_found', { namespace: { name: parameter(call, 'ns'), storage_usage_gb: bytes / 1e9 } });
  }),
  { ...get('/api/repos', createRepository), method: 'POST', body: 'json' },
  get('/api/repos/{ns}', (call) => {
    const own = repositoriesOf(call).sort((a, b) => (a.name < b.name ? -1 : 1));
    const repositories = own.map(({ namespace, name }) => ({ namespace, name, min_version: MIN_CLIENT }));
    return ok('resource_found', { repositories });
  }),
  get('/api/repos/{ns}/{repo}', inRepository(showRepository)),
  { ...get('/api/repos/{ns}/{repo}', inRepository(deleteRepository)), method: 'DELETE', writes: true },
  get('/api/repos/{ns}/{repo}/stats', inRepository(stats)),
  get(
    '/api/repos/{ns}/{repo}/size',
    inRepository((_, repository) => json(200, { status: 'done', size: sizeOf(repository) })),
  ),
  get(
    '/api/repos/{ns}/{repo}/branches',
    inRepository((_, { branches }) =>
      ok('resource_found', { branches: [...branches.keys()].sort().map((name) => branchView(branches, name)) }),
    ),
  ),
  get(
    '/api/repos/{ns}/{repo}/branches/{branch*}',
    inRepository((call, { branches }) => {
      const name = parameter(call, 'branch');
      return branches.has(name) ? ok('resource_found', { branch: branchView(branches, name) }) : noBranch(name);
    }),
  ),
  {
    ...get('/api/repos/{ns}/{repo}/branches', inRepository(createBranch)),
    method: 'POST',
    body: 'text',
    writes: true,
  },
];

function get(path: string, handle: Handle): Route {
  return { method: 'GET', path, body: 'none', isGated: true, writes: false, handle };
}

function repositoriesOf(call: Call): Repository[] {
  return [...call.store.repositories.values()].filter(({ namespace }) => namespace === parameter(call, 'ns'));
}

function sizeOf(repository: Repository): number {
  return headOf(repository, 'main')?.root.totals.bytes ?? 0;
}

function createRepository({ store, body }: Call): Answer {
  const parsed = parseFields(body, ['namespace', 'name']);
  if ('error' in parsed) return badRequest('Invalid JSON');
  const { namespace, name } = parsed.value;
  if (![namespace, name].every((part) => /^[\p{L}\p{N}][\p{L}\p{N}_.-]+$/u.test(part)))
    return describedError(400, 'bad_request', `Invalid repository or namespace name: ${namespace}/${name}`);
  if (findRepository(store, namespace, name)) return plainError(409, 'Repo already exists.');
  const { uuid } = addRepository(store, namespace, name);
  const repository = {
    namespace,
    name,
    latest_commit: null,
    min_version: MIN_CLIENT,
    storage_kind: 'local',
    repo_uuid: uuid,
  };
  return json(200, { status: 'success', status_message: 'resource_found', repository });
}

function showRepository(_: Call, repository: Repository): Answer {
  const head = headOf(repository, 'main');
  const view = {
    namespace: repository.namespace,
    name: repository.name,
    min_version: MIN_CLIENT,
    is_empty: repository.branches.size === 0,
    storage_kind: 'local',
    repo_uuid: repository.uuid,
    size: head?.root.totals.bytes ?? 0,
    data_types: head ? dataTypes(head.root.totals) : [],
    branch_count: repository.branches.size,
    ...(head ? { default_resource: resourceView({ commit: head, version: 'main', branch: 'main' }, '', 'main') } : {}),
  };
  return json(200, { status: 'success', status_message: 'resource_found', repository: view });
}

function deleteRepository({ store }: Call, { namespace, name }: Repository): Answer {
  store.repositories.delete(`${namespace}/${name}`);
  return ok('resource_deleted');
}

function stats(_: Call, repository: Repository): Answer {
  const totals = headOf(repository, 'main')?.root.totals;
  const types = [...(totals?.types ?? [])].map(([type, { files, bytes }]) => ({
    data_type: type,
    data_size: bytes,
    file_count: files,
  }));
  return ok('resource_found', { repository: { data_size: totals?.bytes ?? 0, data_types: types } });
}

function branchView(branches: ReadonlyMap<string, string>, name: string) {
  return { name, commit_id: branches.get(name) };
}

function createBranch({ body }: Call, { branches, commits }: Repository): Answer {
  const named = parseFields(body, ['new_name']);
  if ('error' in named) return plainError(400, 'Invalid request body');
  const { new_name: name, from_name: from, commit_id: id } = named.value;
  if (branches.has(name)) return ok('resource_found', { branch: branchView(branches, name) });
  const source = typeof from === 'string' ? branches.get(from) : typeof id === 'string' ? id : undefined;
  if (source === undefined || !commits.has(source))
    return typeof from === 'string' ? noBranch(from) : plainError(400, 'Invalid request body');
  branches.set(name, source);
  return ok('resource_created', { branch: branchView(branches, name) });
}
