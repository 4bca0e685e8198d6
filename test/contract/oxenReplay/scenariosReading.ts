import { type Recorder } from './recorder';
import { at, entriesOf, FILES, repositoryAt, seeded } from './repository';

type Scenario = (recorder: Recorder) => Promise<void>;

const AGENTS = [
  'Oxen/0.50.0 (linux; tokio)',
  'Oxen/0.1.0',
  'vscode-oxen/0.1.0',
  'my-oxen-thing',
  'winnow/0.1.0',
  'axios/1.21.1',
];

const server: Scenario = async (recorder) => {
  const { call } = recorder;
  for (const path of ['version', 'min_version', 'health', 'nope']) await call('GET', `/api/${path}`);
  const { path } = await seeded(recorder, 'server');
  for (const agent of AGENTS) await call('GET', path, { headers: { 'User-Agent': agent }, note: 'user agent' });
  for (const url of ['/api/namespaces', '/api/namespaces/ox', '/api/namespaces/none']) await call('GET', url);
  for (const url of ['/api/repos/none', '/api/repos/ox/none', path]) await call('GET', url);
  for (const below of ['stats', 'size', 'branches', 'branches/main', 'branches/none'])
    await call('GET', `${path}/${below}`);
};

const auth: Scenario = async ({ call }) => {
  for (const Authorization of ['', 'Bearer', 'Bearer wrong', 'Basic eDp5'])
    await call('GET', '/api/repos/ox', { headers: { Authorization }, note: Authorization || 'empty header' });
  await call('GET', '/api/repos/ox', { note: 'no token' });
};

const create: Scenario = async (recorder) => {
  const { call } = recorder;
  const repository = repositoryAt(recorder, `create-${recorder.run}`);
  const { path, workspace } = repository;
  const note = 'empty repository';
  await repository.create();
  await call('POST', '/api/repos', { body: { namespace: 'ox', name: repository.name }, note: 'again' });
  await call('GET', path, { note });
  await repository.dir('main', '', 'page=1&page_size=10', note);
  await call('GET', `${path}/workspaces`, { note });
  await repository.open('seed-ws');
  await repository.upload('seed-ws', FILES);
  await repository.changes('seed-ws', 'uploads staged');
  await repository.commit('seed-ws', 'unnamed workspace');
  await call('GET', workspace('seed-ws'), { note: 'unnamed workspace after its commit' });
  await repository.tree('main after the first commit');
};

const workspaces: Scenario = async (recorder) => {
  const { call, run } = recorder;
  const { path, workspace, open } = await seeded(recorder, 'workspaces');
  const list = `${path}/workspaces`;
  for (const query of ['', '?name=ws', '?name=none']) await call('GET', `${list}${query}`);
  await call('GET', workspace('ws'), { note: 'by name' });
  await call('GET', workspace(`ws-${run}`), { note: 'by id' });
  await call('GET', workspace('none'));
  await open('other-id', 'ws');
  await open(`ws-${run}`, 'another name');
  await open('no-branch', 'x', 'none');
  await open('slash-id', 'feature/x: 1');
  const slash = encodeURIComponent('feature/x: 1');
  await call('GET', `${list}?name=${slash}`);
  await call('GET', workspace(slash), { note: 'a name with / in the URL' });
  await call('PUT', list, { body: { branch_name: 'main' }, note: 'no id' });
  await call('PUT', list, { body: '{bad', type: 'application/json' });
  const body = { workspace_id: 'q', branch_name: 'main' };
  await call('PUT', `${list}/get_or_create`, { body, note: 'the path some pages give' });
  await call('DELETE', workspace('slash-id'));
  await call('DELETE', workspace('slash-id'), { note: 'again' });
  await call('DELETE', list, { note: 'no id: every workspace goes' });
  await call('GET', list);
};

const listing: Scenario = async (recorder) => {
  const { call, quietly } = recorder;
  const repository = await seeded(recorder, 'listing');
  const { path, workspace, dir } = repository;
  const opened = await quietly(() => call('GET', workspace('ws')));
  const commit = at(opened.json, 'workspace', 'commit', 'id') as string;
  await dir('main');
  await dir(commit, '', 'page=1&page_size=3', 'by commit, page 1');
  await dir(commit, '', 'page=2&page_size=3', 'page 2');
  await dir(commit, '', 'page=9&page_size=3', 'past the end');
  await dir(commit, '', 'page=1&page_size=0', 'page_size=0');
  await dir(commit, 'images');
  await dir('main', 'none');
  await dir('none');
  await dir('main', 'README.md', 'page=1', 'a file');
  await dir('ws', 'images', 'page=1&page_size=10', 'by workspace');
  for (const entry of ['/images', '/README.md', '/none', '']) await call('GET', `${path}/meta/main${entry}`);
  await call('GET', `${path}/file/main/images/a.txt`);
  await call('GET', `${path}/file/main/images`, { note: 'a folder' });
  await call('GET', `${path}/file/main/none`);
  await call('GET', `${workspace('ws')}/files/images/a.txt`);
  await repository.stage('ws', ['images/a.txt']);
  await dir('ws', 'images', 'page=1&page_size=10', 'by workspace, one file staged');
  await call('GET', `${workspace('ws')}/files/images/a.txt`, { note: 'staged for removal, still downloadable' });
  await call('GET', `${path}/commits/history/main?page=1&page_size=5`);
};

const ODD = [
  ...['with space.txt', 'hash#tag.txt', 'q?mark.txt', 'per%cent.txt', 'enc%2Fslash.txt', 'plus+sign.txt', 'amp&.txt'],
  ...[
    'ünïcode.txt',
    '日本.txt',
    'emoji😀.txt',
    "quote'.txt",
    '-dash.txt',
    'star*.txt',
    'brack[et].txt',
    'semi;colon.txt',
  ],
  ...['nfd-e\u0301.txt', 'nfc-\u00e9.txt', 'trail. ', 'comma,.txt', 'tilde~.txt'],
];
const ODD_FOLDERS = { 'a b/c#d/x y.txt': '1', 'p&q/r?s/z.txt': '2', 'ü/日/z.txt': '3' };

const names: Scenario = async (recorder) => {
  const { call, quietly, say } = recorder;
  const files = Object.fromEntries(ODD.map((name) => [`odd/${name}`, name]));
  const repository = await seeded(recorder, 'names', { files });
  const { path, workspace } = repository;
  const { json } = await quietly(() => repository.dir('main', 'odd'));
  const listed = entriesOf(json).map((entry) => entry.filename);
  say({ uploaded: ODD, listed: [...listed].sort() });
  for (const name of listed.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const encoded = encodeURIComponent(name);
    await quietly(async () => {
      const staged = await repository.stage('ws', [`odd/${name}`]);
      const file = await call('GET', `${path}/file/main/odd/${encoded}`);
      const meta = await call('GET', `${path}/meta/main/odd/${encoded}`);
      const filtered = await call('GET', `${workspace('ws')}/changes/odd/${encoded}?page=1&page_size=10`);
      const unstaged = await repository.unstage('ws', [`odd/${name}`]);
      say({
        name,
        stage: staged.status,
        file: file.status,
        meta: meta.status,
        changesByPath: at(filtered.json, 'staged', 'removed_files', 'total_entries') ?? filtered.status,
        unstage: unstaged.status,
        leftStaged: (await repository.removed('ws')).length,
      });
    });
  }
  const folders = await seeded(recorder, 'oddfolders', { files: ODD_FOLDERS });
  for (const dir of ['', 'a b', 'a b/c#d', 'p&q', 'p&q/r?s', 'ü/日']) {
    const answer = await quietly(() => folders.dir('main', dir));
    say({ dir, status: answer.status, entries: entriesOf(answer.json).map((entry) => entry.filename) });
  }
  await folders.stage('ws', ['a b/c#d', 'p&q', 'ü']);
  await folders.say('ws', 'odd folders');
};

export const reading = { server, auth, create, workspaces, listing };
export const readingNames = { names };
