import * as vscode from 'vscode';
import { failureOf, type Answer, type Failure } from '../removal/failure';
import type { Action } from '../removal/plan';
import type { PageToken } from '../removal/remote';
import type { Report } from '../removal/report';
import { stagedEntries } from '../removal/stagedEntries';
import type { AccountStore } from './accounts/accountStore';
import type { Connections } from './accounts/connections';
import { findRemotes } from './accounts/knownRemotes';
import type { ApiPage, ApiPlan, ApiRemote, ApiReport, ApiStaged, WinnowApi, WinnowExports } from './api';
import { apiPage, apiPlan, apiRemote, apiReport } from './apiValues';
import { gestureAt } from './removal/gesture';
import { preparePlan } from './removal/planner';
import type { RemovalDoor } from './removal/removalDoor';
import { REMOVAL_ON } from './removalOn';
import type { StagedModel } from './staged/stagedModel';
import { entryUri, locationOf } from './uri';
import * as words from './wording/api';
import { explain } from './wording/failures';

export interface ApiParts {
  readonly accounts: AccountStore;
  readonly connections: Connections;
  readonly staged: StagedModel;
  readonly door: RemovalDoor;
  readonly onDidRun: vscode.Event<Report>;
}

/** What other extensions get. */
export function exportsOf(api: WinnowApi): WinnowExports {
  return {
    getAPI(version: number): WinnowApi {
      if (version === api.version) return api;
      throw new Error(words.unknownVersion(String(version), String(api.version)));
    },
  };
}

/** Version 1 of the API. Everything in it is asked for with URIs; removals go through the one door. */
export function createApi(parts: ApiParts): WinnowApi {
  return {
    version: 1,
    remotes: () => remotes(parts),
    list: (folder, next) => list(folder, next, parts),
    plan: (entries) => plan(entries, parts),
    run: (entries) => run(entries, parts),
    staged: () => staged(parts),
    onDidChangeStaged: parts.staged.onDidChange,
    onDidRun: (listener, thisArg, disposables) =>
      parts.onDidRun((report) => listener.call(thisArg, apiReport(report)) as unknown, undefined, disposables),
  };
}

async function remotes(parts: ApiParts): Promise<readonly ApiRemote[]> {
  const found = await findRemotes(parts, new AbortController().signal);
  return found.remotes.map(({ address, name }) => apiRemote(address, name));
}

async function list(folder: vscode.Uri, next: string | undefined, parts: ApiParts): Promise<ApiPage> {
  const location = locationOf(vscode.Uri.from(folder));
  if (!location) throw errorOf(failureOf('invalid', 'notAnEntry', { data: { uri: String(folder) } }), '');
  const host = parts.accounts.hostOf(location.remote.account);
  const remote = valueOf(await parts.connections.remote(location.remote), host);
  const page = await remote.list(location.path, next as PageToken | undefined, new AbortController().signal);
  return apiPage(location.remote, valueOf(page, host));
}

async function plan(entries: readonly vscode.Uri[], parts: ApiParts): Promise<ApiPlan> {
  const { action, uris } = meant(entries);
  const host = parts.accounts.hostOf(uris[0]?.authority ?? '');
  const gesture = valueOf(await gestureAt(uris, parts.connections, new AbortController().signal), host);
  const prepared = valueOf(await preparePlan(action, gesture, parts.connections), host);
  return apiPlan(prepared.plan, prepared.refusals);
}

async function run(entries: readonly vscode.Uri[], { door }: ApiParts): Promise<ApiReport | undefined> {
  const { action, uris } = meant(entries);
  const report = await door.removeAt(action, uris);
  return report && apiReport(report);
}

async function staged(parts: ApiParts): Promise<readonly ApiStaged[]> {
  await parts.staged.refresh();
  return parts.staged.workspaces().flatMap(({ address, label, state }) => {
    if (!state) return [];
    const removed = stagedEntries(state).map(({ path }) => entryUri(address, path));
    return [{ remote: apiRemote(address, label), removed, readAt: state.readAt }];
  });
}

/** One kind of remote a call: a removal that stages and one that destroys are never one question. Copies what it was given. */
function meant(entries: readonly vscode.Uri[]): { readonly action: Action; readonly uris: readonly vscode.Uri[] } {
  const uris = entries.map((uri) => vscode.Uri.from(uri));
  const schemes = new Set(uris.map(({ scheme }) => scheme));
  const [scheme] = schemes;
  if (schemes.size !== 1 || (scheme !== 'oxen' && scheme !== 'onedata')) throw new Error(words.oneKindOnly());
  return { action: REMOVAL_ON[scheme], uris };
}

function valueOf<T>(answer: Answer<T>, host: string): T {
  if (answer.ok) return answer.value;
  throw errorOf(answer.failure, host);
}

function errorOf(failure: Failure, host: string): Error {
  const { message, hint } = explain(failure, host);
  return Object.assign(new Error(`${message} ${hint}`.trim()), { code: failure.code });
}
