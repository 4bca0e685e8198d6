import * as http from 'node:http';
import * as https from 'node:https';

type OnResponse = (response: http.IncomingMessage) => void;

/** The way to one origin, as VS Code's replacement of Node's `request` chose it a moment ago. */
export interface Route {
  /** What every request to the origin brings: the agent that knows its private certificate authority, if it has one. */
  readonly own: http.Agent | undefined;
  agent?: http.Agent;
  chosenAt: number;
}

export const unknownRoute = (own?: http.Agent): Route => ({ own, chosenAt: -Infinity });

/** So long a choice is kept, ms: a changed proxy setting is noticed by the request after it. */
const KEPT = 1_000;

/**
 * Node's `request`, looked up at every call because VS Code replaces it (proxy, system certificates) after extensions may have been
 * loaded. The replacement copies the whole configuration several times to choose an agent, at more than the cost of the request
 * itself; so its choice serves the requests of the next second as well.
 */
export function requestBy(
  route: Route,
  secure: boolean,
  options: https.RequestOptions,
  onResponse: OnResponse,
): http.ClientRequest {
  const { agent, own } = route;
  const isOurs = options.agent === own;
  if (isOurs && agent && performance.now() - route.chosenAt < KEPT) {
    return new http.ClientRequest({ ...options, agent }, onResponse);
  }
  const request = secure ? https.request(options, onResponse) : http.request(options, onResponse);
  if (isOurs) remember(route, secure, request);
  return request;
}

/**
 * `request.agent` is Node's own, or VS Code's, which looks for a proxy and brings the system's certificates each time it is used. Without a proxy
 * and without certificates it only hands the request on, and tells so. Through a proxy it knows the certificates of an own agent only from the
 * request that it was made for.
 */
function remember(route: Route, secure: boolean, request: http.ClientRequest): void {
  const { agent } = request as { readonly agent?: unknown };
  if (!(agent instanceof http.Agent)) return;
  const keep = (kept: http.Agent): void => {
    route.agent = kept;
    route.chosenAt = performance.now();
  };
  if (!route.own) keep(agent);
  request.once('proxy', (found: unknown) => {
    if (!isDirect(found)) return;
    if (route.own ? found.socket === route.own : !secure && route.agent === agent) keep(found.socket);
  });
}

function isDirect(found: unknown): found is { readonly proxy: string; readonly socket: http.Agent } {
  if (typeof found !== 'object' || found === null || !('proxy' in found) || !('socket' in found)) return false;
  return found.proxy === 'DIRECT' && found.socket instanceof http.Agent;
}
