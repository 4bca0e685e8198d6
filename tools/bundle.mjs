// TypeScript of test/ made runnable by Node: one bundle a file, npm packages and tools/ left as they are; axios as it ships.
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { axiosBundle } from './axiosBundle.mjs';
import { ROOT } from './steps.mjs';

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

/** Bundles files (relative to the root); returns the bundles' paths in the same order. They go away with this process. */
export async function bundleTests(files) {
  const outdir = path.join(ROOT, 'out/tests', String(process.pid)); // inside the repository, so that its node_modules are found
  process.once('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));
  await esbuild.build({
    absWorkingDir: ROOT,
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
    plugins: [toolsAsTheyAre, axiosBundle],
    logLevel: 'warning',
  });
  return files.map((file) => path.join(outdir, file.replace(/\.ts$/, '.cjs')));
}
