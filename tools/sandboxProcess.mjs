// Starts `tools/sandbox.mjs` beside this process and reads its start line.
import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import { ROOT } from './steps.mjs';

/** { line, oxen: { url, token }, onedata: { onezone, oneprovider, token }, ca?, stop() }. `args`: what tools/sandbox.mjs takes. */
export async function startSandboxProcess(args = []) {
  const child = spawn(process.execPath, [path.join(ROOT, 'tools/sandbox.mjs'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const atExit = () => child.kill('SIGKILL'); // it never outlives this process
  process.once('exit', atExit);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => (errors += chunk));
  const gone = new Promise((resolve) => child.once('close', resolve));
  void gone.then(() => process.off('exit', atExit));

  const lines = readline.createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise((resolve) => lines.once('line', resolve)),
    gone.then((code) => Promise.reject(new Error(`the sandbox ended (${code}) before it served:\n${errors}`))),
  ]);
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { ...JSON.parse(first), line: first, stop };
}
