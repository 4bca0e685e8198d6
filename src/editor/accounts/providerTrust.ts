import type { Account } from './account';
import type { AccountStore } from './accountStore';

/** Asks the person whether the token of `account` may go to `domain`, a provider seen for the first time. */
export type AskDomain = (account: Account, domain: string) => Promise<boolean>;

/** Which providers an account's token may go to: those it was agreed to for, and remembers them. */
export class ProviderTrust {
  private readonly questions = new Map<string, Promise<boolean>>();

  constructor(
    private readonly accounts: AccountStore,
    private readonly askDomain: AskDomain,
  ) {}

  /** Asks where it is not known yet. Two spaces of one provider opened together are one question. */
  async mayHaveToken(account: Account, domain: string): Promise<boolean> {
    if (isTrusted(account, domain)) return true;
    const key = `${account.id} ${domain}`;
    const asked = this.questions.get(key) ?? this.ask(account, domain).finally(() => this.questions.delete(key));
    this.questions.set(key, asked);
    return asked;
  }

  private async ask(account: Account, domain: string): Promise<boolean> {
    if (!(await this.askDomain(account, domain))) return false;
    const now = this.accounts.get(account.id) ?? account;
    await this.accounts.update({ ...now, trustedDomains: [...(now.trustedDomains ?? []), domain] });
    return true;
  }
}

/** Whether the token may go to a provider's domain: the one the person typed, or one agreed to before. */
export function isTrusted(account: Account, domain: string): boolean {
  return (
    account.memoryOnly || new URL(account.origin).host === domain || account.trustedDomains?.includes(domain) === true
  );
}

/** Whether `origin` is the account's own server, or a provider that may have its token. */
export function isServerOf(account: Account, origin: string): boolean {
  if (origin === account.origin) return true;
  const scheme = originOfProvider(account, '');
  return account.kind === 'onedata' && origin.startsWith(scheme) && isTrusted(account, origin.slice(scheme.length));
}

export function originOfProvider(account: Account, domain: string): string {
  return `${new URL(account.origin).protocol}//${domain}`;
}
