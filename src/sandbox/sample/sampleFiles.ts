import { documentFiles } from './documents';
import { imageFiles } from './images';
import { measurementFiles } from './measurements';
import { oddFiles } from './oddNames';
import { type PictureSource, type SampleFile } from './sampleFile';

export interface SampleOptions {
  /** Multiplies the large folder: 1 is 5,000 files. */
  readonly scale: number;
  readonly picture: PictureSource;
}

/** The files that both practice servers offer, in code-unit order of their paths. The same in every run. */
export function sampleFiles({ scale, picture }: SampleOptions): readonly SampleFile[] {
  const files = [...documentFiles(), ...imageFiles(picture), ...measurementFiles(scale), ...oddFiles()];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
