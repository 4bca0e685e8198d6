import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { failed, failureOf, success, type Failure } from '../../src/removal/failure';
import type { Entry, PageToken, Remote } from '../../src/removal/remote';
import { ROOT } from '../../src/removal/remotePath';
import { walkFiles } from '../../src/removal/walking';
import { file, folder, never, pathOf, unavailable, withTraits } from '../support/builders';
import { virtualClock } from '../support/virtualClock';

type Folders = Readonly<Record<string, readonly Entry[]>>;

const TREE: Folders = {
  '': [
    file('top.txt'),
    folder('a'),
    folder('b'),
    withTraits(folder('trash'), 'special'),
    withTraits(folder('s'), 'staged'),
  ],
  a: [file('a/1'), folder('a/deep'), { path: pathOf('a/link'), kind: 'symlink', traits: [] }],
  'a/deep': [file('a/deep/2')],
  b: [file('b/3')],
  trash: [file('trash/gone')],
  s: [file('s/staged')],
};

/** Walks with pages of two entries; `failing`: a folder that cannot be listed. */
async function walk(tree: Folders, more: { failing?: string; limit?: number; cancelAfter?: number } = {}) {
  const clock = virtualClock();
  const cancel = new AbortController();
  let underWay = 0;
  let most = 0;
  const remote: Pick<Remote, 'list'> = {
    async list(at, page, signal) {
      most = Math.max(most, ++underWay);
      await clock.environment.sleep(10, signal);
      underWay -= 1;
      if (signal.aborted) return failed(failureOf('cancelled', 'cancelled'));
      if (at === more.failing) return failed(failureOf('forbidden', 'posix.eacces'));
      const from = Number(page ?? 0);
      const entries = tree[at] ?? [];
      const next = from + 2 < entries.length ? { next: String(from + 2) as PageToken } : {};
      return success({ items: entries.slice(from, from + 2), ...next });
    },
  };
  if (more.cancelAfter !== undefined) clock.after(more.cancelAfter, () => cancel.abort());
  const found: string[] = [];
  const answer = await clock.finish(
    walkFiles(ROOT, remote, {
      limit: more.limit ?? 1000,
      environment: clock.environment,
      signal: more.cancelAfter === undefined ? never : cancel.signal,
      onFound: (files) => found.push(...files.map(({ path }) => path)),
    }),
  );
  return { answer, found: found.sort(), most };
}

describe('walking a tree of files', () => {
  it('finds every file and link of every page; not what the server keeps, nor what is staged', async () => {
    const { answer, found } = await walk(TREE);
    assert.ok(answer.ok);
    assert.deepEqual(found, ['a/1', 'a/deep/2', 'a/link', 'b/3', 'top.txt']);
  });

  it('one folder that cannot be listed ends it: never a list that only looks complete', async () => {
    const { answer } = await walk(TREE, { failing: 'a/deep' });
    assert.ok(!answer.ok);
    assert.equal(answer.failure.code, 'folderNotListed');
    assert.deepEqual(answer.failure.data, { folder: 'a/deep', reason: 'posix.eacces' });
  });

  it('names the folder of what concerns it alone, and leaves what concerns the server as it is', async () => {
    const list = async (failure: Failure) => {
      const remote: Pick<Remote, 'list'> = {
        list: (at) => Promise.resolve(at === ROOT ? success({ items: [folder('a')] }) : failed(failure)),
      };
      const { environment } = virtualClock();
      const answer = await walkFiles(ROOT, remote, { limit: 9, environment, signal: never, onFound: () => undefined });
      return answer.ok ? assert.fail() : answer.failure;
    };
    for (const kind of ['forbidden', 'protected', 'notFound', 'invalid', 'unexpected'] as const) {
      const failure = failureOf(kind, 'x', { data: { more: 1 }, status: 400 });
      const told = { ...failure, code: 'folderNotListed', data: { more: 1, folder: 'a', reason: 'x' } };
      assert.deepEqual(await list(failure), told, kind);
    }
    for (const kind of ['auth', 'busy', 'network', 'timeout', 'cancelled'] as const) {
      const failure = failureOf(kind, 'x', { data: { more: 1 } });
      assert.deepEqual(await list(failure), failure, kind);
    }
  });

  it('more files than the limit end it, exactly as many do not', async () => {
    assert.ok((await walk(TREE, { limit: 5 })).answer.ok);
    const { answer } = await walk(TREE, { limit: 4 });
    assert.deepEqual(answer, failed(failureOf('tooLarge', 'tooManyToList', { data: { limit: 4 }, reach: 'notSent' })));
  });

  it('folders within folders without end end it, too', async () => {
    let listed = 0;
    const endless: Pick<Remote, 'list'> = {
      list: (at) => {
        listed += 1;
        return Promise.resolve(success({ items: [folder(at === ROOT ? 'd' : `${at}/d`)] }));
      },
    };
    const { environment } = virtualClock();
    const answer = await walkFiles(ROOT, endless, { limit: 50, environment, signal: never, onFound: () => undefined });
    assert.deepEqual([answer.ok || answer.failure.code, listed], ['tooManyToList', 51]);
  });

  it('asks nothing when it was cancelled before, and leaves no listener behind', async () => {
    const remote: Pick<Remote, 'list'> = { list: () => assert.fail('nobody asked') };
    const { environment } = virtualClock();
    const options = { limit: 9, environment, onFound: () => assert.fail('nothing was found') };
    const answer = await walkFiles(ROOT, remote, { ...options, signal: AbortSignal.abort() });
    assert.deepEqual(answer, failed(failureOf('cancelled', 'cancelled', { reach: 'notSent' })));
    const { signal } = new AbortController();
    const empty: Pick<Remote, 'list'> = { list: () => Promise.resolve(success({ items: [] })) };
    assert.ok((await walkFiles(ROOT, empty, { ...options, onFound: () => undefined, signal })).ok);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('a cancel ends it at once', async () => {
    const { answer, found } = await walk(TREE, { cancelAfter: 15 });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.kind, answer.failure.reach], ['cancelled', 'notSent']);
    assert.ok(found.length < 5);
  });

  it('lists a few folders at once, never all of a wide tree', async () => {
    const wide: Folders = { '': Array.from({ length: 50 }, (_, index) => folder(`f${index}`)) };
    const { answer, most } = await walk(wide);
    assert.ok(answer.ok);
    assert.equal(most, 4);
  });

  it('waits for a server that is away for a moment', async () => {
    let calls = 0;
    const remote: Pick<Remote, 'list'> = {
      list: () => Promise.resolve(++calls === 1 ? failed(unavailable()) : success({ items: [file('x')] })),
    };
    const clock = virtualClock();
    const options = { limit: 10, environment: clock.environment, signal: never, onFound: () => undefined };
    assert.ok((await clock.finish(walkFiles(ROOT, remote, options))).ok);
    assert.equal(calls, 2);
  });
});
