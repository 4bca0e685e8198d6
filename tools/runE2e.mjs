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
const { emptyPlaces, findLeaks, keepText } = await import('./leaks.mjs');

const result = path.join(ROOT, 'out/results/e2e-mocha.json');
fs.rmSync(result, { force: true });
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
const leaks = findLeaks();
for (const { file } of leaks) say(`a token stands in ${file}`);
const empty = emptyPlaces(['page', 'notifications', 'logs', 'storage', 'console', 'output']);
if (empty.length > 0) say(`nothing was collected of ${empty.join(', ')}: the search for tokens proves nothing there`);
const clean = leaks.length + empty.length === 0;
counts[clean ? 'passed' : 'failed']++;
say(`${clean ? '✔' : '✘'} no token in any page, notification, log, journal or line of this run`);
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
