import { type SampleFile, textFile, SAMPLE, textFiles } from './sampleFile';

const FOLDER = 'odd names';

/** Files with odd names (each is a lawful one on both servers, and has broken some client), prefix siblings, and a folder named like its parent. */
export function oddFiles(): readonly SampleFile[] {
  return [
    ...SAMPLE.oddNames.map((name, i) => textFile(`${FOLDER}/${name}`, `odd name ${String(i)}\n`, i)),
    ...textFiles(SAMPLE.besideOddNames),
  ];
}
