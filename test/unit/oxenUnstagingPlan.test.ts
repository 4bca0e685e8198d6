import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ancestorsOf, isInside, ROOT, type RemotePath } from '../../src/removal/remotePath';
import { isTable, pathOfAside, unfinishedTables } from '../../src/remotes/oxen/tables';
import {
  gapsOf,
  NOTHING,
  planUnstaging,
  secondRound,
  type UnstagingPlan,
  type Wanted,
} from '../../src/remotes/oxen/unstagingPlan';
import { NO_CHANGES, type OxenChanges } from '../../src/remotes/oxen/changes';
import { foldersAbove, isBelow } from '../support/oxenModel';
import { path } from '../support/oxenRig';
import { stagedDb, type StagedDb } from '../support/oxenStagedDb';

const FILES = ['x.txt', 'a/x.txt', 'a/t.csv', 'a/b/x.txt', 'a/b/y.txt', 'a/b/c/v.JSONL', 'ab/x.txt', 'd/e/f/x.txt'];
const EMPTY = ['a/none', 'none', 'none/deep', 'd/e/none'];
const FOLDERS = ['a', 'a/b', 'a/b/c', 'ab', 'd', 'd/e', 'd/e/f', ...EMPTY];
const UPLOADS = ['a/up.txt', 'new/deep/up.csv', 'd/e/none/up.txt', 'up.txt', 'a/b/up.parquet'];
const base = { files: new Set(FILES), folders: new Set(FOLDERS) };

type Deed = readonly ['stage' | 'unstage' | 'upload', string];
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(fc.constant('stage' as const), fc.constantFrom(...FILES, ...FOLDERS)),
  fc.tuple(fc.constant('stage' as const), fc.constantFrom(...FILES, ...FOLDERS)),
  fc.tuple(fc.constant('unstage' as const), fc.constantFrom(...FILES, ...FOLDERS, ...UPLOADS, '')),
  fc.tuple(fc.constant('upload' as const), fc.constantFrom(...FILES, ...UPLOADS)),
);

/** Bare folders that the base commit has, without any file below and nothing staged below. */
function emptyFoldersOf(changes: OxenChanges): readonly RemotePath[] {
  const named = changes.bareFolders.filter((folder): folder is RemotePath => folder !== ROOT);
  const staged = [...changes.removed, ...changes.uploaded, ...changes.edited, ...named].sort();
  const gaps = gapsOf(changes, [], staged);
  return named.filter(
    (folder) => !gaps.includes(folder) && base.folders.has(folder) && !FILES.some((file) => isBelow(file, folder)),
  );
}

function run(db: StagedDb, plan: UnstagingPlan, meanwhile?: () => void): void {
  for (const one of plan.flip) db.stage(one);
  for (const { path: table, aside, overwrite } of plan.tables) {
    if (overwrite) db.upload(table);
    db.rename(table, aside);
  }
  for (const { aside } of plan.mend) db.upload(aside);
  meanwhile?.();
  for (const key of plan.clear) db.unstage(key);
}

const state = fc.record({
  deeds: fc.array(deed, { maxLength: 14 }),
  chosen: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
});

function scene({ deeds, chosen }: { readonly deeds: readonly Deed[]; readonly chosen: readonly boolean[] }) {
  const db = stagedDb(base.files, base.folders);
  for (const [kind, target] of deeds) db[kind](target);
  const changes = db.changes();
  const emptyFolders = emptyFoldersOf(changes);
  let at = 0;
  const some = (paths: readonly RemotePath[]) => paths.filter(() => chosen[at++ % chosen.length]);
  const wanted: Wanted = {
    removed: some(changes.removed),
    emptyFolders: some(emptyFolders),
    uploaded: some(changes.uploaded),
    edited: some(changes.edited),
  };
  let number = 0;
  const plan = planUnstaging(changes, emptyFolders, wanted, () => (0xabcdef00 + number++).toString(16));
  return { db, changes, emptyFolders, wanted, plan };
}

const minus = (all: readonly string[], gone: readonly string[]) => all.filter((one) => !gone.includes(one));

describe('oxen: the plan of taking back', () => {
  it('takes exactly what is wanted, from any state, and leaves no marker bare', () => {
    fc.assert(
      fc.property(state, (one) => {
        const { db, changes, emptyFolders, wanted, plan } = scene(one);
        run(db, plan);
        // Neighbours may have hidden a marker that is missing: what shows now is mended by a second round.
        const now = db.changes();
        const rest = emptyFoldersOf(now);
        run(
          db,
          planUnstaging(now, rest, secondRound(wanted, rest), () => 'fedcba98'),
        );
        const after = db.changes();
        assert.deepEqual(after.removed, minus(changes.removed, wanted.removed), 'removed');
        assert.deepEqual(after.uploaded, minus(changes.uploaded, wanted.uploaded), 'uploaded');
        assert.deepEqual(after.edited, minus(changes.edited, wanted.edited), 'edited');
        assert.deepEqual(after.bareFolders, minus(emptyFolders, wanted.emptyFolders), 'bare');
      }),
      { numRuns: 5000 },
    );
  });

  it('mends markers that are missing on several levels, also where only an edit holds them', () => {
    const deeds: readonly Deed[] = [
      ['stage', 'a/t.csv'],
      ['upload', 'a/b/c/v.JSONL'],
      ['unstage', 'a/b'],
      ['unstage', 'a/b/c'],
    ];
    const one = scene({ deeds, chosen: [true, false] });
    run(one.db, one.plan);
    assert.deepEqual(one.db.changes().bareFolders, ['a'], 'hidden until its neighbour was taken back');
    run(
      one.db,
      planUnstaging(one.db.changes(), [], secondRound(one.wanted, []), () => 'fedcba98'),
    );
    assert.deepEqual(one.db.changes(), { ...NO_CHANGES, edited: ['a/b/c/v.JSONL'] });
  });

  it('leaves no marker missing above what others stage or upload between its reading and its clearing', () => {
    const theirs = fc.array(
      deed.filter(([kind]) => kind !== 'unstage'),
      { minLength: 1, maxLength: 3 },
    );
    const before = state.map((one) => ({ ...one, deeds: one.deeds.filter(([kind]) => kind !== 'unstage') }));
    fc.assert(
      fc.property(before, theirs, (one, deeds) => {
        const { db, wanted, plan } = scene(one);
        run(db, plan, () => {
          for (const [kind, target] of deeds) db[kind](target);
        });
        const now = db.changes();
        const rest = emptyFoldersOf(now);
        run(
          db,
          planUnstaging(now, rest, secondRound(wanted, rest), () => 'fedcba98', plan.clear),
        );
        for (const [key, { folder }] of db.keys) {
          if (folder) continue;
          for (const above of foldersAbove(key)) assert.ok(db.keys.get(above)?.folder, `${above} above ${key}`);
          assert.ok(!key.includes('/') || db.keys.has(''), `the root above ${key}`);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('stages nothing new, and never clears a marker above something that stays', () => {
    fc.assert(
      fc.property(state, (one) => {
        const { changes, emptyFolders, plan } = scene(one);
        const staged = new Set<string>([...changes.removed, ...emptyFolders]);
        assert.ok(plan.flip.every((again) => staged.has(again)));
        const cleared = new Set<string>(plan.clear);
        for (const stays of plan.keep) {
          assert.ok(!cleared.has(stays));
          for (const folder of ancestorsOf(stays)) assert.ok(!cleared.has(folder), `${folder} above ${stays}`);
        }
        assert.ok(
          plan.clear.every((key) => !isTable(key)),
          'a table is never asked to go',
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('clears entries before markers, and deeper markers first', () => {
    fc.assert(
      fc.property(state, (one) => {
        const { plan } = scene(one);
        plan.clear.forEach((key, index) => {
          const later = plan.clear.slice(index + 1);
          assert.ok(!later.some((other) => key === '' || isInside(other as RemotePath, key as RemotePath)), key);
        });
      }),
    );
  });

  it('heals and takes nothing when nothing is wanted', () => {
    const changes: OxenChanges = { ...NO_CHANGES, removed: [path('README.md')], bareFolders: [path('docs')] };
    const plan = planUnstaging(changes, [], NOTHING, () => 'abcdef01');
    assert.deepEqual(plan, {
      flip: [],
      tables: [],
      mend: [],
      clear: ['docs'],
      folders: [],
      last: [],
      keep: ['README.md'],
      impossible: [],
    });
  });

  it('names a table with % as impossible, and keeps it', () => {
    const table = path('a/50%.csv');
    const changes: OxenChanges = { ...NO_CHANGES, removed: [table, path('a/x.txt')] };
    const plan = planUnstaging(changes, [], { ...NOTHING, removed: changes.removed }, () => 'abcdef01');
    assert.deepEqual(plan.impossible, [table]);
    assert.deepEqual([plan.keep, plan.flip, plan.clear], [[table], ['a/x.txt'], ['a/x.txt']]);
  });

  it('an odd name leads back to its table, a person’s own name does not', () => {
    assert.equal(pathOfAside(path('a/t.csv.winnow-undo-0123456789abcdef')), 'a/t.csv');
    for (const own of ['a/t.csv', 'a/t.csv.winnow-undo-', 'a/t.csv.winnow-undo-XYZ', '.winnow-undo-0123456789abcdef']) {
      assert.equal(pathOfAside(path(own)), undefined, own);
    }
  });

  it('an overwritten table is known by the journal alone, and only until it is settled', () => {
    const table = path('a/t.csv');
    const aside = path('a/t.csv.winnow-undo-01234567');
    const changes: OxenChanges = { ...NO_CHANGES, edited: [table], uploaded: [path('b.csv.winnow-undo-89abcdef')] };
    const renamed = { path: path('b.csv'), state: 'renamed', aside: path('b.csv.winnow-undo-89abcdef') } as const;
    assert.deepEqual(unfinishedTables(changes, []), [renamed]);
    const noted = [{ kind: 'uploading', path: table, aside } as const];
    assert.deepEqual(unfinishedTables(changes, noted), [renamed, { path: table, state: 'overwritten', aside }]);
    assert.deepEqual(unfinishedTables(changes, [...noted, { kind: 'settled', path: table, aside }]), [renamed]);
  });
});
