/** Percent-encoding as the server's router reads it. */

/**
 * The first reading, of the whole path before it is matched: everything is decoded save `%25`, `%2F` and `%2B`. A workspace
 * id, a branch or a path taken from here keeps these three as they are, so a name with `%` cannot be addressed.
 */
export function decodeOnce(path: string): string {
  return decodeBytes(path, new Set(['25', '2F', '2B']));
}

/** The second reading, only for the resource of `/dir`, `/meta`, `/file` and `/commits/history`. */
export function decodeAll(path: string): string {
  return decodeBytes(path, new Set());
}

function decodeBytes(path: string, kept: ReadonlySet<string>): string {
  const bytes: number[] = [];
  const source = Buffer.from(path);
  for (let at = 0; at < source.length; at += 1) {
    const hex = source.toString('latin1', at + 1, at + 3);
    const isEncoded = source[at] === 0x25 && /^[0-9a-f]{2}$/i.test(hex) && !kept.has(hex.toUpperCase());
    bytes.push(isEncoded ? parseInt(hex, 16) : (source[at] ?? 0));
    if (isEncoded) at += 2;
  }
  return Buffer.from(bytes).toString('utf8');
}

export interface Query {
  get(name: string): string | undefined;
  /** A whole number of 0 or more; the fallback when it is not given; undefined when it is something else. */
  count(name: string, fallback: number): number | undefined;
}

export function readQuery(source: string): Query {
  const values = new URLSearchParams(source);
  return {
    get: (name) => values.get(name) ?? undefined,
    count(name, fallback) {
      const value = values.get(name);
      if (value === null) return fallback;
      return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
    },
  };
}
