import assert from 'node:assert/strict';
import { failed, failureOf } from '../../src/removal/failure';
import { makePlan } from '../../src/removal/planning';
import type { Report } from '../../src/removal/report';
import { run } from '../../src/removal/run';
import { settleNow } from '../../src/removal/settling';
import type { ApiRequest, Send } from '../../src/remotes/request';
import { compressedClock } from '../support/compressedClock';
import { plainRepository, type PlainRepository } from '../support/oxenPlain';
import { bareTargets, NEVER, oxenRig, targetsOf, workspaceOf, type OxenRig } from '../support/oxenRig';

const FILES = { 'README.md': 'r', 'docs/a.md': 'a', 'hollow/only.md': 'o' };
const environment = compressedClock(() => 0);
const outcomesOf = ({ lines }: Report) => lines.map(({ outcome }) => outcome.kind);

describe('oxen: what was done is never told otherwise because a read about it failed', () => {
  let rig: OxenRig;
  let repository: PlainRepository;
  before(async () => {
    rig = await oxenRig();
  });
  after(() => rig.stop());
  beforeEach(async () => {
    repository = await plainRepository(rig.plain, 'reads', FILES);
    // A folder whose only file went stays behind empty.
    await repository.open('first');
    await repository.stage('first', ['hollow/only.md']);
    assert.equal(await repository.commit('first'), 200);
    await repository.open('ws');
  });

  /** The wire, on which requests are answered with 503 as long as `isLost` says so. */
  const losing = (isLost: (request: Pick<ApiRequest<unknown>, 'method' | 'path'>) => boolean): Send => {
    const failure = failureOf('unavailable', 'unavailable', { status: 503, retryable: true });
    return (request, signal) => (isLost(request) ? Promise.resolve(failed(failure)) : rig.send(request, signal));
  };

  it('a leftover that was healed is not already gone', async () => {
    await repository.stage('ws', ['hollow', 'docs']);
    await repository.unstage('ws', ['docs/a.md']);
    let looks = 0;
    let isCleared = false;
    // The sequence itself looks at the folder once more when it has cleared the markers; after that the act does.
    const send = losing(({ method, path }) => {
      isCleared ||= method === 'DELETE';
      if (isCleared && path.includes('/hollow')) looks += 1;
      return looks === 3 && path.includes('/hollow');
    });
    const { healing } = workspaceOf({ send }, repository, 'ws');
    const targets = bareTargets(workspaceOf(rig, repository, 'ws'), ['docs'], 'folder');
    const plan = makePlan({ id: 'p', action: 'heal', createdAt: 0, targets });
    const report = await run(plan, () => healing, { environment, cancel: NEVER });
    assert.ok(looks > 3, 'one of them was lost');
    assert.deepEqual(outcomesOf(report), ['done']);
    assert.deepEqual((await repository.staged('ws')).bare, ['hollow']);
  });

  it('a removal that another client committed at once is unknown while its commit cannot be read', async () => {
    let isLost = false;
    const remote = workspaceOf({ send: losing(({ path }) => isLost && path.includes('/README.md')) }, repository, 'ws');
    const targets = await targetsOf(workspaceOf(rig, repository, 'ws'), ['README.md']);
    await remote.staged(NEVER); // as the planner does: the base commit is known
    const act = {
      ...remote.removal,
      lookAgain: async (...of: Parameters<typeof remote.removal.lookAgain>) => {
        if (!isLost) assert.equal(await repository.commit('ws'), 200);
        isLost = true;
        return remote.removal.lookAgain(...of);
      },
    };
    const plan = makePlan({ id: 'p', action: 'stageRemoval', createdAt: 0, targets });
    const report = await run(plan, () => act, { environment, cancel: NEVER });
    assert.deepEqual(outcomesOf(report), ['unknown']);
    isLost = false;
    const settled = await settleNow(report, () => remote.removal, environment, NEVER);
    assert.deepEqual(outcomesOf(settled), ['done']);
  });

  it('nor is a removal taken back that another client committed in the middle of it', async () => {
    await repository.stage('ws', ['README.md']);
    let looks = 0;
    let isCommitted = false;
    const lossy = losing(({ method, path }) => {
      if (isCommitted && method === 'GET' && path.includes('/README.md')) looks += 1;
      return looks === 1 && path.includes('/README.md');
    });
    const send: Send = async (request, signal) => {
      if (!request.reads && !isCommitted) {
        assert.equal(await repository.commit('ws'), 200);
        isCommitted = true;
      }
      return lossy(request, signal);
    };
    const { unstaging } = workspaceOf({ send }, repository, 'ws');
    const targets = bareTargets(workspaceOf(rig, repository, 'ws'), ['README.md']);
    const plan = makePlan({ id: 'p', action: 'unstage', createdAt: 0, targets });
    const report = await run(plan, () => unstaging, { environment, cancel: NEVER });
    assert.ok(looks > 0, 'a reading was lost');
    assert.deepEqual(outcomesOf(report), ['failed']);
    assert.ok(!(await repository.tree()).includes('README.md'));
  });
});
