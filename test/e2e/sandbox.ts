import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { startSandbox } from '../../src/sandbox/start';
import { registerToken } from '../../tools/leaks.mjs';
import { oxenProbe, onedataProbe, type OnedataProbe, type OxenProbe } from '../../tools/probe.mjs';
import { startSandboxProcess, type SandboxProcess } from '../../tools/sandboxProcess.mjs';
import { withFaults, type FaultRule, type FaultScript } from '../support/faults';

export interface Sandbox extends Pick<SandboxProcess, 'line' | 'oxen' | 'onedata' | 'stop'> {
  /** The servers asked directly, by code that shares nothing with the extension. */
  readonly ask: { readonly oxen: OxenProbe; readonly onedata: OnedataProbe };
}

interface OfEachServer<T> {
  readonly oxen: T;
  /** Of the provider that has the sample space. */
  readonly onedata: T;
}

export interface FaultySandbox extends Sandbox {
  readonly faults: OfEachServer<FaultScript>;
}

/** Both practice servers for the tests of a `describe`, with fresh tokens that must not be seen anywhere. */
export function useSandbox(args: readonly string[] = []): () => Sandbox & Pick<SandboxProcess, 'ca'> {
  return useServers(async () => {
    const started = await startSandboxProcess(args);
    return { ...started, ask: probesOf(started) };
  });
}

/** The same in this process, whose requests go through a script of faults. */
export function useFaultySandbox(rules: Partial<OfEachServer<readonly FaultRule[]>> = {}): () => FaultySandbox {
  return useServers(async () => {
    const scripts: OfEachServer<FaultScript[]> = { oxen: [], onedata: [] };
    const wrap = (kind: keyof typeof scripts) => (handler: RequestListener) => {
      const script = withFaults(handler, rules[kind] ?? []);
      scripts[kind].push(script);
      return script.listener;
    };
    const started = await startSandbox({ wrapOxen: wrap('oxen'), wrapOnedata: wrap('onedata') });
    const servers = { oxen: { token: null, ...started.oxen }, onedata: started.onedata };
    const {
      oxen: [oxen],
      onedata: [onedata],
    } = scripts;
    assert.ok(oxen && onedata);
    return {
      ...servers,
      line: JSON.stringify(servers),
      stop: () => started.stop(),
      ask: probesOf(servers),
      faults: { oxen, onedata },
    };
  });
}

function probesOf({ oxen, onedata }: Pick<SandboxProcess, 'oxen' | 'onedata'>): Sandbox['ask'] {
  return { oxen: oxenProbe(oxen), onedata: onedataProbe(onedata) };
}

function useServers<T extends Sandbox>(start: () => Promise<T>): () => T {
  let sandbox: T | undefined;
  before('start the sandbox', async () => {
    sandbox = await start();
    for (const { token } of [sandbox.oxen, sandbox.onedata]) if (token) registerToken(token);
  });
  after('stop the sandbox', async () => {
    await sandbox?.stop();
  });
  return () => {
    if (!sandbox) throw new Error('the sandbox starts before the first test, not earlier');
    return sandbox;
  };
}

/** How many files of the large folder the provider itself still lists. */
export async function measurementsLeft(onedata: Parameters<typeof onedataProbe>[0]): Promise<number> {
  const probe = onedataProbe(onedata);
  const space = (await probe.spaces()).find(({ name }) => name === 'Field Station');
  assert.ok(space);
  return (await probe.names(space.id, 'measurements')).length;
}
