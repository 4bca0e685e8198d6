import assert from 'node:assert/strict';
import { partOf, startTally, type Progress, type Tally } from '../../src/removal/progress';
import type { Plan } from '../../src/removal/plan';
import { SPACE, extent, file, folder, planOf, target, targets } from '../support/builders';
import { START, virtualClock } from '../support/virtualClock';

/** A tally, and time that passes for it. */
function tallyOf(plan: Plan) {
  const clock = virtualClock();
  const tally = startTally(plan, clock.environment);
  const pass = (ms: number): Promise<void> => clock.finish(clock.environment.sleep(ms));
  return { tally, pass, now: () => clock.environment.now() };
}

function settleAll(tally: Tally, plan: Plan): void {
  for (const one of plan.targets) tally.settle(one);
}

describe('how far a run is', () => {
  const told = (files: Progress['files'], of: Progress['targets']): number =>
    partOf({ planId: 'p', phase: 'running', targets: of, files, bytes: { done: 0, total: 0 } });

  it('goes by files, by targets where there are none, and is nothing of nothing', () => {
    assert.equal(told({ done: 30, total: 120 }, { done: 1, total: 2 }), 0.25);
    assert.equal(told({ done: 0, total: 0 }, { done: 1, total: 4 }), 0.25);
    assert.equal(told({ done: 0, total: 0 }, { done: 0, total: 0 }), 0);
    assert.equal(told({ done: 7, total: 7 }, { done: 0, total: 4 }), 1);
  });

  it('begins with the numbers of the plan, and adds up what is settled', () => {
    const plan = planOf([target(folder('d'), SPACE, extent(7, 70)), target(file('f'))]);
    const { tally } = tallyOf(plan);
    assert.deepEqual(tally.read(), {
      planId: 'plan-1',
      phase: 'running',
      targets: { done: 0, total: 2 },
      files: { done: 0, total: 8 },
      bytes: { done: 0, total: 170 },
    });
    settleAll(tally, planOf(plan.targets.slice(0, 1)));
    const { targets: of, files, bytes } = tally.read();
    assert.deepEqual([of.done, files.done, bytes.done], [1, 7, 70]);
  });

  it('tells a rate from the first whole second on', async () => {
    const plan = planOf(targets(10));
    const { tally, pass } = tallyOf(plan);
    tally.settle(plan.targets[0] ?? assert.fail());
    await pass(999);
    assert.ok(!('filesPerSecond' in tally.read()));
    await pass(1);
    assert.deepEqual([tally.read().filesPerSecond, tally.read().msLeft], [1, 9_000]);
  });

  it('tells no time left where it would be a guess', async () => {
    const counted = planOf(targets(10));
    const idle = tallyOf(counted);
    await idle.pass(2_000);
    assert.equal(idle.tally.read().filesPerSecond, 0);
    assert.ok(!('msLeft' in idle.tally.read()), 'nothing has gone yet');

    const vague = planOf([...targets(1), target(folder('d'), SPACE, extent(7, 70, 'atLeast'))]);
    const guess = tallyOf(vague);
    guess.tally.settle(vague.targets[0] ?? assert.fail());
    await guess.pass(2_000);
    assert.equal(guess.tally.read().filesPerSecond, 0.5);
    assert.ok(!('msLeft' in guess.tally.read()), 'nobody knows how many there are');

    const ending = tallyOf(counted);
    ending.tally.settle(counted.targets[0] ?? assert.fail());
    await ending.pass(2_000);
    for (const phase of ['stopping', 'proving'] as const) {
      ending.tally.enter(phase);
      assert.equal(ending.tally.read().phase, phase);
      assert.ok(!('msLeft' in ending.tally.read()), phase);
    }
  });

  it('never tells less than nothing left, when more went than was counted', async () => {
    const plan = planOf(targets(1));
    const { tally, pass } = tallyOf(plan);
    settleAll(tally, plan);
    settleAll(tally, plan);
    await pass(1_000);
    assert.equal(tally.read().msLeft, 0);
  });

  it('counts overlapping pauses once, and an earlier end not at all', async () => {
    const plan = planOf(targets(10));
    const { tally, pass, now } = tallyOf(plan);
    const begin = now();
    tally.waitUntil(begin + 4_000);
    tally.waitUntil(begin + 3_000);
    assert.equal(tally.read().waitingUntil, START + 4_000);
    await pass(2_000);
    tally.waitUntil(begin + 6_000);
    await pass(4_000);
    assert.ok(!('waitingUntil' in tally.read()));
    assert.ok(!('filesPerSecond' in tally.read()), 'all of it was a pause');
    settleAll(tally, planOf(plan.targets.slice(0, 4)));
    await pass(2_000);
    assert.equal(tally.read().filesPerSecond, 2);
  });
});
