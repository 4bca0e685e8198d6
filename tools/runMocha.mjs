// Runs test files with mocha in this process.
//   node tools/runMocha.mjs test/unit test/contract/one.test.ts [--grep text] [--timeout ms] [--reporter name] [--result file]
// A folder stands for every *.test.ts below it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import sourceMapSupport from 'source-map-support';
import { bundleTests } from './bundle.mjs';
import { ROOT, countsLine, filesBelow, say, writeResult } from './steps.mjs';

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string' },
    timeout: { type: 'string', default: '20000' },
    reporter: { type: 'string', default: 'dot' },
    result: { type: 'string' },
  },
  allowPositionals: true,
});
const files = positionals.flatMap((place) => filesBelow(path.relative(ROOT, path.resolve(place)) || '.', '.test.ts'));
process.chdir(ROOT);
if (files.length === 0) {
  writeResult(values.result, { passed: 0, failed: 0, skipped: 0 });
  process.stderr.write(`no test file in ${positionals.join(' ') || 'no folder at all'}\n`);
  process.exit(1);
}

const bundles = await bundleTests(files).catch(() => process.exit(1)); // esbuild has told why
sourceMapSupport.install({ environment: 'node' });
const mocha = new Mocha({
  timeout: Number(values.timeout),
  reporter: values.reporter,
  forbidOnly: Boolean(process.env.CI),
  ...(values.grep ? { grep: values.grep } : {}),
});
for (const bundle of bundles) mocha.addFile(bundle);
const failed = [];
const runner = mocha.run((failures) => {
  const counts = { passed: runner.stats.passes, failed: failures, skipped: runner.stats.pending };
  writeResult(values.result, { ...counts, failures: failed });
  say(countsLine(counts));
  process.exit(failures > 0 || counts.passed === 0 ? 1 : 0);
});
runner.on('fail', (test) => failed.push(test.fullTitle()));
runner.on('pending', (test) => say(`skipped: ${test.fullTitle()}`));
