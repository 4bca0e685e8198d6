// Holds the practice Onedata servers against PyPI's onedatafilerestclient, which others wrote against the real ones: it lists, creates,
// reads and removes on `npm run sandbox -- --tls`. Skips, and says why, where there is no Python 3 or no package to install.
//   node tools/testOnedataClient.mjs [--result file]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSandboxProcess } from './sandboxProcess.mjs';
import { ROOT, countsLine, say, writeResult, writeText } from './steps.mjs';

const CLIENT = 'onedatafilerestclient==25.2.0';
const { values } = parseArgs({ options: { result: { type: 'string' } } });
const venv = path.join(ROOT, 'out/onedata-client');
const python = path.join(venv, 'bin/python');
const marker = path.join(venv, 'installed.txt');

/** Runs a program to its end; undefined when it could not be run or failed. `tell` shows what it printed. */
function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 180_000,
    ...options,
  });
  return { ok: status === 0, text: error ? error.message : `${stdout}${stderr}`.trim() };
}

/** Why the client cannot be used here, or undefined when it is installed. */
function install() {
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === CLIENT) return undefined;
  const made = run('python3', ['-m', 'venv', venv]);
  if (!made.ok) return `python3 cannot make a virtual environment: ${made.text.split('\n').at(-1)}`;
  const installed = run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', CLIENT]);
  if (!installed.ok) return `${CLIENT} cannot be installed: ${installed.text.split('\n').at(-1)}`;
  writeText(marker, CLIENT);
  return undefined;
}

function end(counts) {
  writeResult(values.result, counts);
  say(countsLine(counts));
  process.exit(counts.failed > 0 ? 1 : 0);
}

const obstacle = install();
if (obstacle) {
  say(`skipped: ${obstacle}`);
  end({ passed: 0, failed: 0, skipped: 1 });
}
const sandbox = await startSandboxProcess(['--tls']);
const ca = path.join(venv, 'sandbox.pem');
writeText(ca, sandbox.ca);
const env = { ...process.env, WINNOW_SANDBOX: sandbox.line, WINNOW_CA: ca, PYTHONUTF8: '1' };
const { ok, text } = run(python, [path.join(ROOT, 'tools/onedataClient.py')], { env });
await sandbox.stop();
say(text);
const passed = text.split('\n').filter((line) => line.startsWith('✔')).length;
end({ passed, failed: ok && passed > 0 ? 0 : 1, skipped: 0 });
