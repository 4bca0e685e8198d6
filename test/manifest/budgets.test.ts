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
    ({ name }) => name.startsWith('extension/') && !/dist\/sandbox|media\/sample\//.test(name),
  );

  const sum = (key: 'bytes' | 'packed'): number => withoutSandbox.reduce((total, entry) => total + entry[key], 0);

  // What is reached, and 2 %: a change that needs more says so here.
  const rows: readonly (readonly [what: string, value: () => number, limit: number])[] = [
    ['dist/extension.js, which every window loads', () => sizeOf('dist/extension.js'), 6.2 * KB],
    ['dist/parts.js', () => sizeOf('dist/parts.js'), 384 * KB],
    ['dist/axios.js', () => sizeOf('dist/axios.js'), 63.5 * KB],
    ['dist/sandbox.js', () => sizeOf('dist/sandbox.js'), 80 * KB],
    ['the extension without the sandbox, as it is downloaded', () => sum('packed'), 198 * KB],
    ['the extension without the sandbox, unpacked', () => sum('bytes'), 576 * KB],
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
    for (const name of ['first.js', 'empty.js']) fs.writeFileSync(path.join(folder, name), '');
    const files = ['first.js', 'empty.js', 'extension.js']; // the first file of a process is never cheap
    const rounds = Array.from({ length: 11 }, () => coldRequires(folder, files));
    fs.rmSync(folder, { recursive: true });
    for (const { loaded } of rounds) assert.deepEqual(loaded, files);
    const [empty, entry] = [1, 2].map((index) => median(rounds.map(({ ms }) => ms[index] ?? NaN)));
    assert.ok(empty !== undefined && entry !== undefined);
    const ratio = entry / empty;
    assert.ok(ratio <= 8, `${entry.toFixed(2)} ms against ${empty.toFixed(2)} ms: ${ratio.toFixed(1)} ×`);
  });
});

/** Requires of these files, one after the other, in one fresh process. */
function coldRequires(folder: string, files: readonly string[]): { ms: readonly number[]; loaded: string[] } {
  const places = files.map((file) => path.join(folder, file));
  const child = spawnSync(process.execPath, ['test/manifest/coldRequire.cjs', ...places], { encoding: 'utf8' });
  assert.equal(child.status, 0, child.stderr);
  return JSON.parse(child.stdout) as { ms: readonly number[]; loaded: string[] };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
