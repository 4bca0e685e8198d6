// What other clients need for removals that Winnow does, on the practice servers: only those that are installed on this machine
// (`npm run bench -- --peers`). Baseline of each is a loop of the document's curl call on the same server, as for Winnow's own figures.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startSandboxProcess } from './sandboxProcess.mjs';
import { ROOT, say } from './steps.mjs';

const FILES = 100;
const FOLDER = 'measurements';
const SPACE = 'Field Station';

/** Pythons that may have packages installed: the machine's, and the one of `npm run test:onedata-client`. */
const PYTHONS = ['python3', path.join(ROOT, 'out/onedata-client/bin/python')];

const run = (program, args, env = {}) =>
  spawnSync(program, args, { encoding: 'utf8', timeout: 300_000, env: { ...process.env, ...env } });

const pythonWith = (module) => PYTHONS.find((python) => run(python, ['-c', `import ${module}`]).status === 0);

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** The sandbox over TLS, since Onedata's clients speak nothing else, and what names it to other programs. */
async function startOnedata(scratch) {
  const sandbox = await startSandboxProcess(['--tls']);
  const ca = path.join(scratch, 'peers.pem');
  fs.writeFileSync(ca, sandbox.ca);
  return { ...sandbox, caFile: ca, env: { WINNOW_SANDBOX: sandbox.line, WINNOW_CA: ca, PYTHONUTF8: '1' } };
}

/** curl with the account's token and the server's certificate. */
function curl({ caFile, onedata }, args) {
  const { stdout, stderr } = run('curl', ['-sS', '--cacert', caFile, '-H', `X-Auth-Token: ${onedata.token}`, ...args]);
  if (stderr) throw new Error(stderr);
  return stdout;
}

function spaceId(server) {
  const spaces = JSON.parse(curl(server, [`${server.onedata.oneprovider}/api/v3/oneprovider/spaces`]));
  return spaces.find(({ name }) => name === SPACE).spaceId;
}

/** The document's call, once a file. */
function curlLoop(server, space, names) {
  const base = `${server.onedata.oneprovider}/api/v3/oneprovider/data/${space}/path/${FOLDER}`;
  const started = performance.now();
  for (const name of names) {
    const status = curl(server, ['-o', '/dev/null', '-w', '%{http_code}', '-X', 'DELETE', `${base}/${name}`]);
    if (status !== '204') throw new Error(`curl: ${status} for ${name}`);
  }
  return performance.now() - started;
}

function throughPython(python, server, names) {
  const { stdout, stderr } = run(
    python,
    ['tools/benchPeers.py', ...names.map((name) => `${FOLDER}/${name}`)],
    server.env,
  );
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout).ms;
}

function namesIn(server, space) {
  const base = `${server.onedata.oneprovider}/api/v3/oneprovider/data`;
  const all = JSON.parse(
    curl(server, [`${base}/${space}/children?attribute=name&attribute=file_id&limit=1000`]),
  ).children;
  const folder = all.find(({ name }) => name === FOLDER);
  const url = `${base}/${folder.file_id ?? folder.fileId}/children?attribute=name&limit=1000`;
  return JSON.parse(curl(server, [url])).children.map(({ name }) => name);
}

async function onedatafilerestclient(python, rounds, scratch) {
  const server = await startOnedata(scratch);
  try {
    const space = spaceId(server);
    const names = namesIn(server, space);
    const take = () => names.splice(0, FILES);
    const values = [];
    const ratios = [];
    for (let round = 0; round < rounds; round++) {
      const curlFirst = round % 2 === 0;
      const before = curlFirst ? curlLoop(server, space, take()) : undefined;
      const ms = throughPython(python, server, take());
      values.push(ms);
      ratios.push((before ?? curlLoop(server, space, take())) / ms);
    }
    return {
      name: `peer: onedatafilerestclient removes ${FILES} files one by one over TLS, no latency (times as fast)`,
      value: median(values),
      unit: 'ms',
      min: Math.min(...values),
      max: Math.max(...values),
      rounds,
      ratio: median(ratios),
      ratioMin: Math.min(...ratios),
      ratioMax: Math.max(...ratios),
      baseline: 'curl in a loop, same server',
    };
  } finally {
    await server.stop();
  }
}

/** Figures of the peers that are here, and a line for each that is not or has nothing to compare. */
export async function measurePeers(rounds, scratch) {
  say('measuring peers …');
  const python = pythonWith('onedatafilerestclient');
  if (!python) say('  onedatafilerestclient is not installed: `npm run test:onedata-client` installs it');
  const oxen = pythonWith('oxen');
  say(oxen ? '  oxenai has no call that stages a removal: nothing to compare' : '  oxenai is not installed');
  const cli = run('oxen', ['--version']).status === 0;
  say(cli ? '  the oxen CLI removes in a local clone alone: nothing to compare' : '  the oxen CLI is not installed');
  return python ? [await onedatafilerestclient(python, Math.min(rounds, 5), scratch)] : [];
}
