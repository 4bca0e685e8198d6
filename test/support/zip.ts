import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly bytes: number;
  /** Bytes in the archive. */
  readonly packed: number;
  readonly read: () => Buffer;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ROW = 46;
const LOCAL_HEADER = 30;

/** The entries of a zip archive (no zip64, stored or deflated), as its central directory lists them. */
export function readZip(archive: Buffer): ZipEntry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('not a zip archive');
  const entries: ZipEntry[] = [];
  let row = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const method = archive.readUInt16LE(row + 10);
    const packed = archive.readUInt32LE(row + 20);
    const local = archive.readUInt32LE(row + 42);
    const nameLength = archive.readUInt16LE(row + 28);
    entries.push({
      name: archive.toString('utf8', row + DIRECTORY_ROW, row + DIRECTORY_ROW + nameLength),
      bytes: archive.readUInt32LE(row + 24),
      packed,
      read: () => {
        const start = local + LOCAL_HEADER + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
        const data = archive.subarray(start, start + packed);
        return method === 0 ? data : inflateRawSync(data);
      },
    });
    row += DIRECTORY_ROW + nameLength + archive.readUInt16LE(row + 30) + archive.readUInt16LE(row + 32);
  }
  return entries;
}
