import { refuse } from './errors';
import { accepts, bare, type Call, isOfType, type Reply } from './http';
import { matchRoute, type Route } from './routes';

/** How one product turns a call into its own request, and what it looks at before the operation. */
export interface Stages<Request> {
  readonly routes: readonly Route<Request>[];
  readonly build: (call: Call, bound: readonly string[], rest: readonly string[]) => Request;
  /** Refuses bad tokens. Runs after the method is known to be allowed, before anything else. */
  readonly authorize: (request: Request) => void;
  /** Refuses what the server is in no condition to do. */
  readonly prepare: (request: Request) => void;
}

/**
 * One call through Cowboy's stages, in Cowboy's order (cowboy_rest): 404 and 405, then 401, 406, 415, then the operation.
 * The answers of Cowboy itself have no body.
 */
export function dispatch<Request>({ routes, build, authorize, prepare }: Stages<Request>, call: Call): Reply {
  const match = matchRoute(routes, call.method, call.segments);
  if (match.kind === 'noRoute') return bare(404);
  if (match.kind === 'wrongMethod') return bare(405, { allow: match.allowed.join(', ') });
  const { route, bound, rest } = match;
  const request = build(call, bound, rest);
  authorize(request);
  if (!accepts(call.headers.accept, route.produces)) return bare(406);
  const isWrongType =
    call.body.length > 0 && route.consumes !== undefined && !isOfType(call.headers['content-type'], route.consumes);
  if (isWrongType) return bare(415);
  prepare(request);
  return route.run(route.readsJson ? build({ ...call, data: withJson(call) }, bound, rest) : request);
}

/** `maps:merge(Body, Query)`: the query wins (rest_handler.erl, get_data). */
function withJson({ body, data }: Call): Call['data'] {
  if (body.length === 0) return data;
  const parsed = parse(body.toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refuse('malformedData');
  return new Map<string, unknown>([...Object.entries(parsed), ...data]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('malformedData');
  }
}
