import * as fs from 'node:fs';
import * as inspector from 'node:inspector';
import * as path from 'node:path';
import { listing } from './listing';
import { longRun } from './longRun';
import { setup } from './equipment';
import { onedataDeletions, onedataWays, socketsLeft } from './onedataDeletions';
import { oxenStaging } from './oxenStaging';
import { decorating, planning, stagedRows } from './pureWork';
import type { Figure } from './rounds';
import { report } from '../host/report';

const PARTS: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ['onedata', onedataDeletions],
  ['ways', onedataWays],
  ['oxen', oxenStaging],
  ['listing', listing],
  ['planning', planning],
  ['staged', stagedRows],
  ['decorations', decorating],
  ['long', longRun],
  ['sockets', socketsLeft],
];

/** VS Code calls this inside the extension host (extensionTestsPath); tools/bench.mjs reads what it leaves in the result file. */
export async function run(): Promise<void> {
  const figures: Figure[] = [];
  for (const [name, measure] of PARTS) {
    if (setup.only.length > 0 && !setup.only.includes(name)) continue;
    report(`measuring ${name} …`);
    try {
      figures.push(...(await (setup.profiles ? profiled(name, measure) : measure())));
    } catch (error) {
      report(`${name} was not measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      figures.push({ name, value: NaN, unit: '', min: NaN, max: NaN, rounds: 0, goal: 'measured', met: false });
    }
    fs.writeFileSync(setup.resultFile, JSON.stringify(figures));
  }
}

/** Measures under the profiler, for finding out why: the figures themselves are slower then. */
async function profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
  const session = new inspector.Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  const result = await work();
  session.post('Profiler.stop', (_, { profile }) => {
    fs.writeFileSync(path.join(setup.profiles ?? '', `${name}.cpuprofile`), JSON.stringify(profile));
  });
  session.disconnect();
  return result;
}
