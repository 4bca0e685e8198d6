import assert from 'node:assert/strict';
import { failed, failureOf } from '../../src/removal/failure';
import { makePlan } from '../../src/removal/planning';
import type { Act } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { run } from '../../src/removal/run';
import type { StagingRemote } from '../../src/removal/staging';
import type { Send } from '../../src/remotes/request';
import { compressedClock } from '../support/compressedClock';
import { plainRepository, type PlainRepository } from '../support/oxenPlain';
import { bareTargets, NEVER, oxenRig, perform, stepsInMemory, workspaceOf, type OxenRig } from '../support/oxenRig';

const FILES = { 'README.md': 'hello', 'data/t.csv': 'x,y\n1,2\n', 'docs/note.md': 'n' };
const CHOSEN = ['data/t.csv', 'docs/note.md'];

/** What the server is asked for while the sequence runs: reads and requests that change something. */
interface Asked {
  answered: number;
  readonly changes: string[];
}

/** A cancel's time is over once so many requests were answered: the next ones are not sent. */
function cancelledAfter(rig: OxenRig, limit: number, asked: Asked): Send {
  return async (request, signal) => {
    if (asked.answered >= limit) return failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' }));
    asked.answered += 1;
    if (!request.reads) asked.changes.push(`${request.path} ${JSON.stringify(request.body ?? '')}`);
    return rig.send(request, signal);
  };
}

describe('oxen: taking back, cancelled between any two of its requests', function () {
  this.timeout(240_000);
  let rig: OxenRig;
  let repository: PlainRepository;
  const { steps, options } = stepsInMemory();
  before(async () => {
    rig = await oxenRig();
    repository = await plainRepository(rig.plain, 'cut', FILES);
    await repository.open('ws');
  });
  after(() => rig.stop());

  /** Stages both, and takes them back with so many requests. `reads`: whether the server can be read after it. */
  async function takeBackWith(limit: number, reads: boolean): Promise<{ asked: Asked; report: Report; all: boolean }> {
    await repository.stage('ws', CHOSEN);
    const asked: Asked = { answered: 0, changes: [] };
    const remote = workspaceOf(rig, repository, 'ws', options);
    const cut = workspaceOf({ send: cancelledAfter(rig, limit, asked) }, repository, 'ws', options);
    const act: Act = {
      ...cut.unstaging,
      lookAgain: (targets, signal) =>
        reads ? remote.unstaging.lookAgain(targets, signal) : Promise.resolve(targets.map(() => 'unreadable')),
    };
    const targets = bareTargets(remote, CHOSEN);
    const plan = makePlan({ id: 'p', action: 'unstage', createdAt: 0, targets, skipped: [] });
    const report = await run(plan, () => act, { environment: compressedClock(() => 0.5), cancel: NEVER });
    return { asked, report, all: asked.answered < limit };
  }

  /** Whatever is left of the last time: taken back by a client that nothing cuts short. */
  async function cleanUp(remote: StagingRemote): Promise<void> {
    await perform(remote.finishing, bareTargets(remote, CHOSEN));
    await perform(remote.unstaging, bareTargets(remote, CHOSEN));
    assert.deepEqual(await repository.staged('ws'), { removed: [], added: [], modified: [], bare: [] });
    steps.length = 0;
  }

  for (const reads of [true, false]) {
    const what = reads ? 'says what a read shows' : 'says that it does not know where nothing can be read';
    it(`${what}; "not started" only of what it has not touched`, async () => {
      const remote = workspaceOf(rig, repository, 'ws', options);
      const seen = new Set<string>();
      for (let limit = 0, all = false; !all; limit += 1) {
        const { asked, report, all: complete } = await takeBackWith(limit, reads);
        all = complete;
        const { removed, added, modified } = await repository.staged('ws');
        const staged = [...removed, ...added, ...modified].join('\n');
        for (const { target, outcome } of report.lines) {
          const { path } = target.entry;
          const context = `${path} after ${limit}: ${JSON.stringify(outcome)}; ${asked.changes.join(' · ')}; ${staged}`;
          seen.add(outcome.kind);
          const name = path.slice(path.indexOf('/') + 1);
          const isTouched = asked.changes.some((change) => change.includes(name));
          if (outcome.kind === 'notStarted') assert.ok(!isTouched, context);
          if (outcome.kind === 'done') assert.ok(!staged.includes(name), context);
          if (outcome.kind === 'failed') assert.ok(staged.includes(name), context);
          if (reads) assert.notEqual(outcome.kind, 'unknown', context);
        }
        await cleanUp(remote);
      }
      assert.deepEqual([...seen].sort(), reads ? ['done', 'failed', 'notStarted'] : ['notStarted', 'unknown']);
    });
  }
});
