import { ROOT, parseRemotePath, type FolderPath } from './remotePath';

/** A workspace of an Oxen repository. `workspace` is the server's id, never the name (names may hold `/`). */
export interface OxenAddress {
  readonly kind: 'oxen';
  /** Id of the account, `[a-z0-9-]+` (an authority is lower-cased by every URI library). */
  readonly account: string;
  readonly namespace: string;
  readonly repository: string;
  readonly workspace: string;
}

/** A space, as the provider chosen for it serves it. */
export interface OnedataAddress {
  readonly kind: 'onedata';
  readonly account: string;
  readonly space: string;
}

/** One place paths can be removed from. */
export type RemoteAddress = OxenAddress | OnedataAddress;

/** A place inside a remote. Root = the remote itself. */
export interface Location {
  readonly remote: RemoteAddress;
  readonly path: FolderPath;
}

/** The parts of a URI, decoded: what `vscode.Uri.from` takes and `Uri` gives. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** `oxen://ACCOUNT/NAMESPACE/REPO/WORKSPACE/path…` or `onedata://ACCOUNT/SPACE/path…`, the one address of everything. */
export function toUriParts({ remote, path }: Location): UriParts {
  const place = remote.kind === 'oxen' ? [remote.namespace, remote.repository, remote.workspace] : [remote.space];
  return {
    scheme: remote.kind,
    authority: remote.account,
    path: `/${[...place, ...(path === ROOT ? [] : [path])].join('/')}`,
  };
}

/** The location a URI names, or undefined: another scheme, too short, or a path no entry can have. */
export function fromUriParts(uri: UriParts): Location | undefined {
  const account = uri.authority;
  if (!isAccountId(account)) return undefined;
  const names = uri.path.replace(/^\//, '').split('/');
  if (uri.scheme === 'oxen') {
    const [namespace, repository, workspace, ...rest] = names;
    if (!namespace || !repository || !workspace) return undefined;
    return at({ kind: 'oxen', account, namespace, repository, workspace }, rest);
  }
  if (uri.scheme === 'onedata') {
    const [space, ...rest] = names;
    return space ? at({ kind: 'onedata', account, space }, rest) : undefined;
  }
  return undefined;
}

/** The URI as text, percent-encoded as every URI library reads it back. */
export function toUriText({ remote, path }: Location): string {
  const place = known(PLACE_TEXTS, remote, () => {
    const parts = toUriParts({ remote, path: ROOT });
    return `${parts.scheme}://${parts.authority}${encoded(parts.path)}`;
  });
  return path === ROOT ? place : `${place}/${encoded(path)}`;
}

function encoded(path: string): string {
  if (NEEDS_NO_ENCODING.test(path)) return path;
  return path
    .split('/')
    .map((name) => encodeURIComponent(name.toWellFormed()))
    .join('/');
}

/** What `encodeURIComponent` leaves as it is, and `/`: most paths, in a tenth of the time. */
const NEEDS_NO_ENCODING = /^[\w\-.!~*'()/]*$/;

/** The location that a text from `toUriText` names, or undefined when it names none. */
export function fromUriText(text: string): Location | undefined {
  const match = /^([a-z]+):\/\/([^/?#]*)(\/[^?#]*)$/.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', encoded = ''] = match;
  try {
    const names = encoded.split('/').map(decodeURIComponent);
    if (names.some((name) => name.includes('/'))) return undefined;
    return fromUriParts({ scheme, authority, path: names.join('/') });
  } catch {
    return undefined;
  }
}

function at(remote: RemoteAddress, names: readonly string[]): Location | undefined {
  const text = names.join('/').replace(/\/$/, '');
  if (text === '') return { remote, path: ROOT };
  const parsed = parseRemotePath(text);
  return parsed.ok ? { remote, path: parsed.path } : undefined;
}

/** A key that is equal exactly when two addresses name the same place. */
export function remoteKey(remote: RemoteAddress): string {
  return known(KEYS, remote, () => {
    const { scheme, authority, path } = toUriParts({ remote, path: ROOT });
    return `${scheme}://${authority}${path}`;
  });
}

/** Addresses never change, and thousands of targets share one. */
const KEYS = new WeakMap<RemoteAddress, string>();
const PLACE_TEXTS = new WeakMap<RemoteAddress, string>();

function known(texts: WeakMap<RemoteAddress, string>, remote: RemoteAddress, make: () => string): string {
  let text = texts.get(remote);
  if (text === undefined) {
    text = make();
    texts.set(remote, text);
  }
  return text;
}

export function isAccountId(text: string): boolean {
  return /^[a-z0-9-]+$/.test(text);
}
