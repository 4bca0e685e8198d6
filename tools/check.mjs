// The quality gate: five tools, two at a time, each counting as one test.
//   node tools/check.mjs [--result file]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { countsLine, runNode, say, seconds, writeResult } from './steps.mjs';

const { values } = parseArgs({ options: { result: { type: 'string' } } });

// The longest first, so that no core idles at the end.
const waiting = [
  ['eslint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', 'src', 'test']],
  ['tsc', ['node_modules/typescript/bin/tsc', '-p', '.']],
  [
    'depcruise',
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs'],
  ],
  ['knip', ['node_modules/knip/bin/knip.js', '--no-progress']],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
];

const failed = [];
let passed = 0;
async function work() {
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    const [name, args] = task;
    const { code, output, ms } = await runNode(args, { show: false });
    if (code === 0) passed++;
    else failed.push(name);
    say(`${code === 0 ? '✔' : '✘'} ${name} (${seconds(ms)})${code === 0 ? '' : `\n${output.trimEnd()}\n`}`);
  }
}
await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, work));

const counts = { passed, failed: failed.length, skipped: 0 };
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(failed.length > 0 ? 1 : 0);
