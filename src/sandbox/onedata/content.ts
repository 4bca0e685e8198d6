import {
  assertInToken,
  assertPrivileged,
  assertTraversable,
  assertWritable,
  type Caller,
  mayRead,
  mayWrite,
} from './access';
import { posix } from './errors';
import { booleanOption, type FileRequest, integerOption } from './fileRequest';
import { bare, NO_CONTENT, type Reply } from './http';
import { type FileNode, type Node, resize } from './model';
import { domainOf } from './provider';
import { follow, resolve } from './resolution';
import { seconds } from './world';

/** `GET /data/{id}/content` and `GET /data/{id}/path/{path}`: the bytes, a range of them, or for a folder a redirection to its tar. */
export function download(request: FileRequest): Reply {
  const { caller, provider, call } = request;
  booleanOption(call, 'follow_symlinks');
  const node = follow(caller, resolve(caller, request.node, request.names));
  assertInToken(caller, node, 'noAncestors');
  assertTraversable(caller, node);
  if (!mayRead(caller, node)) posix('eacces');
  if (node.type === 'DIR') return bare(302, { location: `https://${domainOf(provider)}/download/${node.uuid}` });
  if (node.type === 'SYMLNK') return posix('eloop');
  return ranged(Buffer.from(node.content.bytes()), call.headers.range);
}

/** One range; a range outside the file is 416 without a body, as from Cowboy. */
function ranged(bytes: Buffer, range: string | undefined): Reply {
  const headers = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return { status: 200, headers, body: bytes };
  const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (start > end) return bare(416, { 'content-range': `bytes */${String(bytes.length)}` });
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${String(start)}-${String(end)}/${String(bytes.length)}` },
    body: bytes.subarray(start, end + 1),
  };
}

/** `PUT /data/{id}/content`: replaces everything, or with `offset` overwrites from there. */
export function upload({ world, caller, node, call }: FileRequest): Reply {
  const offset = integerOption(call, 'offset', 0, Number.MAX_SAFE_INTEGER);
  const file = writableFile(caller, node);
  write(file, call.body, offset);
  file.changed = seconds(world);
  return NO_CONTENT;
}

export function write(file: FileNode, bytes: Buffer, offset: number | undefined): void {
  const content = offset === undefined ? bytes : patched(Buffer.from(file.content.bytes()), bytes, offset);
  resize(file, content.length);
  file.content.bytes = () => content;
}

function writableFile(caller: Caller, node: Node): FileNode {
  assertWritable(caller);
  const file = follow(caller, node);
  assertInToken(caller, file, 'noAncestors');
  if (file.type === 'DIR' || file.type === 'SYMLNK') return posix('eisdir');
  if (file.space.storageIsReadOnly) posix('erofs');
  assertPrivileged(caller, file.space);
  assertTraversable(caller, file);
  return mayWrite(caller, file) ? file : posix('eacces');
}

function patched(before: Buffer, bytes: Buffer, offset: number): Buffer {
  const result = Buffer.alloc(Math.max(before.length, offset + bytes.length));
  before.copy(result);
  bytes.copy(result, offset);
  return result;
}
