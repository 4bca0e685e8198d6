import assert from 'node:assert/strict';
import { sumOf, uncounted } from '../../src/removal/extent';
import { countsOf, effectOf, isMeantFor, makePlan } from '../../src/removal/planning';
import { loadingWarnings, lossWarnings, mergeWarnings, traitWarnings, warningOf } from '../../src/removal/warnings';
import {
  OTHER_SPACE,
  SPACE,
  WORKSPACE,
  extent,
  file,
  folder,
  listed,
  pathOf,
  planOf,
  target,
  withTraits,
} from '../support/builders';
import { START } from '../support/virtualClock';

describe('plan', () => {
  it('holds exactly the targets it was given, and their sum', () => {
    const of = [target(file('a')), target(folder('b'), SPACE, extent(7, 5_000))];
    const plan = planOf(of);
    assert.equal(plan.targets, of);
    assert.deepEqual(plan.total, extent(8, 5_100));
    assert.deepEqual(plan.warnings, []);
  });

  it('says "at least" as soon as one part does, and counts from the oldest count', () => {
    const old = { ...extent(1, 1), countedAt: START - 9 };
    assert.deepEqual(sumOf([extent(2, 2), extent(3, 3, 'atLeast'), old], START), {
      files: 6,
      bytes: 6,
      precision: 'atLeast',
      countedAt: START - 9,
    });
    assert.deepEqual(sumOf([], START), extent(0, 0));
  });

  it('knows of what nobody counted only what the listing said', () => {
    assert.deepEqual(uncounted(file('a'), START), extent(1, 100));
    const { bytes: _, ...unsized } = file('a');
    assert.deepEqual(uncounted(unsized, START), extent(1, 0, 'atLeast'));
    assert.deepEqual(uncounted(folder('a', { files: 3, bytes: 9 }), START), extent(3, 9, 'atLeast'));
    assert.deepEqual(uncounted(folder('a'), START), extent(0, 0, 'atLeast'));
  });

  it('gives one set of numbers', () => {
    const plan = planOf(
      [target(file('a'), OTHER_SPACE), target(folder('b'), SPACE, extent(7, 5_000)), target(file('c'))],
      { skipped: [{ listed: listed(file('d')), reason: 'special' }] },
    );
    assert.deepEqual(countsOf(plan), {
      items: 3,
      folders: 1,
      files: 9,
      bytes: 5_200,
      precision: 'exact',
      skipped: 1,
      remotes: [SPACE, OTHER_SPACE],
      removals: 0,
      others: 3,
    });
  });

  it('tells the removals in a commit from everything else in it', () => {
    const of = [
      target(withTraits(file('a'), 'staged'), WORKSPACE),
      target(withTraits(file('b'), 'staged'), WORKSPACE),
      target(withTraits(file('c'), 'uploaded'), WORKSPACE),
    ];
    const { removals, others } = countsOf(planOf(of, { action: 'commit' }));
    assert.deepEqual([removals, others], [2, 1]);
  });

  it('destroys where nothing can be taken back', () => {
    const destroying = (['deletePermanently', 'discardUpload', 'deleteWorkspace'] as const).map(effectOf);
    const staging = (['stageRemoval', 'unstage', 'heal', 'commit'] as const).map(effectOf);
    assert.deepEqual([new Set(destroying), new Set(staging)], [new Set(['destroys']), new Set(['stages'])]);
  });
});

describe('plan: which remotes an action is for', () => {
  it('no staging action ever reaches a remote that destroys, and no deletion one that stages', () => {
    const actions = [
      'stageRemoval',
      'unstage',
      'heal',
      'finish',
      'discardUpload',
      'deleteWorkspace',
      'commit',
    ] as const;
    for (const action of actions) {
      assert.equal(isMeantFor(action, WORKSPACE), true, action);
      assert.equal(isMeantFor(action, SPACE), false, action);
    }
    assert.equal(isMeantFor('deletePermanently', SPACE), true);
    assert.equal(isMeantFor('deletePermanently', WORKSPACE), false);
  });
});

describe('plan: warnings', () => {
  it('come from the traits of the targets', () => {
    const of = [
      target(withTraits(file('a'), 'shared', 'hardlink')),
      target(withTraits(file('b'), 'shared', 'dataset', 'protected')),
      target(withTraits(file('c'), 'readonlyStorage', 'edited', 'uploaded')),
    ];
    assert.deepEqual(traitWarnings('deletePermanently', of), [
      { code: 'dropsUploads', count: 1, names: ['c'] },
      { code: 'dropsEdits', count: 1, names: ['c'] },
      { code: 'detachesShares', count: 2, names: ['a', 'b'] },
      { code: 'detachesDataset', count: 1, names: ['b'] },
      { code: 'hardlinkDataStays', count: 1, names: ['a'] },
      { code: 'willRefuse', count: 1, names: ['b'] },
      { code: 'metadataOnly', count: 1, names: ['c'] },
    ]);
    for (const action of ['unstage', 'heal', 'finish', 'commit'] as const)
      assert.deepEqual(traitWarnings(action, of), []);
  });

  it('name the uploads and edits that a staged folder would drop, by whole names', () => {
    const changes = { uploaded: [pathOf('a/new'), pathOf('ab/new')], edited: [pathOf('a/b/c'), pathOf('a')] };
    const found = lossWarnings([listed(folder('a'), WORKSPACE), listed(file('ab'), WORKSPACE)], () => changes);
    assert.deepEqual(found, [
      { code: 'dropsUploads', count: 1, names: ['a/new'] },
      { code: 'dropsEdits', count: 1, names: ['a/b/c'] },
    ]);
  });

  it('name the edit of a file that was made since a view listed it, and none twice', () => {
    const changes = { uploaded: [pathOf('new')], edited: [pathOf('a'), pathOf('b'), pathOf('c')] };
    const chosen = [file('a'), withTraits(file('b'), 'edited'), file('new')].map((entry) => listed(entry, WORKSPACE));
    assert.deepEqual(
      lossWarnings(chosen, () => changes),
      [
        { code: 'dropsUploads', count: 1, names: ['new'] },
        { code: 'dropsEdits', count: 1, names: ['a'] },
      ],
    );
    const aware = listed(withTraits(file('new'), 'uploaded'), WORKSPACE);
    assert.deepEqual(
      lossWarnings([aware], () => changes),
      [],
      'the view knew it: its trait has warned',
    );
    const other = listed(withTraits(file('new'), 'hardlink'), WORKSPACE);
    assert.equal(lossWarnings([other], () => changes).length, 1);
  });

  it('name five at most, however many there are', () => {
    const six = ['1', '2', '3', '4', '5', '6'];
    assert.deepEqual(warningOf('dropsEdits', six), [{ code: 'dropsEdits', count: 6, names: six.slice(0, 5) }]);
    assert.deepEqual(warningOf('dropsEdits', []), []);
  });

  it('say "1,000 of 5,000 are loaded" when everything in sight is chosen', () => {
    const chosen = Array.from({ length: 1_000 }, (_, index) => listed(file(`big/f${String(index)}`)));
    const shown = [{ remote: SPACE, folder: pathOf('big'), loaded: 1_000, complete: false, total: 5_000 }];
    assert.deepEqual(loadingWarnings(chosen, shown), [
      { code: 'partlyLoaded', count: 1_000, names: ['big'], loaded: 1_000, total: 5_000 },
    ]);
    assert.deepEqual(loadingWarnings(chosen.slice(1), shown), []);
    assert.deepEqual(
      loadingWarnings(chosen, [{ ...shown[0], remote: OTHER_SPACE, folder: '', loaded: 0, complete: false }]),
      [],
    );
    assert.deepEqual(
      loadingWarnings([listed(file('a'))], [{ remote: SPACE, folder: '', loaded: 1, complete: true }]),
      [],
    );
  });

  it('need no name where a whole remote is partly loaded, and say nothing of entries in a folder that was chosen whole', () => {
    const root = { remote: SPACE, folder: '', loaded: 2, complete: false } as const;
    assert.deepEqual(loadingWarnings([listed(file('a')), listed(file('b'))], [root]), [
      { code: 'partlyLoaded', count: 2, names: [], loaded: 2 },
    ]);
    const inner = { remote: SPACE, folder: pathOf('d'), loaded: 2, complete: true } as const;
    assert.deepEqual(loadingWarnings([listed(file('d/a')), listed(file('d/b'))], [inner]), []);
    const twins = [listed(file('d/a', { id: '1' })), listed(file('d/a', { id: '2' }))];
    assert.equal(loadingWarnings(twins, [{ ...inner, complete: false }]).length, 1, 'two of one name are two entries');
  });

  it('are put together by code, a folder that is partly loaded apart from another', () => {
    const many = warningOf('dropsUploads', ['1', '2', '3', '4', '5', '6']);
    assert.deepEqual(mergeWarnings([...many, ...warningOf('dropsUploads', ['7'])]), [
      { code: 'dropsUploads', count: 7, names: ['1', '2', '3', '4', '5'] },
    ]);
    const part = (name: string) => ({ code: 'partlyLoaded', count: 1, names: [name], loaded: 1 }) as const;
    assert.equal(mergeWarnings([part('a'), part('b')]).length, 2);
    assert.deepEqual(mergeWarnings([part('a'), part('a')]), [{ ...part('a'), count: 2, names: ['a', 'a'] }]);
  });

  it('tell of what could not be counted, and carry on what the views know', () => {
    const plan = makePlan({
      id: 'p',
      action: 'deletePermanently',
      createdAt: START,
      targets: [target(folder('a'))],
      incomplete: [listed(folder('a'))],
      warnings: [{ code: 'everything', count: 1, names: [] }],
    });
    assert.deepEqual(
      plan.warnings.map(({ code }) => code),
      ['everything', 'countIncomplete'],
    );
  });
});
