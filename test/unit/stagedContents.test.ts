import assert from 'node:assert/strict';
import { holdsTheSame } from '../../src/removal/stagedContents';
import type { StagedState } from '../../src/removal/staging';
import { pathOf, stagedState } from '../support/builders';

describe('a workspace that was shown', () => {
  const [a, b] = [pathOf('a'), pathOf('b')];
  const shown = stagedState(['removed'], { uploaded: [a], base: 'c1', readAt: 1 });

  it('holds the same, whenever it is read and whether sizes are known', () => {
    assert.ok(holdsTheSame(shown, shown));
    assert.ok(
      holdsTheSame(shown, { ...shown, readAt: 2, removed: shown.removed.map((one) => ({ ...one, bytes: 7 })) }),
    );
  });

  const others: Readonly<Record<string, Partial<StagedState>>> = {
    'another commit below it': { base: 'c2' },
    'a removal more': { removed: [...shown.removed, { path: b }] },
    'another removal': { removed: [{ path: b }] },
    'an upload more': { uploaded: [a, b] },
    'the upload gone': { uploaded: [] },
    'the upload as an edit': { uploaded: [], edited: [a] },
    'an empty folder taken out': { emptyFolders: [b] },
    'a table half taken back': { unfinished: [{ path: b, state: 'overwritten', aside: a }] },
    'a path that no entry can have': { unreadable: ['b//'] },
  };
  for (const [what, other] of Object.entries(others))
    it(`does not hold the same with ${what}`, () => {
      assert.ok(!holdsTheSame(shown, { ...shown, ...other }));
    });
});
