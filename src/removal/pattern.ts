import { globTest } from './glob';

/** What a person typed, taken apart. An entry is meant when an `include` matches it and no `exclude` does. */
export interface Pattern {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** With a backslash before it, each is itself. */
const WILDCARDS = /(^|[^\\])(\\\\)*[*?[\]{}]/;

/**
 * Takes a text apart at its commas (those inside braces and those after a backslash are part of a glob); a part that begins
 * with `!` is left out. Parts are trimmed: a name with blanks at its ends is reached by a wildcard.
 */
export function parsePattern(text: string): Pattern {
  const parts = splitAtCommas(text)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '!');
  return {
    include: parts.filter((part) => !part.startsWith('!')),
    exclude: parts.filter((part) => part.startsWith('!')).map((part) => part.slice(1).trim()),
  };
}

/**
 * A test of paths relative to the folder that was listed. Without wildcards a part means that entry and everything below it, whole names
 * compared (`a` never means `ab`); a glob without `/` is tried on names at any depth, one with `/` on the whole path.
 * Without an include nothing matches, however much is excluded.
 */
export function matcherOf({ include, exclude }: Pattern): (path: string) => boolean {
  const included = include.map(testOf);
  const excluded = exclude.map(testOf);
  return (path) => included.some((test) => test(path)) && !excluded.some((test) => test(path));
}

function testOf(part: string): (path: string) => boolean {
  const rooted = part.replace(/^\.?\//, '');
  if (!WILDCARDS.test(rooted)) return belowOrAt(unescaped(rooted));
  if (rooted.endsWith('/')) return globTest(`${rooted}**`);
  return globTest(rooted.includes('/') ? rooted : `**/${rooted}`);
}

function belowOrAt(place: string): (path: string) => boolean {
  const folder = place.replace(/\/+$/, '');
  if (folder === '') return () => false;
  const isFolder = folder !== place;
  return (path) => path.startsWith(`${folder}/`) || (!isFolder && path === folder);
}

function unescaped(part: string): string {
  return part.replace(/\\(.)/g, '$1');
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') {
      part += char + text.charAt(++at);
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}') depth = Math.max(0, depth - 1);
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}
