import assert from 'node:assert/strict';
import { deletionAct } from '../../src/editor/staged/workspaceDeletion';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import type { StagedState, StagingRemote } from '../../src/removal/staging';
import { folder, never, pathOf, stagedState, target, unavailable, WORKSPACE } from '../support/builders';

const holding = (...uploads: readonly string[]): StagedState =>
  stagedState([], { uploaded: uploads.map(pathOf), readAt: uploads.length });
const gone = failed(failureOf('notFound', 'workspaceNotFound', { status: 404 }));

describe('deleting a workspace', () => {
  const targets = [target(folder('tidy-up'), WORKSPACE)];
  const outcomeWith = async (now: Answer<StagedState>, deleted: Answer<undefined> = success(undefined)) => {
    let sent = 0;
    const remote = {
      staged: () => Promise.resolve(now),
      deleteWorkspace: () => Promise.resolve(void (sent += 1)).then(() => deleted),
    } as unknown as StagingRemote;
    const [outcome] = await deletionAct(remote, holding('a.txt')).perform(targets, never);
    return { outcome, sent };
  };

  it('is sent when the workspace holds what was counted', async () => {
    assert.deepEqual(await outcomeWith(success({ ...holding('a.txt'), readAt: 7 })), {
      outcome: { kind: 'done' },
      sent: 1,
    });
  });

  it('is not sent when others have put something into it since, or nobody can say', async () => {
    const changed = failureOf('conflict', 'changedSinceCounted', { reach: 'notSent' });
    assert.deepEqual(await outcomeWith(success(holding('a.txt', 'b.txt'))), {
      outcome: { kind: 'failed', failure: changed },
      sent: 0,
    });
    const failure = unavailable();
    const unseen = { kind: 'failed', failure: { ...failure, reach: 'notSent' } };
    assert.deepEqual(await outcomeWith(failed(failure)), { outcome: unseen, sent: 0 });
  });

  it('of one that has gone meanwhile says so', async () => {
    assert.deepEqual(await outcomeWith(gone, gone), { outcome: { kind: 'alreadyGone' }, sent: 1 });
    assert.deepEqual(await outcomeWith(success(holding('a.txt')), gone), { outcome: { kind: 'alreadyGone' }, sent: 1 });
  });
});
