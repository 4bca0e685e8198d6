import { type Call, type Reply } from './http';

/** One operation of a product. */
export interface Route<Request> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Segments after the product prefix; `:` binds one, `...` binds the rest, even none. */
  readonly pattern: readonly string[];
  readonly produces: string;
  /** Media type a body must have; a request without a body may name any type (rest_handler.erl, content_types_accepted). */
  readonly consumes?: string;
  /** Merges a JSON body under the query, on GET too. */
  readonly readsJson?: boolean;
  readonly run: (request: Request) => Reply;
}

export type Match<Request> =
  | {
      readonly kind: 'found';
      readonly route: Route<Request>;
      readonly bound: readonly string[];
      readonly rest: readonly string[];
    }
  | { readonly kind: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'noRoute' };

/** Cowboy first finds the path, then asks whether the method is allowed there. */
export function matchRoute<Request>(
  routes: readonly Route<Request>[],
  method: string,
  segments: readonly string[],
): Match<Request> {
  const fitting = routes.flatMap((route) => {
    const fit = fits(route.pattern, segments);
    return fit ? [{ route, ...fit }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return { kind: 'found', ...found };
  if (fitting.length === 0) return { kind: 'noRoute' };
  return { kind: 'wrongMethod', allowed: fitting.map(({ route }) => route.method) };
}

function fits(
  pattern: readonly string[],
  segments: readonly string[],
): { bound: string[]; rest: readonly string[] } | undefined {
  const isOpen = pattern.at(-1) === '...';
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (segments.length < fixed.length || (!isOpen && segments.length > fixed.length)) return undefined;
  const bound: string[] = [];
  for (const [i, part] of fixed.entries()) {
    const segment = segments[i] ?? '';
    if (part === ':') bound.push(segment);
    else if (part !== segment) return undefined;
  }
  return { bound, rest: segments.slice(fixed.length) };
}

export const operationOf = (call: Call): string =>
  ({ GET: 'get', DELETE: 'delete', PUT: 'create', POST: 'create' })[call.method] ?? call.method.toLowerCase();
