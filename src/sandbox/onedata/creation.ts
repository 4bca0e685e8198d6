import {
  assertInToken,
  assertPrivileged,
  assertTraversable,
  assertWritable,
  type Caller,
  effectiveFlags,
  isInside,
  mayTraverse,
  mayWrite,
} from './access';
import { write } from './content';
import { posix, refuse } from './errors';
import { booleanOption, type FileRequest, integerOption, textOption } from './fileRequest';
import { json, type Reply } from './http';
import { attach, type FolderNode, newFile, newFolder, type Node } from './model';
import { fileIdOf } from './provider';
import { resolve } from './resolution';
import { hardLink, nodeById, register, seconds, type World } from './world';

const TYPES = ['REG', 'DIR', 'LNK', 'SYMLNK'] as const;
type CreatedType = (typeof TYPES)[number];
const MAX_NAME_BYTES = 255;

/** `PUT /data/{id}/path/{path}`. */
export function createAtPath(request: FileRequest): Reply {
  const name = request.names.at(-1);
  if (name === undefined) return refuse('missingRequiredValue', { key: 'path' });
  const wanted = wantedOf(request);
  const above = request.names.slice(0, -1);
  const createsParents = booleanOption(request.call, 'create_parents') ?? false;
  const parent = createsParents ? parentsAt(request, above) : resolve(request.caller, request.node, above);
  return created(request, parent, name, wanted);
}

/** `POST /data/{id}/children?name=…`. */
export function createChild(request: FileRequest): Reply {
  const name = textOption(request.call, 'name') ?? refuse('missingRequiredValue', { key: 'name' });
  return created(request, request.node, name, wantedOf(request));
}

interface Wanted {
  readonly type: CreatedType;
  readonly mode: number | undefined;
  readonly target: string;
}

function wantedOf({ call }: FileRequest): Wanted {
  const type = (textOption(call, 'type') ?? 'REG') as CreatedType;
  if (!TYPES.includes(type)) return refuse('badValueNotAllowed', { key: 'type', allowed: TYPES });
  const targetKey = { LNK: 'target_file_id', SYMLNK: 'target_file_path', REG: undefined, DIR: undefined }[type];
  const target =
    targetKey === undefined ? '' : (textOption(call, targetKey) ?? refuse('missingRequiredValue', { key: targetKey }));
  integerOption(call, 'offset', 0, Number.MAX_SAFE_INTEGER);
  return { type, mode: modeOf(textOption(call, 'mode')), target };
}

/** Octal in the code, whatever the documentation says (file_content_rest_handler.erl). */
function modeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-7]+$/.test(text)) return refuse('badValueInteger', { key: 'mode' });
  const mode = parseInt(text, 8);
  return mode <= 0o1777 ? mode : refuse('badValueNotInRange', { key: 'mode', low: 0, high: 0o1777 });
}

function parentsAt(request: FileRequest, names: readonly string[]): Node {
  return names.reduce<Node>((at, name) => {
    if (at.type === 'DIR' && !at.children.has(name))
      return make(request, at, name, { type: 'DIR', mode: undefined, target: '' });
    return resolve(request.caller, at, [name]);
  }, request.node);
}

function created(request: FileRequest, parent: Node, name: string, wanted: Wanted): Reply {
  const node = make(request, parent, name, wanted);
  const id = fileIdOf(node);
  return json({ fileId: id }, 201, { location: `/api/v3/oneprovider/data/${id}` });
}

function make({ world, caller, call }: FileRequest, parent: Node, name: string, wanted: Wanted): Node {
  if (parent.type !== 'DIR') return posix('enotdir');
  assertCreatable(caller, parent, name);
  const now = seconds(world);
  const fields = {
    uuid: world.newUuid(),
    space: parent.space,
    name,
    parent: undefined,
    owner: caller.user ?? '',
    changed: now,
    created: now,
  };
  const node = register(world, build(world, fields, wanted));
  attach(parent, node);
  const offset = integerOption(call, 'offset', 0, Number.MAX_SAFE_INTEGER);
  if (node.type === 'REG') write(node, call.body, offset);
  return node;
}

function assertCreatable(caller: Caller, parent: FolderNode, name: string): void {
  const { space } = parent;
  assertWritable(caller);
  assertInToken(caller, parent, 'noAncestors');
  if (isInside(parent, space.trash) || isInside(parent, space.archives) || parent.special === 'userRoot')
    posix('eperm');
  assertPrivileged(caller, space);
  if (effectiveFlags(parent).includes('data_protection')) posix('eperm');
  assertTraversable(caller, parent);
  if (!mayWrite(caller, parent) || !mayTraverse(caller, parent)) posix('eacces');
  if (name === '.' || name === '..' || name.includes('/') || name.includes('\0')) posix('einval');
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) posix('enametoolong');
  if (parent.children.has(name)) posix('eexist');
  if (space.storageIsReadOnly) posix('erofs');
}

function build(
  world: World,
  fields: Omit<FolderNode, 'type' | 'children' | 'index' | 'totals' | 'mode'>,
  wanted: Wanted,
): Node {
  switch (wanted.type) {
    case 'DIR':
      return newFolder({ ...fields, mode: wanted.mode ?? 0o775 });
    case 'REG':
      return newFile({ ...fields, mode: wanted.mode ?? 0o664 }, 0, () => Buffer.alloc(0));
    case 'SYMLNK':
      return { ...fields, mode: 0o777, type: 'SYMLNK', target: wanted.target };
    case 'LNK': {
      const target = nodeById(world, wanted.target);
      if (!target) return posix('enoent');
      if (target.type === 'DIR' || target.type === 'SYMLNK') return posix('eperm');
      return hardLink(target, { ...fields, mode: target.mode });
    }
  }
}
