import { failed, success, type Answer } from '../../removal/failure';
import type { FileContent } from '../../removal/remote';
import { BODY_LIMIT, READ_TIMEOUT, type ApiRequest, type Reply } from '../request';
import { arrayAt, fieldAt, isRecord, unexpectedShape, type JsonRecord } from '../reply';
import { attributesOf, attributesQuery, type Attributes } from './attributes';
import { failureOfReply, valueOf } from './failures';
import { encodeId, encodeSegment } from './pathSegment';

/** Every call of a Oneprovider as data. Endpoints as in op-worker 21.02.8 and the API pages of 25.0; their traps: docs/ONEDATA.md. */
const DATA = '/api/v3/oneprovider/data';

/** Documented maximum of `limit`; the code of 21.02 takes 10,000. */
export const PAGE_SIZE = 1000;

/** A read of JSON: 30 s, 8 MiB. `shape` gets the value of a 200, and says undefined when this is not what the call answers with. */
export function read<T>(path: string, name: string, shape: (value: unknown) => T | undefined): ApiRequest<T> {
  return {
    method: 'GET',
    path,
    reads: true,
    timeout: READ_TIMEOUT,
    maxBytes: BODY_LIMIT,
    parse(reply) {
      const json = valueOf(reply);
      if (!json.ok) return json;
      const value = shape(json.value);
      return value === undefined ? failed(unexpectedShape(reply, name)) : success(value);
    },
  };
}

/** One page of a directory as the provider listed it. */
export interface ChildrenPage {
  readonly children: readonly Attributes[];
  /** Absent on the last page. A page may be short, or empty, without being the last. */
  readonly next?: string;
}

/** `GET /data/{id}/children`: `id` is a file id or a space id. Listing a regular file answers with that file as its only child. */
export function listChildren(id: string, version: string, token?: string): Answer<ApiRequest<ChildrenPage>> {
  return onData(id, '/children', (path) => ({
    ...read(path, 'children', childrenOf),
    query: { ...attributesQuery(version), limit: PAGE_SIZE, ...(token === undefined ? {} : { token }) },
  }));
}

function childrenOf(value: unknown): ChildrenPage | undefined {
  const listed = isRecord(value) ? arrayAt(value, 'children') : undefined;
  if (!isRecord(value) || listed === undefined) return undefined;
  const children = listed.map(attributesOf).filter((child) => child !== undefined);
  // Dropping the odd one out would make a listing look complete.
  if (children.length < listed.length) return undefined;
  if (fieldAt(value, 'isLast') === true) return { children };
  const next = nextPageOf(value);
  // Not said to be the last page, and no way to the next: better no listing than half of one.
  return typeof next === 'string' ? { children, next } : undefined;
}

/** The token of the next page; null where there is none; undefined for what is no token, and no end either. */
export function nextPageOf(told: JsonRecord): string | null | undefined {
  const next = fieldAt(told, 'nextPageToken') ?? null;
  return next === null || (typeof next === 'string' && next !== '') ? next : undefined;
}

/** `GET /data/{id}`: attributes of one file or directory. */
export function readAttributes(id: string, version: string): Answer<ApiRequest<Attributes>> {
  const { attributes } = attributesQuery(version);
  return onData(id, '', (path) => ({
    ...read(path, 'attributes', attributesOf),
    // Before 21.02.5 this call takes one name at most, and answers with all when it gets none.
    ...(attributes === undefined ? {} : { query: { attributes } }),
  }));
}

/** `GET /data/{id}/content`, from the start, `maxBytes` at most. A directory answers with a redirect to a tar: a failure here. */
export function readContent(id: string, maxBytes: number): Answer<ApiRequest<FileContent>> {
  // One byte more than wanted is asked for: its arrival is how a longer file is told from one of exactly this size.
  return onData(id, '/content', (path) => ({
    method: 'GET',
    path,
    headers: { accept: 'application/octet-stream', range: `bytes=0-${maxBytes}` },
    reads: true,
    timeout: READ_TIMEOUT,
    maxBytes: maxBytes + 1,
    cut: true,
    parse: (reply) => contentOf(reply, maxBytes),
  }));
}

function contentOf(reply: Reply, maxBytes: number): Answer<FileContent> {
  // 416: nothing lies within the range, because the file is empty.
  if (reply.status === 416) return success({ bytes: new Uint8Array(), truncated: false });
  if (reply.status !== 200 && reply.status !== 206) return failed(failureOfReply(reply));
  const longer = reply.truncated || reply.body.length > maxBytes;
  return success({ bytes: longer ? reply.body.subarray(0, maxBytes) : reply.body, truncated: longer });
}

/**
 * `DELETE /data/{id}/path/{name}`, the user's call with the listed parent's id and exactly one segment: no length limit, no symlink
 * in between, no race with a renamed ancestor. Permanent. From 21.02.4 on (before, 204 came back even when it had failed).
 */
export function deleteInFolder(parentId: string, name: string): Answer<ApiRequest<'deleted'>> {
  const segment = encodeSegment(name);
  return segment.ok ? onData(parentId, `/path/${segment.value}`, deletion) : segment;
}

/** `DELETE /data/{id}`: the same by file id. Permanent. Never for the id of a space or of a space's root directory. */
export function deleteById(id: string): Answer<ApiRequest<'deleted'>> {
  return onData(id, '', deletion);
}

function deletion(path: string): ApiRequest<'deleted'> {
  return {
    method: 'DELETE',
    path,
    reads: false,
    timeout: READ_TIMEOUT,
    maxBytes: BODY_LIMIT,
    // Only 204 is a deletion: a 200 page of some proxy is not.
    parse: (reply) => (reply.status === 204 ? success('deleted') : failed(failureOfReply(reply))),
  };
}

/** A request on `/data/{id}`, or the refusal of an id that could change the path. */
export function onData<T>(id: string, rest: string, request: (path: string) => ApiRequest<T>): Answer<ApiRequest<T>> {
  const safe = encodeId(id);
  return safe.ok ? success(request(`${DATA}/${safe.value}${rest}`)) : safe;
}
