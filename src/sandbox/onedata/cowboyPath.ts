/**
 * How Cowboy 2.9.0 takes a request target apart (cowboy_http, cowboy_router, cow_qs). Its order is what makes some spellings
 * dangerous: a raw `#` ends the path, segments are decoded once, and only then are `.` and `..` resolved, before routing.
 */
export interface Target {
  /** Decoded segments; a slash inside one was `%2F`. Undefined: Cowboy answers 400 with an empty body. */
  readonly segments: readonly string[] | undefined;
  readonly query: ReadonlyMap<string, string | readonly string[]>;
}

export function parseTarget(rawUrl: string): Target {
  const withoutOrigin = rawUrl.replace(/^https?:\/\/[^/?#]*/, '');
  const [beforeFragment = ''] = withoutOrigin.split('#', 1);
  const mark = beforeFragment.indexOf('?');
  const path = mark < 0 ? beforeFragment : beforeFragment.slice(0, mark);
  return { segments: splitPath(path), query: parseQuery(mark < 0 ? '' : beforeFragment.slice(mark + 1)) };
}

function splitPath(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined;
  const raw = path.slice(1).split('/');
  if (raw.at(-1) === '') raw.pop();
  const kept: string[] = [];
  for (const segment of raw) {
    const decoded = percentDecode(segment);
    if (decoded === undefined) return undefined;
    if (decoded === '..') kept.pop();
    else if (decoded !== '.') kept.push(decoded);
  }
  return kept;
}

function parseQuery(text: string): ReadonlyMap<string, string | readonly string[]> {
  const query = new Map<string, string | readonly string[]>();
  for (const pair of text.split('&').filter(Boolean)) {
    const cut = pair.indexOf('=');
    const key = percentDecode((cut < 0 ? pair : pair.slice(0, cut)).replaceAll('+', ' ')) ?? '';
    const value = cut < 0 ? 'true' : (percentDecode(pair.slice(cut + 1).replaceAll('+', ' ')) ?? '');
    const before = query.get(key);
    query.set(key, before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]);
  }
  return query;
}

/** Decodes exactly once; a `%` without two hexadecimal digits is refused. `+` stays. Bytes that are no UTF-8 become U+FFFD. */
function percentDecode(text: string): string | undefined {
  if (!text.includes('%')) return decodeLatin(text);
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const bytes = text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decodeLatin(bytes);
}

/** Node hands over the request line byte by byte as latin1; names are UTF-8. */
function decodeLatin(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/**
 * The path below the base that a by-path call means: segments joined, empty names dropped (so `%2F` alone means the base itself).
 * Undefined when the server refuses it with badValueFilePath: a NUL, or a `..` that a slash inside a segment has hidden from Cowboy.
 */
export function pathBelow(segments: readonly string[]): readonly string[] | undefined {
  const names = segments.flatMap((segment) => segment.split('/')).filter((name) => name !== '');
  return names.some((name) => name === '..' || name.includes('\0')) ? undefined : names.filter((name) => name !== '.');
}
