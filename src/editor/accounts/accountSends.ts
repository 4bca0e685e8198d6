import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Send } from '../../remotes/request';
import type { Output } from '../output';
import type { AccountStore } from './accountStore';
import { sendFor } from './network';
import { isServerOf } from './providerTrust';

/** The wires to the servers of accounts, made when first asked for. */
export class AccountSends {
  /** By account and origin. */
  private readonly made = new Map<string, Map<string, Promise<Send>>>();

  constructor(
    private readonly accounts: Pick<AccountStore, 'get' | 'token'>,
    private readonly output: Output,
  ) {}

  /**
   * Every request goes out with the token that its account has at that moment: a client may be older than the token, since a plan that lies open
   * for review holds on to it, and an account that was removed sends nothing more. What asks for an origin may be older, too, or made up (commands
   * take rows from any extension): the token goes to its account's own servers alone.
   */
  async to(id: string, origin: string): Promise<Send> {
    await this.now(id, origin);
    return async (request, signal) => {
      const send = await this.now(id, origin);
      return send ? send(request, signal) : noAccount(id);
    };
  }

  /** The token of an account; a failure when VS Code does not give it out. */
  async token(id: string): Promise<Answer<string | undefined>> {
    try {
      return success(await this.accounts.token(id));
    } catch (error) {
      const data = { account: id, cause: String(error) };
      return failed(failureOf('auth', 'tokenUnreadable', { data, reach: 'notSent' }));
    }
  }

  forget(id: string): void {
    this.made.delete(id);
  }

  forgetAll(): void {
    this.made.clear();
  }

  private now(id: string, origin: string): Promise<Send> | undefined {
    const account = this.accounts.get(id);
    if (!account || !isServerOf(account, origin)) return undefined;
    const sends = this.made.get(id) ?? new Map<string, Promise<Send>>();
    this.made.set(id, sends);
    const make = async (): Promise<Send> => {
      const token = await this.token(id);
      if (token.ok) return sendFor(account.kind, origin, token.value, this.output);
      sends.delete(origin); // the next request tries once more
      return () => Promise.resolve(token);
    };
    const send = sends.get(origin) ?? make();
    sends.set(origin, send);
    return send;
  }
}

export function noAccount(id: string): Answer<never> {
  return failed(failureOf('auth', 'noAccount', { data: { account: id }, reach: 'notSent' }));
}
