import * as vscode from 'vscode';
import type { Account } from './account';

const ACCOUNTS_KEY = 'winnow.accounts';
/** Hosts of accounts that were removed, by their ids. */
const REMOVED_KEY = 'winnow.removedAccounts';
/** The list of accounts may reach this window later than the news that a token has changed, ms. */
const LIST_FOLLOWS = 500;
const tokenKey = (id: string): string => `winnow.token.${id}`;

/** Whether this person has added an account: known without reading a token or loading anything. */
export function hasStoredAccounts(state: vscode.Memento): boolean {
  return state.get<readonly Account[]>(ACCOUNTS_KEY, []).length > 0;
}

/** The accounts of this person. Metadata in globalState, tokens in SecretStorage; memory-only ones in neither. */
export class AccountStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /**
   * Fires after an account or a token changed, in this window or in another. VS Code tells of another window's tokens alone: its list of accounts
   * is compared after such news, and when this window gets the focus.
   */
  readonly onDidChange = this.changed.event;
  private readonly memory = new Map<string, { readonly account: Account; readonly token: string | undefined }>();
  private readonly listeners: readonly vscode.Disposable[];
  /** The list as this window knows it. */
  private seen: string;
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
    onDidChangeWindow: vscode.Event<Pick<vscode.WindowState, 'focused'>> = vscode.window.onDidChangeWindowState,
  ) {
    this.seen = JSON.stringify(this.stored());
    this.listeners = [
      secrets.onDidChange(({ key }) => {
        if (!key.startsWith(tokenKey(''))) return;
        this.looking ??= setTimeout(() => this.lookForNews(), LIST_FOLLOWS);
        this.seen = JSON.stringify(this.stored());
        this.changed.fire();
      }),
      onDidChangeWindow(({ focused }) => {
        if (focused) this.lookForNews();
      }),
    ];
  }

  all(): readonly Account[] {
    return [...this.stored(), ...[...this.memory.values()].map(({ account }) => account)];
  }

  get(id: string): Account | undefined {
    return this.all().find((account) => account.id === id);
  }

  /** What the views call the account. */
  nameOf(id: string): string {
    return this.get(id)?.name ?? id;
  }

  /** The host a person knows the account's server by, also after the account was removed. */
  hostOf(id: string): string {
    const account = this.get(id);
    return account ? new URL(account.origin).host : (this.removed()[id] ?? id);
  }

  /**
   * Ids that an account of this server must not get: `a.b-c.org` and `a-b.c.org` make the same one. Reports, marks and mapped folders name
   * accounts by their ids, and would mean the other server.
   */
  takenIds(origin: string): ReadonlySet<string> {
    const { host } = new URL(origin);
    const others = Object.entries(this.removed()).filter(([, other]) => other !== host);
    return new Set([...this.all().map(({ id }) => id), ...others.map(([id]) => id)]);
  }

  async token(id: string): Promise<string | undefined> {
    const remembered = this.memory.get(id);
    return remembered ? remembered.token : await this.secrets.get(tokenKey(id));
  }

  /** Adds an account, or replaces it together with its token: without one, none is sent from now on. */
  async add(account: Account, token: string | undefined): Promise<void> {
    if (account.memoryOnly) this.memory.set(account.id, { account, token });
    else {
      await this.keepToken(account.id, token);
      await this.store([...this.stored().filter(({ id }) => id !== account.id), account]);
    }
    this.changed.fire();
  }

  /** Changes what is known of an account; the token stays. */
  async update(account: Account): Promise<void> {
    const remembered = this.memory.get(account.id);
    if (remembered) this.memory.set(account.id, { ...remembered, account });
    else await this.store(this.stored().map((other) => (other.id === account.id ? account : other)));
  }

  /** Gives an account another name in the views. */
  async rename(account: Account, name: string): Promise<void> {
    await this.update({ ...account, name });
    this.changed.fire();
  }

  async remove(id: string): Promise<void> {
    if (!this.memory.delete(id)) {
      // Another window is told of the token alone: it must not find an account then that has none any more.
      const before = this.stored();
      await this.store(before.filter((account) => account.id !== id));
      await this.secrets.delete(tokenKey(id)).then(undefined, async (error: unknown) => {
        // A token that stayed behind could never be removed again without its account.
        await this.store(before);
        throw error;
      });
      for (const { origin } of before.filter((account) => account.id === id))
        await this.state.update(REMOVED_KEY, { ...this.removed(), [id]: new URL(origin).host });
    }
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.looking);
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }

  private async keepToken(id: string, token: string | undefined): Promise<void> {
    if (token) await this.secrets.store(tokenKey(id), token);
    else await this.secrets.delete(tokenKey(id));
  }

  private stored(): readonly Account[] {
    return this.state.get<readonly Account[]>(ACCOUNTS_KEY, []);
  }

  private removed(): Readonly<Record<string, string>> {
    return this.state.get<Readonly<Record<string, string>>>(REMOVED_KEY, {});
  }

  /** What another window has changed in the list. */
  private lookForNews(): void {
    clearTimeout(this.looking);
    this.looking = undefined;
    const now = JSON.stringify(this.stored());
    if (now === this.seen) return;
    this.seen = now;
    this.changed.fire();
  }

  private async store(accounts: readonly Account[]): Promise<void> {
    this.lookForNews();
    this.seen = JSON.stringify(accounts);
    await this.state.update(ACCOUNTS_KEY, accounts);
  }
}
