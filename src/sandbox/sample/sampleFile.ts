import sample from './sample.json';

/** Texts, names and places of the sample data; what can be computed is not in it. */
export const SAMPLE = sample;

/** One file of the sample data. */
export interface SampleFile {
  /** Relative to the root of the repository or space, names joined by `/`. */
  readonly path: string;
  /** Bytes. Known without producing the content. */
  readonly size: number;
  /** Milliseconds since 1970; the same in every run. */
  readonly modified: number;
  /** The content, produced anew on each call, so that a folder of 100,000 files costs no memory for what nobody reads. */
  bytes(): Uint8Array;
}

/** The picture files of `media/sample` by name. Injected: a bundle and a test find that folder in different places. */
export type PictureSource = (name: string) => Uint8Array;

const DAY = 24 * 3600 * 1000;
const FIRST_DAY = Date.UTC(2024, 2, 1, 8);

/** Dates differ from file to file so that a sort by date shows something, and never from run to run. */
export function sampleDate(day: number): number {
  return FIRST_DAY + day * DAY + ((day * 7919) % 600) * 60_000;
}

export function textFile(path: string, text: string, day = 0): SampleFile {
  return {
    path,
    size: Buffer.byteLength(text),
    modified: sampleDate(day),
    bytes: () => Buffer.from(text),
  };
}

export function textFiles(rows: readonly { path: string; text: string; day: number }[]): readonly SampleFile[] {
  return rows.map(({ path, text, day }) => textFile(path, text, day));
}
