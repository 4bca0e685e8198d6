// Runs test/host inside the extension host of a real VS Code, headless.
//   node tools/runHost.mjs [--grep text] [--result file]
// Environment: VERBOSE=1 (all logs), TEST_TIMEOUT (seconds), KEEP_PROFILE=1.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, makeProfile, startServer } from './host.mjs';
import { runInHost } from './inHost.mjs';
import { ROOT, countsLine, runNode, say, writeResult } from './steps.mjs';

const { values } = parseArgs({ options: { grep: { type: 'string' }, result: { type: 'string' } } });
const evidence = path.join(ROOT, 'out/evidence/host');
fs.rmSync(evidence, { recursive: true, force: true });
process.env.WINNOW_EVIDENCE = evidence;
const { keepProfile, keepText, registeredTokens, searchRun } = await import('./leaks.mjs');

/** Lines of the report start with it; all else is the workbench's own log. */
const MARK = '\u0001';
const LIMIT = Number(process.env.TEST_TIMEOUT ?? 240) * 1000;
const noise = [];
const printed = [];

const build = await runNode(['esbuild.mjs', '--test']);
if (build.code !== 0) process.exit(1);

const profile = makeProfile();
const resultFile = path.join(profile, 'result.json');
const workspace = path.join(profile, 'workspace');
fs.cpSync(path.join(ROOT, 'test/fixtures/workspace'), workspace, { recursive: true });
let server, browser;
let exitCode = 1;
try {
  const env = { WINNOW_TEST_MARK: MARK, WINNOW_TEST_GREP: values.grep ?? '', WINNOW_TEST_RESULT: resultFile };
  [server, browser] = await Promise.all([startServer(profile, { testDriver: true, env }), launchBrowser()]);
  exitCode = await runSuite();
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  if (server) process.stderr.write(fs.readFileSync(server.logFile, 'utf8').slice(-3000));
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
}

/** Opens the workbench on the suite; resolves to the extension host's exit code. */
async function runSuite() {
  const suite = path.join(ROOT, 'out/test/index.js');
  const { code, page } = await runInHost({ server, browser, workspace, extension: ROOT, suite, limit: LIMIT, onLine });
  keepText('page', await page.content().catch(() => ''));
  return code;
}

function onLine(type, text) {
  if (text.startsWith(MARK)) {
    printed.push(text.slice(MARK.length));
    say(text.slice(MARK.length));
    return;
  }
  noise.push(`[${type}] ${text}`);
  if (process.env.VERBOSE) process.stderr.write(`${text}\n`);
}

const counts = fs.existsSync(resultFile)
  ? JSON.parse(fs.readFileSync(resultFile, 'utf8'))
  : { passed: 0, failed: 1, skipped: 0 };
if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
keepText('console', noise.join('\n'));
keepText('output', printed.join('\n'));
keepProfile(profile);
if (!process.env.KEEP_PROFILE) fs.rmSync(profile, { recursive: true, force: true });
if (exitCode !== 0) say(`exit code ${exitCode}; last lines of the workbench's log:\n${noise.slice(-20).join('\n')}`);
if (registeredTokens().length > 0) counts[searchRun(['console', 'logs', 'output']) ? 'passed' : 'failed']++;
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
