import { randomBytes } from 'node:crypto';
import type { OxenAddress } from '../../src/removal/address';
import type { Answer } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Act, Entry, Target } from '../../src/removal/remote';
import { parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import type { StagingRemote, TableStep } from '../../src/removal/staging';
import { createSend } from '../../src/remotes/http';
import { oxenWorkspace, type WorkspaceOptions } from '../../src/remotes/oxen/workspace';
import type { Send } from '../../src/remotes/request';
import { listen } from '../../src/sandbox/listen';
import { createOxenSandbox } from '../../src/sandbox/oxen/server';
import { plainOxen, type PlainOxen, type PlainRepository } from './oxenPlain';

/** The Oxen server under test: a real one when OXEN_URL (and OXEN_TOKEN, for `-a`) name it, else the sandbox. */
export interface OxenRig {
  /** `sandbox`, or the version a real server says it has. */
  readonly label: string;
  readonly real: boolean;
  readonly plain: PlainOxen;
  readonly send: Send;
  stop(): Promise<void>;
}

/** A part of `npm test`: large repositories are made smaller, for a real server takes some milliseconds for each file. */
export const QUICK = process.env.OXEN_QUICK === '1';

export async function oxenRig(): Promise<OxenRig> {
  const url = process.env.OXEN_URL;
  if (url !== undefined && url !== '') {
    const token = process.env.OXEN_TOKEN === '' ? undefined : process.env.OXEN_TOKEN;
    const plain = plainOxen(url, token);
    const { json } = await plain.call('GET', '/api/version');
    const label = `oxen-server ${(json as { oxen_version: string }).oxen_version}`;
    return { label, real: true, plain, send: sendTo(url, token), stop: () => Promise.resolve() };
  }
  const token = randomBytes(8).toString('hex');
  const { handler } = createOxenSandbox({ token });
  const listener = await listen(handler);
  return {
    label: 'sandbox',
    real: false,
    plain: plainOxen(listener.url, token),
    send: sendTo(listener.url, token),
    stop: () => listener.stop(),
  };
}

function sendTo(origin: string, token: string | undefined): Send {
  return createSend({
    origin,
    userAgent: 'winnow-tests',
    ...(token === undefined ? {} : { token: { header: 'Authorization', value: token } }),
  });
}

export const NEVER = new AbortController().signal;

export function workspaceOf(
  { send }: Pick<OxenRig, 'send'>,
  { namespace, name }: PlainRepository,
  workspace: string,
  options: WorkspaceOptions = {},
): StagingRemote {
  const address: OxenAddress = { kind: 'oxen', account: 'test', namespace, repository: name, workspace };
  return oxenWorkspace(send, address, Date.now, options);
}

/** A journal of table steps in memory, as the editor gives one to every client of a workspace. */
export function stepsInMemory(): { readonly steps: TableStep[]; readonly options: WorkspaceOptions } {
  const steps: TableStep[] = [];
  return { steps, options: { note: (_, step) => Promise.resolve(void steps.push(step)), noted: () => steps } };
}

export function path(text: string): RemotePath {
  const parsed = parseRemotePath(text);
  if (!parsed.ok) throw new Error(`no path: ${text}`);
  return parsed.path;
}

export function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`expected a value: ${JSON.stringify(answer.failure)}`);
  return answer.value;
}

/** Targets as a plan has them: looked at now. */
export async function targetsOf(remote: StagingRemote, paths: readonly string[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const text of paths) {
    const entry = valueOf(await remote.stat(path(text), NEVER));
    targets.push(targetOf(remote, entry));
  }
  return targets;
}

/** A listed entry as a target; a listing counts as exactly as `measure` does. */
export function targetOf(remote: StagingRemote, entry: Entry): Target {
  const { files = 1, bytes = 0 } = entry;
  return { remote: remote.address, entry, extent: { files, bytes, precision: 'exact', countedAt: 0 } };
}

/** Targets that need not exist in the base commit: what is staged, and leftovers. */
export function bareTargets(remote: StagingRemote, paths: readonly string[], kind: Entry['kind'] = 'file'): Target[] {
  return paths.map((text) => ({
    remote: remote.address,
    entry: { path: path(text), kind, traits: [] },
    extent: { files: 0, bytes: 0, precision: 'atLeast', countedAt: 0 },
  }));
}

export async function perform(act: Act, targets: readonly Target[]): Promise<readonly Outcome[]> {
  return targets.length === 0 ? [] : act.perform(targets, NEVER);
}

export function kindsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map((outcome) => (outcome.kind === 'failed' ? `failed ${outcome.failure.code}` : outcome.kind));
}
