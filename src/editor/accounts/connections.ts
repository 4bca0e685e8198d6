import * as vscode from 'vscode';
import { remoteKey, type OnedataAddress, type OxenAddress, type RemoteAddress } from '../../removal/address';
import { failed, failureOf, success, type Answer, type Failure } from '../../removal/failure';
import type { Remote } from '../../removal/remote';
import type { StagingRemote } from '../../removal/staging';
import { failOver } from '../../remotes/onedata/failOver';
import {
  chooseProvider,
  readProvider,
  readScope,
  type OnedataProvider,
  type OnedataScope,
  type OnedataSpaceInfo,
} from '../../remotes/onedata/scope';
import { DELETION_LIMITS } from '../../remotes/onedata/deletion';
import { onedataSpace } from '../../remotes/onedata/space';
import type { Send } from '../../remotes/request';
import { oxenServer, type OxenServer } from '../../remotes/oxen/server';
import { oxenWorkspace } from '../../remotes/oxen/workspace';
import type { Output } from '../output';
import type { TableSteps } from '../removal/tableSteps';
import type { Account } from './account';
import { AccountSends, noAccount } from './accountSends';
import type { AccountStore } from './accountStore';
import { isTrusted, originOfProvider, ProviderTrust, type AskDomain } from './providerTrust';

/** A client keeps what these said when it was made. */
const CLIENT_SETTINGS = ['winnow.http', 'winnow.onedata'];

/** Where the requests for a remote go. */
export interface Endpoint {
  readonly origin: string;
  /** Release of the Oneprovider, as far as it is known; empty for an Oxen server. */
  readonly version: string;
}

/** What has been made for one account. */
interface Clients {
  readonly workspaces: Map<string, StagingRemote>;
  readonly spaces: Map<string, Remote>;
  scope?: Promise<Answer<OnedataScope>>;
  /** What the last question about the scope found out, right or wrong. */
  known?: Answer<OnedataScope>;
}

/**
 * Turns accounts into clients. Everything here is made on demand and forgotten when the accounts change, so that
 * no client outlives its token.
 */
export class Connections implements vscode.Disposable {
  /** What servers called the remotes they were asked for. */
  private readonly names = new Map<string, string>();
  private readonly clients = new Map<string, Clients>();
  private readonly learnt = new vscode.EventEmitter<string>();
  /** Fires with the id of an account when something was found out about its token. */
  readonly onDidLearnScope = this.learnt.event;
  private readonly trust: ProviderTrust;
  private readonly sends: AccountSends;
  private readonly listeners: readonly vscode.Disposable[];

  constructor(
    private readonly accounts: AccountStore,
    private readonly tableSteps: TableSteps,
    output: Output,
    askDomain: AskDomain,
  ) {
    this.trust = new ProviderTrust(accounts, askDomain);
    this.sends = new AccountSends(accounts, output);
    this.listeners = [
      accounts.onDidChange(() => this.forgetAll()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (CLIENT_SETTINGS.some((setting) => change.affectsConfiguration(setting))) this.forgetAll();
      }),
    ];
  }

  async oxen(account: Account): Promise<OxenServer> {
    return oxenServer(await this.sends.to(account.id, account.origin));
  }

  /** What the token of a Onedata account gives access to. Asked once, until `forget`; a failure is not remembered. */
  scope(account: Account): Promise<Answer<OnedataScope>> {
    const clients = this.clientsOf(account.id);
    clients.scope ??= this.readScope(account).then((scope) => {
      if (!scope.ok) delete clients.scope;
      clients.known = scope;
      this.learnt.fire(account.id);
      return scope;
    });
    return clients.scope;
  }

  /** What is known of a Onedata account's token without asking. */
  knownScope(accountId: string): Answer<OnedataScope> | undefined {
    return this.clients.get(accountId)?.known;
  }

  /** Asks anew what an account's token allows, after a server has refused it: its row must not go on saying otherwise. */
  async relearn(account: Account): Promise<void> {
    delete this.clientsOf(account.id).scope;
    await this.scope(account);
  }

  /** Why nothing can be deleted with an account's token, if it only allows reading: said before anything is counted or sent. */
  async readonlyRefusal(accountId: string): Promise<Failure | undefined> {
    const account = this.accounts.get(accountId);
    const scope = account?.kind === 'onedata' ? await this.scope(account) : undefined;
    return scope?.ok && scope.value.readonly
      ? failureOf('forbidden', 'readonlyToken', { reach: 'notSent' })
      : undefined;
  }

  /** The client of one remote; with `server` (`Remote.server`) one that removes there and nowhere else, or none. */
  async remote(address: RemoteAddress, server?: string): Promise<Answer<Remote>> {
    return address.kind === 'oxen' ? this.workspace(address) : this.space(address, server);
  }

  async workspace(address: OxenAddress): Promise<Answer<StagingRemote>> {
    const account = this.accounts.get(address.account);
    if (!account) return noAccount(address.account);
    const [send] = await Promise.all([this.sends.to(account.id, account.origin), this.tableSteps.load()]);
    const { workspaces } = this.clientsOf(account.id);
    const key = remoteKey(address);
    const workspace = workspaces.get(key) ?? oxenWorkspace(send, address, Date.now, this.tableSteps);
    workspaces.set(key, workspace);
    return success(workspace);
  }

  private async space(address: OnedataAddress, server?: string): Promise<Answer<Remote>> {
    const account = this.accounts.get(address.account);
    if (!account) return noAccount(address.account);
    const { spaces } = this.clientsOf(account.id);
    const key = `${remoteKey(address)} ${server ?? ''}`;
    const known = spaces.get(key);
    if (known) return success(known);
    const chosen = await this.providerOf(account, address, server);
    if (!chosen.ok) return chosen;
    const { info, provider } = chosen.value;
    const send = await this.providerSend(account, provider);
    if (!send.ok) return send;
    const others = info.providers.filter((other) => other.online && other.id !== provider.id);
    const spares = others.filter(({ domain }) => isTrusted(account, domain));
    const { reading, acting } = failOver([
      send.value,
      ...(await Promise.all(spares.map(({ domain }) => this.sendTo(account, domain)))),
    ]);
    const space = onedataSpace({
      address,
      send: reading,
      ...(spares.length > 0 ? { acting } : {}),
      server: provider.id,
      providerVersion: provider.version,
      readonly: provider.readonly,
      now: Date.now,
      maxInFlight: vscode.workspace.getConfiguration('winnow').get('onedata.maxRequests', DELETION_LIMITS.maxInFlight),
    });
    spaces.set(key, space);
    return success(space);
  }

  /** For showing requests as commands; nothing is sent there. */
  async endpoint(address: RemoteAddress): Promise<Answer<Endpoint>> {
    const account = this.accounts.get(address.account);
    if (!account) return noAccount(address.account);
    if (address.kind === 'oxen') return success({ origin: account.origin, version: '' });
    const chosen = await this.providerOf(account, address);
    if (!chosen.ok) return chosen;
    const { domain, version } = chosen.value.provider;
    return success({ origin: originOfProvider(account, domain), version });
  }

  /** What its server calls a remote, as far as it was asked. */
  nameOf(address: RemoteAddress): string | undefined {
    return this.names.get(remoteKey(address));
  }

  learnName(address: RemoteAddress, name: string): void {
    this.names.set(remoteKey(address), name);
  }

  /** Forgets what was learnt with an account's token, to ask anew. */
  forget(accountId: string): void {
    this.clients.delete(accountId);
    this.sends.forget(accountId);
  }

  forgetAll(): void {
    this.clients.clear();
    this.sends.forgetAll();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.learnt.dispose();
  }

  private async readScope(account: Account): Promise<Answer<OnedataScope>> {
    const { signal } = new AbortController();
    const send = await this.sends.to(account.id, account.origin);
    if (account.role === 'oneprovider') return readProvider(send, signal);
    const token = await this.sends.token(account.id);
    return token.ok ? readScope(send, token.value ?? '', signal) : token;
  }

  private async providerOf(
    account: Account,
    address: OnedataAddress,
    server?: string,
  ): Promise<Answer<{ readonly info: OnedataSpaceInfo; readonly provider: OnedataProvider }>> {
    const scope = await this.scope(account);
    if (!scope.ok) return scope;
    const info = scope.value.spaces.find(({ id }) => id === address.space);
    if (!info) return failed(failureOf('notFound', 'spaceNotInScope', { data: { space: address.space } }));
    this.learnName(address, info.name);
    const provider = chooseProvider(info, server ?? account.preferredProviders?.[info.id]);
    const isMeant = server === undefined || provider?.id === server;
    if (!provider || !isMeant)
      return failed(failureOf('unavailable', 'noProviderOnline', { data: { space: info.name } }));
    return success({ info, provider });
  }

  private async providerSend(account: Account, { domain }: OnedataProvider): Promise<Answer<Send>> {
    return (await this.trust.mayHaveToken(account, domain))
      ? success(await this.sendTo(account, domain))
      : failed(failureOf('forbidden', 'providerNotTrusted', { data: { domain }, reach: 'notSent' }));
  }

  /** Providers are named by domain alone; they speak https, except beside a Onezone that is itself on plain loopback. */
  private sendTo(account: Account, domain: string): Promise<Send> {
    return this.sends.to(account.id, originOfProvider(account, domain));
  }

  private clientsOf(accountId: string): Clients {
    const clients = this.clients.get(accountId) ?? { workspaces: new Map(), spaces: new Map() };
    this.clients.set(accountId, clients);
    return clients;
  }
}
