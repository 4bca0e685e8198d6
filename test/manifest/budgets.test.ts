import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readZip } from '../support/zip';
import { VSIX, manifest, read } from './project';

const KB = 1024;

describe('budgets', () => {
  const archive = fs.readFileSync(VSIX);
  const entries = readZip(archive);
  const sizeOf = (file: string): number => entries.find(({ name }) => name === `extension/${file}`)?.bytes ?? NaN;
  const withoutSandbox = entries.filter(
    ({ name }) => name.startsWith('extension/') && !/dist\/sandbox\.js$|media\/sample\//.test(name),
  );

  const rows: readonly (readonly [what: string, value: () => number, limit: number])[] = [
    ['dist/extension.js', () => sizeOf('dist/extension.js'), 150 * KB],
    ['dist/later.js', () => sizeOf('dist/later.js'), 230 * KB],
    ['dist/axios.js', () => sizeOf('dist/axios.js'), 115 * KB],
    ['dist/sandbox.js', () => sizeOf('dist/sandbox.js'), 90 * KB],
    [
      'code without the sandbox',
      () => ['extension', 'later', 'axios'].reduce((sum, name) => sum + sizeOf(`dist/${name}.js`), 0),
      460 * KB,
    ],
    [
      'all that is unpacked, without the sandbox',
      () => withoutSandbox.reduce((sum, { bytes }) => sum + bytes, 0),
      560 * KB,
    ],
    ['the .vsix', () => archive.length, 400 * KB],
    ['files', () => entries.length, 60],
  ];
  for (const [what, value, limit] of rows) {
    it(`${what}: at most ${limit.toLocaleString('en')}`, () => {
      assert.ok(value() <= limit, `${what}: ${value().toLocaleString('en')}`);
    });
  }

  it('three libraries at run time, exactly pinned', () => {
    assert.deepEqual(manifest.dependencies, { axios: '1.21.1', picomatch: '4.0.7', 'smol-toml': '1.9.1' });
    for (const [name, version] of Object.entries(manifest.devDependencies))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it('a lockfile with a checksum for every package, no registry, no impostor', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<
        string,
        { resolved?: string; integrity?: string; optionalDependencies?: Record<string, string> }
      >;
    };
    for (const [place, { resolved, integrity }] of Object.entries(lock.packages)) {
      if (place === '') continue;
      assert.equal(resolved, undefined, place);
      assert.match(integrity ?? '', /^sha512-/, place);
      assert.doesNotMatch(place, /plain-crypto-js/);
    }
    // A registry that lacks one platform's build leaves it out silently, and `npm ci` refuses the lockfile on every machine.
    for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages))
      for (const name of Object.keys(optionalDependencies))
        assert.ok(
          `node_modules/${name}` in lock.packages || `${place}/node_modules/${name}` in lock.packages,
          `${place} wants ${name}`,
        );
    assert.equal(
      lock.packages['node_modules/axios']?.integrity,
      'sha512-6eI5Q/Y4u/Um9dDlsRoq5pY2rxnUTv+L4PpLitnbk/i4jb3MxLZ5CsN5Ih3IysbeRYK4pR+P7qfMsOQl9fwwFQ==',
    );
    assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
  });

  it('loading the entry costs at most 8 × an empty module, and loads nothing that can wait', function () {
    this.timeout(60_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-load-'));
    for (const entry of entries)
      if (/dist\/\w+\.js$/.test(entry.name))
        fs.writeFileSync(path.join(folder, path.basename(entry.name)), entry.read());
    fs.writeFileSync(path.join(folder, 'empty.js'), '');
    const entry: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      empty.push(coldRequire(path.join(folder, 'empty.js')).ms);
      const { ms, loaded } = coldRequire(path.join(folder, 'extension.js'));
      entry.push(ms);
      assert.deepEqual(loaded, ['extension.js']);
    }
    fs.rmSync(folder, { recursive: true });
    const ratio = median(entry) / median(empty);
    const measured = `${median(entry).toFixed(2)} ms against ${median(empty).toFixed(2)} ms: ${ratio.toFixed(1)} ×`;
    assert.ok(ratio <= 8, measured);
  });
});

/** One require in a fresh process. */
function coldRequire(file: string): { ms: number; loaded: string[] } {
  const child = spawnSync(process.execPath, ['test/manifest/coldRequire.cjs', file], { encoding: 'utf8' });
  assert.equal(child.status, 0, child.stderr);
  return JSON.parse(child.stdout) as { ms: number; loaded: string[] };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
