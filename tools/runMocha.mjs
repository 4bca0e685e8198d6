// Bundles the given test files (or globs) with esbuild, packages external, and runs them with mocha in this process.
//   node tools/runMocha.mjs test/unit/*.test.ts [--grep text] [--timeout ms]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import Mocha from 'mocha';
import sourceMapSupport from 'source-map-support';

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string' },
    timeout: { type: 'string', default: '20000' },
    reporter: { type: 'string', default: 'dot' },
  },
  allowPositionals: true,
});
const files = positionals.sort(); // Node 20 has no fs.globSync: the shell expands patterns
if (files.length === 0) {
  process.stderr.write(`no test file matches ${positionals.join(' ')}\n`);
  process.exit(1);
}
const outdir = path.resolve('out/tests', String(process.pid));
await esbuild.build({
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
  logLevel: 'warning',
});
sourceMapSupport.install({ environment: 'node' });
const mocha = new Mocha({
  timeout: Number(values.timeout),
  reporter: values.reporter,
  ...(values.grep ? { grep: values.grep } : {}),
});
for (const file of files) mocha.addFile(path.join(outdir, file.replace(/\.[mc]?ts$/, '.cjs')));
const runner = mocha.run((failures) => {
  const { passes, pending } = runner.stats;
  fs.rmSync(outdir, { recursive: true, force: true });
  process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
