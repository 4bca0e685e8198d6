import assert from 'node:assert/strict';
import { run } from '../../src/removal/run';
import type { Outcome } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import type { Progress } from '../../src/removal/progress';
import type { Act, BatchLimits } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { ONE_BY_ONE, SPACE, planOf, targets } from '../support/builders';
import { fakeRemote, type FakeRemote, type Fault } from '../support/fakeRemote';
import { START, virtualClock } from '../support/virtualClock';

interface Ran {
  readonly report: Report;
  readonly remote: FakeRemote;
  readonly tookMs: number;
  readonly progress: readonly Progress[];
  readonly kinds: readonly Outcome['kind'][];
}

interface Script {
  readonly count?: number;
  readonly faults?: readonly Fault[];
  readonly limits?: BatchLimits;
  readonly proof?: Act['proof'];
  readonly cancelAfter?: number;
  readonly blindReads?: number;
  readonly action?: Plan['action'];
  readonly gone?: number;
}

async function runScript(script: Script): Promise<Ran> {
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
  const cancel = new AbortController();
  if (script.cancelAfter !== undefined) clock.after(script.cancelAfter, () => cancel.abort());
  const progress: Progress[] = [];
  const report = await clock.finish(
    run(planOf(of, { action: script.action ?? 'deletePermanently' }), () => remote.act, {
      environment: clock.environment,
      cancel: cancel.signal,
      onProgress: (step) => progress.push(step),
    }),
  );
  const kinds = report.lines.map(({ outcome }) => outcome.kind);
  return { report, remote, tookMs: report.endedAt - START, progress, kinds };
}

const repeat = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

describe('run', () => {
  it('does every target and says so', async () => {
    const { kinds, remote } = await runScript({ count: 100 });
    assert.deepEqual(kinds, repeat(100, 'done'));
    assert.equal(remote.gone().length, 100);
  });
});
