import assert from 'node:assert/strict';
import { failed, failureOf } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Act } from '../../src/removal/remote';
import { restOf } from '../../src/removal/rest';
import { run } from '../../src/removal/run';
import { oxenWorkspace } from '../../src/remotes/oxen/workspace';
import type { Send } from '../../src/remotes/request';
import { ONE_BY_ONE, WORKSPACE, file, never, planOf, target, targets, unanswered } from '../support/builders';
import { entry, space, target as onedataTarget } from '../support/onedataScripted';
import { virtualClock } from '../support/virtualClock';

/** A request that may have taken effect leaves a doubt; one that only read, or was never sent, does not. */
describe('what leaves a target in doubt', () => {
  const lost = failed(unanswered());

  it('Onedata: a lost read on the way to a deletion does not', async () => {
    const { remote, lines } = space(() => lost);
    const { id: _, parentId: __, ...typed } = entry('dir/a.txt');
    const [outcome] = await remote.removal.perform([onedataTarget(typed)], never);
    assert.ok(!lines().some((line) => line.startsWith('DELETE')));
    assert.deepEqual(outcome?.kind === 'failed' && outcome.failure.reach, 'notSent');
  });

  it('Oxen: a lost read before taking back does not', async () => {
    const methods: string[] = [];
    const send: Send = (request) => {
      methods.push(request.method);
      return Promise.resolve(lost);
    };
    const { unstaging } = oxenWorkspace(send, WORKSPACE, () => 0);
    const [outcome] = await unstaging.perform([target(file('a'), WORKSPACE)], never);
    assert.deepEqual(new Set(methods), new Set(['GET']));
    assert.deepEqual(outcome?.kind === 'failed' && outcome.failure.reach, 'notSent');
  });

  it('a try that was not started does not take back that an earlier one was sent', async () => {
    const answers: readonly Outcome[] = [
      { kind: 'unknown', failure: unanswered() },
      { kind: 'notStarted', reason: 'cancelled' },
    ];
    let tries = 0;
    const act: Act = {
      limits: ONE_BY_ONE,
      proof: 'doubts',
      perform: () => Promise.resolve(answers.slice(tries, ++tries)),
      lookAgain: () => Promise.resolve(['there']),
    };
    const clock = virtualClock();
    const plan = planOf(targets(1));
    const report = await clock.finish(run(plan, () => act, { environment: clock.environment, cancel: never }));
    assert.equal(tries, 2);
    assert.equal(report.lines[0]?.outcome.kind, 'unknown');
  });

  it('what a cancel cut off is a part of the rest', () => {
    const [of] = targets(1);
    assert.ok(of);
    const failure = failureOf('cancelled', 'cancelled');
    const line = { target: of, outcome: { kind: 'failed', failure }, attempts: 1, durationMs: 0 } as const;
    assert.deepEqual(restOf({ plan: planOf([of]), lines: [line], startedAt: 0, endedAt: 0 }), [of]);
  });
});
