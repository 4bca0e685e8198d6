// The Oxen suites on real servers: every oxen-server and oxen-server-VERSION on the PATH and in ~/.cargo/bin, or OXEN_SERVER alone, each on
// a temporary folder and a free port of 127.0.0.1. The contract suite on an open one and on one with tokens (`-a`, where the
// version has it), then the packaged
// extension in a real workbench on a fresh one; before them 500 random sessions on the sandbox. Fails when there is no server.
//   node tools/testOxen.mjs [--quick] [--only sandbox,contract,tokens,workbench] [--sessions N] [--result file] [--grep text]
// --quick: the contract suite on the newest server alone, open, smaller, 10 random sessions, and no failure when there is none.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { canAskForTokens, findOxenServers, startOxenServer } from './oxenServer.mjs';
import { ROOT, countsLine, runNode, say, seconds, writeResult } from './steps.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'sandbox,contract,tokens,workbench' },
    sessions: { type: 'string' },
    result: { type: 'string' },
    grep: { type: 'string' },
  },
});
const suite = (...parts) => parts.map((part) => `test/contract/oxen${part}.test.ts`);
const QUICK = suite('Server', 'Browsing', 'Staging', 'Unstaging', 'Commit', 'Sessions', 'Interleaved');
const CONTRACT = [...QUICK, ...suite('RealTree')];
const WORKBENCH = ['test/e2e/oxenCommit.test.ts', 'test/e2e/oxenInterrupted.test.ts'];

/** Runs one of the test programs; its counts, and how long it took. A program that left no counts has failed. */
async function runSuite(label, args, env) {
  say(`\n${label}`);
  const result = path.join(ROOT, 'out/results', `oxen-${process.pid}.json`);
  fs.rmSync(result, { force: true });
  const { ms } = await runNode([...args, '--result', result], { env });
  const counts = fs.existsSync(result)
    ? JSON.parse(fs.readFileSync(result, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0, failures: [`not one test of: ${label} has ended`] };
  fs.rmSync(result, { force: true });
  return { label, ms, ...counts };
}

const mocha = (files) => ['tools/runMocha.mjs', ...files, ...(values.grep ? ['--grep', values.grep] : [])];

async function onServer(binary, { auth, what, args, sessions }) {
  const server = await startOxenServer(binary, { auth });
  const label = `${path.basename(binary)} (${server.version}${auth ? ', with tokens' : ''}): ${what}`;
  const env = { OXEN_URL: server.url, OXEN_TOKEN: server.token, OXEN_SESSIONS: sessions };
  try {
    return await runSuite(label, args, { ...env, ...(values.quick ? { OXEN_QUICK: '1' } : {}) });
  } finally {
    await server.stop();
  }
}

const servers = findOxenServers();
if (servers.length === 0) {
  say('no oxen-server on the PATH, in ~/.cargo/bin or in OXEN_SERVER: the Oxen suite did not run on a real server');
  writeResult(values.result, { passed: 0, failed: values.quick ? 0 : 1, skipped: values.quick ? 1 : 0 });
  process.exit(values.quick ? 0 : 1);
}
const runs = [];
const contract = async (binary, auth, files, sessions) => {
  const what = `contract suite, ${sessions} random sessions`;
  runs.push(await onServer(binary, { auth, what, args: mocha(files), sessions }));
};
const wants = (part) => !values.quick && values.only.split(',').includes(part);
if (values.quick) await contract(servers[0], false, QUICK, values.sessions ?? '10');
if (wants('sandbox')) {
  const onSandbox = { OXEN_URL: undefined, OXEN_SESSIONS: values.sessions ?? '500' };
  runs.push(
    await runSuite(
      `sandbox: ${onSandbox.OXEN_SESSIONS} random sessions`,
      mocha(suite('Sessions', 'Interleaved')),
      onSandbox,
    ),
  );
}
for (const binary of servers) {
  if (wants('contract')) await contract(binary, false, CONTRACT, values.sessions ?? '100');
  if (wants('tokens') && canAskForTokens(binary)) await contract(binary, true, CONTRACT, values.sessions ?? '10');
  else if (wants('tokens'))
    say(`\n${path.basename(binary)} has no tokens of its own (no start -a): not run with tokens`);
}
if (wants('workbench')) {
  const { code, output } = await runNode(['tools/package.mjs'], { show: false });
  if (code !== 0) throw new Error(output);
  const args = ['tools/runE2e.mjs', ...WORKBENCH, ...(values.grep ? ['--grep', values.grep] : [])];
  for (const binary of servers) runs.push(await onServer(binary, { auth: false, what: 'in the workbench', args }));
}
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
say('');
for (const run of runs) say(`${run.label.padEnd(72)}${seconds(run.ms).padStart(9)}   ${countsLine(run)}`);
const failures = runs.flatMap((run) => run.failures ?? []);
writeResult(values.result, { ...total, failures });
say(countsLine(total));
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
