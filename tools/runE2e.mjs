// Runs test/e2e: the packaged .vsix in a real workbench, driven like a person would. Afterwards no token may stand in anything it left.
//   node tools/runE2e.mjs [--grep text] [--result file] [file …]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, countsLine, filesBelow, runNode, say, writeResult } from './steps.mjs';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, result: { type: 'string' } },
  allowPositionals: true,
});
const evidence = path.join(ROOT, 'out/evidence/e2e');
fs.rmSync(evidence, { recursive: true, force: true });
process.env.WINNOW_EVIDENCE = evidence;
const { keepText, registeredTokens, searchRun } = await import('./leaks.mjs');

const wholeRun = positionals.length === 0 && !values.grep;
if (wholeRun) fs.rmSync(path.join(ROOT, 'out/screenshots'), { recursive: true, force: true });

/** Builds and packages as a person would: nothing else may read the package meanwhile. */
const ALONE = 'readmeCommands.test.ts';
/** Workbenches wait more than they work: two at once take little more time than one. */
const LANES = 2;

/** The files in lanes of about the same length; what has to run alone comes in a turn of its own. */
function turnsOf(files) {
  const length = (file) => fs.statSync(path.join(ROOT, file)).size;
  const lanes = Array.from({ length: LANES }, () => ({ files: [], length: 0 }));
  for (const file of files.filter((name) => !name.endsWith(ALONE)).sort((a, b) => length(b) - length(a))) {
    const [shortest] = lanes.toSorted((a, b) => a.length - b.length);
    shortest.files.push(file);
    shortest.length += length(file);
  }
  const alone = files.filter((name) => name.endsWith(ALONE));
  return [lanes.map((lane) => lane.files), [alone]].map((turn) => turn.filter((lane) => lane.length > 0));
}

/** Runs files in one process; `show: false` keeps what it prints until it has ended. */
async function runLane(lane, name, show) {
  const result = path.join(ROOT, 'out/results', `e2e-mocha-${name}.json`);
  fs.rmSync(result, { force: true });
  const more = values.grep ? ['--grep', values.grep] : [];
  const options = ['--reporter', 'spec', '--timeout', '60000', '--result', result, ...more];
  const { output } = await runNode(['tools/runMocha.mjs', ...lane, ...options], { show });
  if (!show) process.stdout.write(output);
  outputs.push(output);
  return fs.existsSync(result) ? JSON.parse(fs.readFileSync(result, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
}

/** More files than this failing is no coincidence. */
const MOST_SECOND_RUNS = 3;

/** The counts of all files once those that failed have had a second run, each alone: another editor, another sandbox. Both are told. */
async function withSecondRuns(byFile) {
  const failed = Object.keys(byFile).filter((file) => byFile[file].failed > 0);
  if (!wholeRun || failed.length > MOST_SECOND_RUNS) return byFile;
  const after = { ...byFile };
  for (const file of failed) {
    const second = (await runLane([file], `second-${path.basename(file)}`, true)).byFile?.[file];
    if (!second || second.failed > 0 || second.passed === 0) continue;
    after[file] = second;
    for (const title of byFile[file].failures) say(`passed only on the second run: ${title} (${file})`);
  }
  return after;
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const outputs = [];
const turns = wholeRun
  ? turnsOf(filesBelow('test/e2e', '.test.ts'))
  : [[positionals.length > 0 ? positionals : ['test/e2e']]];
for (const [turn, lanes] of turns.entries()) {
  const results = await Promise.all(lanes.map((lane, index) => runLane(lane, `${turn}-${index}`, index === 0)));
  const files = await withSecondRuns(Object.assign({}, ...results.map(({ byFile }) => byFile)));
  for (const of of [...Object.values(files), ...results.filter(({ byFile }) => !byFile)])
    for (const key of Object.keys(counts)) counts[key] += of[key];
}

keepText('output', outputs.join('\n'));
if (wholeRun || registeredTokens().length > 0) {
  const places = ['page', 'notifications', 'console', 'logs', 'storage', 'output'];
  const clean = searchRun(places, { allOfThem: wholeRun });
  counts[clean ? 'passed' : 'failed']++;
}
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
