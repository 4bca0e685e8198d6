import { assertInToken, assertListable, relationTo } from './access';
import { attributesOf, selectAttributes } from './attributes';
import { decodeToken, encodeToken, type FileRequest, integerOption, textOption } from './fileRequest';
import { json, type Reply } from './http';
import { type FolderNode, type Node } from './model';
import { positionAfter, sortedNames } from './nameIndex';

const DEFAULT_LIMIT = 1000;
export const MAX_LIMIT = 10_000;
const MAX_OFFSET = 500;

/**
 * `GET /data/{id}/children`. A page may hold fewer entries than asked, even none, and still not be the last: entries vanish while
 * it is put together. Only `isLast` tells. A file lists itself (api_file_ls_test_SUITE).
 */
export function listChildren(request: FileRequest): Reply {
  const { world, provider, caller, node, shareId, call } = request;
  const view = { world, provider, shareId };
  const selection = selectAttributes(call, view, 'children');
  const limit = integerOption(call, 'limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const start = startOf(request);
  assertInToken(caller, node, 'ancestorsToo');
  if (node.type !== 'DIR')
    return json({ children: [attributesOf(node, selection, view)], isLast: true, nextPageToken: null });
  assertListable(caller, node);
  const page = pageOf(node, start, provider.hasShortPages ? limit : 0, limit);
  const seen = page.nodes.filter(
    (child) => caller.confinements.length === 0 || relationTo(caller, child) !== 'outside',
  );
  return json({
    children: seen.map((child) => attributesOf(child, selection, view)),
    isLast: page.next === undefined,
    nextPageToken: page.next === undefined ? null : encodeToken(page.next),
  });
}

interface Page {
  readonly nodes: readonly Node[];
  /** The last name looked at, when there are more. */
  readonly next: string | undefined;
}

function pageOf(folder: FolderNode, start: Start, shortens: number, limit: number): Page {
  const names = sortedNames(folder.index);
  const from = Math.max(0, positionOf(names, start));
  const count = from > 0 && shortens >= 10 ? limit - Math.floor(limit / 10) : limit;
  const looked = names.slice(from, from + count);
  const nodes = looked.flatMap((name) => folder.children.get(name) ?? []).filter((child) => child.isUnsynced !== true);
  return { nodes, next: from + count < names.length ? looked.at(-1) : undefined };
}

type Start = { readonly after: string } | { readonly at: string | undefined; readonly offset: number };

/** A token excludes the other starting points. */
function startOf({ call }: FileRequest): Start {
  const token = textOption(call, 'token');
  if (token !== undefined) return { after: decodeToken(token) };
  const index = textOption(call, 'index');
  const offset = integerOption(call, 'offset', -MAX_OFFSET, MAX_OFFSET) ?? 0;
  return { at: index === undefined ? undefined : decodeToken(index, 'index'), offset };
}

function positionOf(names: readonly string[], start: Start): number {
  if ('after' in start) return positionAfter(names, start.after);
  if (start.at === undefined) return start.offset;
  const after = positionAfter(names, start.at);
  return (names[after - 1] === start.at ? after - 1 : after) + start.offset;
}
