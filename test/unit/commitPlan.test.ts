import assert from 'node:assert/strict';
import { commitAct, commitPlan, outcomeIn } from '../../src/editor/commit/commitPlan';
import { failed, failureOf, success } from '../../src/removal/failure';
import { run, type RunOptions } from '../../src/removal/run';
import type { CommitOutcome, StagingRemote } from '../../src/removal/staging';
import { NEVER } from '../support/oxenRig';
import { stagedState, WORKSPACE } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

describe('the line of a commit in its report', () => {
  const details = { branch: 'main', message: 'm', author: 'a', email: 'e@x' };
  const lineOf = async (remote: Partial<StagingRemote>): Promise<string> => {
    const state = stagedState(['a.txt']);
    const act = commitAct(remote as StagingRemote, details, state, () => undefined);
    const clock = virtualClock();
    const options = { environment: clock.environment, cancel: NEVER };
    const { lines } = await clock.finish(run(commitPlan(WORKSPACE, state, 0), () => act, options));
    return lines.map(({ outcome }) => outcome.kind).join();
  };
  const staged = () => Promise.resolve(success(stagedState(['a.txt'])));
  const committing = (outcome: CommitOutcome) => lineOf({ staged, commit: () => Promise.resolve(outcome) });
  const error = failureOf('unexpected', 'serverError', { status: 500 });

  it('is unknown when nobody can say whether it was made', async () => {
    assert.equal(await committing({ kind: 'unknown', failure: error }), 'unknown');
  });

  it('is failed when the branch was read and has no such commit, also after an error of the server', async () => {
    assert.equal(await committing({ kind: 'failed', failure: error }), 'failed');
  });

  it('is failed when the workspace could not be read before it', async () => {
    const timeout = failureOf('timeout', 'timeout', { reach: 'unanswered' });
    assert.equal(await lineOf({ staged: () => Promise.resolve(failed(timeout)) }), 'failed');
  });

  it('is what the person is told when the commit itself never says how it ended', async () => {
    const clock = virtualClock();
    const state = stagedState(['a.txt']);
    const told: CommitOutcome[] = [];
    const commit = () => new Promise<CommitOutcome>(() => undefined);
    const act = commitAct({ staged, commit } as unknown as StagingRemote, details, state, (one) => told.push(one));
    const reported = (more: Partial<RunOptions>) => {
      const options = { environment: clock.environment, cancel: NEVER, ...more };
      return clock.finish(run(commitPlan(WORKSPACE, state, 0), () => act, options));
    };
    const cancel = new AbortController();
    clock.after(5, () => cancel.abort());
    const left = outcomeIn(await reported({ cancel: cancel.signal }));
    const unwritten = outcomeIn(await reported({ beforeSending: () => Promise.reject(new Error('full')) }));
    assert.deepEqual(told, []);
    assert.deepEqual([left?.kind, unwritten?.kind], ['unknown', 'failed']);
    assert.equal(outcomeIn(await reported({ cancel: AbortSignal.abort() })), undefined, 'nothing was begun');
  });
});
