import { type Answer, badRequest, badQuery, failure, noPath, noResource, notFound, ok } from './answers';
import { type Call, type Handle, inRepository, inWorkspace, parameter, type Route } from './call';
import { components, join, namesOnly, refusalOf } from './paths';
import { findWorkspace, headOf, history, type Repository, type Workspace } from './repository';
import { fileAt, sortedChildren, type TreeFile } from './tree';
import { decodeAll } from './url';
import { commitView, entryView, folderMetadata, resourceView, type Revision } from './views';

const REPO = '/api/repos/{ns}/{repo}';

/** Listings, metadata, content and history. These decode their path a second time, so every name can be asked for. */
export const contentRoutes: readonly Route[] = [
  get(`${REPO}/dir/{resource*}`, inRevision(listFolder)),
  get(`${REPO}/meta/{resource*}`, inRevision(showEntry)),
  // Reading a file counts as writing: the server may store a smaller picture while it is at it.
  { ...get(`${REPO}/file/{resource*}`, inRevision(readFile)), writes: true },
  { ...get(`${REPO}/file/{resource*}`, inRevision(readFile)), method: 'HEAD', writes: true },
  get(`${REPO}/commits/history/{resource*}`, inRevision(listHistory)),
  { ...get(`${REPO}/workspaces/{ws}/files/{path*}`, readInWorkspace()), writes: true },
];

function get(path: string, handle: Handle): Route {
  return { method: 'GET', path, body: 'none', isGated: true, writes: false, handle };
}

interface Place {
  readonly revision: Revision;
  /** Below the revision; `''` is the root. */
  readonly path: string;
  /** With the revision, as asked for. */
  readonly resource: string;
}

function inRevision(handle: (call: Call, repository: Repository, place: Place) => Answer): Handle {
  return inRepository((call, repository) => {
    const asked = decodeAll(parameter(call, 'resource'));
    const refused = refusalOf(asked);
    if (refused !== undefined) return badRequest(`Invalid resource: ${refused}`);
    const resource = namesOnly(asked);
    const place = resolve(repository, resource);
    return place ? handle(call, repository, place) : noPath(resource);
  });
}

/** A commit, else the branch with the longest matching name, else a workspace. */
function resolve(repository: Repository, resource: string): Place | undefined {
  const parts = components(resource);
  const first = parts[0] ?? '';
  const rest = (from: number): string => parts.slice(from).join('/');
  const commit = repository.commits.get(first);
  if (commit) return { revision: { commit, version: first }, path: rest(1), resource };
  for (const length of [...parts.keys()].slice(1).reverse().concat(parts.length)) {
    const branch = parts.slice(0, length).join('/');
    const head = headOf(repository, branch);
    if (head) return { revision: { commit: head, version: branch, branch }, path: rest(length), resource };
  }
  const workspace = findWorkspace(repository, first);
  if (!workspace) return undefined;
  return { revision: { commit: workspace.base, version: workspace.id, workspace }, path: rest(1), resource };
}

function listFolder(call: Call, repository: Repository, { revision, path }: Place): Answer {
  const folder = revision.commit.folders.get(path);
  if (!folder) return noResource(path);
  const [page, size] = [call.query.count('page', 1), call.query.count('page_size', 100)];
  if (page === undefined || size === undefined) return badQuery();
  const order = call.query.get('sort_by') ?? 'name';
  if (!['name', 'date'].includes(order))
    return badRequest('Invalid value for sort_by, valid options include: `name`, `date`.');
  const all = ordered(repository, sortedChildren(folder), order, call.query.get('reverse') === 'true');
  const start = (Math.max(page, 1) - 1) * size;
  const at = (below: string) => resourceView(revision, below, `${revision.version}/${below}`);
  const entries = all.slice(start, start + size).map(({ name, node }) => {
    const below = join(path, name);
    return entryView(repository, below, node, at(below));
  });
  return ok('resource_found', {
    dir: entryView(repository, path, folder, at(path)),
    entries: revision.workspace ? overlaid(repository, revision.workspace, path, entries) : entries,
    resource: { path, version: revision.version },
    metadata: folderMetadata(folder.totals),
    page_size: size,
    page_number: page,
    // The server divides by the size 0 instead of refusing it here, and shows the largest number it has.
    total_pages: size === 0 && all.length > 0 ? 2 ** 64 : Math.ceil(all.length / Math.max(size, 1)),
    total_entries: all.length,
  });
}

type Children = ReturnType<typeof sortedChildren>;

function ordered(repository: Repository, children: Children, order: string, isReversed: boolean): Children {
  if (order === 'name' && !isReversed) return children;
  const time = ({ node }: Children[number]): number => repository.commits.get(node.commit)?.time ?? 0;
  const sign = isReversed ? -1 : 1;
  const rank = ({ node }: Children[number]): number => (node.kind === 'folder' ? 0 : 1);
  const position = new Map(children.map((child, index) => [child, index]));
  const key = order === 'date' ? time : (child: Children[number]) => position.get(child) ?? 0;
  return [...children].sort((a, b) => rank(a) - rank(b) || sign * (key(a) - key(b)));
}

/**
 * A listing by workspace: a change is shown at any entry whose **name** matches one below the folder, however deep; and
 * every upload below comes at the end of each page, uncounted.
 */
function overlaid(
  repository: Repository,
  workspace: Workspace,
  path: string,
  entries: readonly ReturnType<typeof entryView>[],
) {
  const staged = workspace.staged.under(path);
  const changed = new Map<string, string>();
  for (const [key, entry] of staged)
    if (entry.kind === 'file' && entry.status !== 'Added')
      changed.set(key.slice(key.lastIndexOf('/') + 1), entry.status);
  const marked = entries.map((entry) => {
    const status = changed.get(entry.filename);
    return status === undefined ? entry : { ...entry, changes: { status } };
  });
  const added = staged.flatMap(([key, entry]) => {
    if (entry.kind !== 'file' || entry.status !== 'Added') return [];
    const node: TreeFile = { kind: 'file', content: entry.content, commit: '' };
    return [{ ...entryView(repository, key, node, null), filename: key, changes: { status: 'Added' } }];
  });
  return [...marked, ...added];
}

function showEntry(_: Call, repository: Repository, { revision, path, resource }: Place): Answer {
  const { commit, workspace } = revision;
  const node = commit.folders.get(path) ?? fileAt(commit, path);
  const staged = workspace?.staged.get(path);
  const where = { ...resourceView(revision, path, resource), ...(workspace ? { commit: null } : {}) };
  if (node) {
    const entry = entryView(repository, path, node, where);
    const isShown = staged?.kind === 'file' && staged.status !== 'Added';
    return ok('resource_found', { entry: isShown ? { ...entry, changes: { status: staged.status } } : entry });
  }
  if (staged?.kind !== 'file') return workspace ? notStaged() : noResource(path);
  const file: TreeFile = { kind: 'file', content: staged.content, commit: '' };
  const entry = { ...entryView(repository, path, file, where), changes: { status: staged.status } };
  return ok('resource_found', { entry });
}

function notStaged(): Answer {
  const title = "Entry is not in the workspace's staged database";
  return failure(400, 'bad_request', { type: 'basic_error', title, detail: title });
}

function readFile(call: Call, _: Repository, { revision, path }: Place): Answer {
  return contentAnswer(call, revision.commit, revision.workspace, path) ?? noPath(path);
}

/** Addressed by one decoding only; a workspace that is not there gets the plain 404 here. */
function readInWorkspace(): Handle {
  const read = inWorkspace((call, workspace) => {
    const path = parameter(call, 'path');
    return contentAnswer(call, workspace.base, workspace, path) ?? noResource(path);
  });
  return inRepository((call, repository) =>
    findWorkspace(repository, parameter(call, 'ws')) ? read(call) : notFound(),
  );
}

/** What is staged comes first: an upload with its new content, a removed file with its old. */
function contentAnswer(
  call: Call,
  commit: Revision['commit'],
  workspace: Workspace | undefined,
  path: string,
): Answer | undefined {
  const staged = workspace?.staged.get(path);
  if (staged?.kind === 'folder') {
    const detail = `This endpoint serves one file at a time, and ${path} is a directory.`;
    return failure(400, 'bad_request', { type: 'not_a_file', title: 'Not a single file', detail });
  }
  const committed = fileAt(commit, path);
  const content = staged?.content ?? committed?.content;
  if (!content) return undefined;
  const headers = { 'oxen-revision-id': committed?.commit ?? commit.id, 'content-length': String(content.size) };
  return { status: 200, type: content.mime, headers, ...(call.method === 'HEAD' ? {} : { body: content.bytes() }) };
}

function listHistory(call: Call, repository: Repository, { revision, path }: Place): Answer {
  const [page, size] = [call.query.count('page', 1), call.query.count('page_size', 100)];
  if (size === undefined || page === undefined) return badQuery();
  if (size === 0) return badRequest('page_size must be at least 1');
  if (revision.workspace) return notFound();
  const all = history(repository, revision.commit).filter(
    (commit) => path === '' || isChangedBy(repository, commit, path),
  );
  const start = (Math.max(page, 1) - 1) * size;
  return ok('resource_found', {
    commits: all.slice(start, start + size).map(commitView),
    page_size: size,
    page_number: page,
    total_pages: Math.ceil(all.length / size),
    total_entries: all.length,
  });
}

function isChangedBy(repository: Repository, commit: Revision['commit'], path: string): boolean {
  const node = (at: Revision['commit'] | undefined) =>
    at && (at.folders.get(path)?.hash ?? fileAt(at, path)?.content.hash());
  return node(commit) !== node(repository.commits.get(commit.parents[0] ?? ''));
}
