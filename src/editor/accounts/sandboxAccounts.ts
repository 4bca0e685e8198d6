import * as vscode from 'vscode';
import * as words from '../wording/accounts';
import { freeAccountId, type Account } from './account';
import type { AccountStore } from './accountStore';

/** What connects to running practice servers: the start line of `npm run sandbox`. */
interface SandboxLine {
  readonly oxen: { readonly url: string; readonly token?: string | null };
  readonly onedata: { readonly onezone: string; readonly token: string };
}

/** The space with the sample files (src/sandbox/sample). */
export const SAMPLE_SPACE = 'Field Station';

type Servers = SandboxLine & { stop(): Promise<void> };

/** The practice servers of this window, in this process: started once, when first asked for. They end with the window. */
export class OwnSandbox implements vscode.Disposable {
  private servers: Promise<Servers> | undefined;

  constructor(
    private readonly accounts: Pick<AccountStore, 'all' | 'add'>,
    private readonly start: () => Promise<Servers> = startServers,
  ) {}

  /** Connects to both, as far as no practice account is there: one may have been removed since. False: both were there. */
  async connect(): Promise<boolean> {
    if (!isMissing('oxen', this.accounts) && !isMissing('onedata', this.accounts)) return false;
    const options = { location: vscode.ProgressLocation.Window, title: words.sandboxStarting() };
    await vscode.window.withProgress(options, async () => {
      this.servers ??= this.start();
      await connect(await this.servers.catch((error: unknown) => this.failed(error)), this.accounts);
    });
    return true;
  }

  dispose(): void {
    void this.servers?.then(
      (servers) => servers.stop(),
      () => undefined,
    );
  }

  /** The next time tries once more. */
  private failed(error: unknown): never {
    this.servers = undefined;
    throw error;
  }
}

async function startServers(): Promise<Servers> {
  const { startSandbox } = await import('../../sandbox/start');
  return startSandbox({});
}

function isMissing(kind: Account['kind'], accounts: Pick<AccountStore, 'all'>): boolean {
  return !accounts.all().some((account) => account.memoryOnly && account.kind === kind);
}

/**
 * Connects to practice servers that somebody else started (`npm start`), named in the environment variable WINNOW_SANDBOX.
 * Anything that is not on this machine is ignored: the variable must never be a way to send a person somewhere.
 */
export async function connectGivenSandbox(text: string | undefined, accounts: AccountStore): Promise<void> {
  if (!text) return;
  const line = parseLine(text);
  if (line && [line.oxen.url, line.onedata.onezone].every(isLoopback)) await connect(line, accounts);
}

async function connect({ oxen, onedata }: SandboxLine, accounts: Pick<AccountStore, 'all' | 'add'>): Promise<void> {
  if (isMissing('oxen', accounts)) await accounts.add(accountAt('oxen', oxen.url, accounts), oxen.token ?? undefined);
  if (isMissing('onedata', accounts))
    await accounts.add(accountAt('onedata', onedata.onezone, accounts), onedata.token);
}

function accountAt(kind: Account['kind'], origin: string, accounts: Pick<AccountStore, 'all'>): Account {
  const id = freeAccountId(`http://sandbox-${kind}`, new Set(accounts.all().map((account) => account.id)));
  return {
    id,
    kind,
    name: words.sandboxName(kind),
    origin: new URL(origin).origin,
    ...(kind === 'onedata' ? { role: 'onezone' as const } : {}),
    memoryOnly: true,
  };
}

function parseLine(text: string): SandboxLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<SandboxLine>;
    const complete = typeof line.oxen?.url === 'string' && typeof line.onedata?.onezone === 'string';
    return complete ? (line as SandboxLine) : undefined;
  } catch {
    return undefined;
  }
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
