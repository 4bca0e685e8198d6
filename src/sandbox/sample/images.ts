import { type PictureSource, sampleDate, type SampleFile, textFile } from './sampleFile';

interface ImageClass {
  readonly label: string;
  readonly extension: string;
  readonly pictures: readonly string[];
}

const CLASSES: readonly ImageClass[] = [
  { label: 'cat', extension: 'png', pictures: ['cat-ginger.png', 'cat-grey.png', 'cat-black.png'] },
  { label: 'dog', extension: 'jpg', pictures: ['dog-brown.jpg', 'dog-sand.jpg', 'dog-slate.jpg'] },
  { label: 'fish', extension: 'png', pictures: ['fish-blue.png', 'fish-orange.png', 'fish-green.png'] },
  { label: 'leaf', extension: 'jpg', pictures: ['leaf-green.jpg', 'leaf-red.jpg', 'leaf-yellow.jpg'] },
];

const SETS = [
  { name: 'train', count: 48 },
  { name: 'test', count: 12 },
] as const;

/** The pictures a curator would throw out: what they are for. `review/report.md` names each of them. */
export const BAD_IMAGES: Readonly<Record<string, { readonly picture: string; readonly why: string }>> = {
  'images/train/cat/cat_005.png': { picture: 'cat-blurred.png', why: 'out of focus' },
  'images/train/cat/cat_017.png': { picture: 'fish-orange.png', why: 'labelled cat, shows a fish' },
  'images/train/cat/cat_042.png': { picture: 'cat-blurred.png', why: 'out of focus' },
  'images/train/dog/dog_012.jpg': { picture: 'dog-cropped.jpg', why: 'only half of the dog' },
  'images/train/dog/dog_031.jpg': { picture: 'leaf-red.jpg', why: 'labelled dog, shows a leaf' },
  'images/train/fish/fish_020.png': { picture: 'blank.png', why: 'blank' },
  'images/train/fish/fish_021.png': { picture: 'blank.png', why: 'blank' },
  'images/train/leaf/leaf_008.jpg': { picture: 'leaf-dark.jpg', why: 'too dark' },
  'images/test/leaf/leaf_003.jpg': { picture: 'leaf-dark.jpg', why: 'too dark' },
};

/** 240 labelled pictures (real PNG and JPEG files, few drawings under many names), their labels, and a review of the bad ones. */
export function imageFiles(picture: PictureSource): readonly SampleFile[] {
  const images = SETS.flatMap((set) =>
    CLASSES.flatMap((of) =>
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
