import { type IncomingMessage } from 'node:http';
import { type Answer, text } from './answers';

/** How a route reads its body. */
export type BodyKind = 'none' | 'paths' | 'text' | 'form' | 'json';

const MIB = 1024 * 1024;
const LIMITS: Readonly<Record<BodyKind, number>> = {
  none: Infinity,
  /** The limit of oxen-server 0.65.2 for a JSON list. */
  paths: 2 * MIB,
  text: 256 * 1024,
  json: 2 * MIB,
  /** This server keeps everything in memory. */
  form: 256 * MIB,
};

/** Reads a body, or says why not. Lists are refused by their headers, before a byte of them is read. */
export async function readBody(request: IncomingMessage, kind: BodyKind): Promise<Buffer | Answer> {
  const refused = kind === 'paths' ? refuseByHeaders(request) : undefined;
  if (refused) return refused;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMITS[kind]) return tooLarge(kind);
    if (kind !== 'none') parts.push(part);
  }
  return Buffer.concat(parts);
}

function refuseByHeaders({ headers }: IncomingMessage): Answer | undefined {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json'))
    return { ...text(400, 'Content type error'), isLast: false };
  const length = Number(headers['content-length'] ?? 0);
  if (length <= LIMITS.paths) return undefined;
  const detail = `JSON payload (${length} bytes) is larger than allowed (limit: ${LIMITS.paths} bytes).`;
  return { ...text(413, detail), isLast: true };
}

function tooLarge(kind: BodyKind): Answer {
  const detail =
    kind === 'paths' ? `JSON payload has exceeded limit (${LIMITS.paths} bytes).` : 'A payload reached size limit.';
  return { ...text(413, detail), isLast: true };
}

export type Parsed<T> = { readonly value: T } | { readonly error: string };

/** A JSON list of strings; errors in the words of the server's JSON reader, as far as they were recorded. */
export function parsePaths(body: Buffer): Parsed<readonly string[]> {
  const source = body.toString('utf8');
  const kind = kindOf(source.trimStart());
  if (kind !== undefined) return { error: `invalid type: ${kind}, expected a sequence at line 1 column 0` };
  const value = parseJson(source);
  if (!Array.isArray(value)) return { error: syntaxError(source) };
  const wrong = value.findIndex((item) => typeof item !== 'string');
  if (wrong < 0) return { value: value as string[] };
  const column = JSON.stringify(value.slice(0, wrong + 1)).length - 1;
  return { error: `invalid type: ${describe(value[wrong])}, expected path string at line 1 column ${column}` };
}

/** A JSON object with these string fields, all required. */
export function parseFields<F extends string>(
  body: Buffer,
  fields: readonly F[],
): Parsed<Readonly<Record<F, string>> & Readonly<Record<string, unknown>>> {
  const source = body.toString('utf8');
  const value = parseJson(source);
  if (value === null || typeof value !== 'object') return { error: syntaxError(source) };
  const found = value as Record<string, unknown>;
  for (const field of fields) {
    if (found[field] === undefined) return { error: `missing field \`${field}\` ${end(source)}` };
    if (typeof found[field] !== 'string')
      return { error: `invalid type: ${describe(found[field])}, expected a string ${end(source)}` };
  }
  return { value: found as Record<F, string> & Record<string, unknown> };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

function end(source: string): string {
  const lines = source.split('\n');
  return `at line ${lines.length} column ${Buffer.byteLength(lines.at(-1) ?? '')}`;
}

function syntaxError(source: string): string {
  if (source.trim() === '') return 'EOF while parsing a value at line 1 column 0';
  if (/^\s*\{\s*[^"}\s]/.test(source)) return `key must be a string at line 1 column ${source.search(/[^{\s]/) + 1}`;
  return `expected value at line 1 column ${source.search(/\S/) + 1}`;
}

function kindOf(source: string): string | undefined {
  if (source.startsWith('{')) return 'map';
  if (source.startsWith('"')) return `string ${source.slice(0, 40)}`;
  return source.startsWith('null') ? 'null' : undefined;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return `${Number.isInteger(value) ? 'integer' : 'floating point'} \`${value}\``;
  if (typeof value === 'boolean') return `boolean \`${String(value)}\``;
  return Array.isArray(value) ? 'sequence' : 'map';
}
