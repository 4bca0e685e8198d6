// Runs the VS Code and the browser of installHost.mjs: profiles, servers, Chromium.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installChromium, installEditor, installNode } from './installHost.mjs';
import { freePort } from './steps.mjs';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => process.exit(code));

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.dialogStyle': 'custom',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.editor.useModal': 'off', // else Settings opens in an overlay in which F1 does nothing
  'workbench.reduceMotion': 'on', // software drawing of moving bars takes a tenth of the processor
  'workbench.hover.delay': 60_000, // hovers would lie over what a test clicks
};

/** A fresh VS Code profile in a temporary folder: ud/ (user data, logs), ext/ (extensions), sd/ (server data). */
export function makeProfile(settings = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-'));
  fs.mkdirSync(path.join(profile, 'ud/User'), { recursive: true });
  fs.mkdirSync(path.join(profile, 'ext'));
  fs.writeFileSync(path.join(profile, 'ud/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  return profile;
}

const profileArgs = (profile) => [
  ...['--server-data-dir', path.join(profile, 'sd'), '--user-data-dir', path.join(profile, 'ud')],
  ...['--extensions-dir', path.join(profile, 'ext'), '--accept-server-license-terms', '--disable-telemetry'],
];

/** EXTENSIONS_GALLERY='{}': never ask a marketplace. */
const serverEnv = (profile, env) => ({ ...process.env, HOME: profile, EXTENSIONS_GALLERY: '{}', ...env });

export async function installExtension(profile, vsix) {
  const [node, main] = [await installNode(), await installEditor()];
  const args = [main, ...profileArgs(profile), '--install-extension', vsix, '--force'];
  const result = spawnSync(node, args, { env: serverEnv(profile), encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${vsix} was not installed:\n${result.stdout}${result.stderr}`);
}

/** Ends a process and its children; the server must never outlive the run. */
function killGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has gone by itself
  }
}

/**
 * Starts VS Code's server on a profile and a port of its own.
 * `testDriver`: a built VS Code obeys the test payload in the address (runHost.mjs) only with it, and refuses modal dialogs.
 */
export async function startServer(profile, { env = {}, testDriver = false, port } = {}) {
  const [node, main] = [await installNode(), await installEditor()];
  port ??= await freePort();
  const logFile = path.join(profile, 'server.log');
  const log = fs.openSync(logFile, 'w');
  const options = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--disable-workspace-trust',
  ];
  if (testDriver) options.push('--enable-smoke-test-driver');
  if (process.env.VSCODE_LOG) options.push('--log', process.env.VSCODE_LOG);
  const child = spawn(node, [main, ...profileArgs(profile), ...options], {
    stdio: ['ignore', log, log],
    env: serverEnv(profile, env),
    detached: process.platform !== 'win32',
  });
  fs.closeSync(log);
  const atExit = () => killGroup(child, 'SIGKILL');
  process.once('exit', atExit);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  void gone.then(() => process.off('exit', atExit));

  const url = `http://127.0.0.1:${port}`;
  await untilUp(url, child, logFile);
  return { url, host: `127.0.0.1:${port}`, pid: child.pid, logFile, stop: () => stop(child, gone) };
}

async function untilUp(url, child, logFile) {
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (
      await fetch(`${url}/version`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    if (child.exitCode === null && Date.now() < end) continue;
    killGroup(child, 'SIGKILL');
    throw new Error(`VS Code's server did not come up:\n${fs.readFileSync(logFile, 'utf8').slice(-3000)}`);
  }
}

async function stop(child, gone) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  killGroup(child, 'SIGTERM');
  const impatience = setTimeout(killGroup, 3000, child, 'SIGKILL');
  await gone;
  clearTimeout(impatience);
}

const INSTALLED_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** CHROMIUM_PATH; else, on Linux x64, the one from npm (CHROMIUM=system or HEADED=1: the machine's); else the machine's. */
async function findChromium() {
  if (process.env.CHROMIUM_PATH) return { executable: process.env.CHROMIUM_PATH, env: {} };
  const installed = INSTALLED_BROWSERS.find((file) => fs.existsSync(file));
  const npmHasIt = process.platform === 'linux' && process.arch === 'x64';
  if (installed && (!npmHasIt || process.env.CHROMIUM === 'system' || process.env.HEADED))
    return { executable: installed, env: {} };
  if (!npmHasIt) throw new Error('No Chromium found: install Chrome, or set CHROMIUM_PATH.');
  return installChromium();
}

export async function launchBrowser() {
  const [{ chromium }, { executable, env }] = await Promise.all([import('playwright-core'), findChromium()]);
  return chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...env },
    headless: !process.env.HEADED,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  });
}
