import { onedataSpace } from '../../src/remotes/onedata/space';
import type { ApiRequest, Reply } from '../../src/remotes/request';
import type { Answer } from '../../src/removal/failure';
import type { Entry, Extent, Target } from '../../src/removal/remote';
import { parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import { ERROR_SHAPES, reply, scriptedSend } from './onedataReplies';

export const ADDRESS = { kind: 'onedata', account: 'acc', space: 's1' } as const;
export const D = '/api/v3/oneprovider/data';
const [{ of: oldShape }] = ERROR_SHAPES as [(typeof ERROR_SHAPES)[0]];
/** An error in the shape of 21.02. */
export const errorOf = oldShape;
export const EXTENT: Extent = { files: 1, bytes: 1, precision: 'exact', countedAt: 0 };

export function path(text: string): RemotePath {
  const parsed = parseRemotePath(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.path;
}

export const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  path: path(text),
  kind: 'file',
  id: 'f1',
  parentId: 'p1',
  traits: [],
  ...more,
});

export const target = (of: Entry): Target => ({ remote: ADDRESS, entry: of, extent: EXTENT });

export const child = (fileId: string, name: string, type = 'REG', more: object = {}) => ({
  fileId,
  name,
  type,
  size: 1,
  mtime: 5,
  ...more,
});

export type Answers = (request: ApiRequest<unknown>) => Reply | Answer<never> | undefined;

export function space(answers: Answers, version = '25.0', readonly = false) {
  const { send, asked } = scriptedSend(answers);
  const remote = onedataSpace({ address: ADDRESS, send, providerVersion: version, readonly, now: () => 77 });
  return { remote, asked, lines: () => asked.map((request) => `${request.method} ${request.path.replace(D, '')}`) };
}

export const page = (children: readonly object[], next?: string): Reply =>
  reply(200, { children, isLast: next === undefined, nextPageToken: next ?? null });
