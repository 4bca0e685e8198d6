declare const remotePath: unique symbol;

/**
 * A path inside a remote, never its root: one or more names joined by `/`, no empty name, no `.`, no `..`, no NUL.
 * Names are compared as the servers do, code unit by code unit: no Unicode normalisation, case kept, spaces significant.
 */
export type RemotePath = string & { readonly [remotePath]: true };

/** A folder to list: a path, or the remote's root. */
export type FolderPath = RemotePath | typeof ROOT;

export const ROOT = '';

/** Why a text is no path of an entry. */
export type PathProblem = 'empty' | 'dotSegment' | 'emptySegment' | 'nul' | 'loneSurrogate';

export type ParsedPath =
  { readonly ok: true; readonly path: RemotePath } | { readonly ok: false; readonly problem: PathProblem };

/** Accepts exactly the canonical spelling, as a server lists it. Use it for everything that a server said. */
export function parseRemotePath(text: string): ParsedPath {
  if (USUAL.test(text)) return { ok: true, path: text as RemotePath };
  if (text === '') return { ok: false, problem: 'empty' };
  for (const name of text.split('/')) {
    const problem = problemOfName(name);
    if (problem) return { ok: false, problem: problem === 'empty' ? 'emptySegment' : problem };
  }
  return { ok: true, path: text as RemotePath };
}

/** Most paths, known to be good at one glance: every name begins with a letter, a digit or `_`, and nothing odd follows. */
const USUAL = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;

/**
 * Accepts what a person may type: `/images/`, `./images`, `images//a.txt` become canonical; `..` anywhere is refused,
 * and so is everything that ends up addressing the root.
 */
export function normalizeRemotePath(text: string): ParsedPath {
  const names = text.split('/').filter((name) => name !== '' && name !== '.');
  return parseRemotePath(names.join('/'));
}

/** What is wrong with one name, or undefined when it can name an entry. */
export function problemOfName(name: string): PathProblem | undefined {
  if (name === '') return 'empty';
  if (name === '.' || name === '..') return 'dotSegment';
  if (name.includes('\0')) return 'nul';
  if (!name.isWellFormed()) return 'loneSurrogate';
  return undefined;
}

/** The entry called `name` in `folder`, or undefined when no entry can have that name. */
export function childOf(folder: FolderPath, name: string): RemotePath | undefined {
  if (name.includes('/')) return undefined;
  const parsed = parseRemotePath(folder === ROOT ? name : `${folder}/${name}`);
  return parsed.ok ? parsed.path : undefined;
}

export function parentOf(path: RemotePath): FolderPath {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? ROOT : (path.slice(0, cut) as RemotePath);
}

export function nameOf(path: RemotePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function namesOf(path: FolderPath): readonly string[] {
  return path === ROOT ? [] : path.split('/');
}

/** Strictly below: whole names are compared, so `ab` is not inside `a`, and nothing is inside itself. */
export function isInside(path: FolderPath, folder: FolderPath): boolean {
  if (folder === ROOT) return path !== ROOT;
  return path.startsWith(`${folder}/`);
}

/** The entry itself, or strictly below it. */
export function isAtOrInside(path: FolderPath, entry: FolderPath): boolean {
  return path === entry || isInside(path, entry);
}

/** All folders above a path, nearest first, the root last. */
export function ancestorsOf(path: RemotePath): readonly FolderPath[] {
  const above: FolderPath[] = [];
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    above.push(folder);
    if (folder === ROOT) return above;
  }
}

/** Plain code-unit order: the same on every machine and in every locale. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
