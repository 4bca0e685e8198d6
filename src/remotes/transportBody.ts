import { Readable } from 'node:stream';

/** How far a body could be read. `broken`: the connection ended before the answer did. */
export interface BodyRead {
  readonly bytes: Uint8Array;
  readonly end: 'complete' | 'longer' | 'broken';
}

/**
 * Reads at most `maxBytes` of a body, after decompression, and lets go of the connection when there is more.
 * Never rejects: whether an end was an abort, a timeout or the server's doing is the caller's to know.
 */
export async function readBody(source: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const read = (end: BodyRead['end']): BodyRead => ({ bytes: joined(chunks, Math.min(length, maxBytes)), end });
  // What fetch gives for an answer that has none, a 204 for instance.
  if (source === null) return read('complete');
  try {
    for await (const chunk of source) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > maxBytes) return read('longer');
    }
    return read('complete');
  } catch {
    return read('broken');
  }
}

/** The body of an answer that by its status has none. Resolves once its connection is free, so that the next request need not open another. */
export async function emptyBody(source: AsyncIterable<Uint8Array> | null): Promise<BodyRead> {
  if (source instanceof Readable && !source.destroyed) {
    await new Promise<void>((resolve) =>
      source
        .on('error', () => undefined)
        .once('close', resolve)
        .resume(),
    );
  }
  return { bytes: new Uint8Array(), end: 'complete' };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (only?.byteLength === length && chunks.length === 1) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at);
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Lower-case names, repeated ones joined. Not through axios' methods: a server may send a header called `get`. */
export function plainHeaders(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
}
