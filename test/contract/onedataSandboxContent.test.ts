import assert from 'node:assert/strict';
import { outcome, PREFIX, type RawReply, type Rig, startRig } from './onedataSandboxRig';

/** Creating, reading and moving as in op-worker 21.02.8. Simulated. */
describe('Onedata sandbox: reading and creating', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());
  const OCTETS = { 'content-type': 'application/octet-stream' };
  const base = (): string => `${PREFIX}/data/${rig.space().id}`;
  const put = (path: string, body = '', headers: Record<string, string> = OCTETS): Promise<RawReply> =>
    rig.raw('PUT', `${base()}/path/${path}`, { body, headers });
  const content = (id: string, range?: string): Promise<RawReply> =>
    rig.raw('GET', `${PREFIX}/data/${id}/content`, range === undefined ? {} : { headers: { range } });

  it('downloads whole files and ranges, by id and by path', async () => {
    const id = rig.id('tables/weather.csv');
    const whole = await content(id);
    assert.equal(whole.status, 200);
    assert.equal(whole.headers['content-type'], 'application/octet-stream');
    for (const [range, from, to] of [
      ['bytes=0-3', 0, 4],
      ['bytes=10-', 10, whole.body.length],
      ['bytes=-5', whole.body.length - 5, whole.body.length],
      ['bytes=5-999999', 5, whole.body.length],
    ] as const) {
      const part = await content(id, range);
      assert.equal(part.status, 206);
      assert.deepEqual(part.body, whole.body.subarray(from, to), range);
      assert.equal(
        part.headers['content-range'],
        `bytes ${String(from)}-${String(to - 1)}/${String(whole.body.length)}`,
      );
    }
    assert.equal((await content(id, 'bytes=999999-')).status, 416);
    assert.deepEqual((await rig.raw('GET', `${base()}/path/tables/weather.csv`)).body, whole.body);
  });

  it('a picture comes as it was drawn', async () => {
    const reply = await content(rig.id('images/train/cat/cat_001.png'));
    assert.equal(reply.body.subarray(1, 4).toString(), 'PNG');
  });

  it('a folder is a redirection to its tar, a link is followed, a broken one is enoent', async () => {
    const folder = await content(rig.id('notes'));
    assert.equal(folder.status, 302);
    assert.match(folder.headers.location ?? '', /\/download\//);
    assert.match((await content(rig.id('links/to-readme'))).body.toString(), /Sample data/);
    assert.equal(outcome(await content(rig.id('links/broken'))), '400 posix/enoent');
    assert.equal(outcome(await content(rig.id('links/to-itself'))), '400 posix/eloop');
    assert.equal(outcome(await content(rig.id('private/diary.txt'))), '400 posix/eacces');
  });

  it('creates files, folders and links, with parents when asked', async () => {
    const made = await put('new/deep/file.txt?create_parents=true&mode=0600', 'hello');
    assert.equal(made.status, 201);
    const { fileId } = made.json as { fileId: string };
    assert.equal(made.headers.location, `${PREFIX}/data/${fileId}`);
    assert.equal((await content(fileId)).body.toString(), 'hello');
    const attributes = (
      await rig.raw('GET', `${PREFIX}/data/${fileId}?attributes=posixPermissions&attributes=path&attributes=size`)
    ).json;
    assert.deepEqual(attributes, { posixPermissions: '600', path: '/Field Station/new/deep/file.txt', size: 5 });
    assert.equal((await put('new/folder?type=DIR')).status, 201);
    assert.equal((await put(`new/link?type=LNK&target_file_id=${fileId}`)).status, 201);
    assert.equal((await put('new/symlink?type=SYMLNK&target_file_path=deep%2Ffile.txt')).status, 201);
    assert.equal((await content(rig.id('new/symlink'))).body.toString(), 'hello');
    assert.equal((await rig.raw('DELETE', `${PREFIX}/data/${fileId}`)).status, 204);
    assert.equal((await content(rig.id('new/link'))).body.toString(), 'hello', 'the other name keeps the bytes');
  });

  it('creates below an id', async () => {
    const target = `${PREFIX}/data/${rig.id('notes')}/children`;
    assert.equal((await rig.raw('POST', `${target}?name=a%20%23%3F.txt`, { body: 'x', headers: OCTETS })).status, 201);
    assert.ok(rig.find('notes/a #?.txt'));
    assert.equal(outcome(await rig.raw('POST', target)), '400 missingRequiredValue');
  });

  it('a body without a type is 415, no body at all may name any type', async () => {
    assert.equal((await put('typed.txt', '{}', { 'content-type': 'application/json' })).status, 415);
    assert.equal((await put('typed.txt', '', { 'content-type': 'application/json' })).status, 201);
  });

  it('replaces content, or overwrites from an offset', async () => {
    const id = rig.id('notes/todo.txt');
    const write = (query: string, body: string): Promise<RawReply> =>
      rig.raw('PUT', `${PREFIX}/data/${id}/content${query}`, { body, headers: OCTETS });
    assert.equal((await write('', 'hello world')).status, 204);
    assert.equal((await write('?offset=6', 'WORLD!')).status, 204);
    assert.equal((await content(id)).body.toString(), 'hello WORLD!');
    assert.equal(outcome(await write('?offset=-1', 'x')), '400 badValueTooLow');
  });

  for (const [name, expected, run] of [
    ['a name that exists', '400 posix/eexist', () => put('README.md')],
    ['no name at all', '400 missingRequiredValue', () => put('')],
    ['a name of 256 bytes', '400 posix/enametoolong', () => put('é'.repeat(128).replaceAll('é', '%C3%A9'))],
    ['below a file', '400 posix/enotdir', () => put('README.md/x')],
    ['below nothing', '400 posix/enoent', () => put('nothing/x')],
    ['where one may not write', '400 posix/eacces', () => put('locked/x')],
    ['in a protected dataset', '400 posix/eperm', () => put('protected/x')],
    ['a mode that is not octal', '400 badValueInteger', () => put('x?mode=9')],
    ['a mode too high', '400 badValueNotInRange', () => put('x?mode=7777')],
    ['a type nobody knows', '400 badValueNotAllowed', () => put('x?type=FIFO')],
    ['a link to nowhere', '400 missingRequiredValue', () => put('x?type=SYMLNK')],
  ] as const)
    it(`refuses ${name}: ${expected}`, async () => {
      assert.equal(outcome(await run()), expected);
    });

  it('read-only storage takes nothing new: erofs', async () => {
    const { id } = rig.space('Imported Scans');
    assert.equal(outcome(await rig.raw('PUT', `${PREFIX}/data/${id}/path/new.txt`)), '400 posix/erofs');
    const scan = rig.id('scans/scan-001.dat', rig.space('Imported Scans'));
    assert.equal(
      outcome(await rig.raw('PUT', `${PREFIX}/data/${scan}/content`, { body: 'x', headers: OCTETS })),
      '400 posix/erofs',
    );
  });

  it('nothing is created in trash or archives', async () => {
    const [space] = (await rig.raw('GET', `${PREFIX}/spaces`)).json as { trashDirId: string; archivesDirId: string }[];
    for (const id of [space?.trashDirId, space?.archivesDirId])
      assert.equal(outcome(await rig.raw('PUT', `${PREFIX}/data/${id ?? ''}/path/x`)), '400 posix/eperm');
  });

  it('an entry can be created again where one was deleted', async () => {
    const target = `${base()}/path/notes/todo.txt`;
    assert.equal((await rig.raw('DELETE', target)).status, 204);
    assert.equal((await rig.raw('PUT', target, { body: 'again', headers: OCTETS })).status, 201);
    const page = (await rig.raw('GET', `${PREFIX}/data/${rig.id('notes')}/children`)).json as {
      children: { name: string }[];
    };
    assert.deepEqual(
      page.children.map(({ name }) => name),
      ['2024', 'todo.txt'],
    );
  });
});
