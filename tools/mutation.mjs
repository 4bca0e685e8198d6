// Mutation testing of src/removal: changes the code in thousands of small ways and counts how many of them a unit test notices.
//   npm run mutation [-- lane.ts journalPlan.ts …] [-- --concurrency 2] [--survivors]
// Without names: every file, one after the other; each file's result is kept in out/mutation/results, and what is there is not run again.
// Stryker comes through npx (the first time over the network) and is no dependency. The tests run as plain JavaScript out of a copy, so that
// one build serves every mutant, and each mutant is tried only with the tests that reach it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { ROOT, filesBelow, say, writeText } from './steps.mjs';

const STRYKER = '9.6.1';
/** Time measurements, and the count of what a thousand scripts have met: neither is about one line of code. */
const LEFT_OUT = /\bit\((?=.*(?:ten thousand targets|10,000 entries|has really seen))/g;

/** The globs of the editor: no more than picomatch, and protected paths are tested with it. */
const GLOBS = 'src/editor/removal/protection.ts';

/** What a test of the pure folder alone does not import. */
const NEEDS_MORE =
  /from '\.\.\/(\.\.\/(src\/(?!removal\/|editor\/removal\/protection')|tools\/)|support\/(onedata|oxen|wire|remote|removal))/;

const { values, positionals } = parseArgs({
  options: { concurrency: { type: 'string', default: '1' }, survivors: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const out = path.join(ROOT, 'out/mutation');
const work = path.join(out, 'work');
const results = path.join(out, 'results');
const source = path.join(ROOT, 'src/removal');
const named = positionals.map((name) => path.basename(name));
const files = fs.readdirSync(source).filter((name) => (named.length > 0 ? named.includes(name) : name.endsWith('.ts')));

/** The unit tests that need nothing but the pure folder, the test support, and libraries. */
function pureTests() {
  return filesBelow(path.join(ROOT, 'test/unit'), '.test.ts').filter((file) => {
    const text = fs.readFileSync(file, 'utf8');
    return /src\/removal\//.test(text) && !NEEDS_MORE.test(text);
  });
}

/** Each file by itself, not bundled: a mutant changes one of them. By TypeScript, which adds no code of its own that could be mutated. */
function build() {
  fs.rmSync(work, { recursive: true, force: true });
  const tests = pureTests();
  const { CommonJS } = ts.ModuleKind;
  const compilerOptions = { module: CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const support = filesBelow(path.join(ROOT, 'test/support'), '.ts');
  for (const file of [...filesBelow(source, '.ts'), path.join(ROOT, GLOBS), ...support, ...tests]) {
    const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions, fileName: file });
    writeText(path.join(work, path.relative(ROOT, file).replace(/\.ts$/, '.js')), outputText);
  }
  // The same seed for every mutant: what one run notices, the next one does as well.
  const seed = `require('fast-check').configureGlobal({ seed: 7, endOnFailure: true });\n`;
  fs.writeFileSync(path.join(work, 'seed.js'), seed);
  for (const file of filesBelow(path.join(work, 'test/unit'), '.test.js'))
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(LEFT_OUT, 'it.skip('));
  fs.writeFileSync(path.join(work, 'package.json'), '{"type":"commonjs"}');
  return tests.map((file) => path.relative(ROOT, file).replace(/\.ts$/, '.js'));
}

function configure(file, specs) {
  const report = path.join(work, 'report.json');
  // The file's own tests first: they notice the most, and the first that does ends a mutant's run.
  const own = `${file.replace(/\.ts$/, '')}.test.js`;
  const spec = [...specs].sort((a, b) => Number(path.basename(b) === own) - Number(path.basename(a) === own));
  const config = {
    packageManager: 'npm',
    testRunner: 'mocha',
    mochaOptions: { spec, require: ['./seed.js'], 'no-config': true, 'no-package': true },
    mutate: [`src/removal/${file.replace(/\.ts$/, '.js')}`],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: Number(values.concurrency),
    timeoutMS: 3_000,
    timeoutFactor: 2,
    reporters: ['json'],
    jsonReporter: { fileName: report },
    tempDirName: path.join(out, 'tmp'),
    symlinkNodeModules: true,
    allowConsoleColors: false,
    logLevel: 'warn',
  };
  fs.writeFileSync(path.join(work, 'stryker.config.json'), JSON.stringify(config));
  return report;
}

function mutate(file, specs) {
  const report = configure(file, specs);
  fs.rmSync(report, { force: true });
  const packages = ['core', 'mocha-runner'].flatMap((name) => ['-p', `@stryker-mutator/${name}@${STRYKER}`]);
  const { status } = spawnSync('npx', ['--yes', ...packages, 'stryker', 'run', 'stryker.config.json'], {
    cwd: work,
    stdio: 'inherit',
    env: { ...process.env, WINNOW_PROPERTY_RUNS: '60' },
  });
  if (status !== 0 || !fs.existsSync(report)) throw new Error(`stryker failed on ${file}`);
  const told = Object.values(JSON.parse(fs.readFileSync(report, 'utf8')).files);
  const mutants = told.flatMap(({ mutants: found, source: text }) =>
    found.map(({ status: fate, mutatorName, replacement, location }) => {
      const line = text.split('\n')[location.start.line - 1]?.trim() ?? '';
      return { fate, kind: mutatorName, replacement: replacement ?? '', at: location.start.line, line };
    }),
  );
  fs.mkdirSync(results, { recursive: true });
  fs.writeFileSync(path.join(results, `${file}.json`), JSON.stringify(mutants, null, 1));
}

const isNoticed = ({ fate }) => fate === 'Killed' || fate === 'Timeout';
const counts = ({ fate }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(fate);
const score = (mutants) => {
  const counted = mutants.filter(counts);
  const noticed = counted.filter(isNoticed).length;
  return `${noticed} of ${counted.length} noticed${counted.length > 0 ? `, ${((noticed / counted.length) * 100).toFixed(1)} %` : ''}`;
};

const todo = files.filter((file) => named.length > 0 || !fs.existsSync(path.join(results, `${file}.json`)));
const specs = todo.length > 0 ? build() : [];
for (const file of todo) {
  mutate(file, specs);
  say(`${file}: ${score(JSON.parse(fs.readFileSync(path.join(results, `${file}.json`), 'utf8')))}`);
}
const all = fs
  .readdirSync(results)
  .flatMap((name) => JSON.parse(fs.readFileSync(path.join(results, name), 'utf8')).map((one) => ({ ...one, name })));
const survivors = all.filter((one) => counts(one) && !isNoticed(one));
if (values.survivors) {
  for (const { name, at, kind, fate, line, replacement } of survivors)
    say(`${name.replace('.ts.json', '')}:${at} ${fate} ${kind}: ${line} → ${replacement}`);
}
const kinds = new Map();
for (const { kind } of survivors) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
for (const [kind, count] of [...kinds].sort(([, a], [, b]) => b - a)) say(`  ${count} × ${kind}`);
say(`src/removal: ${score(all)}`);
