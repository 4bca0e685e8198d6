import { type Recorder } from './recorder';
import { COMMIT, type Repository, seeded } from './repository';

type Scenario = (recorder: Recorder) => Promise<void>;

type Step = readonly [what: 'stage' | 'unstage', ...paths: string[]];

const IMAGES = ['images/a.txt', 'images/b.txt', 'images/sub/d.txt'];

/** Ways to unstage, and what the next commit makes of the folder markers they leave. */
const WAYS: readonly (readonly [title: string, ...steps: Step[]])[] = [
  [
    'naive: docs/note.md staged, unstaged; README.md removed',
    ['stage', 'docs/note.md'],
    ['unstage', 'docs/note.md'],
    ['stage', 'README.md'],
  ],
  [
    'safe: the same, its folder unstaged with it',
    ['stage', 'docs/note.md'],
    ['unstage', 'docs/note.md', 'docs'],
    ['stage', 'README.md'],
  ],
  [
    'naive, nested: images/sub/d.txt staged, unstaged with images/sub but not images',
    ['stage', 'images/sub/d.txt'],
    ['unstage', 'images/sub/d.txt', 'images/sub'],
    ['stage', 'README.md'],
  ],
  [
    'safe, nested: with both folders',
    ['stage', 'images/sub/d.txt'],
    ['unstage', 'images/sub/d.txt', 'images/sub', 'images'],
    ['stage', 'README.md'],
  ],
  ['wrong: a folder with staged entries below is unstaged', ['stage', 'images'], ['unstage', 'images']],
  [
    'safe: a whole removed folder taken back',
    ['stage', 'images'],
    ['stage', ...IMAGES],
    ['unstage', ...IMAGES, 'images/sub', 'images'],
    ['stage', 'README.md'],
  ],
  [
    'safe: images/sub taken back out of the removed images',
    ['stage', 'images'],
    ['stage', 'images/sub/d.txt'],
    ['unstage', 'images/sub/d.txt', 'images/sub'],
  ],
  [
    'safe: everything, the root marker too',
    ['stage', 'images', 'docs'],
    ['stage', ...IMAGES, 'docs/note.md'],
    ['unstage', ...IMAGES, 'docs/note.md', 'images/sub', 'images', 'docs', ''],
  ],
];

const leftovers: Scenario = async (recorder) => {
  for (const [title, ...steps] of WAYS) {
    const repository = await seeded(recorder, 'leftovers');
    for (const [what, ...paths] of steps) await repository[what]('ws', paths);
    await repository.changes('ws', 'before the commit');
    await repository.commit('ws', title);
    await repository.tree(`after: ${title}`);
    await recorder.call('GET', `${repository.path}/file/main/docs/note.md`, { note: 'still there by its path?' });
  }
  const upload = await seeded(recorder, 'leftupload');
  await recorder.quietly(() => upload.upload('ws', { 'docs/y.txt': 'y' }));
  await upload.unstage('ws', ['docs/y.txt'], 'an upload taken back');
  await upload.changes('ws', 'before the commit');
  await upload.commit('ws', 'naive: an upload into docs taken back');
  await upload.tree('after it: docs?');
};

const TABLES = {
  'data/t.csv': 'x,y\n1,2\n',
  'data/u.tsv': 'x\ty\n1\t2\n',
  'data/v.jsonl': '{"a":1}\n',
  'data/W.NDJSON': '{"a":1}\n',
};

const tables: Scenario = async (recorder) => {
  const kinds = Object.keys(TABLES);
  for (const target of ['files', 'folder']) {
    const files = { ...TABLES, 'data/n.txt': 'n', 'README.md': 'r', 'keep.md': 'k' };
    const repository = await seeded(recorder, 'tables', { files });
    await repository.stage('ws', target === 'files' ? kinds : ['data']);
    await repository.unstage('ws', kinds, 'asking');
    await repository.say('ws', 'after asking');
    for (const path of kinds) await renameAway(recorder, repository, path);
    await repository.changes('ws', 'renamed');
    if (target === 'folder') await repository.stage('ws', ['data/n.txt'], 'flip the rest of the folder');
    const renamed = kinds.map((path) => `${path}.winnow-undo`);
    await repository.unstage('ws', [...renamed, 'data/n.txt', 'data', ''], 'the new names and their markers');
    await repository.changes('ws', 'nothing left');
    await repository.stage('ws', ['README.md']);
    await repository.commit('ws', 'commit');
    await repository.tree('all four tables kept?');
    await recorder.call('GET', `${repository.path}/file/main/data/t.csv`, { note: 'with its old content?' });
  }
};

async function renameAway(recorder: Recorder, repository: Repository, path: string): Promise<void> {
  await repository.upload('ws', { [path]: 'filler, a table or not' });
  await recorder.call('PATCH', `${repository.workspace('ws')}/files/${path}`, {
    body: { new_path: `${path}.winnow-undo` },
    note: 'rename the entry, now a modified one',
  });
}

const commit: Scenario = async (recorder) => {
  const { call } = recorder;
  const repository = await seeded(recorder, 'commit');
  const { workspace } = repository;
  await call('GET', `${workspace('ws')}/merge/main`, { note: 'mergeability, clean' });
  await repository.commit('ws', 'clean workspace');
  await repository.stage('ws', ['docs/note.md']);
  await call('GET', `${workspace('ws')}/merge/main`, { note: 'mergeability' });
  await call('GET', `${workspace('ws')}/merge/none`, { note: 'unknown branch' });
  await repository.commit('ws', 'unknown branch', 'none');
  await repository.commit('ws', 'missing fields', 'main', { message: 'x' });
  await call('POST', `${workspace('none')}/merge/main`, { body: COMMIT });
  await repository.commit('ws', 'named workspace');
  await call('GET', workspace('ws'), { note: 'named workspace after its commit' });
  await repository.changes('ws', 'after the commit');
  await repository.commit('ws', 'again, nothing staged');
  await repository.stage('ws', ['docs/note.md'], 'a path the commit removed');
};

const behind: Scenario = async (recorder) => {
  const { call, quietly, run } = recorder;
  const repository = await seeded(recorder, 'behind');
  const merge = `${repository.workspace('ws')}/merge/main`;
  await quietly(() => repository.open(`other-${run}`, 'other'));
  await repository.stage('ws', ['images/a.txt', 'docs']);
  await quietly(async () => {
    await repository.upload('other', { 'images/a.txt': 'changed on main', 'docs/new.md': 'new on main' });
    await repository.commit('other');
  });
  await call('GET', merge, { note: 'behind by one, one conflict' });
  await repository.commit('ws', 'conflict');
  await quietly(() => repository.unstage('ws', ['images/a.txt']));
  await call('GET', merge, { note: 'conflict unstaged' });
  await repository.commit('ws', 'behind, no file conflict');
  await repository.tree('docs/new.md was added on main after the workspace began');
};

export const committing = { leftovers, tables, commit, behind };
