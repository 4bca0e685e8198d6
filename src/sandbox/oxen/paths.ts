/**
 * Path strings as oxen-server reads them. Its rules are those of Rust's `Path`: empty parts and inner or trailing `.`
 * vanish, a leading `.`, a leading `/` and every `..` are parts of their own.
 */

/** The parts of a path; the root of an absolute path is the part `/`. */
export function components(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/')) return ['/', ...parts];
  return path === '.' || path.startsWith('./') ? ['.', ...parts] : parts;
}

export const isName = (part: string): boolean => part !== '/' && part !== '.' && part !== '..';

/** What the server keeps of a path it was sent: the names in it, without `.`, `..` and `/`. */
export function namesOnly(path: string): string {
  return components(path).filter(isName).join('/');
}

/** The folder of a plain relative path; of a top-level name: `''`. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folders above a plain relative path, nearest first, the root `''` last. None above the root itself. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path; at !== '';) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** Without the dot; `''` for none. A leading dot starts no extension. */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
}

/** Why a path is refused before anything is looked up, in the words of the server; undefined when it is not. */
export function refusalOf(path: string): string | undefined {
  const reason = reasonAgainst(components(path));
  return reason === undefined ? undefined : `${path} is outside the working tree: ${reason}`;
}

function reasonAgainst(parts: readonly string[]): string | undefined {
  if (parts.includes('..')) return 'it has a `..` component';
  if (parts[0] === '/') return 'it is absolute';
  return parts.some((part) => part.toLowerCase() === '.oxen') ? 'it is inside a .oxen directory' : undefined;
}

/** A path that is to be written (an upload, a new name): normalised, or the reason why it is refused. */
export function writablePath(path: string): { readonly path: string } | { readonly refused: string } {
  const refused = refusalOf(path);
  if (refused !== undefined) return { refused };
  const normal = namesOnly(path);
  return normal === '' ? { refused: 'Expected a file path, but the path is empty' } : { path: normal };
}
