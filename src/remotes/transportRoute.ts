import * as http from 'node:http';
import * as https from 'node:https';

type OnResponse = (response: http.IncomingMessage) => void;

/** The way to one origin, as VS Code's replacement of Node's `request` chose it a moment ago. */
export interface Route {
  agent?: http.Agent;
  chosenAt: number;
}

export const unknownRoute = (): Route => ({ chosenAt: -Infinity });

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
  const { agent } = route;
  const isOurs = options.agent === undefined;
  if (isOurs && agent && performance.now() - route.chosenAt < KEPT) {
    return new http.ClientRequest({ ...options, agent }, onResponse);
  }
  const request = secure ? https.request(options, onResponse) : http.request(options, onResponse);
  if (isOurs) remember(route, secure, request);
  return request;
}

/** `request.agent` is Node's own, or VS Code's, which looks for a proxy and brings the system's certificates each time it is used. */
function remember(route: Route, secure: boolean, request: http.ClientRequest): void {
  const { agent } = request as { readonly agent?: unknown };
  if (!(agent instanceof http.Agent)) return;
  route.agent = agent;
  route.chosenAt = performance.now();
  // VS Code's agent tells what it found. Without a proxy and without certificates it only hands the request on.
  request.once('proxy', (found: unknown) => {
    if (secure || route.agent !== agent || !isDirect(found)) return;
    route.agent = found.socket;
  });
}

function isDirect(found: unknown): found is { readonly proxy: string; readonly socket: http.Agent } {
  if (typeof found !== 'object' || found === null || !('proxy' in found) || !('socket' in found)) return false;
  return found.proxy === 'DIRECT' && found.socket instanceof http.Agent;
}
