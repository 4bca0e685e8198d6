// Runs test/host in desktop VS Code: downloads one, or uses VSCODE_EXECUTABLE.
//   VSCODE_VERSION=1.100.3 npm run test:electron        (Linux without a display: xvfb-run -a npm run test:electron)
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ROOT, countsLine, runNode, say } from './steps.mjs';

const build = await runNode(['esbuild.mjs', '--test']);
if (build.code !== 0) process.exit(1);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-')); // short: a socket's path has 103 characters at most
const workspace = path.join(folder, 'workspace');
const result = path.join(folder, 'result.json');
fs.cpSync(path.join(ROOT, 'test/fixtures/workspace'), workspace, { recursive: true });
const executable = process.env.VSCODE_EXECUTABLE;
let exitCode = 1;
try {
  exitCode = await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : { version: process.env.VSCODE_VERSION ?? 'stable' }),
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(ROOT, 'out/test/index.js'),
    extensionTestsEnv: { WINNOW_TEST_RESULT: result },
    launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${path.join(folder, 'ud')}`],
  });
} catch (error) {
  say(String(error));
}
const counts = fs.existsSync(result)
  ? JSON.parse(fs.readFileSync(result, 'utf8'))
  : { passed: 0, failed: 1, skipped: 0 };
fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 }); // Windows lets go of files a little later
say(countsLine(counts));
process.exit(exitCode === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1);
