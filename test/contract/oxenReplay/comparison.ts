import { type Line } from './recorder';
import { at } from './repository';

/** How two lines are made comparable. Everything else in a line must be equal, value by value. */
interface Rule {
  readonly why: string;
  readonly apply: (line: Line, isRenamed: boolean) => Line;
}

export const RULES: readonly Rule[] = [
  {
    why: 'a repository gets a random id when it is made',
    apply: (line) => mapText(line, (text) => text.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')),
  },
  {
    why: 'disk usage: how a server stores its files is its own affair',
    apply: (line) => mapKeys(line, 'storage_usage_gb', () => '<number>'),
  },
  {
    why: 'lists that come out of the server’s hash maps are in another order with every request',
    apply: (line) => {
      const sorted = ['data_types', 'conflicts', 'added_dirs'].reduce(
        (kept, key) => mapKeys(kept, key, sortLists),
        line,
      );
      return mapKeys(sorted, 'staged', (staged) => (typeof staged === 'object' ? sortLists(staged) : staged));
    },
  },
  {
    why: 'so many of 30 entries were read twice by paging: chance, but it must happen',
    apply: (line) => mapKeys(line, 'distinct', (count) => (Number(count) < 30 ? '<fewer than 30>' : count)),
  },
  {
    why: 'milliseconds are measured',
    apply: (line) =>
      mapKeys(
        mapKeys(line, 'ms', () => '<ms>'),
        'msPerPath',
        () => '<ms>',
      ),
  },
  {
    why: 'the list of all repositories held those of an earlier run; compared is its beginning, up to the third name',
    apply: (line) => (line.scenario === 'auth' ? { ...line, response: beginningOf(line.response ?? {}) } : line),
  },
  {
    why: 'these bodies were cut at 200 characters, and the length of an id depends on its leading zeros',
    apply: (line) => mapKeys(line, 'bodies', (bodies) => mapText(bodies, (text) => text.replace(/,"message.*$/s, ''))),
  },
  {
    why: 'with other names a listing has another order',
    apply: (line, isRenamed) => (isRenamed ? mapKeys(line, 'entries', sortLists) : line),
  },
];

function beginningOf(response: Readonly<Record<string, unknown>>) {
  const text = String(response.text)
    .replace(/("name":)"[^"]*"/g, '$1"<name>"')
    .split('},', 3)
    .join('},');
  return { ...response, text, bytes: Number(response.bytes) > 6000 };
}

/**
 * A recording made comparable with another of the same scenarios. Hashes are numbered anew in each repository: a commit's id
 * holds the second of its making, so two repositories may share one or not.
 */
export function normalise(lines: readonly Line[], isRenamed: boolean): readonly Line[] {
  const hashes = new Map<string, Map<string, string>>();
  return lines.map((line) => {
    const copy = JSON.parse(JSON.stringify(line)) as Line;
    const ruled = RULES.reduce((kept, rule) => rule.apply(kept, isRenamed), copy);
    const scope = /^\/api\/repos\/[^/]+\/([^/?]+)/.exec(String(at(line, 'request', 'path')))?.[1] ?? line.scenario;
    const known = hashes.get(scope) ?? new Map<string, string>();
    hashes.set(scope, known);
    return mapText(sortKeys(ruled) as Line, (text) =>
      text.replace(/<hash \d+>/g, (hash) => {
        const number = known.get(hash) ?? `<hash #${known.size + 1}>`;
        known.set(hash, number);
        return number;
      }),
    );
  });
}

/**
 * What a recording of pages would be with other names: the entries of all pages of a folder, dealt out anew in the order of
 * the changed names.
 */
export function repage(lines: readonly Line[], change: (name: string) => string): readonly Line[] {
  const paged = lines.filter((line) => pageOf(line) !== undefined);
  const entries = paged.flatMap(
    (line) => at(line, 'response', 'json', 'entries') as { filename: string; is_dir: boolean }[],
  );
  const rank = (entry: { is_dir: boolean }): number => (entry.is_dir ? 0 : 1);
  const byName = (a: string, b: string): number => Buffer.compare(Buffer.from(change(a)), Buffer.from(change(b)));
  entries.sort((a, b) => rank(a) - rank(b) || byName(a.filename, b.filename));
  return lines.map((line) => {
    const page = pageOf(line);
    return page === undefined ? line : mapKeys(line, 'entries', () => entries.slice((page - 1) * 3, page * 3));
  });
}

/** The number of a page of three of a listing by commit; only the `listing` scenario reads such pages. */
function pageOf(line: Line): number | undefined {
  const page = /\/dir\/<hash 1>\?page=(\d)&page_size=3$/.exec(String(at(line, 'request', 'path')))?.[1];
  return page === undefined ? undefined : Number(page);
}

function mapText<T>(value: T, change: (text: string) => string): T {
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return change(item);
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, below]) => [key, walk(below)]));
  };
  return walk(value) as T;
}

function mapKeys(line: Line, key: string, change: (value: unknown) => unknown): Line {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, name === key ? change(item) : walk(item)]),
    );
  };
  return walk(line) as Line;
}

function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => JSON.stringify(sortKeys(sortLists(item))));
    return items.sort().map((item) => JSON.parse(item) as unknown);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortLists(item)]));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
