import { assertInToken, assertListable, assertTraversable, datasetFlags, effectiveFlags } from './access';
import { attributesOf, selectAttributes } from './attributes';
import { download, upload } from './content';
import { createAtPath, createChild } from './creation';
import { remove } from './deletion';
import { posix, Refusal } from './errors';
import { booleanOption, type FileRequest, integerOption } from './fileRequest';
import { json, NO_CONTENT, type Reply } from './http';
import { listChildren } from './listing';
import { lineageOf } from './model';
import { fileIdOf } from './provider';
import { listFilesRecursively } from './recursiveListing';
import { resolve } from './resolution';
import { type Route } from './routes';
import { directoryStatistics } from './statistics';

const JSON_TYPE = 'application/json';
const BYTES = 'application/octet-stream';

/** A call on `/data/{id}…`, with what the checks before it need to know. */
export interface FileRoute extends Route<FileRequest> {
  /** The aspect of `op_file`, as api caveats name it. */
  readonly aspect: string;
  /** Guests with a share id may. */
  readonly isPublic?: boolean;
}

export const FILE_ROUTES: readonly FileRoute[] = [
  {
    method: 'GET',
    pattern: ['data', ':'],
    produces: JSON_TYPE,
    readsJson: true,
    aspect: 'instance',
    isPublic: true,
    run: instance,
  },
  { method: 'DELETE', pattern: ['data', ':'], produces: JSON_TYPE, aspect: 'instance', run: removeById },
  {
    method: 'GET',
    pattern: ['data', ':', 'children'],
    produces: JSON_TYPE,
    readsJson: true,
    aspect: 'children',
    isPublic: true,
    run: listChildren,
  },
  {
    method: 'POST',
    pattern: ['data', ':', 'children'],
    produces: JSON_TYPE,
    consumes: BYTES,
    aspect: 'child',
    run: createChild,
  },
  {
    method: 'GET',
    pattern: ['data', ':', 'files'],
    produces: JSON_TYPE,
    readsJson: true,
    aspect: 'files',
    run: listFilesRecursively,
  },
  {
    method: 'GET',
    pattern: ['data', ':', 'content'],
    produces: BYTES,
    aspect: 'content',
    isPublic: true,
    run: download,
  },
  {
    method: 'PUT',
    pattern: ['data', ':', 'content'],
    produces: JSON_TYPE,
    consumes: BYTES,
    aspect: 'content',
    run: upload,
  },
  { method: 'GET', pattern: ['data', ':', 'path', '...'], produces: BYTES, aspect: 'file_at_path', run: download },
  {
    method: 'PUT',
    pattern: ['data', ':', 'path', '...'],
    produces: JSON_TYPE,
    consumes: BYTES,
    aspect: 'file_at_path',
    run: createAtPath,
  },
  {
    method: 'DELETE',
    pattern: ['data', ':', 'path', '...'],
    produces: JSON_TYPE,
    aspect: 'file_at_path',
    run: removeAtPath,
  },
  {
    method: 'GET',
    pattern: ['data', ':', 'dataset', 'summary'],
    produces: JSON_TYPE,
    aspect: 'dataset_summary',
    run: datasetSummary,
  },
  { method: 'GET', pattern: ['data', ':', 'hardlinks'], produces: JSON_TYPE, aspect: 'hardlinks', run: hardLinks },
  {
    method: 'GET',
    pattern: ['data', ':', 'symlink_value'],
    produces: BYTES,
    aspect: 'symlink_value',
    isPublic: true,
    run: symlinkValue,
  },
  {
    method: 'GET',
    pattern: ['data', ':', 'dir_size_stats'],
    produces: JSON_TYPE,
    readsJson: true,
    aspect: 'dir_size_stats_collection',
    run: directoryStatistics,
  },
];

/** `GET /data/{id}`. Before 21.02.5 asking for more than one attribute answered an empty object. */
function instance({ world, provider, caller, node, shareId, call }: FileRequest): Reply {
  const view = { world, provider, shareId };
  const selection = selectAttributes(call, view, 'instance');
  assertInToken(caller, node, 'ancestorsToo');
  assertTraversable(caller, node);
  const asked = call.data.get('attribute');
  if (!provider.features.camelCaseAttributes && Array.isArray(asked) && asked.length > 1) return json({});
  return json(attributesOf(node, selection, view));
}

function removeById({ world, caller, node }: FileRequest): Reply {
  remove(world, caller, node);
  return NO_CONTENT;
}

/** `DELETE /data/{id}/path/{path}`. From 21.02.0 to 21.02.3 the result of the removal was dropped, and 204 sent whatever it was. */
function removeAtPath({ world, provider, caller, node, names, call }: FileRequest): Reply {
  booleanOption(call, 'follow_symlinks');
  const target = resolve(caller, node, names);
  try {
    remove(world, caller, target);
  } catch (error) {
    if (provider.features.honestDelete || !(error instanceof Refusal)) throw error;
  }
  return NO_CONTENT;
}

function datasetSummary({ caller, node }: FileRequest): Reply {
  assertInToken(caller, node, 'ancestorsToo');
  const [, ...above] = lineageOf(node);
  return json({
    directDataset: node.dataset?.id ?? null,
    effectiveAncestorDatasets: above.flatMap((one) => one.dataset?.id ?? []),
    effectiveProtectionFlags: [...new Set([...effectiveFlags(node), ...datasetFlags(node)])],
  });
}

function hardLinks({ caller, node, call }: FileRequest): Reply {
  const limit = integerOption(call, 'limit', 1, Number.MAX_SAFE_INTEGER);
  assertInToken(caller, node, 'ancestorsToo');
  if (node.type === 'DIR' || node.type === 'SYMLNK') return json([fileIdOf(node)]);
  return json([...node.content.names].map((name) => fileIdOf(name)).slice(0, limit));
}

function symlinkValue({ caller, node }: FileRequest): Reply {
  assertInToken(caller, node, 'ancestorsToo');
  if (node.type !== 'SYMLNK') return posix('einval');
  if (node.parent) assertListable(caller, node.parent);
  return { status: 200, headers: { 'content-type': BYTES }, body: node.target };
}
