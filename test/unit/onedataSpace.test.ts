import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deletionOf } from '../../src/remotes/onedata/deletion';
import { failOver } from '../../src/remotes/onedata/failOver';
import { onedataSpace } from '../../src/remotes/onedata/space';
import type { ApiRequest, Reply } from '../../src/remotes/request';
import { failed, failureOf, type Answer } from '../../src/removal/failure';
import type { Entry, Extent, PageToken, Target } from '../../src/removal/remote';
import { ROOT, parseRemotePath, type RemotePath } from '../../src/removal/remotePath';
import { codeOf, ERROR_SHAPES, good, never, reply, scriptedSend } from '../support/onedataReplies';

const ADDRESS = { kind: 'onedata', account: 'acc', space: 's1' } as const;
const D = '/api/v3/oneprovider/data';
const [{ of: errorOf }] = ERROR_SHAPES as [(typeof ERROR_SHAPES)[0]];
const EXTENT: Extent = { files: 1, bytes: 1, precision: 'exact', countedAt: 0 };

function path(text: string): RemotePath {
  const parsed = parseRemotePath(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.path;
}

const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  path: path(text),
  kind: 'file',
  id: 'f1',
  parentId: 'p1',
  traits: [],
  ...more,
});

const target = (of: Entry): Target => ({ remote: ADDRESS, entry: of, extent: EXTENT });

const child = (fileId: string, name: string, type = 'REG', more: object = {}) => ({
  fileId,
  name,
  type,
  size: 1,
  mtime: 5,
  ...more,
});

type Answers = (request: ApiRequest<unknown>) => Reply | Answer<never> | undefined;

function space(answers: Answers, version = '25.0', readonly = false) {
  const { send, asked } = scriptedSend(answers);
  const remote = onedataSpace({ address: ADDRESS, send, providerVersion: version, readonly, now: () => 77 });
  return { remote, asked, lines: () => asked.map((request) => `${request.method} ${request.path.replace(D, '')}`) };
}

const page = (children: readonly object[], next?: string): Reply =>
  reply(200, { children, isLast: next === undefined, nextPageToken: next ?? null });

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

  it('a file is no folder to list', async () => {
    const { remote } = space(answers);
    assert.equal(codeOf(await remote.list(path('dir/a.txt'), undefined, never())), 'notFolder');
    // A server answers the children of a regular file with the file itself.
    const self = space(() => page([child('s1', 'Space')]));
    assert.equal(codeOf(await self.remote.list(ROOT, undefined, never())), 'notFolder');
  });
});

describe('onedata space: deleting', () => {
  const remove = async (answers: Answers, of: Entry, version?: string) => {
    const { remote, lines } = space(answers, version);
    const [outcome] = await remote.removal.perform([target(of)], never());
    return { outcome, lines: lines() };
  };

  it('one path a request, 8 under way at first, 32 at most or what the person set', () => {
    const limits = (maxInFlight?: number) => {
      const { send } = scriptedSend(() => undefined);
      const options = { address: ADDRESS, send, providerVersion: '25.0', readonly: false, now: () => 0 };
      const { removal } = onedataSpace(maxInFlight === undefined ? options : { ...options, maxInFlight });
      return [removal.limits.paths, removal.limits.maxPaths, removal.limits.inFlight, removal.limits.maxInFlight];
    };
    assert.deepEqual(limits(), [1, 1, 8, 32]);
    assert.deepEqual(limits(128), [1, 1, 8, 128]);
    assert.deepEqual(limits(9999), [1, 1, 8, 128]);
    assert.deepEqual(limits(2), [1, 1, 2, 2]);
    assert.deepEqual(limits(0), [1, 1, 1, 1]);
  });

  it('by the listed parent’s id and one segment', async () => {
    const { outcome, lines } = await remove(() => reply(204, ''), entry('deep/er/a b#?.txt'));
    assert.deepEqual(outcome, { kind: 'done' });
    assert.deepEqual(lines, ['DELETE /p1/path/a%20b%23%3F.txt']);
  });

  it('by file id before 21.02.4, where 204 proves nothing, and when the version is unknown', async () => {
    for (const version of ['21.02.3', '21.02.0-alpha28', '']) {
      const { lines } = await remove(() => reply(204, ''), entry('a'), version);
      assert.deepEqual(lines, ['DELETE /f1'], version);
    }
  });

  it('by file id when the name must not stand in a URL', async () => {
    const { lines } = await remove(() => reply(204, ''), entry('dir/%2e%2e'));
    assert.deepEqual(lines, ['DELETE /f1']);
    const { outcome, lines: none } = await remove(() => reply(204, ''), nameless('dir/%2e%2e'));
    assert.equal(outcome?.kind === 'failed' && outcome.failure.code, 'unsafeName');
    assert.deepEqual(none, []);
  });

  const nameless = (text: string): Entry => ({ path: path(text), kind: 'file', parentId: 'p1', traits: [] });
  const typed = (text: string): Entry => ({ path: path(text), kind: 'file', traits: [] });

  it('finds an entry in a listing first when nobody listed it', async () => {
    const answers: Answers = ({ method, path: at }) => {
      if (method === 'DELETE') return reply(204, '');
      return at === `${D}/s1/children` ? page([child('d1', 'dir', 'DIR')]) : page([child('f9', 'a.txt')]);
    };
    const { outcome, lines } = await remove(answers, typed('dir/a.txt'));
    assert.deepEqual(outcome, { kind: 'done' });
    assert.deepEqual(lines, ['GET /s1/children', 'GET /d1/children', 'DELETE /d1/path/a.txt']);
    assert.deepEqual((await remove(answers, typed('dir/none'))).outcome, { kind: 'alreadyGone' });
    const other = { ...typed('dir/a.txt'), id: 'f1' };
    const replaced = await remove(answers, other);
    assert.equal(replaced.outcome?.kind === 'failed' && replaced.outcome.failure.code, 'replaced');
    assert.ok(!replaced.lines.some((line) => line.startsWith('DELETE')));
  });

  it('never the space, a root, the trash or the archives, whatever a listing said', async () => {
    for (const bad of [
      entry('a', { id: 's1' }),
      entry('a', { id: 'p1' }),
      entry('.__onedata__trash', { traits: ['special'] }),
    ]) {
      const { outcome, lines } = await remove(() => reply(204, ''), bad, '21.02.1');
      assert.equal(outcome?.kind === 'failed' && outcome.failure.code, 'specialFolder');
      assert.deepEqual(lines, []);
    }
  });

  it('property: a deletion addresses exactly one name in the listed folder, or the file id, and nothing else', () => {
    const names = fc.string({ unit: fc.constantFrom('.', '%', '2', 'e', '5', 'f', 'a', '#', '?', '\\', ' ') });
    fc.assert(
      fc.property(names, fc.constantFrom('21.02.3', '21.02.4', '25.0'), (name, version) => {
        const parsed = parseRemotePath(`dir/${name}`);
        if (!parsed.ok) return;
        const request = deletionOf({ space: 's1', version }, { ...entry('x'), path: parsed.path });
        const at = good(request).path;
        const byPath = `${D}/p1/path/${encodeURIComponent(name)}`;
        assert.ok(at === `${D}/f1` || (version !== '21.02.3' && at === byPath), at);
      }),
      { numRuns: 2000 },
    );
  });

  it('maps answers to outcomes', async () => {
    const cases: readonly (readonly [string, Reply | Answer<never>, string])[] = [
      ['enoent', reply(400, errorOf('posix', { errno: 'enoent' })), 'alreadyGone'],
      ['404 notFound', reply(404, errorOf('notFound')), 'alreadyGone'],
      ['404 without a word', reply(404, ''), 'failed noSuchCall'],
      ['404 with another id', reply(404, errorOf('example')), 'failed example'],
      ['eacces', reply(400, errorOf('posix', { errno: 'eacces' })), 'failed posix.eacces'],
      ['eperm', reply(400, errorOf('posix', { errno: 'eperm' })), 'failed posix.eperm'],
      ['401', reply(401, errorOf('unauthorized')), 'failed unauthorized'],
      ['500', reply(500, errorOf('internalServerError')), 'failed internalServerError'],
      ['HTML with 200', reply(200, '<html>'), 'unknown htmlInsteadOfJson'],
      ['a gateway timeout', reply(504, ''), 'unknown gatewayTimeout'],
      [
        'no answer',
        failed(failureOf('network', 'connectionReset', { reach: 'unanswered', retryable: true })),
        'unknown connectionReset',
      ],
      ['not sent', failed(failureOf('network', 'connectionRefused', { reach: 'notSent' })), 'failed connectionRefused'],
    ];
    for (const [name, answer, expected] of cases) {
      const { outcome } = await remove(() => answer, entry('a'));
      const code = outcome?.kind === 'failed' || outcome?.kind === 'unknown' ? ` ${outcome.failure.code}` : '';
      assert.equal(`${outcome?.kind ?? ''}${code}`, expected, name);
    }
  });

  it('looks again by file id, and knows the trash', async () => {
    const cases: readonly (readonly [string, Reply, string])[] = [
      ['still there', reply(200, child('f1', 'a')), 'there'],
      ['gone', reply(400, errorOf('posix', { errno: 'enoent' })), 'gone'],
      ['in the trash', reply(200, child('f1', 'a@@5d0c01', 'DIR')), 'gone'],
      ['renamed by somebody', reply(200, child('f1', 'b')), 'unreadable'],
      ['refused', reply(400, errorOf('posix', { errno: 'eacces' })), 'unreadable'],
      ['no such call', reply(404, ''), 'unreadable'],
      ['HTML', reply(200, '<html>'), 'unreadable'],
    ];
    for (const [name, answer, expected] of cases) {
      const { remote } = space(() => answer);
      assert.deepEqual(await remote.removal.lookAgain([target(entry('dir/a'))], never()), [expected], name);
    }
    const { remote, lines } = space(() => page([]));
    assert.deepEqual(await remote.removal.lookAgain([target(typed('a'))], never()), ['gone']);
    assert.deepEqual(lines(), ['GET /s1/children']);
  });
});

describe('onedata space: counting', () => {
  const folder = entry('dir', { kind: 'folder', id: 'd1', bytes: 999 });
  const slice = (files: number, bytes: number, more: object = {}) =>
    reply(200, {
      slice: {
        logical_size: { minute: [{ timestamp: 60, value: bytes, ...more }] },
        reg_file_and_link_count: { minute: [{ timestamp: 60, value: files, ...more }] },
        file_errors_count: { minute: [] },
        dir_errors_count: { minute: [] },
      },
    });
  const walk = (count: number, next: string | null, size = 1) =>
    reply(200, {
      files: Array.from({ length: count }, () => ({ fileId: 'x', type: 'REG', size })),
      inaccessiblePaths: [],
      nextPageToken: next,
    });
  const off = reply(400, errorOf('dirStatsDisabledForSpace'));

  it('a file by its size, a symlink holds nothing', async () => {
    const { remote, asked } = space(() => undefined);
    const extent = (bytes: number): Extent => ({ files: 1, bytes, precision: 'exact', countedAt: 77 });
    assert.deepEqual(good(await remote.measure(entry('a', { bytes: 12 }), 10, never())), extent(12));
    assert.deepEqual(good(await remote.measure(entry('l', { kind: 'symlink', bytes: 9 }), 10, never())), extent(0));
    assert.equal(asked.length, 0);
  });

  it('a folder by its statistics, with the time they were measured', async () => {
    const { remote } = space(() => slice(12, 3456, { lastMeasurementTimestamp: 61 }));
    assert.deepEqual(good(await remote.measure(folder, 10, never())), {
      files: 12,
      bytes: 3456,
      precision: 'exact',
      countedAt: 61_000,
    });
  });

  it('else by a walk to the end', async () => {
    const { remote, lines } = space(({ path: at, query }) => {
      if (at.endsWith('dir_size_stats')) return off;
      return query?.token === undefined ? walk(3, 't', 10) : walk(2, null, 10);
    });
    assert.deepEqual(good(await remote.measure(folder, 10, never())), {
      files: 5,
      bytes: 50,
      precision: 'exact',
      countedAt: 77,
    });
    assert.deepEqual(lines(), ['GET /d1/dir_size_stats', 'GET /d1/files', 'GET /d1/files']);
  });

  it('gives up at the limit with "at least", and the folder’s own size', async () => {
    const { remote, asked } = space(({ path: at, query }) =>
      at.endsWith('dir_size_stats') ? off : walk(4, `${String(query?.token ?? '')}t`),
    );
    assert.deepEqual(good(await remote.measure(folder, 10, never())), {
      files: 12,
      bytes: 999,
      precision: 'atLeast',
      countedAt: 77,
    });
    assert.equal(asked.length, 4);
  });

  it('what could not be read makes it "at least"', async () => {
    const hidden = reply(200, { files: [], inaccessiblePaths: ['.'], nextPageToken: null });
    const { remote } = space(({ path: at }) => (at.endsWith('stats') ? off : hidden));
    assert.deepEqual(good(await remote.measure(folder, 10, never())), {
      files: 0,
      bytes: 999,
      precision: 'atLeast',
      countedAt: 77,
    });
    const breaks = space(({ path: at, query }) => {
      if (at.endsWith('stats')) return off;
      return query?.token === undefined ? walk(3, 't') : reply(500, errorOf('internalServerError'));
    });
    assert.equal(good(await breaks.remote.measure(folder, 10, never())).precision, 'atLeast');
  });

  it('a token or a folder that is no good ends the count at once', async () => {
    for (const answer of [reply(401, errorOf('unauthorized')), reply(400, errorOf('posix', { errno: 'enoent' }))]) {
      const { remote, asked } = space(() => answer);
      assert.ok(!(await remote.measure(folder, 10, never())).ok);
      assert.equal(asked.length, 1);
    }
  });
});

describe('onedata: several providers', () => {
  const read: ApiRequest<string> = {
    method: 'GET',
    path: '/x',
    reads: true,
    timeout: 1,
    maxBytes: 1,
    parse: ({ status }) => (status === 200 ? { ok: true, value: 'read' } : failed(failureOf('unavailable', '503'))),
  };
  const write = { ...read, method: 'DELETE' as const, reads: false };
  const down = () => failed(failureOf('network', 'connectionRefused', { reach: 'notSent' }));
  const up = () => reply(200, '');

  it('reads go on to the next one that can answer, and stay there', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    assert.ok((await send(read, never())).ok);
    assert.ok((await send(read, never())).ok);
    assert.deepEqual([a.asked.length, b.asked.length], [1, 2]);
  });

  it('what changes something goes to the chosen one alone', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    await send(read, never());
    assert.equal(codeOf(await send(write, never())), 'connectionRefused');
    assert.equal(b.asked.filter(({ reads }) => !reads).length, 0);
  });

  it('a provider that answers with a refusal is not passed over', async () => {
    const a = scriptedSend(() => failed(failureOf('protected', 'posix.eacces')));
    const b = scriptedSend(up);
    assert.equal(codeOf(await failOver([a.send, b.send])(read, never())), 'posix.eacces');
    assert.equal(b.asked.length, 0);
  });

  it('all down: the failure of the first', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(() => reply(503, ''));
    assert.equal(codeOf(await failOver([a.send, b.send])(read, never())), 'connectionRefused');
    assert.equal(codeOf(await failOver([])(read, never())), 'noProvider');
  });

  it('comes back to the chosen one after it has answered a change', async () => {
    let isUp = false;
    const a = scriptedSend(() => (isUp ? up() : down()));
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    await send(read, never());
    isUp = true;
    await send(write, never());
    await send(read, never());
    assert.equal(b.asked.length, 1);
  });
});
