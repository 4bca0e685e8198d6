import type { Outcome } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import type { Progress } from '../../src/removal/progress';
import type { Act, BatchLimits } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { run, type RunOptions } from '../../src/removal/run';
import { ONE_BY_ONE, SPACE, planOf, targets } from './builders';
import { fakeRemote, type FakeRemote, type Fault } from './fakeRemote';
import { START, virtualClock, type VirtualClock } from './virtualClock';

/** A run over `count` files of one fake remote. */
export interface Script {
  readonly count?: number;
  readonly faults?: readonly Fault[];
  readonly limits?: BatchLimits;
  readonly proof?: Act['proof'];
  readonly cancelAfter?: number;
  readonly blindReads?: number;
  readonly action?: Plan['action'];
  /** So many of the first files are gone before. */
  readonly gone?: number;
  readonly beforeSending?: (clock: VirtualClock) => ReturnType<NonNullable<RunOptions['beforeSending']>>;
  /** Puts something between the run and the remote. */
  readonly wrap?: (act: Act) => Act;
}

export interface Ran {
  readonly report: Report;
  readonly remote: FakeRemote;
  readonly clock: VirtualClock;
  readonly tookMs: number;
  readonly progress: readonly Progress[];
  readonly kinds: readonly Outcome['kind'][];
  /** Sizes of the requests, in their order. */
  readonly sizes: readonly number[];
  /** When they were sent, ms since the start. */
  readonly times: readonly number[];
}

export async function runScript(script: Script): Promise<Ran> {
  const clock = virtualClock();
  const of = targets(script.count ?? 1);
  const remote = fakeRemote({
    address: SPACE,
    clock,
    limits: script.limits ?? ONE_BY_ONE,
    paths: of.map(({ entry }) => entry.path).slice(script.gone ?? 0),
    faults: script.faults ?? [],
    proof: script.proof ?? 'doubts',
    blindReads: script.blindReads ?? 0,
  });
  const act = script.wrap?.(remote.act) ?? remote.act;
  const cancel = new AbortController();
  if (script.cancelAfter !== undefined) {
    clock.after(script.cancelAfter, () => {
      cancel.abort();
    });
  }
  const progress: Progress[] = [];
  const report = await clock.finish(
    run(planOf(of, { action: script.action ?? 'deletePermanently' }), () => act, {
      environment: clock.environment,
      cancel: cancel.signal,
      onProgress: (step) => progress.push(step),
      beforeSending: () => script.beforeSending?.(clock),
    }),
  );
  return {
    report,
    remote,
    clock,
    tookMs: report.endedAt - START,
    progress,
    kinds: report.lines.map(({ outcome }) => outcome.kind),
    sizes: remote.requests.map(({ paths }) => paths),
    times: remote.requests.map(({ at }) => at - START),
  };
}

export function repeat<T>(count: number, value: T): readonly T[] {
  return Array.from({ length: count }, () => value);
}
