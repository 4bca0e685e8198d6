// Opens VS Code on the sandbox, both accounts connected, until it is closed or Ctrl-C.
//   npm start [-- --browser | --tour [--pictures] [--oxen-server]]
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installExtension, makeProfile, startServer } from './host.mjs';
import { startSandboxProcess } from './sandboxProcess.mjs';
import { ROOT, packageFile, runNode, say } from './steps.mjs';

const { values } = parseArgs({
  options: {
    tour: { type: 'boolean', default: false },
    pictures: { type: 'boolean', default: false },
    'oxen-server': { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
  },
});

const onWindows = process.platform === 'win32';
/** A word for the shell without which Windows starts no .cmd; folders have spaces in their names. */
const word = (text) => (onWindows ? `"${text}"` : text);

if (values.tour) {
  const built = await runNode(['tools/package.mjs'], { show: false });
  if (built.code !== 0) {
    process.stderr.write(built.output);
    process.exit(1);
  }
  const { runTour } = await import('./tour.mjs');
  process.exit((await runTour({ pictures: values.pictures, oxenServer: values['oxen-server'] })) ? 0 : 1);
}

const code = values.browser ? undefined : findCode();
const build = await runNode([code ? 'esbuild.mjs' : 'tools/package.mjs'], { show: false });
if (build.code !== 0) {
  process.stderr.write(build.output);
  process.exit(1);
}
const sandbox = await startSandboxProcess();
say(`The sandbox: Oxen at ${sandbox.oxen.url}, Onedata at ${sandbox.onedata.onezone}`);
const env = { WINNOW_SANDBOX: sandbox.line };
await (code ? openDesktop(code) : openInBrowser());
await sandbox.stop();

/** The `code` on the PATH, unless it is a shell inside VS Code that only opens files. */
function findCode() {
  const names = onWindows ? ['code.cmd'] : ['code'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const file = folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((candidate) => fs.existsSync(candidate));
  const version = file && spawnSync(word(file), ['--version'], { encoding: 'utf8', shell: onWindows });
  return version?.status === 0 ? file : undefined;
}

/** The desktop's VS Code, with a profile of its own and no other extension; returns when its window is closed. */
async function openDesktop(file) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-'));
  say('Opening VS Code. Close its window to end.');
  const args = ['--new-window', '--wait', '--disable-extensions', '--skip-welcome', '--disable-workspace-trust'];
  const dirs = ['--user-data-dir', path.join(profile, 'ud'), '--extensions-dir', path.join(profile, 'ext')];
  const all = [...args, ...dirs, `--extensionDevelopmentPath=${ROOT}`, sampleFolder(profile)];
  const child = spawn(word(file), all.map(word), {
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: onWindows,
  });
  await new Promise((resolve) => child.once('close', resolve));
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
}

/** The workbench in the browser, served by the test host with the packaged extension; returns on Ctrl-C. */
async function openInBrowser() {
  const profile = makeProfile({ 'workbench.hover.delay': 300 });
  process.once('exit', () => fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 }));
  await installExtension(profile, packageFile());
  const server = await startServer(profile, { env });
  say(
    `\nOpen this in a browser${values.browser ? '' : ' (no `code` was found on the PATH)'}; Ctrl-C ends it:\n\n  ${server.url}/?folder=${encodeURIComponent(sampleFolder(profile))}\n`,
  );
  await new Promise(() => {}); // until a signal ends the process; both servers go with it
}

function sampleFolder(profile) {
  const folder = path.join(profile, 'workspace');
  fs.cpSync(path.join(ROOT, 'test/fixtures/workspace'), folder, { recursive: true });
  return folder;
}
