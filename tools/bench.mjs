// Measures Winnow beside what people would use instead: inside the extension host of a real VS Code, with the packaged extension's own axios
// file, against servers in processes of their own on 127.0.0.1. Prints a table, writes out/bench.json; fails when a goal is missed.
//   npm run bench -- [--rounds 5] [--starts 9] [--only onedata,ways,oxen,listing,planning,staged,decorations,long,sockets,activation,opening] [--share 1]
// --peers adds what other clients need, those that are installed (PEERS_PYTHON: a Python that has them); --only peers measures nothing else.
// --oxen-files 10000: so many files on a real oxen-server instead of 800; one built without optimisation needs more than ten minutes for them.
// --profile writes a CPU profile of each part to out/bench; the figures are slower then.
// --share 0.05 makes everything smaller, to try the command out: the figures mean nothing then.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { benchTable, machineLine } from './benchTable.mjs';
import { bundleTests } from './bundle.mjs';
import { launchBrowser, makeProfile, startServer } from './host.mjs';
import { runInHost } from './inHost.mjs';
import { measurePeers } from './benchPeers.mjs';
import { findOxenServer, seedRepository, startOxenServer } from './oxenServer.mjs';
import { startSandboxProcess } from './sandboxProcess.mjs';
import { ROOT, runNode, say, seconds, writeText } from './steps.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    starts: { type: 'string', default: '9' },
    share: { type: 'string', default: '1' },
    'oxen-files': { type: 'string', default: '800' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const share = Number(values.share);
const only = values.only.split(',').filter(Boolean);
const wants = (part) => only.length === 0 || only.includes(part);

const MARK = '\u0001';
const LIMIT = 15 * 60_000;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-bench-'));
const stops = [];
/** Ends what was started: what still runs, idle or not, is in the way of what is measured next. */
const stopAll = async () => {
  for (const stop of stops.splice(0).reverse()) await Promise.resolve(stop()).catch(() => {});
};
process.chdir(ROOT);
const started = performance.now();
const loads = [os.loadavg()[0]];

/** The servers of benchServers.mjs; they end with this process. */
async function startBenchServers() {
  const child = spawn(process.execPath, ['tools/benchServers.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
  stops.push(() => child.stdin.end());
  const [line] = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the servers ended (${code})`)));
    readline.createInterface({ input: child.stdout }).once('line', (text) => resolve([text]));
  });
  return JSON.parse(line);
}

async function startSandbox(scale) {
  const sandbox = await startSandboxProcess(['--scale', String(scale)]);
  stops.push(() => sandbox.stop());
  return sandbox;
}

/** A real oxen-server, when there is one, with so many files in one folder. */
async function startRealOxen(count) {
  const binary = findOxenServer();
  if (!binary) {
    say('no oxen-server on the PATH, in ~/.cargo/bin or in OXEN_SERVER: Oxen is measured on the sandbox alone');
    return undefined;
  }
  const server = await startOxenServer(binary);
  stops.push(() => server.stop());
  const folder = path.join(scratch, 'oxen-files');
  fs.mkdirSync(path.join(folder, 'measurements'), { recursive: true });
  const width = Math.max(5, String(count).length);
  const files = Array.from({ length: count }, (_, i) => `measurements/m_${String(i + 1).padStart(width, '0')}.txt`);
  for (const [i, file] of files.entries()) fs.writeFileSync(path.join(folder, file), `reading ${i} celsius 21.5\n`);
  await seedRepository(server.url, { namespace: 'field-station', name: 'bench', workspace: 'bench', folder, files });
  return { url: server.url, version: server.version, files: count };
}

/** The suite, built like what ships; axios is the package's own file. */
async function buildSuite(extension) {
  const suite = path.join(scratch, 'suite');
  const lazyAxios = {
    name: 'lazy-axios',
    setup(build) {
      build.onResolve({ filter: /^axios$/ }, () => ({ path: './axios.js', external: true }));
    },
  };
  await esbuild.build({
    entryPoints: ['test/bench/index.ts'],
    outfile: path.join(suite, 'index.js'),
    bundle: true,
    minify: !values.profile, // a profile names functions as the sources do
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    supported: { 'dynamic-import': false },
    plugins: [lazyAxios],
    logLevel: 'warning',
  });
  fs.copyFileSync(path.join(extension, 'dist/axios.js'), path.join(suite, 'axios.js'));
  return path.join(suite, 'index.js');
}

async function measureInHost(extension) {
  const files = (count) => Math.max(20, Math.round(count * share));
  const [suite, servers, forOxen, forListing, oxenServer] = [
    await buildSuite(extension),
    await startBenchServers(),
    await startSandbox(files(10_000) / 5_000),
    await startSandbox(files(100_000) / 5_000),
    wants('oxen') ? await startRealOxen(files(Number(values['oxen-files']))) : undefined,
  ];
  const resultFile = path.join(scratch, 'figures.json');
  const sandbox = { oxen: forOxen.oxen, onedata: forListing.onedata };
  const profiles = values.profile ? path.join(ROOT, 'out/bench') : undefined;
  if (profiles) fs.mkdirSync(profiles, { recursive: true });
  const setup = { root: ROOT, scratch, resultFile, profiles, rounds, share, only, servers, sandbox, oxenServer };
  const profile = makeProfile({ 'http.proxy': servers.proxy, 'http.noProxy': [new URL(servers.away).hostname] });
  stops.push(() => fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 }));
  const workspace = path.join(profile, 'workspace');
  fs.mkdirSync(workspace);
  const env = { WINNOW_TEST_MARK: MARK, WINNOW_BENCH: JSON.stringify(setup) };
  const [server, browser] = await Promise.all([startServer(profile, { testDriver: true, env }), launchBrowser()]);
  stops.push(
    () => server.stop(),
    () => browser.close(),
  );
  const onLine = (_, text) => {
    if (text.startsWith(MARK)) say(text.slice(MARK.length));
    else if (process.env.VERBOSE) process.stderr.write(`${text}\n`);
  };
  // What was measured until then is kept when a part takes longer than the limit.
  await runInHost({ server, browser, workspace, extension, suite, limit: LIMIT, onLine }).catch(
    partFailed('in the host'),
  );
  return JSON.parse(fs.readFileSync(resultFile, 'utf8'), (_, value) => value ?? NaN);
}

const failedParts = [];
const partFailed = (part) => (error) => {
  failedParts.push(part);
  say(`${part}: ${error.stack ?? error}`);
  return [];
};

async function measure() {
  const packed = await runNode(['tools/package.mjs'], { show: false });
  if (packed.code !== 0) throw new Error(packed.output);
  const [bundle] = await bundleTests(['test/bench/outside.ts']);
  const { measureActivation, measureOpening, unpackPackage } = createRequire(import.meta.url)(bundle);
  const extension = path.join(scratch, 'extension');
  unpackPackage(extension);
  const figures = [];
  if (only.length === 0 || only.some((part) => !['activation', 'opening', 'peers'].includes(part)))
    figures.push(...(await measureInHost(extension)));
  await stopAll();
  loads.push(os.loadavg()[0]);
  if (wants('activation')) {
    say('measuring activation …');
    const measured = measureActivation(path.join(scratch, 'activation'), Number(values.starts));
    figures.push(...(await measured.catch(partFailed('activation'))));
  }
  if (wants('opening')) {
    say('measuring opening …');
    const measured = measureOpening(path.join(ROOT, 'out/bench/opening'), rounds, share);
    figures.push(...(await measured.catch(partFailed('opening'))));
  }
  if (values.peers || only.includes('peers')) figures.push(...(await measurePeers(rounds, scratch)));
  return figures;
}

let figures;
try {
  figures = await measure();
} finally {
  await stopAll();
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
loads.push(os.loadavg()[0]);
writeText(path.join(ROOT, 'out/bench.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
say(`\n${machineLine(loads)}, ${rounds} rounds${share === 1 ? '' : `, sizes × ${share}: the goals mean nothing`}\n`);
say(benchTable(figures));
const missed = figures.filter(({ met }) => met === false);
say(`\n${figures.length} figures in ${seconds(performance.now() - started)}, ${missed.length} goals missed`);
if (failedParts.length > 0) say(`not measured to their end: ${failedParts.join(', ')}`);
process.exit(missed.length + failedParts.length > 0 ? 1 : 0);
