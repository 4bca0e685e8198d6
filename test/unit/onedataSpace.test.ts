import assert from 'node:assert/strict';
import type { Reply } from '../../src/remotes/request';
import type { PageToken } from '../../src/removal/remote';
import { ROOT } from '../../src/removal/remotePath';
import { codeOf, good, never, reply } from '../support/onedataReplies';
import { type Answers, D, child, errorOf, page, path, space } from '../support/onedataScripted';

describe('onedata space: listing', () => {
  it('lists the root by the space id, and hands on ids, traits and times', async () => {
    const { remote, asked } = space(
      () =>
        page([
          child('f1', 'a.txt', 'REG', { hardlinkCount: 2 }),
          child('d1', 'dir', 'DIR', { size: null, effProtectionFlags: ['data_protection'] }),
          child('t1', '.__onedata__archive', 'DIR'),
        ]),
      '25.0',
      true,
    );
    const { items, next } = good(await remote.list(ROOT, undefined, never()));
    assert.equal(next, undefined);
    assert.equal(asked[0]?.path, `${D}/s1/children`);
    assert.deepEqual(items, [
      {
        path: 'a.txt',
        kind: 'file',
        bytes: 1,
        modified: 5000,
        version: '1:5000',
        id: 'f1',
        parentId: 's1',
        traits: ['hardlink', 'readonlyStorage'],
      },
      {
        path: 'dir',
        kind: 'folder',
        modified: 5000,
        version: '5000',
        id: 'd1',
        parentId: 's1',
        traits: ['protected', 'readonlyStorage'],
      },
      {
        path: '.__onedata__archive',
        kind: 'folder',
        bytes: 1,
        modified: 5000,
        version: '5000',
        id: 't1',
        parentId: 's1',
        traits: ['readonlyStorage', 'special'],
      },
    ]);
  });

  it('goes on where the page ended, in the same folder, even past empty pages', async () => {
    const pages: Record<string, Reply> = {
      '': page([child('a', 'a')], 't1'),
      t1: page([], 't2'),
      t2: page([child('b', 'b')]),
    };
    const { remote, lines } = space(({ query }) => pages[String(query?.token ?? '')]);
    const first = good(await remote.list(ROOT, undefined, never()));
    assert.equal(first.items.length, 1);
    const second = good(await remote.list(ROOT, first.next, never()));
    assert.deepEqual([second.items[0]?.path, second.next], ['b', undefined]);
    assert.deepEqual(lines(), ['GET /s1/children', 'GET /s1/children', 'GET /s1/children']);
  });

  it('a server that repeats a page for ever is a failure, not a loop', async () => {
    const { remote } = space(() => page([], 'same'));
    assert.equal(codeOf(await remote.list(ROOT, undefined, never())), 'pagesRepeat');
    const endless = space(({ query }) => page([], `${String(query?.token ?? '')}x`));
    const { items, next } = good(await endless.remote.list(ROOT, undefined, never()));
    assert.deepEqual([items.length, endless.asked.length], [0, 20]);
    assert.ok(next !== undefined);
  });

  it('leaves out names that no entry can have', async () => {
    const { remote } = space(() => page([child('x', '..'), child('y', 'a/b'), child('z', ''), child('ok', 'ok')]));
    assert.deepEqual(
      good(await remote.list(ROOT, undefined, never())).items.map((item) => item.path),
      ['ok'],
    );
  });

  it('a page token that was tampered with cannot leave /data', async () => {
    const { remote, asked } = space(() => page([]));
    for (const token of ['../x t', '', 'a/b t', ' t']) {
      assert.equal(codeOf(await remote.list(ROOT, token as PageToken, never())), 'unsafeId');
    }
    assert.equal(asked.length, 0);
  });
});

describe('onedata space: resolving a path', () => {
  const tree: Record<string, Reply> = {
    '/s1': reply(200, child('root', 'Space', 'DIR', { parentFileId: null })),
    '/s1/children': page([child('d1', 'dir', 'DIR'), child('l1', 'link', 'SYMLNK', { symlinkValue: 'dir' })]),
    '/d1/children': page([child('f1', 'a.txt'), child('f2', 'b.txt')]),
    '/d1': reply(200, child('d1', 'dir', 'DIR', { parentFileId: 'root' })),
    '/f1': reply(200, child('f1', 'a.txt', 'REG', { parentFileId: 'd1', size: 2 })),
  };
  const answers: Answers = (request) => tree[request.path.replace(D, '')];

  it('goes name by name through listings, never through a symlink', async () => {
    const { remote, lines } = space(answers);
    assert.equal(good(await remote.stat(path('dir/a.txt'), never())).id, 'f1');
    assert.deepEqual(lines(), ['GET /s1/children', 'GET /d1/children']);
    assert.equal(codeOf(await remote.stat(path('link/a.txt'), never())), 'notListed');
    assert.equal(codeOf(await remote.stat(path('dir/none'), never())), 'notListed');
    assert.equal(codeOf(await remote.stat(path('dir/a.txt/deeper'), never())), 'notListed');
  });

  it('a second time asks whether every id on the way still has its name and its parent', async () => {
    const { remote, asked, lines } = space(answers);
    const first = good(await remote.stat(path('dir/a.txt'), never()));
    const before = asked.length;
    const again = good(await remote.stat(path('dir/a.txt'), never()));
    assert.deepEqual(lines().slice(before), ['GET /s1', 'GET /d1', 'GET /f1']);
    good(await remote.stat(path('dir/a.txt'), never()));
    assert.deepEqual(lines().slice(before + 3), ['GET /d1', 'GET /f1'], 'the root stays the root');
    assert.deepEqual([again.id, again.parentId, again.bytes], [first.id, 'd1', 2], 'as it is now');
  });

  const moved: readonly (readonly [string, string, Reply])[] = [
    ['its folder was renamed', '/d1', reply(200, child('d1', 'dir2', 'DIR', { parentFileId: 'root' }))],
    ['its folder was moved', '/d1', reply(200, child('d1', 'dir', 'DIR', { parentFileId: 'other' }))],
    ['its folder lies in the trash', '/d1', reply(200, child('d1', 'dir@@u1', 'DIR', { parentFileId: 'trash' }))],
    ['it was renamed', '/f1', reply(200, child('f1', 'z.txt', 'REG', { parentFileId: 'd1' }))],
    ['it is gone', '/f1', reply(400, errorOf('posix', { errno: 'enoent' }))],
    ['the parent is not told', '/f1', reply(200, child('f1', 'a.txt'))],
  ];
  for (const [why, at, answer] of moved) {
    it(`asks the listings anew when ${why}`, async () => {
      const { remote, asked, lines } = space((request) => (request.path === `${D}${at}` ? answer : answers(request)));
      good(await remote.stat(path('dir/a.txt'), never()));
      const before = asked.length;
      good(await remote.stat(path('dir/a.txt'), never()));
      assert.deepEqual(lines().slice(before + 3), ['GET /s1/children', 'GET /d1/children']);
    });
  }

  it('ends although the server goes on listing for ever', async () => {
    const { remote, asked } = space(({ query }) => page([], String(Number(query?.token ?? 0) + 1)));
    assert.equal(codeOf(await remote.stat(path('dir/a.txt'), never())), 'listEndless');
    assert.equal(asked.length, 10_000);
  });

  it('keeps no id of a path that is longer than any path: names without end would fill the memory', async () => {
    for (const [length, asks] of [
      [4_000, ['GET /s1', 'GET /f1']],
      [1_000_000, ['GET /s1/children']],
    ] as const) {
      const name = 'n'.repeat(length);
      const { remote, lines } = space(({ path: at }) => {
        if (at.endsWith('/children')) return page([child('f1', name)]);
        return at === `${D}/s1` ? tree['/s1'] : reply(200, child('f1', name, 'REG', { parentFileId: 'root' }));
      });
      good(await remote.stat(path(name), never()));
      good(await remote.stat(path(name), never()));
      assert.deepEqual(lines().slice(1), asks);
    }
  });

  it('a file is no folder to list', async () => {
    const { remote } = space(answers);
    assert.equal(codeOf(await remote.list(path('dir/a.txt'), undefined, never())), 'notFolder');
    // A server answers the children of a regular file with the file itself.
    const self = space(() => page([child('s1', 'Space')]));
    assert.equal(codeOf(await self.remote.list(ROOT, undefined, never())), 'notFolder');
  });
});
