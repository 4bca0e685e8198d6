import * as vscode from 'vscode';
import { curlCommand, oxenRemoveCommands, type CurlRequest } from '../../removal/commandLines';
import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import { byRemote, type Listed } from '../../removal/selection';
import * as onedataLinks from '../../remotes/onedata/links';
import * as oxenLinks from '../../remotes/oxen/links';
import type { AccountStore } from '../accounts/accountStore';
import type { Connections } from '../accounts/connections';
import { tellBriefly } from '../briefly';
import { COMMANDS } from '../ids';
import type { Output } from '../output';
import type { RemovalDoor } from '../removal/removalDoor';
import { tellFailure } from '../tellFailure';
import * as words from '../wording/copying';
import { entriesMeant, meantBy, type MeantViews } from './meant';
import type { Handler } from './register';

export interface CopyParts {
  readonly views: MeantViews;
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly door: RemovalDoor;
  readonly output: Output;
}

/** Taking an entry's name elsewhere: the clipboard and the browser. Nothing here changes anything on a server, and no token is copied. */
export function copyCommands(parts: CopyParts): Readonly<Record<string, Handler>> {
  const onEntries =
    (act: (listed: readonly Listed[]) => Promise<void>) =>
    async (clicked?: unknown, selected?: unknown): Promise<void> => {
      const gesture = await entriesMeant(meantBy(clicked, selected), parts.views, parts.door);
      if (gesture && gesture.listed.length > 0) await act(gesture.listed);
    };
  return {
    [COMMANDS.copyPath]: onEntries((listed) =>
      copy(
        listed.map(({ entry }) => entry.path),
        words.copiedPaths,
      ),
    ),
    [COMMANDS.copyUrl]: onEntries(async (listed) => {
      const urls = await linksOf(listed, urlOf, parts);
      if (urls) await copy(urls, words.copiedUrls);
    }),
    [COMMANDS.openInBrowser]: onEntries(async ([first]) => {
      const pages = first && (await linksOf([first], pageOf, parts));
      const [page] = pages ?? [];
      if (page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page, true));
    }),
    [COMMANDS.oxenCopyAsCommand]: onEntries(copyAsOxen),
    [COMMANDS.copyEntriesAsCurl]: onEntries(async (listed) => {
      const requests = await linksOf(byRemote(listed).flatMap(inOneRequest), requestOf, parts);
      if (requests) await copy(requests.map(curlCommand), words.copiedCommands);
    }),
  };
}

async function copy(lines: readonly string[], said: (count: number) => string): Promise<void> {
  await vscode.env.clipboard.writeText(lines.join('\n'));
  tellBriefly(said(lines.length), 3_000);
}

async function copyAsOxen(listed: readonly Listed[]): Promise<void> {
  const commands = byRemote(listed).flatMap((group) => {
    const remote = group[0]?.remote;
    return remote?.kind === 'oxen'
      ? [
          oxenRemoveCommands(
            remote,
            group.map(({ entry }) => entry.path),
          ),
        ]
      : [];
  });
  const lines = commands.flatMap((one) => one.lines);
  const left = commands.flatMap(({ inexpressible }) => inexpressible);
  if (lines.length > 0) await copy(lines, words.copiedCommands);
  if (left.length > 0) void vscode.window.showWarningMessage(words.inexpressible(left));
}

/** Several entries that one link, page or request is about. */
type Together = readonly [Listed, ...Listed[]];
type Link<T> = (entries: Together, parts: CopyParts) => Promise<Answer<T>>;

/** Undefined, and the person has been told why, unless there is one for each. */
async function linksOf<T>(
  entries: readonly (Listed | Together)[],
  link: Link<T>,
  parts: CopyParts,
): Promise<readonly T[] | undefined> {
  const links: T[] = [];
  for (const one of entries) {
    const together: Together = 'remote' in one ? [one] : one;
    const answer = await link(together, parts);
    if (!answer.ok) return refuse(answer.failure, together[0], parts);
    links.push(answer.value);
  }
  return links;
}

function refuse(failure: Failure, { remote }: Listed, parts: CopyParts): undefined {
  if (failure.code !== NO_LINK) return tellFailure(failure, remote, parts);
  void vscode.window.showInformationMessage(words.noPage(parts.accounts.hostOf(remote.account)));
}

const NO_LINK = 'noLink';

function orNoLink<T>(link: T | undefined): Answer<T> {
  return link === undefined ? failed(failureOf('invalid', NO_LINK, { reach: 'notSent' })) : success(link);
}

const pageOf: Link<string> = async ([{ remote, entry }], { accounts, connections }) => {
  const account = accounts.get(remote.account);
  if (remote.kind === 'onedata') {
    const onezone = account?.role === 'oneprovider' ? undefined : account?.origin;
    return orNoLink(onezone && entry.id ? onedataLinks.pageUrl(onezone, entry.id) : undefined);
  }
  const base = await baseOf(remote, connections);
  return base.ok ? orNoLink(account && oxenLinks.pageUrl(account.origin, remote, base.value, entry)) : base;
};

/** Of an Oxen entry the address its content is read from: that is there on every server. */
const urlOf: Link<string> = async (entries, parts) => {
  const [{ remote, entry }] = entries;
  if (remote.kind === 'onedata') return pageOf(entries, parts);
  const account = parts.accounts.get(remote.account);
  const base = await baseOf(remote, parts.connections);
  return base.ok ? orNoLink(account && oxenLinks.entryUrl(account.origin, remote, base.value, entry)) : base;
};

const requestOf: Link<CurlRequest> = async (entries, { connections }) => {
  const [{ remote, entry }] = entries;
  const endpoint = await connections.endpoint(remote);
  if (!endpoint.ok) return endpoint;
  const { origin } = endpoint.value;
  if (remote.kind === 'onedata') return orNoLink(onedataLinks.removalRequest(origin, entry.id ?? ''));
  const paths = entries.map((one) => one.entry.path);
  return orNoLink(oxenLinks.removalRequest(origin, remote, paths));
};

/** What Winnow itself would send as one request: a batch on Oxen, an entry on Onedata. */
function inOneRequest(group: readonly Listed[]): readonly Together[] {
  const [first, ...others] = group;
  if (!first) return [];
  return first.remote.kind === 'oxen' ? [[first, ...others]] : group.map((one): Together => [one]);
}

async function baseOf(remote: Listed['remote'] & { kind: 'oxen' }, connections: Connections): Promise<Answer<string>> {
  const workspace = await connections.workspace(remote);
  const state = workspace.ok ? await workspace.value.staged(new AbortController().signal) : workspace;
  return state.ok ? success(state.value.base) : state;
}
