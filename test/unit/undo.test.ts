import assert from 'node:assert/strict';
import { runWithUndo, type ReadSince } from '../../src/editor/removal/undo';
import { remoteKey } from '../../src/removal/address';
import { failed, success } from '../../src/removal/failure';
import type { Report } from '../../src/removal/report';
import type { StagedState, StagingRemote } from '../../src/removal/staging';
import { WORKSPACE, extent, file, folder, pathOf, planOf, stagedState, target, unavailable } from '../support/builders';

const holding = (...removed: readonly string[]): StagedState =>
  stagedState(removed, { emptyFolders: [pathOf('d/empty'), pathOf('e/empty')], base: 'c1' });

describe('what an undo takes back', () => {
  const plan = planOf([target(file('a'), WORKSPACE), target(folder('d'), WORKSPACE, extent(2, 2))], {
    action: 'stageRemoval',
  });
  const report: Report = { plan, lines: [], startedAt: 0, endedAt: 7 };

  /** A run whose turn comes once `waited` has happened. */
  const runAt = (waited: () => void) => async (begin: () => Promise<void>) => {
    await Promise.resolve();
    waited();
    await begin();
    return report;
  };

  /** Reads what is staged as told, one reading after the other; `undefined`: nobody can say. */
  const undoAfter = (...readings: readonly (StagedState | undefined)[]): Promise<readonly string[]> =>
    undoWith(() => undefined, ...readings);
  const undoWith = async (
    readSince: ReadSince,
    ...readings: readonly (StagedState | undefined)[]
  ): Promise<readonly string[]> => {
    const left = [...readings];
    const staged: StagingRemote['staged'] = () => {
      const now = left.shift();
      return Promise.resolve(now ? success(now) : failed(unavailable()));
    };
    const remote = { address: WORKSPACE, effect: 'stages', staged } as Partial<StagingRemote> as StagingRemote;
    const remotes = new Map([[remoteKey(WORKSPACE), remote]]);
    const { added } = await runWithUndo(
      plan,
      remotes,
      runAt(() => undefined),
      readSince,
    );
    assert.equal(left.length, 0, 'readings nobody asked for');
    return added.map(({ entry }) => entry.path);
  };

  it('is what the run staged, and nothing that was staged before', async () => {
    const before = { ...holding('d/x'), emptyFolders: [] };
    assert.deepEqual(await undoAfter(before, holding('a', 'd/x', 'd/y')), ['a', 'd/y', 'd/empty']);
  });

  it('is found also where it is more than a function takes arguments', async () => {
    const many = Array.from({ length: 150_000 }, (_, index) => `d/${index}`);
    const added = await undoAfter({ ...holding(), emptyFolders: [] }, stagedState(many));
    assert.equal(added.length, many.length);
  });

  it('is nothing that others staged beside it meanwhile', async () => {
    const before = { ...holding(), emptyFolders: [] };
    assert.deepEqual(await undoAfter(before, holding('a', 'ab', 'd2/x', 'e/x', 'd/x')), ['a', 'd/x', 'd/empty']);
  });

  it('is told by what the views read after the run, which need not be read again', async () => {
    const asked: number[] = [];
    const readSince: ReadSince = (_, since) => {
      asked.push(since);
      return holding('a', 'd/x');
    };
    assert.deepEqual(await undoWith(readSince, holding('d/x')), ['a']);
    assert.deepEqual(asked, [report.endedAt]);
  });

  it('is nothing that another run staged while this one waited for it', async () => {
    let now = holding();
    const staged = () => Promise.resolve(success(now));
    const remote = { address: WORKSPACE, effect: 'stages', staged } as Partial<StagingRemote> as StagingRemote;
    const run = runAt(() => (now = holding('d/x')));
    const { added } = await runWithUndo(plan, new Map([[remoteKey(WORKSPACE), remote]]), run, () =>
      holding('d/x', 'd/y'),
    );
    assert.deepEqual(
      added.map(({ entry }) => entry.path),
      ['d/y'],
    );
  });

  it('is not offered when nobody could say what was staged', async () => {
    assert.deepEqual(await undoAfter(undefined), []);
    assert.deepEqual(await undoAfter(holding(), undefined), []);
  });
});
