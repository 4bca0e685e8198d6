import assert from 'node:assert/strict';
import { fileIdOf } from '../../src/sandbox/onedata/provider';
import {
  everything,
  outcome,
  pathOf,
  PREFIX,
  type RawReply,
  type Rig,
  segment,
  startRig,
  TOKEN,
} from './onedataSandboxRig';

/** `DELETE …/data/{id}` and `…/data/{id}/path/{path}`. Nothing here was compared with a real Oneprovider: results are simulated, from the servers' source. */
describe('Onedata sandbox: DELETE /data/{id}/path/{path}', () => {
  let rig: Rig;
  const sid = (name?: string): string => rig.space(name).id;
  const byPath = (path: string, more = {}): Promise<RawReply> =>
    rig.raw('DELETE', `${PREFIX}/data/${sid()}/path/${pathOf(path)}`, more);
  const byId = (id: string, more = {}): Promise<RawReply> => rig.raw('DELETE', `${PREFIX}/data/${id}`, more);

  beforeEach(async () => {
    rig = await startRig({
      tokens: [
        { token: 'no-deletes', caveats: [{ type: 'api', whitelist: ['oneprovider/get/op_file.*'] }] },
        { token: 'read-only', caveats: [{ type: 'data.readonly' }] },
      ],
    });
  });
  afterEach(() => rig.stop());

  describe('order of checks', () => {
    /** Each request breaks its own row and every later row that can be broken at the same time. */
    const GARBAGE = 'garbage';
    const share = (): string => {
      const node = rig.find('published');
      assert.ok(node);
      return fileIdOf(node, node.shares?.[0]);
    };
    const breaker = (isOpen: boolean): void => {
      for (const provider of rig.sandbox.providers) provider.isBreakerOpen = isOpen;
    };
    const rows: readonly (readonly [string, string, () => Promise<RawReply>])[] = [
      [
        '0 bad token, although the breaker is open and the id is garbage',
        '401 unauthorized/badToken',
        () => (breaker(true), rig.raw('DELETE', `${PREFIX}/data/${GARBAGE}/path/a%2F..%2Fb`, { token: 'wrong' })),
      ],
      [
        '1 breaker open, although the id is garbage',
        '503 serviceUnavailable',
        () => (breaker(true), rig.raw('DELETE', `${PREFIX}/data/${GARBAGE}/path/a%2F..%2Fb`, { token: undefined })),
      ],
      [
        '2 unknown id, although nobody is logged in and the path is bad',
        '400 spaceNotSupportedBy',
        () => rig.raw('DELETE', `${PREFIX}/data/${GARBAGE}/path/a%2F..%2Fb`, { token: undefined }),
      ],
      [
        '2 id of a space of another provider',
        '400 spaceNotSupportedBy',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid('Elsewhere')}/path/far`, { token: undefined }),
      ],
      [
        '3 share id, although the path is bad',
        '400 notSupported',
        () => rig.raw('DELETE', `${PREFIX}/data/${share()}/path/a%2F..%2Fb`, { token: undefined }),
      ],
      [
        '4 NUL in the path, although the token forbids it',
        '400 badValueFilePath',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid()}/path/a%00b`, { token: 'no-deletes' }),
      ],
      [
        '4 hidden climbing, although nobody is logged in',
        '400 badValueFilePath',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid()}/path/a%2F..%2Fb`, { token: undefined }),
      ],
      [
        '5 api caveat, although the space is not his',
        '401 unauthorized/tokenCaveatUnverified',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid('Private Project')}/path/nothing`, { token: 'no-deletes' }),
      ],
      [
        '6 guest, although the space is not his and the path does not exist',
        '401 unauthorized',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid('Private Project')}/path/nothing`, { token: undefined }),
      ],
      [
        '7 not a member, although the path does not exist',
        '403 forbidden',
        () => rig.raw('DELETE', `${PREFIX}/data/${sid('Private Project')}/path/nothing`),
      ],
      [
        '8 file id in a space of another provider',
        '400 spaceNotSupportedBy',
        () => rig.raw('DELETE', `${PREFIX}/data/${rig.id('far', rig.space('Elsewhere'))}/path/nothing`),
      ],
      ['9 missing path', '400 posix/enoent', () => byPath('notes/nothing')],
      ['9 through a file', '400 posix/enotdir', () => byPath('README.md/below')],
      ['9 through a folder that may not be entered', '400 posix/eacces', () => byPath('private/diary.txt')],
      ['10 refused by modes', '400 posix/eacces', () => byPath('locked/readable.txt')],
      ['10 refused by protection', '400 posix/eperm', () => byPath('protected/raw/keep-1.txt')],
      ['11 done', '204', () => byPath('notes/todo.txt')],
    ];
    for (const [name, expected, run] of rows)
      it(name, async () => {
        const before = everything(rig.space()).length;
        const reply = await run();
        assert.equal(outcome(reply), expected);
        assert.equal(before - everything(rig.space()).length, expected === '204' ? 1 : 0);
      });

    it('answers 204 with an empty body and no content type', async () => {
      const reply = await byPath('notes/todo.txt');
      assert.equal(reply.body.length, 0);
      assert.equal(reply.headers['content-type'], undefined);
    });

    it('knows the breaker from 21.02.8 on', async () => {
      const older = await startRig({ version: '21.02.7' });
      for (const provider of older.sandbox.providers) provider.isBreakerOpen = true;
      const reply = await older.raw('DELETE', `${PREFIX}/data/${older.space().id}/path/notes`);
      await older.stop();
      assert.equal(outcome(reply), '204');
    });
  });

  describe('special targets', () => {
    it('empty path deletes the base itself, with and without the slash', async () => {
      const id = rig.id('experiments');
      assert.equal(outcome(await rig.raw('DELETE', `${PREFIX}/data/${id}/path`)), '204');
      assert.equal(rig.find('experiments'), undefined);
      const notes = rig.id('notes');
      assert.equal(outcome(await rig.raw('DELETE', `${PREFIX}/data/${notes}/path/`)), '204');
      assert.equal(rig.find('notes'), undefined);
    });

    it('an encoded slash alone deletes the base itself', async () => {
      assert.equal(outcome(await rig.raw('DELETE', `${PREFIX}/data/${rig.id('notes')}/path/%2F`)), '204');
      assert.equal(rig.find('notes'), undefined);
    });

    it('roots of space, trash, archives and user are eperm', async () => {
      const spaces = (await rig.raw('GET', `${PREFIX}/spaces`)).json as {
        name: string;
        dirId: string;
        trashDirId: string;
        archivesDirId: string;
      }[];
      const [own] = spaces.filter(({ name }) => name === 'Field Station');
      assert.ok(own);
      const userRoot = (await rig.raw('POST', `${PREFIX}/lookup-file-id/`)).json as { fileId: string };
      for (const id of [sid(), own.dirId, own.trashDirId, own.archivesDirId, userRoot.fileId]) {
        assert.equal(outcome(await byId(id)), '400 posix/eperm', id);
        assert.equal(outcome(await rig.raw('DELETE', `${PREFIX}/data/${id}/path/`)), '400 posix/eperm', id);
      }
    });

    it('a symbolic link goes, its target stays; links in between are followed', async () => {
      assert.equal(outcome(await byPath('links/to-readme')), '204');
      assert.ok(rig.find('README.md'));
      assert.equal(outcome(await byPath('links/broken')), '204');
      assert.equal(outcome(await byPath('links/to-notes/todo.txt')), '204');
      assert.equal(rig.find('notes/todo.txt'), undefined);
      assert.ok(rig.find('links/to-notes'));
      assert.equal(outcome(await byPath('links/to-itself/x')), '400 posix/eloop');
    });

    it('follow_symlinks is read and ignored', async () => {
      const target = `${PREFIX}/data/${sid()}/path/links/to-readme?follow_symlinks=`;
      assert.equal(outcome(await rig.raw('DELETE', `${target}maybe`)), '400 badValueBoolean');
      assert.equal(outcome(await rig.raw('DELETE', `${target}true`)), '204');
      assert.ok(rig.find('README.md'));
    });

    it('of several hard links one goes, the bytes stay', async () => {
      assert.equal(outcome(await byPath('tables/weather.csv')), '204');
      const left = await rig.raw('GET', `${PREFIX}/data/${rig.id('links/weather-again.csv')}/content`);
      assert.match(left.body.toString(), /^date,sensor/);
      const attributes = await rig.raw(
        'GET',
        `${PREFIX}/data/${rig.id('links/weather-again.csv')}?attributes=hardlinkCount`,
      );
      assert.deepEqual(attributes.json, { hardlinkCount: 2 });
    });

    it('a shared entry goes and its share points at nothing', async () => {
      const shared = rig.find('published');
      const share = shared?.shares?.[0] ?? '';
      assert.ok(shared);
      const read = (): Promise<RawReply> =>
        rig.raw('GET', `${PREFIX}/data/${fileIdOf(shared, share)}`, { token: undefined });
      assert.equal(outcome(await read()), '200');
      assert.equal(outcome(await byPath('published')), '204');
      rig.advance(20_000);
      assert.equal(outcome(await read()), '400 posix/enoent');
      assert.ok(rig.sandbox.world.shares.has(share));
    });

    it('a folder in an unprotected dataset goes, the archive keeps its copy', async () => {
      assert.equal(outcome(await byPath('archived-study')), '204');
      const { archives } = rig.space();
      assert.ok(archives.children.get('archived-study'));
    });

    it('a protected dataset refuses for itself and everything below, with eperm', async () => {
      for (const path of ['protected', 'protected/raw', 'protected/raw/keep-1.txt'])
        assert.equal(outcome(await byPath(path)), '400 posix/eperm', path);
    });

    it('data protection set on a folder itself protects what is in it, not the folder', async () => {
      const folder = rig.find('notes/2024/summer');
      assert.ok(folder);
      folder.flags = ['data_protection'];
      assert.equal(outcome(await byPath('notes/2024/summer/july.md')), '400 posix/eperm');
      assert.equal(outcome(await byPath('notes/2024/summer')), '204');
    });

    it('a member without write privilege gets eperm', async () => {
      assert.equal(outcome(await byPath('notes/todo.txt', { token: 'token-of-reader' })), '400 posix/eperm');
    });

    it('modes of a folder: 600, 500 and 400 refuse, 700 does not', async () => {
      const folder = rig.find('notes');
      assert.ok(folder);
      for (const mode of [0o600, 0o500, 0o400]) {
        folder.mode = mode;
        assert.equal(outcome(await byPath('notes')), '400 posix/eacces', mode.toString(8));
      }
      folder.mode = 0o700;
      assert.equal(outcome(await byPath('notes')), '204');
    });

    it('a sticky folder keeps what others own', async () => {
      const folder = rig.find('private');
      assert.ok(folder);
      folder.mode = 0o1777;
      assert.equal(outcome(await byPath('private/diary.txt')), '400 posix/eacces');
    });

    it('the owner of the space passes modes, not protection', async () => {
      const asOwner = { token: 'token-of-colleague' };
      assert.equal(outcome(await byPath('locked/readable.txt', asOwner)), '204');
      assert.equal(outcome(await byPath('protected/raw/keep-1.txt', asOwner)), '400 posix/eperm');
    });

    it('inside an archive everything is eperm, even for the owner of the space', async () => {
      const kept = rig.space().archives.children.get('archived-study');
      assert.ok(kept?.type === 'DIR');
      const inner = [...kept.children.values()][0];
      assert.ok(inner);
      for (const node of [kept, inner])
        assert.equal(outcome(await byId(fileIdOf(node), { token: 'token-of-colleague' })), '400 posix/eperm');
    });

    it('on read-only storage the entry goes and the bytes stay', async () => {
      const space = rig.space('Imported Scans');
      const reply = await rig.raw('DELETE', `${PREFIX}/data/${space.id}/path/scans/scan-001.dat`);
      assert.equal(outcome(reply), '204');
      assert.equal(rig.find('scans/scan-001.dat', space), undefined);
      assert.ok(space.storedPaths.has('scans/scan-001.dat'));
    });

    it('conflict names are passed as shown', async () => {
      const shown = everything(rig.space()).find((path) => path.startsWith('conflicts/notes.txt@')) ?? '';
      assert.equal(outcome(await byPath(shown)), '204');
      assert.ok(rig.find('conflicts/notes.txt'));
    });

    it('a read-only token gets eacces, never 403', async () => {
      assert.equal(outcome(await byPath('notes/todo.txt', { token: 'read-only' })), '400 posix/eacces');
    });
  });

  describe('folders', () => {
    it('go to the trash at once, with everything in them, and are freed later', async () => {
      const before = everything(rig.space()).length;
      const inside = everything(rig.space()).filter((path) => path.startsWith('experiments/')).length;
      const id = rig.id('experiments');
      const file = rig.id('experiments/2024/classifier/run-01/config.json');
      assert.equal(outcome(await byPath('experiments')), '204');
      assert.equal(before - everything(rig.space()).length, inside);

      const trash = fileIdOf(rig.space().trash);
      const listed = async (): Promise<string[]> => {
        const reply = await rig.raw('GET', `${PREFIX}/data/${trash}/children`);
        return (reply.json as { children: { name: string }[] }).children.map(({ name }) => name);
      };
      const [name = ''] = await listed();
      assert.match(name, /^experiments@@\w+$/);
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/data/${file}`)), '200');
      assert.equal(outcome(await byId(id)), '400 posix/eperm', 'nothing in the trash can be deleted');

      rig.advance(20_000);
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/data/${file}`)), '400 posix/enoent');
      assert.deepEqual(await listed(), []);
    });

    it('only the top is checked: nested entries that one could not delete go too', async () => {
      const run = rig.find('experiments/2024/classifier/run-01');
      assert.ok(run?.type === 'DIR');
      run.mode = 0o500;
      assert.equal(outcome(await byPath('experiments/2024/classifier/run-01/config.json')), '400 posix/eacces');
      assert.equal(outcome(await byPath('experiments')), '204');
    });

    it('protected entries inside stay in the trash for good', async () => {
      const run = rig.find('experiments/2024/classifier/run-01');
      assert.ok(run);
      run.dataset = { id: 'dataset', flags: ['data_protection'] };
      const kept = rig.id('experiments/2024/classifier/run-01/config.json');
      const freed = rig.id('experiments/2024/classifier/run-02/config.json');
      assert.equal(outcome(await byPath('experiments')), '204');
      rig.advance(60_000);
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/data/${freed}`)), '400 posix/enoent');
      assert.equal(outcome(await rig.raw('GET', `${PREFIX}/data/${kept}`)), '200');
    });

    it('a repeated deletion is enoent, by path and by id', async () => {
      const id = rig.id('notes/todo.txt');
      assert.equal(outcome(await byPath('notes/todo.txt')), '204');
      assert.equal(outcome(await byPath('notes/todo.txt')), '400 posix/enoent');
      assert.equal(outcome(await byId(id)), '400 posix/enoent');
    });
  });

  describe('by id', () => {
    it('removes files, links and folders, and refuses what by path refuses', async () => {
      for (const path of ['notes/todo.txt', 'links/to-notes', 'links/weather-again.csv', 'experiments', 'measurements'])
        assert.equal(outcome(await byId(rig.id(path))), '204', path);
      for (const path of ['protected', 'protected/raw/keep-1.txt'])
        assert.equal(outcome(await byId(rig.id(path))), '400 posix/eperm', path);
      for (const path of ['locked/readable.txt', 'private/diary.txt'])
        assert.equal(outcome(await byId(rig.id(path))), '400 posix/eacces', path);
      assert.equal(outcome(await byId('garbage')), '400 spaceNotSupportedBy');
    });
  });

  describe('before 21.02.4', () => {
    for (const [version, byPathSays] of [
      ['21.02.0', '204'],
      ['21.02.3', '204'],
      ['21.02.4', '400 posix/eperm'],
    ] as const)
      it(`${version}: by path says ${byPathSays} of a refused removal, by id tells the truth`, async () => {
        const old = await startRig({ version });
        const id = old.id('protected/raw/keep-1.txt');
        const reply = await old.raw('DELETE', `${PREFIX}/data/${old.space().id}/path/protected/raw/keep-1.txt`);
        const truth = await old.raw('DELETE', `${PREFIX}/data/${id}`);
        const missing = await old.raw('DELETE', `${PREFIX}/data/${old.space().id}/path/nothing`);
        await old.stop();
        assert.equal(outcome(reply), byPathSays);
        assert.ok(old.find('protected/raw/keep-1.txt'));
        assert.equal(outcome(truth), '400 posix/eperm');
        assert.equal(outcome(missing), '400 posix/enoent', 'what does not resolve was refused in every version');
      });
  });

  describe('odd names', () => {
    const odd = (): readonly string[] =>
      everything(rig.space()).filter((path) => path.startsWith('odd names/') && !path.endsWith('/'));

    it('more than 25 of them are deleted by parent id and one segment, and only they are gone', async () => {
      const targets = odd();
      assert.ok(targets.length >= 25);
      for (const target of targets) {
        const before = everything(rig.space());
        const cut = target.lastIndexOf('/');
        const parent = rig.id(target.slice(0, cut));
        const reply = await rig.raw('DELETE', `${PREFIX}/data/${parent}/path/${segment(target.slice(cut + 1))}`);
        assert.equal(outcome(reply), '204', target);
        assert.deepEqual(
          everything(rig.space()),
          before.filter((path) => path !== target),
          target,
        );
      }
    });

    it('and by the whole path from the space', async () => {
      for (const target of odd()) {
        assert.equal(outcome(await byPath(target)), '204', target);
        assert.equal(rig.find(target), undefined);
      }
    });
  });

  it('the examples of the documentation work as written', async () => {
    const reply = await rig.raw('DELETE', `${PREFIX}/data/${sid()}/path/dir1/file.txt`, {
      headers: { 'x-auth-token': TOKEN },
    });
    assert.equal(outcome(reply), '204');
  });
});
