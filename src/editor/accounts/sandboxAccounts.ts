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

/** Starts the practice servers in this process and connects to both. They end with the window. */
export async function trySandbox(accounts: AccountStore): Promise<vscode.Disposable> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: words.sandboxStarting() },
    async () => {
      const { startSandbox } = await import('../../sandbox/start');
      const sandbox = await startSandbox({});
      await connect(sandbox, accounts);
      return new vscode.Disposable(() => void sandbox.stop());
    },
  );
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

async function connect({ oxen, onedata }: SandboxLine, accounts: AccountStore): Promise<void> {
  await accounts.add(accountAt('oxen', oxen.url, accounts), oxen.token ?? undefined);
  await accounts.add(accountAt('onedata', onedata.onezone, accounts), onedata.token);
}

function accountAt(kind: Account['kind'], origin: string, accounts: AccountStore): Account {
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
