// Every layer of tests, from the quickest to the one nearest to a person. Ends with what failed, and the sum of all layers on a line of its own.
// A layer in which very little failed runs once more when nothing else does; what passed only then is told.
//   node tools/test.mjs
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, countsLine, runNode, say, seconds, writeResult } from './steps.mjs';

const mocha = (layer, ...more) => ['tools/runMocha.mjs', `test/${layer}`, ...more];
/** Layers of one turn run at once: each has one process of its own, and some wait for a server. */
const TURNS = [
  [['check', ['tools/check.mjs']]],
  [
    ['unit', mocha('unit')],
    ['contract', mocha('contract')],
    ['oxen', ['tools/testOxen.mjs', '--quick']],
  ],
  [['package', ['tools/package.mjs']]],
  [['manifest', mocha('manifest')]],
  [['host', ['tools/runHost.mjs']]],
  [['e2e', ['tools/runE2e.mjs']]],
];

/** More tests than this failing is no coincidence. */
const MOST_SECOND_RUNS = 3;
/** What these do has one outcome, or has had its second run already. */
const ONE_RUN = ['check', 'package', 'e2e'];

/** One layer's counts; `show: false` prints what it says when it has ended. No result, or not one test executed, is a failure. */
async function runLayer([name, args], show) {
  const title = `\n── ${name} ${'─'.repeat(60 - name.length)}`;
  if (show) say(title);
  const file = path.join(ROOT, 'out/results', `${name}.json`);
  fs.rmSync(file, { force: true });
  const { code, ms, output } = await runNode([...args, '--result', file], { show });
  if (!show) say(`${title}\n${output.trimEnd()}`);
  const counts = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  const nothing = counts.passed === 0 && counts.skipped === 0;
  const isBroken = counts.failed === 0 && (code !== 0 || nothing);
  const failed = isBroken ? 1 : counts.failed;
  const failures = counts.failures?.length > 0 ? counts.failures : [`see ${name} above`];
  return { name, ms, ...counts, failed, failures: failed > 0 ? failures : [], isBroken };
}

/** The result to believe: the second, if as much passes then. What did not end by itself has no second run. */
async function runAgain(layer, first) {
  const { name, failed, failures, isBroken } = first;
  if (failed === 0 || failed > MOST_SECOND_RUNS || isBroken || ONE_RUN.includes(name)) return first;
  say(`\n${name}: ${countsLine(first)}; once more`);
  const second = await runLayer(layer, true);
  if (second.failed > 0 || second.passed < first.passed + failed) return first;
  return { ...second, ms: first.ms + second.ms, onlyThen: failures };
}

const started = performance.now();
const layers = [];
for (const turn of TURNS) {
  const results = await Promise.all(turn.map((layer) => runLayer(layer, turn.length === 1)));
  for (const [at, result] of results.entries()) layers.push(await runAgain(turn[at], result));
}

const sum = (key) => layers.reduce((total, layer) => total + layer[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
say('');
for (const { name, onlyThen = [] } of layers)
  for (const title of onlyThen) say(`passed only on the second run: ${title} (${name})`);
for (const { name, failures } of layers) for (const title of failures) say(`failed: ${title} (${name})`);
for (const layer of layers) say(`${layer.name.padEnd(10)}${seconds(layer.ms).padStart(9)}   ${countsLine(layer)}`);
say(`${'all'.padEnd(10)}${seconds(performance.now() - started).padStart(9)}`);
writeResult(path.join(ROOT, 'out/results/all.json'), total);
say(countsLine(total));
process.exit(total.failed > 0 ? 1 : 0);
