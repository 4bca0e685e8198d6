import { type PictureSource, sampleDate, type SampleFile, textFile, SAMPLE } from './sampleFile';

const SETS = [
  { name: 'train', count: 48 },
  { name: 'test', count: 12 },
] as const;

/** The pictures a curator would throw out: what they are for. `review/report.md` names each of them. */
export const BAD_IMAGES: Readonly<Record<string, { readonly picture: string; readonly why: string }>> =
  SAMPLE.badImages;

/** 240 labelled pictures (real PNG and JPEG files, few drawings under many names), their labels, and a review of the bad ones. */
export function imageFiles(picture: PictureSource): readonly SampleFile[] {
  const images = SETS.flatMap((set) =>
    SAMPLE.imageClasses.flatMap((of) =>
      Array.from({ length: set.count }, (_, i) => {
        const number = String(i + 1).padStart(3, '0');
        const path = `images/${set.name}/${of.label}/${of.label}_${number}.${of.extension}`;
        const usual = of.pictures[i % of.pictures.length] ?? 'blank.png';
        return { path, label: of.label, set: set.name, file: BAD_IMAGES[path]?.picture ?? usual, day: i };
      }),
    ),
  );
  const labels = images.map(({ path, label, set }) => ({ path, label, set }));
  return [
    ...images.map(({ path, file, day }) => pictureFile(picture, path, file, day)),
    // The path that the Oxen documentation of "Stage files for removal" uses as its example.
    pictureFile(picture, 'images/train/dog_1.jpg', 'dog-brown.jpg', 60),
    textFile(
      'images/labels.csv',
      ['path,label,set', ...labels.map((row) => Object.values(row).join(','))].join('\n') + '\n',
      61,
    ),
    textFile('images/labels.jsonl', labels.map((row) => `${JSON.stringify(row)}\n`).join(''), 61),
    textFile('review/report.md', reviewReport(), 62),
  ];
}

function pictureFile(picture: PictureSource, path: string, name: string, day: number): SampleFile {
  return { path, size: picture(name).length, modified: sampleDate(day), bytes: () => picture(name) };
}

function reviewReport(): string {
  const rows = Object.entries(BAD_IMAGES).map(([path, { why }]) => `| ${path} | ${why} |`);
  return ['# Pictures to take out', '', '| picture | why |', '|---|---|', ...rows, ''].join('\n');
}
