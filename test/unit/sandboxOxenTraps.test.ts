import assert from 'node:assert/strict';
import { fileForm, seedOxen, type PlainReply, type SeededOxen } from '../support/seedOxen';

const FILES = {
  'README.md': 'hello',
  'docs/note.md': 'note',
  'images/a.txt': 'a',
  'images/b.txt': 'bb',
  'images/sub/d.txt': 'deep',
  'data/t.csv': 'x,y\n1,2\n',
};
const COMMIT = { message: 'm', author: 'Ox', email: 'ox@example.org' };

interface Staged {
  readonly added_files: { readonly entries: readonly { readonly filename: string }[] };
  readonly removed_files: { readonly entries: readonly { readonly filename: string }[] };
  readonly added_dirs: {
    readonly paths: Readonly<Record<string, readonly { readonly path: string; readonly num_files_staged: number }[]>>;
  };
}

describe('Oxen sandbox: traps', () => {
  let oxen: SeededOxen;
  let time: number;
  const stage = (...paths: string[]): Promise<PlainReply> => oxen.call('DELETE', '/workspaces/ws/files', paths);
  const unstage = (...paths: string[]): Promise<PlainReply> => oxen.call('DELETE', '/workspaces/ws/changes', paths);
  const commit = (): Promise<PlainReply> => oxen.call('POST', '/workspaces/ws/merge/main', COMMIT);

  async function staged(): Promise<Staged> {
    const { json } = await oxen.call('GET', '/workspaces/ws/changes?page_size=1000000');
    return (json as { staged: Staged }).staged;
  }
  const removed = async (): Promise<string[]> =>
    (await staged()).removed_files.entries.map(({ filename }) => filename).sort();
  const bareFolders = async (): Promise<string[]> =>
    Object.values((await staged()).added_dirs.paths)
      .flat()
      .filter((row) => row.num_files_staged === 0)
      .map((row) => row.path)
      .sort();

  async function names(folder: string): Promise<string[]> {
    const { json } = await oxen.call('GET', `/dir/main/${folder}?page_size=1000`);
    return (json as { entries: { filename: string }[] }).entries.map(({ filename }) => filename);
  }

  beforeEach(async () => {
    time = Date.UTC(2024, 0, 1);
    oxen = await seedOxen(FILES, { clock: () => (time += 1000) });
  });
  afterEach(() => oxen.stop());

  it('loses a folder whose file was unstaged, keeps it findable by its path, and has it back with the next file in it', async () => {
    await stage('docs/note.md');
    await unstage('docs/note.md');
    assert.deepEqual(await bareFolders(), ['docs']);
    assert.equal((await commit()).status, 200);
    assert.deepEqual(await names(''), ['data', 'images', 'README.md']);
    assert.equal((await oxen.call('GET', '/file/main/docs/note.md')).text, 'note');
    assert.deepEqual(await names('docs'), ['note.md']);

    await oxen.call('POST', '/workspaces/ws/files/docs', ...fileForm('new.md', 'new'));
    await commit();
    assert.deepEqual(await names('docs'), ['new.md', 'note.md']);
    assert.deepEqual(await names(''), ['data', 'docs', 'images', 'README.md']);
  });

  it('goes on counting the files of a lost folder', async () => {
    const sizeOfRoot = async (): Promise<unknown> => {
      const { json } = await oxen.call('GET', '/meta/main');
      return (json as { entry: { size: number } }).entry.size;
    };
    const before = await sizeOfRoot();
    await stage('docs/note.md');
    await unstage('docs/note.md');
    await commit();
    assert.equal(await sizeOfRoot(), before);
  });

  it('keeps a folder empty when all its files were staged one by one, and drops it when it was staged itself', async () => {
    await stage('docs/note.md');
    await commit();
    assert.deepEqual(await names('docs'), []);
    await stage('docs');
    await commit();
    assert.deepEqual(await names(''), ['data', 'images', 'README.md']);
    assert.equal((await oxen.call('GET', '/dir/main/docs')).status, 404);
  });

  it('shows an empty folder that is staged as a folder with nothing staged below', async () => {
    await stage('docs/note.md');
    await commit();
    await stage('docs');
    assert.deepEqual(await bareFolders(), ['docs']);
    assert.equal((await commit()).status, 200);
  });

  it('unstages by staging: a spelling that is not found drops what is staged at its names', async () => {
    await stage('images');
    assert.equal((await stage('./images/a.txt')).status, 200);
    assert.deepEqual(await removed(), ['images/b.txt', 'images/sub/d.txt']);
    assert.equal((await stage('../..')).status, 200);
    assert.deepEqual(await removed(), []);
    assert.equal((await stage('../..')).status, 206);
  });

  it('drops uploads below a folder that is staged, and an upload that is staged itself', async () => {
    await oxen.call('POST', '/workspaces/ws/files/images/new', ...fileForm('up.txt', 'up'));
    await oxen.call('POST', '/workspaces/ws/files/fresh', ...fileForm('up.txt', 'up'));
    await stage('images', 'fresh/up.txt');
    assert.deepEqual((await staged()).added_files.entries, []);
    // The marker of `fresh` went with its only file: nobody but the upload had made it.
    assert.deepEqual(await bareFolders(), []);
    await commit();
    assert.deepEqual(await names(''), ['data', 'docs', 'README.md']);
  });

  it('leaves a table staged however one asks, until it is edited and renamed', async () => {
    await stage('data/t.csv');
    assert.equal((await unstage('data/t.csv')).status, 200);
    assert.equal((await oxen.call('DELETE', '/workspaces/ws/changes/data/t.csv')).status, 200);
    assert.deepEqual(await removed(), ['data/t.csv']);
    await oxen.call('POST', '/workspaces/ws/files/data', ...fileForm('t.csv', 'something else'));
    const renamed = await oxen.call('PATCH', '/workspaces/ws/files/data/t.csv', { new_path: 'data/t.csv.undo' });
    assert.equal(renamed.status, 200);
    await unstage('data/t.csv.undo', 'data', '');
    assert.equal((await commit()).status, 422);
    assert.equal((await oxen.call('GET', '/file/main/data/t.csv')).text, FILES['data/t.csv']);
  });

  it('cannot discard a new table at all', async () => {
    await oxen.call('POST', '/workspaces/ws/files/data', ...fileForm('new.csv', 'a,b\n'));
    assert.equal((await unstage('data/new.csv')).status, 206);
    assert.equal((await oxen.call('DELETE', '/workspaces/ws/changes/data/new.csv')).status, 404);
    assert.equal((await staged()).added_files.entries.length, 1);
  });

  it('leaves a staged removal behind when a file is renamed', async () => {
    const renamed = await oxen.call('PATCH', '/workspaces/ws/files/images/a.txt', { new_path: 'images/z.txt' });
    assert.equal(renamed.status, 200);
    assert.deepEqual(await removed(), ['images/a.txt']);
    await commit();
    assert.deepEqual(await names('images'), ['sub', 'b.txt', 'z.txt']);
  });

  it('refuses to rename onto something, below a file, into itself, and what is staged as removed', async () => {
    const rename = async (from: string, to: string): Promise<string> => {
      const { status, json } = await oxen.call('PATCH', `/workspaces/ws/files/${from}`, { new_path: to });
      return `${status} ${(json as { error?: { type: string } }).error?.type ?? ''}`;
    };
    assert.equal(await rename('images/a.txt', 'images/b.txt'), '400 bad_request');
    assert.equal(await rename('images/a.txt', ''), '400 bad_request');
    assert.equal(await rename('images/a.txt', 'README.md/x'), '409 not_a_directory');
    assert.equal(await rename('images/a.txt', 'images/a.txt/x'), '400 move_into_itself');
    assert.equal(await rename('images/none.txt', 'images/z.txt'), '404 resource_not_found');
    await stage('images/a.txt');
    assert.equal(await rename('images/a.txt', 'images/z.txt'), '409 conflict');
    await oxen.call('POST', '/workspaces/ws/files/images', ...fileForm('up.txt', 'up'));
    assert.equal(await rename('images/b.txt', 'images/up.txt'), '409 destination_already_staged');
  });

  it('unstages one key: neither what is below a folder nor any other spelling', async () => {
    await stage('images');
    for (const spelling of ['images', 'images/a.txt/', './images/a.txt', '/images/a.txt', 'images//a.txt'])
      assert.equal((await unstage(spelling)).status, 200);
    assert.deepEqual(await removed(), ['images/a.txt', 'images/b.txt', 'images/sub/d.txt']);
    assert.equal((await unstage('images\\a.txt')).status, 200);
    assert.deepEqual(await removed(), ['images/b.txt', 'images/sub/d.txt']);
  });

  it('commits onto the head of the branch, and refuses when the branch changed what is staged', async () => {
    const body = { workspace_id: 'second', branch_name: 'main', name: 'second' };
    await oxen.call('PUT', '/workspaces', body);
    await stage('docs', 'README.md');
    await oxen.call('POST', '/workspaces/second/files/images', ...fileForm('new.txt', 'new'));
    await oxen.call('POST', '/workspaces/second/merge/main', COMMIT);
    const { json } = await oxen.call('GET', '/workspaces/ws/merge/main');
    const { is_mergeable: isMergeable, commits } = json as { is_mergeable: boolean; commits: unknown[] };
    assert.deepEqual([isMergeable, commits.length], [true, 2], 'behind by one');
    assert.equal((await commit()).status, 200);
    assert.deepEqual(await names(''), ['data', 'images']);
    assert.deepEqual(await names('images'), ['sub', 'a.txt', 'b.txt', 'new.txt'], 'the other’s file is kept');

    await oxen.call('DELETE', '/workspaces/second/files', ['images/a.txt']);
    await oxen.call('POST', '/workspaces/ws/files/images', ...fileForm('a.txt', 'edited'));
    await commit();
    const refused = await oxen.call('POST', '/workspaces/second/merge/main', COMMIT);
    assert.equal(refused.status, 409);
    assert.equal((refused.json as { error: { type: string } }).error.type, 'conflict');
  });

  it('refuses the same commit twice in one second on two branches, with a time to wait', async () => {
    await oxen.call('POST', '/branches', { new_name: 'other', from_name: 'main' });
    time = Date.UTC(2024, 0, 2);
    const second = { workspace_id: 'second', branch_name: 'other', name: 'second' };
    await oxen.call('PUT', '/workspaces', second);
    await stage('README.md');
    await oxen.call('DELETE', '/workspaces/second/files', ['README.md']);
    const frozen = time;
    time = frozen - 1000;
    assert.equal((await commit()).status, 200);
    time = frozen - 1000;
    const refused = await oxen.call('POST', '/workspaces/second/merge/other', COMMIT);
    assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '1']);
  });
});
