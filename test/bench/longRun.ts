import { monitorEventLoopDelay } from 'node:perf_hooks';
import { carryOut, heapMb, insistOnAllDone, scaled, setup } from './equipment';
import { fill, planOfFiles, plainSpace } from './onedataDeletions';
import { figureOf, type Figure } from './rounds';

const RESOLUTION = 5;

/** The event loop of the extension host (99 of 100 waits are shorter, ms, the timer's own 5 ms taken off). */
async function delayDuring(work: () => Promise<void>): Promise<{ readonly p99: number; readonly max: number }> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  await work();
  histogram.disable();
  return { p99: histogram.percentile(99) / 1e6 - RESOLUTION, max: histogram.max / 1e6 - RESOLUTION };
}

/** 20,000 deletions: does the editor stay awake, and does memory come back? */
export async function longRun(): Promise<readonly Figure[]> {
  const files = scaled(20_000);
  const rows: { idle: number; busy: number; max: number; growth: number; rss: number }[] = [];
  for (let round = 0; round < setup.rounds; round += 1) {
    const idle = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
    await fill(files, 20);
    const before = heapMb();
    const plan = planOfFiles(files);
    let growth = 0;
    const busy = await delayDuring(async () => {
      const report = await carryOut(plan, () => plainSpace().removal);
      insistOnAllDone(report);
    });
    growth = heapMb() - before; // plan, report and history are still held: what a window keeps of its last run
    if (plan.targets.length !== files) throw new Error('the plan is needed until here');
    rows.push({ idle: idle.p99, busy: busy.p99, max: busy.max, growth, rss: process.memoryUsage().rss / 1e6 });
  }
  const run = `${files.toLocaleString('en')} deletions`;
  const values = (key: keyof (typeof rows)[number]): readonly number[] => rows.map((row) => row[key]);
  return [
    figureOf({
      name: `${run}: event-loop delay, p99`,
      unit: 'ms',
      values: values('busy'),
      ratios: rows.map(({ busy, idle }) => busy / Math.max(1, idle)),
      baseline: 'the idle host (1 ms at least)',
      goals: [{ of: 'value', atMost: 50 }],
    }),
    figureOf({ name: `${run}: event-loop delay, longest`, unit: 'ms', values: values('max') }),
    figureOf({
      name: `${run}: heap growth with the report held`,
      unit: 'MB',
      values: values('growth'),
      goals: [{ of: 'value', atMost: 50 }],
    }),
    figureOf({ name: 'resident memory of the extension host after it', unit: 'MB', values: values('rss') }),
  ];
}
