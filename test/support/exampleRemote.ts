import type { RemoteAddress } from '../../src/removal/address';
import { failed, success, type Answer, type Failure } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Entry, FileContent, Page, PageToken, Remote, Target } from '../../src/removal/remote';
import { failureByStatus, recordOf, unexpectedShape, type JsonRecord } from '../../src/remotes/reply';
import { BODY_LIMIT, READ_TIMEOUT, type ApiRequest, type Reply, type Send } from '../../src/remotes/request';
import { entryOf, pageOf } from './exampleShapes';

/** Every call as data: what is the same in all, and the JSON it answers with. `shape` says undefined when this is not it. */
function call<T>(
  method: 'GET' | 'DELETE',
  path: string,
  query: ApiRequest<T>['query'],
  shape: (body: JsonRecord) => T | undefined,
): ApiRequest<T> {
  const parse = (reply: Reply): Answer<T> => {
    if (reply.status !== 200) return failed(failureByStatus(reply));
    const body = recordOf(reply);
    if (!body.ok) return body;
    const value = shape(body.value);
    return value === undefined ? failed(unexpectedShape(reply, '$')) : success(value);
  };
  return {
    method,
    path,
    ...(query ? { query } : {}),
    reads: method === 'GET',
    timeout: READ_TIMEOUT,
    maxBytes: BODY_LIMIT,
    parse,
  };
}

const list = (path: string, from: PageToken | undefined): ApiRequest<Page<Entry>> =>
  call('GET', '/list', { path, ...(from === undefined ? {} : { from }) }, pageOf);
const stat = (path: string): ApiRequest<Entry> => call('GET', '/entry', { path }, entryOf);
const remove = (path: string): ApiRequest<true> => call('DELETE', '/entry', { path }, () => true);
const content = (path: string, maxBytes: number): ApiRequest<FileContent> => ({
  ...call<FileContent>('GET', '/content', { path }, () => undefined),
  maxBytes,
  cut: true,
  parse: (reply) =>
    reply.status === 200 ? success({ bytes: reply.body, truncated: reply.truncated }) : failed(failureByStatus(reply)),
});

/** What a failed removal means for its target: absent is no failure, unanswered is not known. */
function outcomeOf(failure: Failure): Outcome {
  if (failure.kind === 'notFound') return { kind: 'alreadyGone' };
  return failure.reach === 'unanswered' ? { kind: 'unknown', failure } : { kind: 'failed', failure };
}

/** A third server: see ARCHITECTURE.md, "Adding a third server". It passes test/contract/remotes.test.ts like the two real ones. */
export function exampleRemote(send: Send, address: RemoteAddress, now: () => number): Remote {
  const read = ({ entry }: Target, signal: AbortSignal): Promise<Answer<Entry>> => send(stat(entry.path), signal);
  return {
    address,
    effect: 'destroys',
    list: (folder, page, signal) => send(list(folder, page), signal),
    stat: (path, signal) => send(stat(path), signal),
    read: (path, maxBytes, signal) => send(content(path, maxBytes), signal),
    async measure({ path }, _limit, signal) {
      const found = await send(stat(path), signal);
      if (!found.ok) return found;
      const { files = 1, bytes = 0 } = found.value;
      return success({ files, bytes, precision: 'exact', countedAt: now() });
    },
    removal: {
      limits: { paths: 1, maxPaths: 1, maxBytes: BODY_LIMIT, inFlight: 4, maxInFlight: 16 },
      proof: 'doubts',
      perform: (targets, signal) =>
        Promise.all(
          targets.map(async ({ entry }): Promise<Outcome> => {
            const answer = await send(remove(entry.path), signal);
            return answer.ok ? { kind: 'done' } : outcomeOf(answer.failure);
          }),
        ),
      lookAgain: (targets, signal) =>
        Promise.all(
          targets.map(async (target) => {
            const found = await read(target, signal);
            return found.ok ? 'there' : found.failure.kind === 'notFound' ? 'gone' : 'unreadable';
          }),
        ),
    },
  };
}
