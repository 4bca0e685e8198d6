import assert from 'node:assert/strict';
import { registerToken } from '../../tools/leaks.mjs';
import { oxenProbe, onedataProbe, type OnedataProbe, type OxenProbe } from '../../tools/probe.mjs';
import { startSandboxProcess, type SandboxProcess } from '../../tools/sandboxProcess.mjs';

export interface Sandbox extends SandboxProcess {
  /** The servers asked directly, by code that shares nothing with the extension. */
  readonly ask: { readonly oxen: OxenProbe; readonly onedata: OnedataProbe };
}

/** Both practice servers for the tests of a `describe`, with fresh tokens that must not be seen anywhere. */
export function useSandbox(args: readonly string[] = []): () => Sandbox {
  let sandbox: Sandbox | undefined;
  before('start the sandbox', async () => {
    const started = await startSandboxProcess(args);
    for (const token of [started.oxen.token, started.onedata.token]) if (token) registerToken(token);
    sandbox = { ...started, ask: { oxen: oxenProbe(started.oxen), onedata: onedataProbe(started.onedata) } };
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
