/** How a replay spells the names of a recording. */
export interface Names {
  /** Every word of a name, extensions excepted, becomes another of the same length. */
  readonly change: (text: string) => string;
  /** Undoes it in an answer. */
  readonly restore: (text: string) => string;
  readonly areChanged: boolean;
}

export const recordedNames: Names = { change: (text) => text, restore: (text) => text, areChanged: false };

/** No vowels and no hexadecimal digits: such a word is neither English nor part of a hash, so it can be found again in any answer. */
const LETTERS = 'ghjklmnpqrstvwxz';
/** For words of one letter, of which the recording has many. */
const SINGLE_LETTERS = 'ghijklmnopqrstuvwxyz';
/** The server itself knows this branch: sizes and types of a repository are those of `main`. */
const MAIN = 'main';
const WORD = /(?<![.\p{L}\p{M}])[\p{L}\p{M}]+/gu;
/** `%2F` in a name is what is to be tested, not a word. */
const ESCAPE = '%[0-9A-F]{2}';
const HASH = '[0-9a-f]{30,32}';
const ANY_WORD = /[\p{L}\p{M}]+/gu;
/** Words of these letters that answers contain anyway; `T` and `Z` stand in every time. */
const TAKEN = ['tsv', 'txt', 'http', 'T', 'Z'];

/**
 * Names made from a seed: the same seed makes the same names. `kept` is left alone wherever it occurs (the suffix of a run).
 * Words with other than ASCII letters stay: what they test is their bytes.
 */
export function namesFrom(seed: number, kept: string): Names {
  const random = generator(seed);
  const tokens = new Map<string, string>();
  const words = new Map<string, string>(TAKEN.map((word) => [word, word]));
  const tokenOf = (word: string): string => {
    if (!/^[a-z]+$/i.test(word) || word === MAIN) return word;
    const known = tokens.get(word);
    if (known !== undefined) return known;
    for (let attempt = 0; attempt < 10_000; attempt += 1) {
      const token = tokenLike(word, random);
      if (words.has(token)) continue;
      tokens.set(word, token);
      words.set(token, word);
      return token;
    }
    throw new Error(`no other name is left for ${word}`);
  };
  return {
    change: (text) => between(text, new RegExp(`(${kept}|${ESCAPE}|${HASH})`), (piece) => piece.replace(WORD, tokenOf)),
    restore: (text) =>
      between(text, new RegExp(`(${ESCAPE})`), (piece) => piece.replace(ANY_WORD, (word) => words.get(word) ?? word)),
    areChanged: true,
  };
}

/** Changes what lies between the separators. */
function between(text: string, separator: RegExp, change: (piece: string) => string): string {
  return text
    .split(separator)
    .map((piece, index) => (index % 2 === 0 ? change(piece) : piece))
    .join('');
}

function tokenLike(word: string, random: () => number): string {
  const alphabet = word.length === 1 ? SINGLE_LETTERS : LETTERS;
  return word.replace(/./g, (letter) => {
    const picked = alphabet[Math.floor(random() * alphabet.length)] ?? 'x';
    return letter === letter.toUpperCase() ? picked.toUpperCase() : picked;
  });
}

/** Mulberry32: small, and the same on every machine. From 0 up to 1. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
