// Runs test/e2e: the packaged .vsix in a real workbench, driven like a person would. Afterwards no token may stand in anything it left.
//   node tools/runE2e.mjs [--grep text] [--result file] [file …]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, countsLine, runNode, say, writeResult } from './steps.mjs';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, result: { type: 'string' } },
  allowPositionals: true,
});
const evidence = path.join(ROOT, 'out/evidence/e2e');
fs.rmSync(evidence, { recursive: true, force: true });
process.env.WINNOW_EVIDENCE = evidence;
const { keepText, registeredTokens, searchRun } = await import('./leaks.mjs');

const result = path.join(ROOT, 'out/results/e2e-mocha.json');
fs.rmSync(result, { force: true });
const wholeRun = positionals.length === 0 && !values.grep;
if (wholeRun) fs.rmSync(path.join(ROOT, 'out/screenshots'), { recursive: true, force: true });
const files = positionals.length > 0 ? positionals : ['test/e2e'];
const { output } = await runNode([
  'tools/runMocha.mjs',
  ...files,
  ...['--reporter', 'spec', '--timeout', '60000', '--result', result],
  ...(values.grep ? ['--grep', values.grep] : []),
]);
const counts = fs.existsSync(result)
  ? JSON.parse(fs.readFileSync(result, 'utf8'))
  : { passed: 0, failed: 1, skipped: 0 };

keepText('output', output);
if (wholeRun || registeredTokens().length > 0) {
  const places = ['page', 'notifications', 'console', 'logs', 'storage', 'output'];
  const clean = searchRun(places, { allOfThem: wholeRun });
  counts[clean ? 'passed' : 'failed']++;
}
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
