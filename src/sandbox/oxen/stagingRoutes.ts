import {
  type Answer,
  badQuery,
  badRequest,
  conflict,
  describedError,
  failure,
  noPath,
  notFound,
  ok,
  partly,
  plainError,
  text,
} from './answers';
import { parseFields, parsePaths } from './bodies';
import { type Call, type Handle, inWorkspace, parameter, type Route } from './call';
import { changesAnswer, type Shuffle } from './changes';
import { fileContent } from './fileContent';
import { parseMultipart } from './multipart';
import { join, namesOnly, writablePath } from './paths';
import { type Workspace } from './repository';
import { rename, type RenameRefusal, stageRemovals, stageUpload, unstage } from './staging';
import { fileAt } from './tree';

const WORKSPACE = '/api/repos/{ns}/{repo}/workspaces/{ws}';

/**
 * What is staged in a workspace. Mind the pair: `DELETE …/files` with a list stages removals, `DELETE …/files/{path}` is
 * an old name for unstaging.
 */
export const stagingRoutes: readonly Route[] = [
  read(`${WORKSPACE}/changes`, inWorkspace(listChanges)),
  read(`${WORKSPACE}/changes/{path*}`, inWorkspace(listChanges)),
  write('DELETE', `${WORKSPACE}/changes`, withPaths(unstageMany), 'paths'),
  write('DELETE', `${WORKSPACE}/staged`, withPaths(unstageMany), 'paths'),
  write('DELETE', `${WORKSPACE}/changes/{path*}`, inWorkspace(unstageOne)),
  write('DELETE', `${WORKSPACE}/files/{path*}`, inWorkspace(unstageOne)),
  write('DELETE', `${WORKSPACE}/files`, withPaths(stageMany), 'paths'),
  write('DELETE', `${WORKSPACE}/versions`, withPaths(stageMany), 'paths'),
  write('POST', `${WORKSPACE}/files/{path*}`, inWorkspace(upload), 'form'),
  write('PATCH', `${WORKSPACE}/files/{path*}`, inWorkspace(move), 'text'),
];

function read(path: string, handle: Handle): Route {
  return { method: 'GET', path, body: 'none', isGated: true, writes: false, handle };
}

function write(method: string, path: string, handle: Handle, body: Route['body'] = 'none'): Route {
  return { method, path, body, isGated: true, writes: true, handle };
}

function listChanges(call: Call, workspace: Workspace): Answer {
  const [number, size] = [call.query.count('page', 1), call.query.count('page_size', 100)];
  if (number === undefined || size === undefined) return badQuery();
  return changesAnswer(workspace, namesOnly(parameter(call, 'path')), { number, size }, shuffleWith(call.store.random));
}

/** Fisher-Yates. */
function shuffleWith(random: () => number): Shuffle {
  return <T>(items: readonly T[]) => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  };
}

function withPaths(handle: (workspace: Workspace, paths: readonly string[]) => Answer): Handle {
  const inside = (paths: readonly string[]): Handle => inWorkspace((_, workspace) => handle(workspace, paths));
  return (call) => {
    // The list is read before the repository is looked up: a bad list is refused for any address.
    const parsed = parsePaths(call.body);
    return 'error' in parsed ? text(400, `Json deserialize error: ${parsed.error}`) : inside(parsed.value)(call);
  };
}

function stageMany(workspace: Workspace, paths: readonly string[]): Answer {
  const failed = stageRemovals(workspace, paths);
  return failed.length > 0 ? partly(failed) : ok('resource_deleted', { paths });
}

/** Paths that are not staged are passed over in silence, and so is every spelling that is not the staged key itself. */
function unstageMany(workspace: Workspace, paths: readonly string[]): Answer {
  const failed = paths.filter((path) => workspace.staged.get(path) && unstage(workspace, path) === 'failed');
  return failed.length > 0 ? partly(failed) : ok('resource_deleted');
}

function unstageOne(call: Call, workspace: Workspace): Answer {
  const path = parameter(call, 'path');
  const done = unstage(workspace, path);
  if (done === 'failed') return noPath(path);
  return done === 'done' ? ok('resource_deleted') : notFound();
}

function upload(call: Call, workspace: Workspace): Answer {
  const parts = parseMultipart(call.headers['content-type'], call.body);
  if (!parts) return text(400, 'Could not find Content-Type header');
  const folder = parameter(call, 'path');
  const paths: string[] = [];
  for (const part of parts.filter(({ name }) => name === 'file' || name === 'file[]')) {
    if (part.file === undefined) return badRequest('Missing filename in multipart request');
    const target = writablePath(join(folder, part.file));
    if ('refused' in target) {
      const where = `directory ${JSON.stringify(folder)}, file ${JSON.stringify(part.file)}`;
      return badRequest(`Invalid staging path (${where}): ${target.refused}`);
    }
    // A copy, since the part is a view of the whole body.
    stageUpload(workspace, target.path, fileContent(target.path, Buffer.from(part.content)));
    paths.push(target.path);
  }
  return ok('resource_created', { paths });
}

function move(call: Call, workspace: Workspace): Answer {
  const parsed = parseFields(call.body, ['new_path']);
  if ('error' in parsed) return plainError(400, 'bad_request');
  if (parsed.value.new_path === '') return badRequest('new_path cannot be empty');
  const target = writablePath(parsed.value.new_path);
  if ('refused' in target) return describedError(400, 'bad_request', target.refused);
  const { base } = workspace;
  if (base.folders.has(target.path) || fileAt(base, target.path))
    return badRequest('new_path already exists in the repository');
  const refused = rename(workspace, parameter(call, 'path'), target.path);
  return refused ? refusalAnswer(refused) : ok('resource_updated');
}

function refusalAnswer({ kind, path }: RenameRefusal): Answer {
  switch (kind) {
    case 'missing':
      return noPath(path);
    case 'removed': {
      const detail = `Unstage the removal of '${path}' before editing or moving it`;
      return conflict('conflict', 'Path is staged for removal', detail);
    }
    case 'destinationStaged': {
      const detail = `${path} already has a staged entry. Unstage it first, or choose another destination.`;
      return conflict('destination_already_staged', 'Destination already staged', detail);
    }
    case 'underFile': {
      const detail = `${path} is a file, so nothing can be placed beneath it.`;
      return conflict('not_a_directory', 'Not a directory', detail);
    }
    case 'intoItself': {
      const detail = `${path} cannot be moved to itself or to a path inside it.`;
      return failure(400, 'bad_request', { type: 'move_into_itself', title: 'Cannot move a path into itself', detail });
    }
    case 'folder':
      return text(501, 'This practice server renames files only.');
  }
}
