// A real oxen-server on 127.0.0.1 with a fresh data folder, and real files to put on it. Talks plain HTTP, shares no code with src/.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './steps.mjs';

/** OXEN_SERVER alone, or every `oxen-server` and `oxen-server-VERSION` on the PATH and in ~/.cargo/bin; the newest version first. */
export function findOxenServers() {
  if (process.env.OXEN_SERVER) return [process.env.OXEN_SERVER];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), path.join(os.homedir(), '.cargo/bin')];
  const found = new Map();
  for (const folder of folders.filter((one) => one !== '' && fs.existsSync(one)))
    for (const name of fs.readdirSync(folder))
      if (/^oxen-server(-\d[\w.-]*)?$/.test(name) && !found.has(name)) found.set(name, path.join(folder, name));
  const newestFirst = [...found.keys()].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.map((name) => found.get(name));
}

/** The newest of them; undefined when there is none. */
export function findOxenServer() {
  return findOxenServers()[0];
}

/** Whether it can ask for tokens (`start -a`): 0.50.0 can, 0.65.2 leaves that to what stands before it. */
export function canAskForTokens(binary) {
  return spawnSync(binary, ['start', '--help'], { encoding: 'utf8' }).stdout?.includes('--auth') === true;
}

/** Starts it on a temporary folder and a free port; { url, token, version, stop() }. `auth`: it asks for a token. It never outlives this process. */
export async function startOxenServer(binary, { auth = false } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-oxen-'));
  const env = { ...process.env, SYNC_DIR: path.join(folder, 'data'), RUST_LOG: 'error' };
  const token = auth ? addUser(binary, folder, env) : '';
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['start', '-i', '127.0.0.1', '-p', String(port), ...(auth ? ['-a'] : [])], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  let failure;
  child.once('error', (error) => (failure = error));
  const gone = new Promise((resolve) => child.once('close', resolve));
  const atExit = () => {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  const stop = async () => {
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), 3000);
    if (failure === undefined) await gone;
    clearTimeout(impatience);
    process.off('exit', atExit);
    fs.rmSync(folder, { recursive: true, force: true });
  };
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
  const token = (stdout ?? '').split('\n').find((line) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(line.trim()));
  if (status !== 0 || token === undefined) throw new Error(`${binary} add-user gave no token`);
  return token.trim();
}

async function send(method, url, body) {
  const isJson = body !== undefined && !(body instanceof FormData);
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
    ...(isJson ? { headers: { 'Content-Type': 'application/json' } } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}

const encode = (remotePath) => remotePath.split('/').map(encodeURIComponent).join('/');
const workspaceBody = (id, name) => ({
  workspace_id: id,
  branch_name: 'main',
  ...(name ? { name } : {}),
  resource_path: '/',
  entity_type: 'user',
  force: true,
});

/**
 * Makes a repository of local files (`{ folder, files }`: paths relative to the folder), committed to `main`, and a named workspace on it.
 * One upload a folder, as the server wants it.
 */
export async function seedRepository(url, { namespace, name, workspace, folder, files }) {
  await send('POST', `${url}/api/repos`, { namespace, name });
  const repository = `${url}/api/repos/${namespace}/${name}`;
  await send('PUT', `${repository}/workspaces`, workspaceBody('seeding'));
  const byFolder = new Map();
  for (const file of files) {
    const above = path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file);
    byFolder.set(above, [...(byFolder.get(above) ?? []), file]);
  }
  for (const [above, some] of byFolder) {
    const form = new FormData();
    for (const file of some)
      form.append('file', new Blob([fs.readFileSync(path.join(folder, file))]), path.posix.basename(file));
    await send('POST', `${repository}/workspaces/seeding/files/${encode(above)}`, form);
  }
  const commit = { message: 'Real files', author: 'Field Station', email: 'field@station.invalid' };
  await send('POST', `${repository}/workspaces/seeding/merge/main`, commit);
  await send('PUT', `${repository}/workspaces`, workspaceBody('0f0f0f0f-1111-4222-8333-444444444444', workspace));
}

/** At least `count` files of npm packages that are installed here, whole packages in the order of their names. */
export function realFiles(root, count) {
  const files = [];
  for (const name of fs.readdirSync(path.join(root, 'node_modules')).sort()) {
    if (name.startsWith('.') || name.startsWith('@')) continue;
    const folder = path.join(root, 'node_modules', name);
    if (!fs.statSync(folder).isDirectory()) continue;
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        files.push(path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    if (files.length >= count) break;
  }
  return files;
}
