import { type Recorder } from './recorder';
import { at, type Repository, seeded } from './repository';

type Scenario = (recorder: Recorder) => Promise<void>;

const stage: Scenario = async (recorder) => {
  const { call } = recorder;
  const repository = await seeded(recorder, 'stage');
  const { workspace } = repository;
  const files = `${workspace('ws')}/files`;
  await repository.changes('ws', 'clean');
  await repository.stage('ws', ['docs/note.md', 'images']);
  await repository.changes('ws');
  await repository.stage('ws', ['docs/note.md'], 'again');
  for (const paths of [['README.md', 'nope.txt'], ['nope.txt', 'images/none/x'], []])
    await repository.stage('ws', paths);
  await repository.stage('ws', ['data/t.csv', 'data/t.csv'], 'the same twice');
  await repository.say('ws', 'staged by now');
  await call('DELETE', files, { body: '["images"]', type: 'text/plain' });
  await call('DELETE', files, { body: '["images"]', type: null, note: 'no content type' });
  await call('DELETE', files, { note: 'no body' });
  await call('DELETE', files, { body: '{bad', type: 'application/json' });
  for (const body of [{ paths: ['images'] }, [1, null]]) await call('DELETE', files, { body });
  await repository.stage('none', ['images']);
  await call('DELETE', `/api/repos/ox/none/workspaces/ws/files`, { body: ['images'] });
  await call('DELETE', `${files}/`, { body: ['images'], note: 'trailing slash' });
  await call('DELETE', `${files}/README.md`, { note: 'a path in the URL: this UNstages' });
  await repository.say('ws', 'after it');
  const changes = `${workspace('ws')}/changes`;
  await call('GET', `${changes}/images?page=1&page_size=100`, { note: 'filtered by folder' });
  await call('GET', `${changes}/images/a.txt?page=1&page_size=100`, { note: 'filtered by file' });
  await call('GET', `${changes}?page=1&page_size=0`);
  await call('GET', `${workspace('none')}/changes`);
};

const SPELLINGS = [
  ...['images/a.txt', 'images', 'images/', 'images/.', 'images//a.txt', './images', './images/a.txt', '/images'],
  ...['/images/a.txt', 'a/../images', '../..', 'images/..', 'images/sub/..', '', '.', './', '..', '../', '/', '//'],
  ...[' images', 'images\\a.txt', 'IMAGES', 'images/*', 'images/a.txt/', 'images/a.txt/x', 'images/a.txt\u0000'],
];

const spellings: Scenario = async (recorder) => {
  const { quietly, say } = recorder;
  for (const [index, path] of SPELLINGS.entries()) {
    const repository = await seeded(recorder, 'spell', { hasWorkspace: false });
    const id = `w${index}`;
    const answer = await quietly(async () => {
      await repository.open(id, id);
      return repository.stage(id, [path]);
    });
    const failed = answer.status === 206 ? at(answer.json, 'paths') : [];
    const text = answer.json === undefined ? { text: answer.text.slice(0, 200) } : {};
    say({ sent: path, status: answer.status, failed, removed: await repository.removed(id), ...text });
  }
};

const OVERLAPS = [
  ['images', 'images/a.txt'],
  ['images/a.txt', 'images'],
  ['images'],
  ['images/a.txt', 'images/b.txt', 'images/sub/d.txt'],
  ['images/sub', 'images'],
  ['images', 'images/sub'],
];

const overlap: Scenario = async (recorder) => {
  for (const order of OVERLAPS) {
    const repository = await seeded(recorder, 'overlap');
    await repository.stage('ws', order);
    await repository.say('ws', 'staged');
    await recorder.quietly(() => repository.commit('ws'));
    await repository.tree(`after committing ${JSON.stringify(order)}`);
  }
};

const unstage: Scenario = async (recorder) => {
  const { call } = recorder;
  const repository = await seeded(recorder, 'unstage');
  const one = `${repository.workspace('ws')}/changes/docs/note.md`;
  await repository.stage('ws', ['docs/note.md', 'README.md', 'solo/only.txt']);
  await call('DELETE', one);
  await call('DELETE', one, { note: 'again' });
  for (const paths of [['README.md', 'not/staged.txt'], ['none.txt'], []]) await repository.unstage('ws', paths);
  await repository.unstage('none', ['a']);
  await repository.unstage('ws', ['./solo/only.txt'], 'spelled ./');
  await repository.unstage('ws', ['/solo/only.txt'], 'spelled /');
  await repository.say('ws', 'after');
  await repository.unstage('ws', ['solo/only.txt']);
  await repository.changes('ws', 'all unstaged');
  await repository.commit('ws', 'commit with nothing staged, leftover markers');
  await repository.tree('after it');
  await call('GET', `${repository.path}/commits/history/main?page=1&page_size=9`);
};

const unstageFolder: Scenario = async (recorder) => {
  const repository = await seeded(recorder, 'unstagefolder');
  await repository.stage('ws', ['images']);
  await repository.unstage('ws', ['images'], 'unstage the folder itself');
  await repository.say('ws', 'after it');
  await repository.unstage('ws', ['images'], 'again');
  await recorder.quietly(() => repository.commit('ws'));
  await repository.tree('after the commit');
};

const unstageOneOfFolder: Scenario = async (recorder) => {
  const repository = await seeded(recorder, 'unstageone');
  await repository.stage('ws', ['images']);
  await repository.unstage('ws', ['images/a.txt'], 'one file of a staged folder');
  await repository.say('ws', 'after it');
  await recorder.quietly(() => repository.commit('ws'));
  await repository.tree('after the commit: is images/a.txt there?');
};

const flipThenUnstage: Scenario = async (recorder) => {
  const finish = async (repository: Repository, tree: string): Promise<void> => {
    await repository.say('ws', 'after it');
    await recorder.quietly(() => repository.commit('ws'));
    await repository.tree(tree);
  };
  const one = await seeded(recorder, 'flipone');
  await one.stage('ws', ['images']);
  await one.stage('ws', ['images/a.txt'], 'flip the folder back');
  await one.unstage('ws', ['images/a.txt']);
  await finish(one, 'after the commit: images/a.txt kept?');

  const all = await seeded(recorder, 'flipall');
  await all.stage('ws', ['images']);
  const files = await all.removed('ws');
  await all.stage('ws', files, 'flip all');
  await all.unstage('ws', files);
  await finish(all, 'after the commit: all of images kept?');

  const sub = await seeded(recorder, 'flipsub');
  await sub.stage('ws', ['images']);
  await sub.stage('ws', ['images/sub/d.txt'], 'flip the subfolder');
  await sub.unstage('ws', ['images/sub/d.txt']);
  await finish(sub, 'after the commit: images/sub/d.txt kept?');

  const two = await seeded(recorder, 'fliptwo');
  await two.stage('ws', ['images', 'docs']);
  await two.stage('ws', ['images/sub/d.txt', 'docs/note.md']);
  await two.unstage('ws', ['images/sub/d.txt', 'docs/note.md']);
  await recorder.quietly(() => two.commit('ws'));
  await two.tree('two folders, one file kept in each');

  const solo = await seeded(recorder, 'flipsolo');
  await solo.stage('ws', ['solo']);
  await solo.stage('ws', ['solo/only.txt']);
  await solo.unstage('ws', ['solo/only.txt']);
  await solo.changes('ws', 'leftover markers');
  await solo.commit('ws', 'commit');
  await solo.tree('solo kept?');
};

const tabular: Scenario = async (recorder) => {
  const { call, run } = recorder;
  const repository = await seeded(recorder, 'tabular');
  const { workspace } = repository;
  await repository.stage('ws', ['data/t.csv']);
  await call('DELETE', `${workspace('ws')}/changes/data/t.csv`);
  await repository.say('ws', 'after the single unstage');
  await repository.unstage('ws', ['data/t.csv']);
  await repository.say('ws', 'after the bulk unstage');
  const body = { new_path: 'data/t.csv.winnow-undo-1' };
  await call('PATCH', `${workspace('ws')}/files/data/t.csv`, { body, note: 'workaround: rename the staged entry' });
  await repository.changes('ws', 'after the rename');
  await repository.unstage('ws', ['data/t.csv.winnow-undo-1']);
  await repository.changes('ws', 'after unstaging the new name');
  await repository.stage('ws', ['docs/note.md']);
  await repository.commit('ws', 'commit');
  await repository.tree('is data/t.csv there?');
  await call('GET', `${repository.path}/file/main/data/t.csv`);

  const folder = await seeded(recorder, 'tabularfolder');
  await folder.stage('ws', ['data']);
  await folder.unstage('ws', ['data/t.csv', 'data/u.csv']);
  await folder.say('ws', 'folder of tables, after unstaging both');

  const plain = await seeded(recorder, 'tabularcommit');
  await plain.stage('ws', ['data/t.csv']);
  await plain.unstage('ws', ['data/t.csv']);
  await recorder.quietly(() => plain.commit('ws'));
  await plain.tree('staged, "unstaged", committed: is data/t.csv there?');

  const again = await seeded(recorder, 'tabularreset');
  await again.stage('ws', ['data/t.csv', 'docs/note.md']);
  await call('DELETE', again.workspace('ws'));
  await again.open(`ws-${run}`, 'ws');
  await again.stage('ws', ['docs/note.md']);
  await again.say('ws', 'workspace deleted, made again, the rest staged again');
};

const edits: Scenario = async (recorder) => {
  const repository = await seeded(recorder, 'edits');
  await repository.upload('ws', { 'images/new.txt': 'new', 'newdir/x.txt': 'x', 'docs/note.md': 'changed' });
  await repository.changes('ws', 'added and modified');
  await repository.stage('ws', ['images/new.txt'], 'an added, uncommitted file');
  await repository.stage('ws', ['newdir'], 'an added folder');
  await repository.stage('ws', ['docs/note.md'], 'a modified file');
  await repository.changes('ws', 'after');
  await repository.unstage('ws', ['docs/note.md']);
  await repository.changes('ws', 'the edit after unstaging the removal');
  await repository.stage('ws', ['images'], 'a folder holding an added file');
  await repository.changes('ws', 'after');
  await recorder.quietly(() => repository.commit('ws'));
  await repository.tree('after the commit: images/new.txt?');

  const put = await seeded(recorder, 'reupload');
  await put.stage('ws', ['docs/note.md']);
  await put.upload('ws', { 'docs/note.md': 'n' });
  await put.say('ws', 'identical content uploaded over a staged removal');
  await put.upload('ws', { 'docs/note.md': 'other' });
  await put.changes('ws', 'different content uploaded');
};

export const staging = {
  ...{ stage, spellings, overlap, unstage, unstageFolder, unstageOneOfFolder, flipThenUnstage },
  ...{ tabular, edits },
};
