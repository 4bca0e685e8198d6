import type { ApiRequest } from './request';

/** Why an address is never contacted. */
export type UrlProblem = 'invalidOrigin' | 'plainHttpRefused' | 'pathWouldChange';

export type CheckedUrl =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: UrlProblem };

/** A server's origin (`https://host[:port]`), or undefined when the text is more, less or something else. */
export function originOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const more = url.username + url.password + url.search + url.hash;
  return more === '' && url.pathname === '/' ? url : undefined;
}

/** Plain http shows the token to everyone on the way: only for this machine, or for hosts that the person allowed. */
export function mayUsePlainHttp(origin: URL, allowed: readonly string[]): boolean {
  return isLoopback(origin) || allowed.some((host) => [origin.host, origin.hostname].includes(host.toLowerCase()));
}

/** `127.1` and `0x7f.1` arrive here as `127.0.0.1`: `URL` has resolved every other spelling. */
export function isLoopback(origin: URL): boolean {
  const { hostname } = origin;
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** The full URL of a request, when exactly `request.path` would go over the wire. */
export function urlOf(origin: URL, request: Pick<ApiRequest<unknown>, 'path' | 'query'>): CheckedUrl {
  const { path } = request;
  const whole = origin.origin + path;
  if (!path.startsWith('/') || path.startsWith('//') || hidesDotSegment(path) || !URL.canParse(whole)) {
    return { ok: false, problem: 'pathWouldChange' };
  }
  if (new URL(whole).pathname !== path) return { ok: false, problem: 'pathWouldChange' };
  return { ok: true, url: whole + queryOf(request.query ?? {}) };
}

/**
 * True when a server that decodes the path once, as every one does, would meet `.` or `..`, even behind an encoded `/` or `\`.
 * A name that really is `%2e%2e` travels as `%252e%252e`, decodes to itself and passes. A stray `%` is refused with them:
 * servers disagree on what it means.
 */
function hidesDotSegment(path: string): boolean {
  if (/%(?![0-9a-f]{2})/i.test(path)) return true;
  const decoded = path.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decoded.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}

function queryOf(query: NonNullable<ApiRequest<unknown>['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'object' ? value : [String(value)]).map((one) => `${encode(name)}=${encode(one)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** `'` too: a URL parser encodes it in a query, and the log should show what was sent. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');
