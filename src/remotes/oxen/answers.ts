import { failed, success, type Answer } from '../../removal/failure';
import { recordOf, unexpectedShape, type JsonRecord } from '../reply';
import { BODY_LIMIT, READ_TIMEOUT, type ApiRequest, type Reply } from '../request';
import { failureOfReply, type Asked } from './failures';

/** What distinguishes one call from another: all else is the same. */
interface CallSpec<T> {
  readonly path: string;
  /** What a plain "not found" is about. */
  readonly asked: Asked;
  /** Undefined when the body is not what this call answers with. */
  readonly read: (body: JsonRecord, reply: Reply) => T | undefined;
}

export interface ReadSpec<T> extends CallSpec<T> {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly maxBytes?: number;
  readonly timeout?: number;
}

export interface WriteSpec<T> extends CallSpec<T> {
  readonly method: 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: NonNullable<ApiRequest<T>['body']>;
  readonly timeout: number;
}

/** A request that changes nothing. */
export function readRequest<T>({ path, query, asked, maxBytes, timeout, read }: ReadSpec<T>): ApiRequest<T> {
  return {
    method: 'GET',
    path,
    ...(query === undefined ? {} : { query }),
    reads: true,
    timeout: timeout ?? READ_TIMEOUT,
    maxBytes: maxBytes ?? BODY_LIMIT,
    parse: (reply) => answerOf(reply, asked, read),
  };
}

/** A request that changes something: sent once, never repeated by the wire. */
export function writeRequest<T>({ method, path, body, timeout, asked, read }: WriteSpec<T>): ApiRequest<T> {
  return {
    method,
    path,
    ...(body === undefined ? {} : { body }),
    reads: false,
    timeout,
    maxBytes: BODY_LIMIT,
    parse: (reply) => answerOf(reply, asked, read),
  };
}

/** 2xx with the expected JSON is a value; everything else is the failure it amounts to. */
export function answerOf<T>(reply: Reply, asked: Asked, read: CallSpec<T>['read']): Answer<T> {
  if (reply.status < 200 || reply.status > 299) return failed(failureOfReply(reply, asked));
  const body = recordOf(reply);
  if (!body.ok) return body;
  const value = read(body.value, reply);
  return value === undefined ? failed(unexpectedShape(reply, '$')) : success(value);
}
