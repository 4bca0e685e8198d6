// What other clients need for removals that Winnow does: only those that are installed on this machine (`npm run bench -- --peers`).
// onedatafilerestclient on the practice server, beside a loop of the document's curl call; oxenai on a real oxen-server, beside curl with the
// requests that Winnow sends.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findOxenServer, seedRepository, startOxenServer } from './oxenServer.mjs';
import { startSandboxProcess } from './sandboxProcess.mjs';
import { ROOT, say } from './steps.mjs';

const FILES = 100;
const FOLDER = 'measurements';
const SPACE = 'Field Station';

/** Files that are deleted with a commit each: one takes a tenth of a second. */
const COMMITTED_FILES = 20;

/** Pythons that may have packages installed: the machine's, the one of `npm run test:onedata-client`, and one that is named. */
const PYTHONS = ['python3', path.join(ROOT, 'out/onedata-client/bin/python'), process.env.PEERS_PYTHON].filter(Boolean);

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
    return figureOf({
      name: `peer: onedatafilerestclient removes ${FILES} files one by one over TLS, no latency (times as fast)`,
      values,
      ratios,
      baseline: 'curl in a loop, same server',
    });
  } finally {
    await server.stop();
  }
}

const figureOf = ({ name, values, ratios, baseline }) => ({
  name,
  value: median(values),
  unit: 'ms',
  min: Math.min(...values),
  max: Math.max(...values),
  rounds: values.length,
  ratio: median(ratios),
  ratioMin: Math.min(...ratios),
  ratioMax: Math.max(...ratios),
  baseline,
});

/** Stages the files in one request and commits them in another, as Winnow does; ms. */
function stageAndCommit(url, files, round) {
  const repository = `${url}/api/repos/field-station/peers`;
  const workspace = `peers-${round}`;
  const ask = (method, address, body) => {
    const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
    const { stdout, stderr, status } = run('curl', ['-sS', '-f', '-X', method, ...json, address]);
    if (status !== 0) throw new Error(`${method} ${address}: ${stderr}${stdout}`);
  };
  const ids = { workspace_id: workspace, branch_name: 'main', resource_path: '/', entity_type: 'user', force: true };
  ask('PUT', `${repository}/workspaces`, ids);
  const started = performance.now();
  ask('DELETE', `${repository}/workspaces/${workspace}/files`, files);
  const author = { author: 'Ox', email: 'ox@example.org' };
  ask('POST', `${repository}/workspaces/${workspace}/commit/main`, { message: 'Remove files', ...author });
  return performance.now() - started;
}

function throughOxenai(python, url, config, files) {
  const args = ['tools/benchOxenai.py', new URL(url).host, 'field-station/peers', ...files];
  const { stdout, stderr } = run(python, args, { OXEN_CONFIG_DIR: config });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout).ms;
}

/** `RemoteRepo.delete_file`, its only call that removes something of a repository: a commit a file. */
async function oxenai(python, binary, rounds, scratch) {
  const folder = path.join(scratch, 'peers-oxen');
  fs.mkdirSync(path.join(folder, FOLDER), { recursive: true });
  const files = Array.from({ length: 2 * rounds * COMMITTED_FILES }, (_, n) => `${FOLDER}/m_${n}.txt`);
  for (const file of files) fs.writeFileSync(path.join(folder, file), `reading of ${file}\n`);
  fs.writeFileSync(path.join(folder, 'user_config.toml'), 'name = "Ox"\nemail = "ox@example.org"\n');
  const server = await startOxenServer(binary);
  try {
    const { url, version } = server;
    await seedRepository(url, { namespace: 'field-station', name: 'peers', workspace: 'peers', folder, files });
    const take = () => files.splice(0, COMMITTED_FILES);
    const values = [];
    const ratios = [];
    for (let round = 0; round < rounds; round++) {
      const curlFirst = round % 2 === 0;
      const before = curlFirst ? stageAndCommit(url, take(), round) : undefined;
      const ms = throughOxenai(python, url, folder, take());
      values.push(ms);
      ratios.push(ms / (before ?? stageAndCommit(url, take(), round)));
    }
    return figureOf({
      name: `peer: oxenai deletes ${COMMITTED_FILES} files on oxen-server ${version}, a commit each (how much longer)`,
      values,
      ratios,
      baseline: 'curl: one staging and one commit, as Winnow sends',
    });
  } finally {
    await server.stop();
  }
}

/** Figures of the peers that are here, and a line for each that is not or has nothing to compare. */
export async function measurePeers(rounds, scratch) {
  say('measuring peers …');
  const few = Math.min(rounds, 5);
  const figures = [];
  const onedata = pythonWith('onedatafilerestclient');
  if (onedata) figures.push(await onedatafilerestclient(onedata, few, scratch));
  else say('  onedatafilerestclient is not installed: `npm run test:onedata-client` installs it');
  const oxen = pythonWith('oxen');
  const binary = findOxenServer();
  if (oxen && binary) figures.push(await oxenai(oxen, binary, few, scratch));
  else
    say(
      `  ${oxen ? 'there is no oxen-server for oxenai' : 'oxenai is not installed (PEERS_PYTHON may name a Python that has it)'}`,
    );
  const cli = run('oxen', ['--version']).status === 0;
  say(`  the oxen CLI ${cli ? 'stages removals with a local clone alone: nothing to compare' : 'is not installed'}`);
  return figures;
}
