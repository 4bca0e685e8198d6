import * as vscode from 'vscode';
import type { Account } from './account';

const ACCOUNTS_KEY = 'winnow.accounts';
const tokenKey = (id: string): string => `winnow.token.${id}`;

/** Whether this person has added an account: known without reading a token or loading anything. */
export function hasStoredAccounts(state: vscode.Memento): boolean {
  return state.get<readonly Account[]>(ACCOUNTS_KEY, []).length > 0;
}

/** The accounts of this person. Metadata in globalState, tokens in SecretStorage; memory-only ones in neither. */
export class AccountStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires after an account or a token changed, in this window or (tokens) in another. */
  readonly onDidChange = this.changed.event;
  private readonly memory = new Map<string, { readonly account: Account; readonly token: string | undefined }>();
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
  ) {
    this.listener = secrets.onDidChange(({ key }) => {
      if (key.startsWith(tokenKey(''))) this.changed.fire();
    });
  }

  all(): readonly Account[] {
    return [...this.stored(), ...[...this.memory.values()].map(({ account }) => account)];
  }

  get(id: string): Account | undefined {
    return this.all().find((account) => account.id === id);
  }

  /** The host a person knows the account's server by. */
  hostOf(id: string): string {
    const account = this.get(id);
    return account ? new URL(account.origin).host : id;
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
      await this.secrets.delete(tokenKey(id));
      await this.store(this.stored().filter((account) => account.id !== id));
    }
    this.changed.fire();
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }

  private async keepToken(id: string, token: string | undefined): Promise<void> {
    if (token) await this.secrets.store(tokenKey(id), token);
    else await this.secrets.delete(tokenKey(id));
  }

  private stored(): readonly Account[] {
    return this.state.get<readonly Account[]>(ACCOUNTS_KEY, []);
  }

  private async store(accounts: readonly Account[]): Promise<void> {
    await this.state.update(ACCOUNTS_KEY, accounts);
  }
}
