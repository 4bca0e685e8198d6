import { createHash } from 'node:crypto';
import { extensionOf } from './paths';

/** What a version of a file holds, and what the server found out about it when it was uploaded. */
export interface FileContent {
  /** Bytes. */
  readonly size: number;
  readonly mime: string;
  readonly dataType: string;
  readonly extension: string;
  bytes(): Uint8Array;
  /** Hexadecimal, computed when first asked for: nobody reads the hash of 100,000 sample files. */
  hash(): string;
  /** The `metadata` of a listing. Only text and pictures are looked into; tables, audio and video have none here. */
  metadata(): unknown;
}

const TABLE_EXTENSIONS = new Set(['csv', 'tsv', 'parquet', 'arrow', 'ndjson', 'jsonl']);

/** Whether the server treats a path as a table, by its extension alone. Such a path cannot be unstaged by asking. */
export function isTable(path: string): boolean {
  return TABLE_EXTENSIONS.has(extensionOf(path).toLowerCase());
}

export function fileContent(path: string, bytes: Uint8Array | (() => Uint8Array)): FileContent {
  const read = typeof bytes === 'function' ? bytes : () => bytes;
  const first = read();
  const mime = mimeOf(path, first);
  const dataType = dataTypeOf(path, mime);
  let hash: string | undefined;
  return {
    size: first.length,
    mime,
    dataType,
    extension: extensionOf(path),
    bytes: read,
    hash: () => (hash ??= digest(read())),
    metadata: () => metadataOf(dataType, mime, read()),
  };
}

/** A hash as Oxen prints it: 128 bits, without leading zeros. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').replace(/^0+/, '');
}

/** A file that is not on the disk of the workspace: type by extension only, as in `/changes`. */
export function typeByName(path: string): { readonly mime: string; readonly dataType: string } {
  const mime = isMarkdown(path) ? 'text/markdown' : 'application/octet-stream';
  return { mime, dataType: dataTypeOf(path, mime) };
}

const isMarkdown = (path: string): boolean => extensionOf(path).toLowerCase() === 'md';

const SIGNATURES: readonly (readonly [mime: string, ...bytes: number[]])[] = [
  ['image/png', 0x89, 0x50, 0x4e, 0x47],
  ['image/jpeg', 0xff, 0xd8, 0xff],
  ['image/gif', 0x47, 0x49, 0x46],
  ['application/pdf', 0x25, 0x50, 0x44, 0x46],
  ['application/zip', 0x50, 0x4b, 0x03, 0x04],
  ['application/gzip', 0x1f, 0x8b],
];

function mimeOf(path: string, bytes: Uint8Array): string {
  const known = SIGNATURES.find(([, ...signature]) => signature.every((byte, index) => bytes[index] === byte));
  if (known) return known[0];
  if (isMarkdown(path)) return 'text/markdown';
  return isText(bytes.subarray(0, 8192)) ? 'text/plain' : 'application/octet-stream';
}

function isText(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function dataTypeOf(path: string, mime: string): string {
  const family = mime.split('/')[0] ?? '';
  if (family === 'image' || family === 'video' || family === 'audio') return family;
  if (isTable(path)) return 'tabular';
  return family === 'text' ? 'text' : 'binary';
}

function metadataOf(dataType: string, mime: string, bytes: Uint8Array): unknown {
  if (dataType === 'text') {
    const text = Buffer.from(bytes).toString('utf8');
    const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return { text: { num_lines: lines, num_chars: Array.from(text).length } };
  }
  const size = dataType === 'image' ? pictureSize(mime, Buffer.from(bytes)) : undefined;
  return size ? { image: { ...size, color_space: 'RGB' } } : null;
}

function pictureSize(mime: string, bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (mime === 'image/png' && bytes.length >= 24)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (mime !== 'image/jpeg') return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}
