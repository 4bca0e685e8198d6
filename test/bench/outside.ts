import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { packageFile } from '../../tools/steps.mjs';
import { Workbench } from '../e2e/workbench';
import { readZip } from '../support/zip';
import { figureOf, type Figure } from './rounds';

export { measureOpening } from './opening';

/** Unpacks the extension's part of the packaged .vsix. */
export function unpackPackage(folder: string): void {
  for (const { name, read } of readZip(fs.readFileSync(packageFile()))) {
    if (!name.startsWith('extension/')) continue;
    const file = path.join(folder, name.slice('extension/'.length));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, read());
  }
}

/**
 * Stands before an extension's entry and notes how long its loading and `activate()` took, how long this thread had a processor for it, and VS Code's
 * own marks around the loading. (*Load Code* in its table counts from the moment at which all extensions of one event are called up: what is loaded
 * before an extension is in its figure, too.)
 */
const timedMain = (entry: string, id: string): string => `'use strict';
const cpu = () => Number(require('fs').readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
const cpuBefore = cpu();
const started = performance.now();
const entry = require('${entry}');
const load = performance.now() - started;
const loadCpu = cpu() - cpuBefore;
exports.activate = (context) => {
  const called = performance.now();
  const cpuCalled = cpu();
  const result = entry.activate(context);
  const times = { id: '${id}', load, activate: performance.now() - called, loadCpu, activateCpu: cpu() - cpuCalled };
  setImmediate(() => {
    const marks = globalThis.MonacoPerformanceMarks.getMarks();
    const at = (end) => marks.findLast(({ name }) => name === \`code/extHost/\${end}LoadExtensionCode/${id}\`).startTime;
    const line = JSON.stringify({ ...times, marked: at('did') - at('will') }) + '\\n';
    require('fs').appendFileSync(process.env.WINNOW_BENCH_TIMES, line);
  });
  return result;
};
exports.deactivate = () => entry.deactivate && entry.deactivate();
`;

const EMPTY = 'bench.empty';
const WINNOW = 'winnow-vscode.winnow';

function pack(folder: string): string {
  const vsix = `${folder}.vsix`;
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  const vsce = [path.resolve('node_modules/@vscode/vsce/vsce'), 'package', ...options, '--out', vsix];
  const packed = spawnSync(process.execPath, vsce, { cwd: folder, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(packed.stdout + packed.stderr);
  return vsix;
}

/**
 * The package with its entry timed, and an extension that does nothing but ask for the API, as each does (for the first of a window VS Code makes it),
 * timed alike and started by the same event.
 */
function makeExtensions(scratch: string): readonly [winnow: string, empty: string] {
  const winnow = path.join(scratch, 'winnow');
  unpackPackage(winnow);
  const manifestFile = path.join(winnow, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8')) as Record<string, unknown>;
  fs.writeFileSync(manifestFile, JSON.stringify({ ...manifest, main: './timed.js' }));
  fs.writeFileSync(path.join(winnow, 'timed.js'), timedMain('./dist/extension.js', WINNOW));

  const empty = path.join(scratch, 'empty');
  fs.mkdirSync(empty, { recursive: true });
  const [publisher, name] = EMPTY.split('.');
  const about = { publisher, name, version: '0.0.1', license: 'Apache-2.0', engines: { vscode: '^1.100.0' } };
  const start = { main: './timed.js', activationEvents: ['onStartupFinished'] };
  fs.writeFileSync(path.join(empty, 'package.json'), JSON.stringify({ ...about, ...start }));
  fs.writeFileSync(path.join(empty, 'entry.js'), "require('vscode'); exports.activate = () => {};");
  fs.writeFileSync(path.join(empty, 'timed.js'), timedMain('./entry.js', EMPTY));
  return [pack(winnow), pack(empty)];
}

interface Start {
  readonly load: number;
  readonly activate: number;
  /** Processor time, ms: what is left of it when the machine does other things at the same time, as it does while VS Code starts. */
  readonly loadCpu: number;
  readonly activateCpu: number;
  /** Between VS Code's own marks around the loading, whole milliseconds. */
  readonly marked: number;
  /** *Load Code* and *Call Activate* in VS Code's own table, whole milliseconds. */
  readonly table: TableRow;
}

interface TableRow {
  readonly load: number;
  readonly call: number;
}

/** VS Code's own figures for one extension: *Developer: Startup Performance*. */
function tableRow(text: string, id: string): TableRow {
  const line = text.split('\n').find((row) => row.startsWith(`| ${id} `));
  if (line === undefined) throw new Error(`${id} is not in the table`);
  const [, , , load, call] = line.split('|').map((cell) => Number(cell.trim()));
  return { load: load ?? NaN, call: call ?? NaN };
}

async function startupTable(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await workbench.command('Developer: Startup Performance');
  const lines = page.locator('.editor-group-container.active .monaco-editor .view-lines').first();
  await lines.waitFor();
  return workbench.until(
    async () => {
      await lines.click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('ControlOrMeta+C');
      const text = await page.evaluate<string>('navigator.clipboard.readText()');
      return text.includes(`| ${WINNOW} `) && text.includes(`| ${EMPTY} `) ? text : undefined;
    },
    'both extensions in "Startup Performance"',
    30_000,
  );
}

/** Starts VS Code again and again with the packaged extension beside an empty one. */
export async function measureActivation(scratch: string, starts: number): Promise<readonly Figure[]> {
  const [vsix, empty] = makeExtensions(scratch);
  const times = path.join(scratch, 'times.jsonl');
  fs.writeFileSync(times, '');
  const options = {
    vsix,
    helpers: [empty],
    env: { WINNOW_BENCH_TIMES: times },
    evidence: path.join(scratch, 'evidence'),
  };
  const workbench = await Workbench.open({ ...options, shots: scratch });
  const rows: { winnow: Start; empty: Start }[] = [];
  try {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (let start = 0; start < starts; start += 1) {
      if (start > 0) {
        fs.writeFileSync(times, '');
        await workbench.load();
      }
      const noted = await workbench.until(
        () => {
          const all = fs.readFileSync(times, 'utf8').split('\n').filter(Boolean);
          return all.length >= 2
            ? all.map((line) => JSON.parse(line) as Omit<Start, 'table'> & { id: string })
            : undefined;
        },
        'both extensions activated',
        30_000,
      );
      const text = await startupTable(workbench);
      const of = (id: string): Start => {
        const own = noted.find((line) => line.id === id);
        if (!own) throw new Error(`${id} was not timed`);
        return { ...own, table: tableRow(text, id) };
      };
      rows.push({ winnow: of(WINNOW), empty: of(EMPTY) });
    }
  } finally {
    await workbench.close();
  }
  const more = (value: (start: Start) => number): readonly number[] =>
    rows.map(({ winnow, empty }) => value(winnow) - value(empty));
  const own = (value: (start: Start) => number): readonly number[] => rows.map(({ winnow }) => value(winnow));
  const beside = 'an empty extension in the same start';
  return [
    figureOf({
      name: 'activation: load and activate(), more than empty',
      unit: 'ms',
      values: more(({ load, activate }) => load + activate),
      ratios: rows.map(({ winnow: a, empty: b }) => (a.load + a.activate) / (b.load + b.activate)),
      baseline: beside,
      goals: [{ of: 'value', atMost: 10 }],
    }),
    figureOf({
      name: 'activation: the same by VS Code’s own marks and table',
      unit: 'ms',
      values: more(({ marked, table }) => marked + table.call),
      baseline: beside,
      goals: [{ of: 'value', atMost: 10 }],
    }),
    figureOf({
      name: 'activation: by its table alone, the loading of the extensions before it included',
      unit: 'ms',
      values: more(({ table }) => table.load + table.call),
      baseline: beside,
    }),
    figureOf({
      name: 'activation: processor time of both, more than empty',
      unit: 'ms',
      values: more(({ loadCpu, activateCpu }) => loadCpu + activateCpu),
      baseline: beside,
      goals: [{ of: 'value', atMost: 10 }],
    }),
    figureOf({ name: 'activation: loading the code', unit: 'ms', values: own(({ load }) => load) }),
    figureOf({ name: 'activation: activate() alone', unit: 'ms', values: own(({ activate }) => activate) }),
    figureOf({
      name: 'activation: activate() alone, its own processor time',
      unit: 'ms',
      values: own(({ activateCpu }) => activateCpu),
      goals: [{ of: 'value', atMost: 5 }],
    }),
  ];
}
