// Runs test/e2e: the packaged .vsix in a real workbench, driven like a person would. Afterwards no token may stand in anything it left.
//   node tools/runE2e.mjs [--grep text] [--result file] [file …]
import fs from 'node:fs';
import os from 'node:os';
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

/** Takes the longest, though its file is short. */
const FIRST = 'readmeCommands.test.ts';
/** Workbenches wait more than they work: on two cores two at once take little more time than one. */
const AT_ONCE = Math.min(4, Math.max(2, os.availableParallelism() - 1));
/** A test that takes longer, ms, hangs: the longest takes a fifth of it on a machine that has other work. */
const LIMIT = 120_000;
/** More files than this failing is no coincidence. */
const MOST_SECOND_RUNS = 3;
const outputs = [];

/** Runs files in one process, and prints what it says when it has ended. One without a test that ended has failed. */
async function run(files, label = path.basename(files[0], '.test.ts')) {
  const result = path.join(ROOT, 'out/results', `e2e-${label}.json`);
  fs.rmSync(result, { force: true });
  const more = values.grep ? ['--grep', values.grep] : [];
  const options = ['--reporter', 'spec', '--timeout', String(LIMIT), '--result', result, ...more];
  const { output } = await runNode(['tools/runMocha.mjs', ...files, ...options], { show: !wholeRun });
  if (wholeRun) process.stdout.write(output);
  outputs.push(output);
  const counts = fs.existsSync(result) ? JSON.parse(fs.readFileSync(result, 'utf8')) : undefined;
  if (counts && counts.passed + counts.failed + counts.skipped > 0) return counts;
  return { passed: 0, failed: 1, skipped: 0, failures: ['not one of its tests has ended'] };
}

/** Each file in a process of its own, a few at once, the longest first. */
async function runEach(files) {
  const size = (file) => (file.endsWith(FIRST) ? Infinity : fs.statSync(path.join(ROOT, file)).size);
  const waiting = files.toSorted((a, b) => size(b) - size(a));
  const results = new Map();
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) results.set(file, await run([file]));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

/** Files that failed run once more, each alone with another editor and another sandbox. Both runs are told. */
async function runAgain(results) {
  const failed = [...results].filter(([, { failed }]) => failed > 0);
  if (failed.length > MOST_SECOND_RUNS) return;
  for (const [file, { failures }] of failed) {
    const second = await run([file], 'second');
    if (second.failed > 0 || second.passed === 0) continue;
    results.set(file, second);
    for (const title of failures) say(`passed only on the second run: ${title} (${file})`);
  }
}

async function runAll() {
  const results = await runEach(filesBelow('test/e2e', '.test.ts'));
  await runAgain(results);
  return [...results.values()];
}

const results = wholeRun ? await runAll() : [await run(positionals.length > 0 ? positionals : ['test/e2e'])];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };

const failures = results.flatMap((result) => (result.failed > 0 ? result.failures : []));

keepText('output', outputs.join('\n'));
if (wholeRun || registeredTokens().length > 0) {
  const places = ['page', 'notifications', 'console', 'logs', 'storage', 'output'];
  const clean = searchRun(places, { allOfThem: wholeRun });
  counts[clean ? 'passed' : 'failed']++;
  if (!clean) failures.push('no token in what the run left');
}
writeResult(values.result, { ...counts, failures });
say(countsLine(counts));
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
