import { assertInToken, assertTraversable, type Caller, mayRead, mayTraverse, relationTo } from './access';
import { attributesOf, selectAttributes } from './attributes';
import { posix } from './errors';
import { booleanOption, decodeToken, encodeToken, type FileRequest, integerOption, textOption } from './fileRequest';
import { json, type Reply } from './http';
import { MAX_LIMIT } from './listing';
import { type FolderNode, type Node } from './model';
import { positionAfter, sortedNames } from './nameIndex';

const DEFAULT_LIMIT = 1000;

type Found = { readonly path: string; readonly node: Node } | { readonly path: string; readonly node: undefined };

/**
 * `GET /data/{id}/files`: everything below that is no folder, in path order, with paths relative to the folder. There is no
 * `isLast`, whatever the documentation says: a null token is the end (op-worker's file_rest_translator.erl).
 */
export function listFilesRecursively({ world, provider, caller, node, shareId, call }: FileRequest): Reply {
  const view = { world, provider, shareId };
  const selection = selectAttributes(call, view, 'files');
  const limit = integerOption(call, 'limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const token = textOption(call, 'token');
  const after = token === undefined ? textOption(call, 'start_after') : decodeToken(token);
  const prefix = textOption(call, 'prefix') ?? '';
  const withFolders = booleanOption(call, 'include_directories') ?? false;
  assertInToken(caller, node, 'ancestorsToo');
  assertTraversable(caller, node);
  if (node.type !== 'DIR') return posix('enotdir');
  if (!mayRead(caller, node)) return json({ files: [], inaccessiblePaths: ['.'], nextPageToken: null });

  const files: Record<string, unknown>[] = [];
  const inaccessiblePaths: string[] = [];
  let last: string | undefined;
  for (const found of walk({ caller, prefix, withFolders }, node, '', after?.split('/') ?? [])) {
    if (files.length === limit) return json({ files, inaccessiblePaths, nextPageToken: encodeToken(last ?? '') });
    last = found.path;
    if (found.node) files.push(attributesOf(found.node, selection, { ...view, path: found.path }));
    else inaccessiblePaths.push(found.path);
  }
  return json({ files, inaccessiblePaths, nextPageToken: null });
}

interface Walk {
  readonly caller: Caller;
  readonly prefix: string;
  readonly withFolders: boolean;
}

/** `after`: the names of the path to go on behind; empty for everything. */
function* walk(options: Walk, folder: FolderNode, above: string, after: readonly string[]): Generator<Found> {
  const names = sortedNames(folder.index);
  const [first, ...rest] = after;
  const past = first === undefined ? 0 : positionAfter(names, first);
  if (first !== undefined && names[past - 1] === first) {
    const child = folder.children.get(first);
    if (child?.type === 'DIR' && isOpen(options, child)) yield* walk(options, child, `${above}${first}/`, rest);
  }
  for (let i = past; i < names.length; i++) {
    const child = folder.children.get(names[i] ?? '');
    if (child && child.isUnsynced !== true && relationTo(options.caller, child) !== 'outside')
      yield* visit(options, child, `${above}${child.name}`);
  }
}

function* visit(options: Walk, node: Node, path: string): Generator<Found> {
  const matches = path.startsWith(options.prefix);
  if (matches && (node.type !== 'DIR' || options.withFolders)) yield { path, node };
  if (node.type !== 'DIR' || !(matches || options.prefix.startsWith(`${path}/`))) return;
  if (isOpen(options, node)) yield* walk(options, node, `${path}/`, []);
  else yield { path, node: undefined };
}

const isOpen = ({ caller }: Walk, folder: FolderNode): boolean =>
  mayRead(caller, folder) && mayTraverse(caller, folder);
