import type { OxenAddress } from './address';
import type { RemotePath } from './remotePath';

/** A request to be shown as a command. The token never appears: `$TOKEN` stands for it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  /** The header that carries the token, and what stands before it (`Bearer `). Absent: the server wants none. */
  readonly token?: { readonly header: string; readonly prefix: string };
  readonly json?: unknown;
}

/** One line for a POSIX shell. Nothing in a path or an address is expanded, neither by the shell nor by curl. */
export function curlCommand({ method, url, token, json }: CurlRequest): string {
  return [
    'curl -sS --globoff --path-as-is -X',
    method,
    ...(token === undefined ? [] : ['-H', `"${token.header}: ${token.prefix}$TOKEN"`]),
    ...(json === undefined
      ? []
      : ['-H', shellQuote('Content-Type: application/json'), '--data-raw', shellQuote(JSON.stringify(json))]),
    shellQuote(url),
  ].join(' ');
}

/** Commands for a clone of the repository, and the paths that no command can name. */
export interface OxenCommands {
  readonly lines: readonly string[];
  /** `oxen` expands `*`, `?`, `[` and `{` itself and knows no way to quote them. */
  readonly inexpressible: readonly RemotePath[];
}

/** Paths on one command line: far below the limits of every system. */
const PATHS_A_LINE = 200;

/** `oxen workspace rm` for each path; to be run in a clone whose remote is the repository. */
export function oxenRemoveCommands(address: OxenAddress, paths: readonly RemotePath[]): OxenCommands {
  const isPlain = (path: RemotePath) => !/[*?[\]{}]/.test(path);
  const plain = paths.filter(isPlain);
  const lines: string[] = [];
  for (let start = 0; start < plain.length; start += PATHS_A_LINE) {
    const quoted = plain.slice(start, start + PATHS_A_LINE).map(shellQuote);
    lines.push(['oxen workspace rm -w', shellQuote(address.workspace), '--', ...quoted].join(' '));
  }
  return { lines, inexpressible: paths.filter((path) => !isPlain(path)) };
}

/** A word that every POSIX shell takes literally. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
