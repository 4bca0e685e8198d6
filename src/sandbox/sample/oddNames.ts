import { type SampleFile, textFile } from './sampleFile';

const FOLDER = 'odd names';

/** Every one is a lawful file name on both servers, and every one has broken some client. */
const ODD_NAMES = [
  'with space.txt',
  ' leading space.txt',
  'trailing space ',
  'hash#tag.txt',
  'what?.txt',
  'literal%2Fslash.txt',
  'literal%20space.txt',
  '100%.txt',
  '%2e%2e',
  'plus+sign.txt',
  'a&b=c.txt',
  'semi;colon,comma.txt',
  'colon:name.txt',
  'back\\slash.txt',
  `double"quote'single.txt`,
  '$HOME `echo`.txt',
  '<b>bold<b>.txt',
  '[link](command:x).md',
  '*.txt',
  '[a-z]?.txt',
  '{a,b}.txt',
  '-rf',
  '--help.txt',
  '~',
  '...',
  '..hidden.txt',
  '.dotfile',
  'trailing dot.',
  'name@example.txt',
  'emoji 🐂🦊.txt',
  'caf\u00e9 NFC.txt',
  'cafe\u0301 NFD.txt',
  'twins/\u00e9.txt',
  'twins/e\u0301.txt',
  'Case.txt',
  'case.txt',
  '日本語.txt',
  'שלום עולם.txt',
  'right-to-left \u202etxt.exe',
  'zero\u200bwidth.txt',
  'NUL.txt',
  `long ${'n'.repeat(240)}.txt`,
] as const;

/** Files with odd names, prefix siblings, and a folder named like its parent. */
export function oddFiles(): readonly SampleFile[] {
  return [
    ...ODD_NAMES.map((name, i) => textFile(`${FOLDER}/${name}`, `odd name ${String(i)}\n`, i)),
    textFile(`${FOLDER}/${FOLDER}/inside.txt`, 'a folder named like its parent\n', 1),
    textFile(`${FOLDER}/${FOLDER}/${FOLDER}/inside.txt`, 'and once more\n', 1),
    textFile('siblings/a/one.txt', 'a\n', 2),
    textFile('siblings/a/two.txt', 'a\n', 2),
    textFile('siblings/ab/one.txt', 'ab, not a\n', 2),
    textFile('siblings/a.txt', 'a.txt, not a\n', 2),
    textFile('siblings/a b/one.txt', 'a b, not a\n', 2),
    textFile('siblings/A/one.txt', 'A, not a\n', 2),
    textFile('#weekly report/what?/50% done.txt', 'odd folders\n', 3),
  ];
}
