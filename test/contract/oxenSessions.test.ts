import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StagingRemote } from '../../src/removal/staging';
import {
  commit,
  discard,
  emptyStaged,
  foldersAbove,
  holdsUploads,
  isBelow,
  isClean,
  isStaged,
  modelOf,
  stage,
  treeOf,
  unstage,
  upload,
  type OxenModel,
} from '../support/oxenModel';
import { AUTHOR, plainRepository, type PlainRepository } from '../support/oxenPlain';
import {
  bareTargets,
  kindsOf,
  NEVER,
  oxenRig,
  perform,
  targetsOf,
  valueOf,
  workspaceOf,
  type OxenRig,
} from '../support/oxenRig';

/** Sessions of one run, and the seed that repeats them: OXEN_SESSIONS, OXEN_SEED. */
const SESSIONS = Number(process.env.OXEN_SESSIONS ?? (process.env.OXEN_URL ? 10 : 60));
const SEED = Number(process.env.OXEN_SEED ?? Math.floor(Math.random() * 2 ** 31));

const FOLDERS = ['a', 'ab', 'a/b', 'a/b/c', 'a/d.csv', 'e f', 'e f/g+h'];
const NAMES = ['x.txt', 'y.md', '50%.bin', 't.csv', 'U.TSV', 'v.parquet', 'w.jsonl'];
const PATHS = [...NAMES, ...FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`))];

interface Step {
  readonly kind: 'stage' | 'unstage' | 'upload' | 'edit' | 'discard' | 'foreign' | 'commit';
  /** What is chosen among what there is to choose from: an index each, modulo its length. */
  readonly picks: readonly number[];
}

interface Session {
  readonly files: readonly string[];
  readonly emptyFolders: readonly string[];
  readonly steps: readonly Step[];
}

const picks = fc.array(fc.nat({ max: 997 }), { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>(
    'stage',
    'stage',
    'stage',
    'unstage',
    'unstage',
    'unstage',
    'upload',
    'edit',
    'discard',
    'foreign',
    'commit',
  ),
  picks,
});
const session: fc.Arbitrary<Session> = fc.record({
  files: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 2, maxLength: 12 }),
  emptyFolders: fc.uniqueArray(fc.constantFrom('a/none', 'none', 'none/deep', 'a/b/none'), { maxLength: 2 }),
  steps: fc.array(step, { minLength: 3, maxLength: 10 }),
});

describe('oxen: random sessions', function () {
  this.timeout(1_800_000);
  let rig: OxenRig;
  before(async () => {
    rig = await oxenRig();
  });
  after(() => rig.stop());

  it(`leave the branch exactly as the model says (${SESSIONS} sessions, OXEN_SEED=${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(session, (plan) => play(rig, plan)),
      { numRuns: SESSIONS, seed: SEED, endOnFailure: rig.real },
    );
  });
});

const seedOf = (path: string): string => `${path}\n1,2\n`;
const isTable = (path: string): boolean => /\.(csv|tsv|parquet|jsonl)$/i.test(path);

/** What the server must say is staged. A bare folder beyond these is a leftover: the next commit would lose it. */
function shownBy(model: OxenModel): Awaited<ReturnType<PlainRepository['staged']>> {
  return {
    removed: [...model.removed].sort(),
    added: [...model.uploads.keys()].sort(),
    modified: [...model.edits.keys()].sort(),
    bare: [...emptyStaged(model)],
  };
}

interface Scene {
  readonly repository: PlainRepository;
  readonly remote: StagingRemote;
  model: OxenModel;
  uploads: number;
}

async function play(rig: OxenRig, { files, emptyFolders, steps }: Session): Promise<void> {
  const content = Object.fromEntries([...files, 'keep.txt'].map((path) => [path, seedOf(path)]));
  const repository = await plainRepository(rig.plain, 'session', content);
  if (emptyFolders.length > 0) await addEmptyFolders(repository, emptyFolders);
  const workspace = await repository.open(`ws-${repository.name}`);
  const scene: Scene = {
    repository,
    remote: workspaceOf(rig, repository, workspace),
    model: modelOf(content, emptyFolders),
    uploads: 0,
  };
  assert.deepEqual(await repository.tree(), treeOf(scene.model), 'the seed');
  const done: string[] = [];
  for (const one of [...steps, { kind: 'commit', picks: [0] } as const]) {
    done.push(`${one.kind} ${await STEPS[one.kind](scene, one.picks)}`);
    const trail = done.join('\n');
    const shown = await repository.staged(workspace);
    // The root's marker alone is harmless: a commit answers 422.
    const bare = isClean(scene.model) ? shown.bare.filter((folder) => folder !== '') : shown.bare;
    assert.deepEqual({ ...shown, bare }, shownBy(scene.model), trail);
    if (one.kind === 'commit') assert.deepEqual(await repository.tree(), treeOf(scene.model), trail);
  }
  const state = valueOf(await scene.remote.staged(NEVER));
  assert.deepEqual([state.removed, state.emptyFolders, state.leftovers, state.unfinished], [[], [], [], []]);
  const telling = [...scene.model.files].filter(([path, text]) => isTable(path) || text !== seedOf(path));
  for (const [path, text] of telling) assert.equal(await repository.content(path), text, path);
}

/** A folder is tracked and empty once every file of it was removed one by one. */
async function addEmptyFolders(repository: PlainRepository, folders: readonly string[]): Promise<void> {
  const files = folders.map((folder) => `${folder}/gone.txt`);
  const id = await repository.open('empties', null);
  await repository.upload(id, Object.fromEntries(files.map((path) => [path, 'x'])));
  assert.equal(await repository.commit(id), 200);
  await repository.open(id, null);
  assert.equal(await repository.stage(id, files), 200);
  assert.equal(await repository.commit(id), 200);
}

const pick = <T>(from: readonly T[], indices: readonly number[]): readonly T[] => {
  const chosen = indices.flatMap((index) => from.slice(index % Math.max(1, from.length)).slice(0, 1));
  return [...new Set(chosen)];
};

/** No path lies inside another. */
const cover = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => !paths.some((other) => isBelow(path, other)));

type Play = (scene: Scene, indices: readonly number[]) => Promise<string>;

const STEPS: Readonly<Record<Step['kind'], Play>> = {
  stage: async (scene, indices) => {
    const { model, remote } = scene;
    const all = [...model.files.keys(), ...model.folders].sort().filter((path) => !holdsUploads(model, path));
    const paths = cover(pick(all, indices));
    const outcomes = await perform(remote.removal, await targetsOf(remote, paths));
    assert.deepEqual(
      kindsOf(outcomes),
      paths.map((path) => (isStaged(model, path) ? 'skipped' : 'done')),
    );
    scene.model = stage(model, paths);
    return paths.join(', ');
  },
  unstage: async (scene, indices) => {
    const { model, remote } = scene;
    const staged = [...model.removed, ...emptyStaged(model)];
    const all = new Set([...staged, ...staged.flatMap(foldersAbove)]);
    const paths = cover(pick([...all].sort(), indices));
    const targets = bareTargets(remote, paths);
    assert.deepEqual(
      kindsOf(await perform(remote.unstaging, targets)),
      paths.map(() => 'done'),
    );
    if (targets.length > 0) {
      assert.deepEqual(
        await remote.unstaging.lookAgain(targets, NEVER),
        paths.map(() => 'gone'),
      );
    }
    scene.model = unstage(model, paths);
    return paths.join(', ');
  },
  upload: async (scene, [first = 0, second = 0]) => {
    const { model, repository, remote } = scene;
    const folders = ['', ...model.folders, 'new', 'a/new'].sort();
    const folder = folders[first % folders.length] ?? '';
    const name = `up-${++scene.uploads}.${['txt', 'csv'][second % 2]}`;
    const path = folder === '' ? name : `${folder}/${name}`;
    await repository.upload(remote.address.kind === 'oxen' ? remote.address.workspace : '', { [path]: `${path}!` });
    scene.model = upload(model, path, `${path}!`);
    return path;
  },
  edit: async (scene, [first = 0]) => {
    const { model, repository, remote } = scene;
    const [path] = pick([...model.files.keys()].sort(), [first]);
    // Everything was removed: a form without a file name is refused.
    if (path === undefined) return 'nothing';
    const content = `edited ${++scene.uploads}\n3,4\n`;
    await repository.upload(remote.address.kind === 'oxen' ? remote.address.workspace : '', { [path]: content });
    scene.model = upload(model, path, content);
    return path;
  },
  discard: async (scene, indices) => {
    const { model, remote } = scene;
    const paths = pick([...model.uploads.keys(), ...model.edits.keys()].sort(), indices);
    assert.deepEqual(
      kindsOf(await perform(remote.discarding, bareTargets(remote, paths))),
      paths.map(() => 'done'),
    );
    scene.model = discard(model, paths);
    return paths.join(', ');
  },
  /** Another client unstages one file the plain way and leaves its markers; ours heals what that left. */
  foreign: async (scene, [first = 0]) => {
    const { model, repository, remote } = scene;
    const plain = [...model.removed].filter((path) => !isTable(path)).sort();
    const paths = pick(plain, [first]);
    if (paths.length === 0) return 'nothing';
    const id = remote.address.kind === 'oxen' ? remote.address.workspace : '';
    assert.equal(await repository.unstage(id, paths), 200);
    const { leftovers } = valueOf(await remote.staged(NEVER));
    const folders = leftovers.map(({ folder }) => folder);
    assert.deepEqual(
      kindsOf(await perform(remote.healing, bareTargets(remote, folders, 'folder'))),
      folders.map(() => 'done'),
    );
    scene.model = unstage(model, paths);
    return `${paths.join(', ')}, healed ${folders.join(', ')}`;
  },
  commit: async (scene) => {
    const { model, remote } = scene;
    const outcome = await remote.commit({ branch: 'main', message: 'a session', ...AUTHOR }, NEVER);
    if (isClean(model)) {
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'nothingToCommit');
      return 'nothing';
    }
    const said = JSON.stringify(outcome);
    assert.ok(outcome.kind === 'committed', said);
    assert.equal(outcome.proof.kind, 'asStaged', said);
    assert.equal(outcome.workspace, 'stays');
    scene.model = commit(model);
    return 'all';
  },
};
