import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as v8 from 'node:v8';
import * as vm from 'node:vm';
import * as vscode from 'vscode';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { RunHistory } from '../../src/editor/removal/runHistory';
import { Runner } from '../../src/editor/removal/runner';
import { RunsUnderWay } from '../../src/editor/removal/runsUnderWay';
import { remoteKey, type RemoteAddress } from '../../src/removal/address';
import type { Plan } from '../../src/removal/plan';
import type { Act } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { createSend, type SendOptions } from '../../src/remotes/http';
import type { Send } from '../../src/remotes/request';

/** What tools/bench.mjs tells the extension host. */
export interface BenchSetup {
  readonly root: string;
  /** Where journals and bodies may be written. */
  readonly scratch: string;
  readonly resultFile: string;
  /** Rounds of every figure. */
  readonly rounds: number;
  /** 1; less while developing: multiplies the numbers of files. */
  readonly share: number;
  /** Where a CPU profile of each part goes, if anywhere. */
  readonly profiles?: string;
  /** Parts to measure; all when empty. */
  readonly only: readonly string[];
  readonly servers: {
    readonly plain: string;
    /** The plain one by an address that VS Code does not take for this machine. */
    readonly away: string;
    readonly tls: string;
    readonly inventedPlain: string;
    readonly inventedTls: string;
    readonly ca: string;
  };
  readonly sandbox: {
    readonly oxen: { readonly url: string };
    readonly onedata: { readonly oneprovider: string; readonly token: string };
  };
  /** A real oxen-server with so many files in `measurements` of field-station/bench. */
  readonly oxenServer?: { readonly url: string; readonly version: string; readonly files: number };
}

export const setup = JSON.parse(process.env.WINNOW_BENCH ?? '{}') as BenchSetup;

export const scaled = (count: number): number => Math.max(20, Math.round(count * setup.share));

/** Every request leaves the debug line that the extension's own requests leave. */
const log = vscode.window.createOutputChannel('Winnow Bench', { log: true });

export function wireTo(origin: string, more: Partial<SendOptions> = {}): Send {
  return createSend({
    origin,
    userAgent: 'winnow/0.1.0',
    onExchange: ({ method, path: sent, status, durationMs, failure }) =>
      log.debug(`${method} ${origin}${sent} → ${failure ?? status ?? ''} in ${Math.round(durationMs)} ms`),
    ...more,
  });
}

/** Carries a plan out as the extension does: queue, journal before every request, progress, report. */
export async function carryOut(plan: Plan, actOf: (remote: RemoteAddress) => Act): Promise<Report> {
  const folder = fs.mkdtempSync(path.join(setup.scratch, 'journal-'));
  const history = new RunHistory(new JournalFile(folder));
  const runner = new Runner({
    history,
    underWay: new RunsUnderWay(),
    nameOfRemote: () => 'bench',
    onReport: () => Promise.resolve(),
  });
  try {
    const keys = [...new Set(plan.targets.map(({ remote }) => remoteKey(remote)))];
    return await runner.carryOut(plan, keys, actOf);
  } finally {
    runner.dispose();
    history.dispose();
  }
}

/** Every target has the effect, or the figure would be of something else. */
export function insistOnAllDone({ lines }: Report): void {
  const other = lines.find(({ outcome }) => outcome.kind !== 'done');
  if (other) throw new Error(`${other.target.entry.path}: ${JSON.stringify(other.outcome)}`);
}

/** Runs a program beside the extension host and gives what it printed. */
export function programOutput(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: setup.root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ${args.join(' ')}: exit ${code ?? '?'}`)),
    );
  });
}

export async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** CPU milliseconds a second that this process takes while it has nothing to do for us: VS Code looks after itself. */
let idleRate: number | undefined;

async function measureIdleRate(): Promise<number> {
  const before = process.cpuUsage();
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (performance.now() - started);
}

/** Milliseconds that a piece of work took, and CPU milliseconds of this process, less what it takes idle. */
export async function timed(work: () => Promise<void>): Promise<{ readonly ms: number; readonly cpu: number }> {
  idleRate ??= await measureIdleRate();
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpu: Math.max(0, (user + system - idleRate * ms) / 1000) };
}

/** Heap in use after a collection, MB. */
export function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

function collect(): void {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc') as () => void;
  gc();
  gc();
}
