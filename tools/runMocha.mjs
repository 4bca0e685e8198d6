// Bundles test files with esbuild, packages external, and runs them with mocha in this process.
//   node tools/runMocha.mjs test/unit test/contract/one.test.ts [--grep text] [--timeout ms] [--reporter name] [--result file]
// A folder stands for every *.test.ts below it.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import Mocha from 'mocha';
import sourceMapSupport from 'source-map-support';
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

/** What tests import of tools/ is not bundled: it finds the repository by its own place. */
const toolsAsTheyAre = {
  name: 'tools-as-they-are',
  setup(build) {
    build.onResolve({ filter: /\/tools\/\w+\.mjs$/ }, ({ path: file, resolveDir }) => ({
      path: path.resolve(resolveDir, file),
      external: true,
    }));
  },
};

const outdir = path.resolve('out/tests', String(process.pid)); // inside the repository: packages are found in its node_modules
process.once('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));
await esbuild
  .build({
    entryPoints: files,
    outdir,
    outbase: '.',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'linked',
    outExtension: { '.js': '.cjs' },
    plugins: [toolsAsTheyAre],
    logLevel: 'warning',
  })
  .catch(() => process.exit(1)); // esbuild has told why
sourceMapSupport.install({ environment: 'node' });

const mocha = new Mocha({
  timeout: Number(values.timeout),
  reporter: values.reporter,
  forbidOnly: Boolean(process.env.CI),
  ...(values.grep ? { grep: values.grep } : {}),
});
for (const file of files) mocha.addFile(path.join(outdir, file.replace(/\.ts$/, '.cjs')));
const runner = mocha.run((failures) => {
  const counts = { passed: runner.stats.passes, failed: failures, skipped: runner.stats.pending };
  writeResult(values.result, counts);
  say(countsLine(counts));
  process.exit(failures > 0 || counts.passed === 0 ? 1 : 0);
});
runner.on('pending', (test) => say(`skipped: ${test.fullTitle()}`));
