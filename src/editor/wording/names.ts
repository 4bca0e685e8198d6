import * as vscode from 'vscode';
import { toUriParts, type RemoteAddress } from '../../removal/address';
import type { Plan } from '../../removal/plan';
import { remotesOf } from '../../removal/planning';
import type { Listed } from '../../removal/selection';

/** Names are hostile text: one line each, and never so long that they push the rest out of sight. */
export function shortened(name: string): string {
  const line = oneLine(name);
  return line.length <= 80 ? line : `${line.slice(0, 38)}…${line.slice(-40)}`;
}

/**
 * A path that leaves room for what stands beside it: of a long one its middle is left out, so that where it begins and what it leads to
 * can be read.
 */
export function shortenedPath(path: string, room: number): string {
  const line = oneLine(path);
  if (line.length <= room) return line;
  const [first = '', ...rest] = line.split('/');
  for (let from = 1; from < rest.length; from += 1) {
    const short = `${first}/…/${rest.slice(from).join('/')}`;
    if (short.length <= room) return short;
  }
  const last = rest.at(-1) ?? first;
  const above = rest.length > 0 ? '…/' : '';
  if (above.length + last.length <= room) return `${above}${last}`;
  const half = Math.floor((room - above.length - 1) / 2);
  const letters = Array.from(last); // no half of a pair
  return `${above}${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}

/** Without control, line and text-direction characters, and without links: notifications and prompts run the commands in `[text](command:…)`. */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, '\ufffd').replace(LINK, '] (');
}

/** What is said on hover, each in a line of its own: a name with line breaks in it adds none. */
export function onHover(lines: readonly string[]): string {
  return lines.map(oneLine).join('\n');
}

/** For rows of choices and the status bar, where VS Code draws a name like `$(check)` as a picture. */
export function asWritten(text: string): string {
  return text.replace(PICTURE, '\\$&');
}

const PICTURE = /\$\((?=[a-z0-9-]+(?:~[a-z]+)?\))/gi;

/** The label of a row: the name as it is, but what turns the direction of text: `txt.exe` must not be drawn as `exe.txt`. */
export function rowLabel(name: string): string {
  return name.replace(TURNING, '\ufffd');
}

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const LINK = /\]\((?=[a-z][a-z0-9+.-]*:)/gi;

export function quoted(name: string): string {
  return vscode.l10n.t('“{0}”', shortened(name));
}

/** What to call a remote: as the tree does. */
export type NameOf = (remote: RemoteAddress) => string;
export type HostOf = (account: string) => string;
/** What to call an account: as the views do. */
export type AccountNameOf = (account: string) => string;

/** The names of remotes, each once. */
export function places(remotes: readonly RemoteAddress[], nameOfRemote: NameOf): string {
  return [...new Set(remotes.map(nameOfRemote))].map(quoted).join(', ');
}

/** `field-station/samples`: what stands beside the name of an Oxen workspace; nothing beside that of a space. */
export function repositoryOf(remote: RemoteAddress): readonly string[] {
  return remote.kind === 'oxen' ? [oneLine(`${remote.namespace}/${remote.repository}`)] : [];
}

/** `hub.oxen.ai · field-station/samples`: tells apart remotes that are called the same. */
export function whereabouts(remotes: readonly RemoteAddress[], accountName: AccountNameOf): string {
  const where = (remote: RemoteAddress): string =>
    [accountName(remote.account), ...repositoryOf(remote)].map(shortened).join(' · ');
  return [...new Set(remotes.map(where))].join(', ');
}

/** `“tidy-up” · field-station/samples · hub.oxen.ai`: in a document that is read later and elsewhere a name alone is not enough. */
export function placesInFull(remotes: readonly RemoteAddress[], nameOf: NameOf, hostOf: HostOf): string {
  const inFull = (remote: RemoteAddress): string =>
    [quoted(nameOf(remote)), ...repositoryOf(remote), oneLine(hostOf(remote.account))].join(' · ');
  return [...new Set(remotes.map(inFull))].join(', ');
}

/** What stands before a path in a document that tells of several remotes: two of them can hold entries of one path. */
export function placeBefore({ targets, skipped }: Plan, nameOf: NameOf, hostOf: HostOf): NameOf {
  const remotes = remotesOf({ targets: [...targets, ...skipped.map(({ target }) => target)] });
  return remotes.length > 1 ? (remote) => `${placesInFull([remote], nameOf, hostOf)}: ` : () => '';
}

/** Where an entry is, as a person reads it: one line, nothing encoded. */
export function locationText({ remote, entry }: Listed): string {
  const { scheme, authority, path } = toUriParts({ remote, path: entry.path });
  return oneLine(`${scheme}://${authority}${path}`);
}
