// Packs winnow-<version>.vsix from a production build. The same sources give the same bytes; a warning of vsce is an error.
//   node tools/package.mjs [--out file] [--result file]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, countsLine, packageFile, runNode, say, writeResult } from './steps.mjs';

const { values } = parseArgs({
  options: { out: { type: 'string', default: packageFile() }, result: { type: 'string' } },
});

// Zip entries carry local times: one moment and one time zone for all of them.
const MOMENT = { SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? '1767225600', TZ: 'UTC' };
// vsce makes the README's links and pictures absolute by the repository that package.json names; without one they stay as they are.
const { repository } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const LINKS = repository ? [] : ['--allow-missing-repository', '--no-rewrite-relative-links'];
const VSCE = ['package', '--no-dependencies', ...LINKS];

async function pack() {
  const build = await runNode(['esbuild.mjs', '--production']);
  if (build.code !== 0) return false;
  const vsce = await runNode(['node_modules/@vscode/vsce/vsce', ...VSCE, '--out', values.out], {
    show: false,
    env: MOMENT,
  });
  process.stdout.write(vsce.output);
  if (/\bWARN/i.test(vsce.output)) say('vsce warned: see above');
  return vsce.code === 0 && !/\bWARN/i.test(vsce.output);
}

const packed = await pack();
const counts = { passed: packed ? 1 : 0, failed: packed ? 0 : 1, skipped: 0 };
writeResult(values.result, counts);
say(countsLine(counts));
process.exit(packed ? 0 : 1);
