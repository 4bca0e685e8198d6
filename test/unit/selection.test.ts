import assert from 'node:assert/strict';
import fc from 'fast-check';
import { remoteKey } from '../../src/removal/address';
import { DEFAULT_GUARDS, refusalsOf } from '../../src/removal/guards';
import type { Entry } from '../../src/removal/remote';
import { isInside } from '../../src/removal/remotePath';
import { byRemote, chooseRows, focusedRow, minimalCover, select, type Listed } from '../../src/removal/selection';
import { OTHER_SPACE, SPACE, WORKSPACE, file, folder, listed, planOf, target, withTraits } from '../support/builders';
import { processorTime } from '../support/processorTime';

const same = (row: string): string => row;
const pathsOf = (all: readonly Listed[]): readonly string[] => all.map(({ entry }) => entry.path);

const anyEntry = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'ab', 'abc', 'b', 'A', 'é', 'e\u0301'), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([names, isFolder]): Entry => (isFolder ? folder(names.join('/')) : file(names.join('/'))));
const anyListed = fc
  .tuple(anyEntry, fc.constantFrom(SPACE, OTHER_SPACE, WORKSPACE))
  .map(([entry, remote]) => listed(entry, remote));

describe('selection: rows', () => {
  it('means the selection when the clicked row is part of it', () => {
    assert.deepEqual(chooseRows('b', ['a', 'b'], same), ['a', 'b']);
  });

  it('means the clicked row alone when it is not part of the selection', () => {
    assert.deepEqual(chooseRows('c', ['a', 'b'], same), ['c']);
    assert.deepEqual(chooseRows('c', undefined, same), ['c']);
  });

  it('means the selection when nothing was clicked (key, palette), and nothing when there is none', () => {
    assert.deepEqual(chooseRows(undefined, ['a', 'b'], same), ['a', 'b']);
    assert.deepEqual(chooseRows(undefined, undefined, same), []);
  });

  it('finds the focused row by the one that list.toggleSelection flipped', () => {
    // Click 1, ArrowDown to 2: only 2 is meant.
    assert.deepEqual(focusedRow(['1'], ['1', '2'], same), { row: '2', rows: ['2'] });
    // 1 and 2 selected, focus on 2: both are meant.
    assert.deepEqual(focusedRow(['1', '2'], ['1'], same), { row: '2', rows: ['1', '2'] });
    assert.deepEqual(focusedRow([], ['1'], same), { row: '1', rows: ['1'] });
    assert.deepEqual(focusedRow(['1'], [], same), { row: '1', rows: ['1'] });
  });

  it('does not guess when no row or several flipped', () => {
    assert.equal(focusedRow(['1'], ['1'], same), undefined);
    assert.equal(focusedRow(['1'], ['2'], same), undefined);
    assert.equal(focusedRow([], [], same), undefined);
  });
});

describe('selection: cover', () => {
  it('drops what lies inside a chosen folder, and names it', () => {
    const cover = minimalCover(
      [file('a/b/c'), folder('a'), folder('a/b'), file('ab'), file('b')].map((e) => listed(e)),
    );
    assert.deepEqual(pathsOf(cover.chosen), ['a', 'ab', 'b']);
    assert.deepEqual(
      cover.skipped.map(({ listed: one, reason }) => [one.entry.path, reason]),
      [
        ['a/b', 'insideAnotherTarget'],
        ['a/b/c', 'insideAnotherTarget'],
      ],
    );
  });

  it('keeps remotes apart', () => {
    const cover = minimalCover([listed(folder('a'), SPACE), listed(file('a/b'), OTHER_SPACE)]);
    assert.equal(cover.chosen.length, 2);
  });

  it('covers by folders only: a file or a symlink holds nothing', () => {
    const link: Entry = { ...file('a'), kind: 'symlink' };
    assert.equal(minimalCover([listed(link), listed(file('a/b'))]).chosen.length, 2);
  });

  it('takes a repetition once, and two conflicting entries of one name as two', () => {
    const one = file('a', { id: '1' });
    assert.equal(minimalCover([listed(one), listed(one)]).chosen.length, 1);
    assert.equal(minimalCover([listed(one), listed(file('a', { id: '2' }))]).chosen.length, 2);
  });

  it('is never wider nor narrower than what was chosen, and never overlaps (property)', () => {
    fc.assert(
      fc.property(fc.array(anyListed, { maxLength: 30 }), (all) => {
        const { chosen, skipped } = minimalCover(all);
        const isSame = (a: Listed, b: Listed) =>
          a.entry.path === b.entry.path && remoteKey(a.remote) === remoteKey(b.remote);
        const covers = (a: Listed, b: Listed) =>
          remoteKey(a.remote) === remoteKey(b.remote) &&
          a.entry.kind === 'folder' &&
          isInside(b.entry.path, a.entry.path);
        for (const one of chosen) {
          assert.ok(all.includes(one));
          assert.ok(!chosen.some((other) => covers(other, one)));
        }
        for (const one of all) assert.ok(chosen.some((other) => isSame(other, one) || covers(other, one)));
        for (const { listed: one } of skipped) assert.ok(chosen.some((other) => covers(other, one)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('plans 10,000 entries in 50 ms', async () => {
    const files = Array.from({ length: 9_999 }, (_, index) => file(`d${String(index % 100)}/e/f${String(index)}`));
    const all = [folder('x', { files: 1 }), ...files].map((entry) => listed(entry));
    const planAndGuard = (): void => {
      const { chosen, skipped } = select('deletePermanently', all);
      const plan = planOf(
        chosen.map((one) => target(one.entry, one.remote)),
        { skipped },
      );
      assert.deepEqual(
        refusalsOf(plan, DEFAULT_GUARDS, () => false),
        [],
      );
    };
    const costs: number[] = [];
    for (let round = 0; round < 5; round += 1) costs.push(await processorTime(planAndGuard));
    assert.ok(Math.min(...costs) < 50, `${Math.min(...costs).toFixed(1)} ms of CPU`);
  });
});

describe('selection: states', () => {
  const reasons = (action: 'stageRemoval' | 'deletePermanently' | 'unstage', entries: readonly Entry[]) =>
    select(
      action,
      entries.map((entry) => listed(entry)),
    ).skipped.map(({ listed: one, reason }) => [one.entry.path, reason]);

  it('skips what is staged already, what is only uploaded, and archives and trash', () => {
    const mixed = [
      file('a'),
      withTraits(file('b'), 'staged'),
      withTraits(file('c'), 'uploaded'),
      withTraits(folder('d'), 'special'),
      withTraits(file('e'), 'edited', 'shared'),
    ];
    assert.deepEqual(reasons('stageRemoval', mixed), [
      ['b', 'alreadyStaged'],
      ['c', 'onlyUploaded'],
      ['d', 'special'],
    ]);
    assert.deepEqual(reasons('deletePermanently', mixed), [['d', 'special']]);
    assert.deepEqual(reasons('unstage', mixed), []);
  });

  it('does not let a skipped folder swallow what lies below it', () => {
    const { chosen } = select('deletePermanently', [listed(withTraits(folder('a'), 'special')), listed(file('a/b'))]);
    assert.deepEqual(pathsOf(chosen), ['a/b']);
  });

  it('groups by place', () => {
    const all = [listed(file('a'), WORKSPACE), listed(file('b'), SPACE), listed(file('c'), { ...SPACE })];
    assert.deepEqual(byRemote(all).map(pathsOf), [['b', 'c'], ['a']]);
  });
});
