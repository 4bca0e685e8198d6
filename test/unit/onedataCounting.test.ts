import assert from 'node:assert/strict';
import type { Extent } from '../../src/removal/remote';
import { good, never, reply } from '../support/onedataReplies';
import { entry, errorOf, space } from '../support/onedataScripted';

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
