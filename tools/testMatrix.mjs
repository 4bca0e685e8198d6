// The suites that need a VS Code, on the oldest one that package.json allows and on the newest one that the tests know.
//   node tools/testMatrix.mjs [--versions 4.100.3,4.139.1] [--layers host,e2e] [--result file]
// Versions are those of the npm package code-server: 4.X.Y carries VS Code 1.X.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, countsLine, runNode, say, seconds, writeResult } from './steps.mjs';

const { values } = parseArgs({
  options: {
    versions: { type: 'string', default: '4.100.3,4.139.1' },
    layers: { type: 'string', default: 'host,e2e' },
    result: { type: 'string' },
  },
});
const RUNNERS = { host: 'tools/runHost.mjs', e2e: 'tools/runE2e.mjs' };
const NOTHING = { passed: 0, failed: 1, skipped: 0 };

async function runLayer(version, layer) {
  say(`\n── ${layer} on VS Code ${version.replace(/^4/, '1')} ${'─'.repeat(40 - layer.length)}`);
  const file = path.join(ROOT, 'out/results', `matrix-${version}-${layer}.json`);
  fs.rmSync(file, { force: true });
  const env = { VSCODE_TEST_CODE_SERVER: version };
  const { ms } = await runNode([RUNNERS[layer], '--result', file], { env });
  const counts = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : NOTHING;
  return { name: `${version} ${layer}`, ms, ...counts };
}

const packed = await runNode(['tools/package.mjs'], { show: false });
if (packed.code !== 0) {
  say(packed.output);
  process.exit(1);
}
const runs = [];
for (const version of values.versions.split(','))
  for (const layer of values.layers.split(',')) runs.push(await runLayer(version, layer));

const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
say('');
for (const run of runs) say(`${run.name.padEnd(16)}${seconds(run.ms).padStart(9)}   ${countsLine(run)}`);
writeResult(values.result, total);
say(countsLine(total));
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
