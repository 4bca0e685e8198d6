/** One wildcard, one escaped character, or one plain one. */
const TOKEN =
  /\\(?<escaped>.)|(?<all>\*\*+)|(?<wild>[*?])|\[(?<not>[!^]?)(?<set>[^[\]/\\]+)\]|\{(?<either>[^{}]+)\}|(?<plain>.)/gsu;

/**
 * A glob as a test of whole paths. `*` and `?` stay within a name, `**` as a whole name spans folders (as the last one: everything below),
 * `[a-z]`, `[!a-z]` and `{one,two}` are alternatives, a backslash takes the next character as it is. All else is itself: names may
 * hold `(`, `|`, `+` or a bracket without its partner. Dots are not special; case counts. A class that makes no sense matches nothing.
 */
export function globTest(glob: string): (path: string) => boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(`^${translate(glob)}$`, 'su');
  } catch {
    return () => false;
  }
  return (path) => expression.test(path);
}

function translate(glob: string): string {
  return glob
    .replace(TOKEN, (...match) => {
      const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
      const { escaped, all, wild, not, set, either, plain = '' } = groups;
      if (all !== undefined) return spanning(glob, Number(match.at(-3)), all.length);
      if (wild !== undefined) return wild === '*' ? '[^/]*' : '[^/]';
      if (set !== undefined) return `(?!/)[${not ? '^' : ''}${set.replace(/\^/g, '\\$&')}]`;
      if (either !== undefined) return `(?:${either.split(',').map(translate).join('|')})`;
      return literal(escaped ?? plain);
    })
    .replaceAll(`${FOLDERS}/`, '(?:[^/]+/)*');
}

/** Stands for `**` until it is known that a slash follows: the slash belongs to each folder. */
const FOLDERS = '\u0000';

/** `**` spans folders only as a whole name; beside other characters it is a `*`. */
function spanning(glob: string, at: number, length: number): string {
  const startsName = at === 0 || glob[at - 1] === '/';
  const after = glob[at + length];
  if (startsName && after === '/') return FOLDERS;
  return startsName && after === undefined ? '.+' : '[^/]*';
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
