// The Oxen contract suite on real servers: every oxen-server and oxen-server-VERSION on the PATH and in ~/.cargo/bin, or OXEN_SERVER alone,
// each on a temporary folder and a free port of 127.0.0.1, open and with tokens (`-a`). Fails when there is no server.
//   node tools/testOxen.mjs [--quick] [--sessions N] [--result file] [--grep text]
// --quick: the newest server only, without `-a` and without the large tree, 10 random sessions, and no failure when there is none.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, countsLine, runNode, say, seconds, writeResult } from './steps.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sessions: { type: 'string' },
    result: { type: 'string' },
    grep: { type: 'string' },
  },
});
const PARTS = [
  'Server',
  'Browsing',
  'Staging',
  'Unstaging',
  'Commit',
  ...(values.quick ? [] : ['RealTree']),
  'Sessions',
];
const SUITE = PARTS.map((part) => `test/contract/oxen${part}.test.ts`);

/** Binaries, the newest first; one of each version. */
function findServers() {
  if (process.env.OXEN_SERVER) return [process.env.OXEN_SERVER];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), path.join(os.homedir(), '.cargo/bin')];
  const found = new Map();
  for (const folder of folders.filter((one) => one !== '' && fs.existsSync(one)))
    for (const name of fs.readdirSync(folder))
      if (/^oxen-server(-\d[\w.-]*)?$/.test(name) && !found.has(name)) found.set(name, path.join(folder, name));
  const newestFirst = [...found.keys()].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.map((name) => found.get(name));
}

async function startServer(binary, auth) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-oxen-'));
  const env = { ...process.env, SYNC_DIR: path.join(folder, 'data'), RUST_LOG: 'error' };
  const token = auth ? addUser(binary, folder, env) : '';
  const port = await freePort();
  const child = spawn(binary, ['start', '-i', '127.0.0.1', '-p', String(port), ...(auth ? ['-a'] : [])], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  let failure;
  child.once('error', (error) => (failure = error));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const atExit = () => child.kill('SIGKILL');
  process.once('exit', atExit);
  const stop = async () => {
    child.kill('SIGKILL');
    if (failure === undefined) await closed;
    process.off('exit', atExit);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const headers = token === '' ? {} : { Authorization: `Bearer ${token}` };
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const version = await fetch(`${url}/api/version`, { headers }).then(
      async (answer) => (answer.ok ? (await answer.json()).oxen_version : undefined),
      () => undefined,
    );
    if (version) return { url, token, version, stop };
    if (failure || child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`${binary} did not come up: ${failure?.message ?? `exit ${child.exitCode}`}`);
    }
  }
}

/** The server prints the new token once, on a line of its own. */
function addUser(binary, folder, env) {
  const args = ['add-user', '-e', 'ox@example.org', '-n', 'Ox', '-o', path.join(folder, 'user_config.toml')];
  const { stdout, status } = spawnSync(binary, args, { cwd: folder, env, encoding: 'utf8' });
  const token = stdout.split('\n').find((line) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(line.trim()));
  if (status !== 0 || token === undefined) throw new Error(`${binary} add-user gave no token`);
  return token.trim();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function runSuite(binary, auth) {
  const server = await startServer(binary, auth);
  const sessions = values.sessions ?? (values.quick || auth ? '10' : '100');
  const label = `${path.basename(binary)} (${server.version}${auth ? ', with tokens' : ''})`;
  say(`\n${label}, ${sessions} random sessions`);
  const result = path.join(ROOT, 'out/results', `oxen-${process.pid}.json`);
  try {
    const { ms } = await runNode(
      ['tools/runMocha.mjs', ...SUITE, '--result', result, ...(values.grep ? ['--grep', values.grep] : [])],
      { env: { OXEN_URL: server.url, OXEN_TOKEN: server.token, OXEN_SESSIONS: sessions } },
    );
    const counts = fs.existsSync(result)
      ? JSON.parse(fs.readFileSync(result, 'utf8'))
      : { passed: 0, failed: 1, skipped: 0 };
    return { label, ms, ...counts };
  } finally {
    fs.rmSync(result, { force: true });
    await server.stop();
  }
}

const servers = findServers();
if (servers.length === 0) {
  say('no oxen-server on the PATH, in ~/.cargo/bin or in OXEN_SERVER: the Oxen suite did not run on a real server');
  writeResult(values.result, { passed: 0, failed: values.quick ? 0 : 1, skipped: values.quick ? 1 : 0 });
  process.exit(values.quick ? 0 : 1);
}
const runs = [];
for (const binary of values.quick ? servers.slice(0, 1) : servers)
  for (const auth of values.quick ? [false] : [false, true]) runs.push(await runSuite(binary, auth));
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
say('');
for (const run of runs) say(`${run.label.padEnd(52)}${seconds(run.ms).padStart(9)}   ${countsLine(run)}`);
writeResult(values.result, total);
say(countsLine(total));
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
