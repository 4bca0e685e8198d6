import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type Answer, failure, notFound, text, tooMany, VERSION } from './answers';
import { readBody } from './bodies';
import { type Call, type Route } from './call';
import { commitRoutes } from './commitRoutes';
import { contentRoutes } from './contentRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { stagingRoutes } from './stagingRoutes';
import { createStore, findRepository, type Store } from './store';
import { decodeOnce, readQuery } from './url';
import { workspaceRoutes } from './workspaceRoutes';

export interface OxenSandboxOptions {
  /** Like a server started with `-a`: without it every call is let in. */
  readonly token?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface OxenSandbox {
  readonly handler: RequestListener;
  /** For seeding, and for `store.busy`. */
  readonly store: Store;
}

const ROUTES = [...repositoryRoutes, ...contentRoutes, ...workspaceRoutes, ...stagingRoutes, ...commitRoutes].map(
  (route) => ({ route, pattern: patternOf(route.path) }),
);

/** An oxen-server 0.65.2 in memory: its answers, its traps, and nothing on the disk. */
export function createOxenSandbox(options: OxenSandboxOptions = {}): OxenSandbox {
  const store = createStore(options.clock, options.random);
  const handler: RequestListener = (request, response) => {
    respond(store, options.token, request).then(
      (answer) => send(request, response, answer),
      () => request.socket.destroy(), // the client went away while its body was read
    );
  };
  return { handler, store };
}

async function respond(store: Store, token: string | undefined, request: IncomingMessage): Promise<Answer> {
  const refused = token === undefined ? undefined : refuseStranger(request.headers.authorization, token);
  if (refused) return refused;
  const [path, query] = splitOnce(request.url ?? '/', '?');
  const method = request.method ?? 'GET';
  const found = findRoute(method, decodeOnce(path));
  if (!found) return notFound();
  const { route, params } = found;
  const body = await readBody(request, route.body);
  if (!Buffer.isBuffer(body)) return body;
  if (route.isGated && isTooOld(request.headers['user-agent'])) return updateRequired();
  const isThere = findRepository(store, params.ns ?? '', params.repo ?? '') !== undefined;
  if (route.writes && isThere && store.busy !== undefined) return busy(store.busy);
  return answerSafely(route, { store, method, params, query: readQuery(query), headers: request.headers, body });
}

function findRoute(method: string, path: string) {
  for (const { route, pattern } of ROUTES) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, params: match.groups ?? {} };
  }
  return undefined;
}

/** A fault of this server must not look like a dead connection. */
function answerSafely(route: Route, call: Call): Answer {
  try {
    return route.handle(call);
  } catch (error) {
    const title = `The practice server failed: ${error instanceof Error ? error.message : 'unknown'}`;
    return failure(500, 'internal_server_error', { type: 'internal_server_error', title });
  }
}

function splitOnce(source: string, mark: string): readonly [string, string] {
  const at = source.indexOf(mark);
  return at < 0 ? [source, ''] : [source.slice(0, at), source.slice(at + mark.length)];
}

function patternOf(path: string): RegExp {
  const source = path.replace(
    /\{(\w+)(\*?)\}/g,
    (_, name: string, rest: string) => `(?<${name}>${rest ? '.*' : '[^/]+'})`,
  );
  return new RegExp(`^${source}$`, 's');
}

function refuseStranger(header: string | undefined, token: string): Answer | undefined {
  const sent = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  if (sent === undefined) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  return sent === token ? undefined : text(401, 'unauthorized');
}

/** Any client with "oxen" in its name is taken for an Oxen client, and one whose version cannot be read for an old one. */
function isTooOld(userAgent: string | undefined): boolean {
  if (userAgent === undefined || userAgent.includes('Postman') || !/oxen/i.test(userAgent)) return false;
  const version = /^(\d+)\.(\d+)\.\d+/.exec(userAgent.split('/')[1] ?? '');
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  return !version || (major === 0 && minor < 36);
}

function updateRequired(): Answer {
  const detail = 'Oxen CLI out of date. Pushing to OxenHub requires version >= 0.36.0.';
  return failure(426, 'update_required', { type: 'update_required', title: 'Update Required', detail });
}

function busy(retryAfter: string): Answer {
  const detail = 'The repository is locked for maintenance. Try again later.';
  return tooMany('lock_timeout', 'Repository is busy', detail, retryAfter);
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const asked = request.headers['x-oxen-request-id'];
  const id = typeof asked === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(asked) ? asked : randomUUID();
  const body = answer.body ?? '';
  response.writeHead(answer.status, {
    'oxen-version': VERSION,
    'x-oxen-request-id': id,
    ...(answer.type === undefined ? {} : { 'content-type': answer.type }),
    'content-length': Buffer.byteLength(body),
    ...answer.headers,
    ...(answer.isLast ? { connection: 'close' } : {}),
  });
  response.end(body);
  // What is left of a refused body is thrown away until the connection is closed: an abrupt end could swallow the answer.
  if (answer.isLast) request.resume();
}
