import assert from 'node:assert/strict';
import { attributesOf } from '../../src/remotes/onedata/attributes';
import { readDirectoryStatistics, walkFiles } from '../../src/remotes/onedata/countingRequests';
import { listChildren, readContent } from '../../src/remotes/onedata/requests';
import { versionAtLeast } from '../../src/remotes/version';
import type { ApiRequest, Reply } from '../../src/remotes/request';
import type { Answer } from '../../src/removal/failure';
import { codeOf, good, reply } from '../support/onedataReplies';

function parserOf<T>(request: Answer<ApiRequest<T>>): (answer: Reply) => Answer<T> {
  return (answer) => good(request).parse(answer);
}

describe('onedata: answers', () => {
  it('reads attributes in new and in old words, times in seconds', () => {
    assert.deepEqual(
      attributesOf({
        fileId: 'f1',
        name: 'a.txt@c1',
        type: 'REG',
        size: 1024,
        mtime: 1464958683,
        parentFileId: 'p1',
        effProtectionFlags: ['data_protection', 'metadata_protection'],
        effDatasetInheritancePath: 'direct_and_ancestor',
        hardlinkCount: 2,
        directShareIds: ['sh1'],
        conflictingName: 'a.txt',
        symlinkValue: null,
      }),
      {
        id: 'f1',
        name: 'a.txt@c1',
        kind: 'file',
        bytes: 1024,
        modified: 1464958683000,
        parentId: 'p1',
        traits: ['shared', 'hardlink', 'dataset', 'protected', 'conflict'],
      },
    );
    assert.deepEqual(
      attributesOf({ file_id: 'f1', name: 'd', type: 'dir', size: null, mtime: 1, shares: [], hardlinks_count: 1 }),
      { id: 'f1', name: 'd', kind: 'folder', modified: 1000, traits: [] },
    );
    assert.deepEqual(
      attributesOf({ fileId: 'f', name: 'l', type: 'SYMLNK', symlinkValue: '../x', parentFileId: null }),
      {
        id: 'f',
        name: 'l',
        kind: 'symlink',
        parentId: null,
        linkTarget: '../x',
        traits: [],
      },
    );
    assert.equal(attributesOf({ fileId: 'f', name: 'h', type: 'LNK' })?.traits[0], 'hardlink');
    assert.deepEqual(attributesOf({ fileId: 'f', name: 'd', type: 'DIR', hardlinkCount: 3 })?.traits, []);
    assert.deepEqual(
      attributesOf({ fileId: 'f', name: 'm', type: 'REG', effProtectionFlags: ['metadata_protection'] })?.traits,
      [],
    );
  });

  it('does not guess: without id, name or type there is no entry, and no listing that would miss one', () => {
    assert.equal(attributesOf({ name: 'a', type: 'REG' }), undefined);
    assert.equal(attributesOf({ fileId: 'f', type: 'REG' }), undefined);
    assert.equal(attributesOf({ fileId: 'f', name: 'a' }), undefined);
    const parse = parserOf(listChildren('s1', '25.0'));
    const child = { fileId: 'f', name: 'a', type: 'REG' };
    assert.ok(parse(reply(200, { children: [child], isLast: true })).ok);
    assert.equal(codeOf(parse(reply(200, { children: [child, { name: 'b' }], isLast: true }))), 'unexpectedShape');
    assert.equal(codeOf(parse(reply(200, { children: [child], isLast: false }))), 'unexpectedShape');
    assert.equal(codeOf(parse(reply(200, []))), 'unexpectedShape');
    assert.equal(codeOf(parse(reply(200, '<html>'))), 'htmlInsteadOfJson');
    assert.equal(codeOf(parse(reply(200, ''))), 'emptyAnswer');
  });

  it('ends a listing at isLast, not at a short page', () => {
    const parse = parserOf(listChildren('s1', '25.0'));
    assert.deepEqual(good(parse(reply(200, { children: [], isLast: false, nextPageToken: 't' }))), {
      children: [],
      next: 't',
    });
    assert.deepEqual(good(parse(reply(200, { children: [], isLast: true, nextPageToken: null }))), { children: [] });
  });

  it('takes no listing for complete that names a way on, or does not say that it is', () => {
    const parse = parserOf(listChildren('s1', '25.0'));
    const more = { children: [], nextPageToken: 't' };
    assert.deepEqual(good(parse(reply(200, more))), { children: [], next: 't' });
    assert.deepEqual(good(parse(reply(200, { ...more, isLast: null }))), { children: [], next: 't' });
    for (const odd of [{}, { nextPageToken: null }, { isLast: 'true' }, { isLast: false, nextPageToken: '' }]) {
      assert.equal(codeOf(parse(reply(200, { children: [], ...odd }))), 'unexpectedShape', JSON.stringify(odd));
    }
    const walk = parserOf(walkFiles('d1', '25.0'));
    for (const nextPageToken of [7, '', {}, false]) {
      assert.equal(
        codeOf(walk(reply(200, { files: [], nextPageToken }))),
        'unexpectedShape',
        JSON.stringify(nextPageToken),
      );
    }
    const unread = good(walk(reply(200, { files: [], inaccessiblePaths: { '.': 1 } })));
    assert.equal(unread.incomplete, true);
  });

  it('believes no size and no number that things cannot have: they would make a sum smaller', () => {
    const told = { fileId: 'f', name: 'a', type: 'REG' };
    for (const odd of [-1, 1.5, -1e15, 2 ** 60]) {
      assert.equal(attributesOf({ ...told, size: odd })?.bytes, undefined, String(odd));
      const walk = good(parserOf(walkFiles('d1', '25.0'))(reply(200, { files: [{ type: 'REG', size: odd }] })));
      assert.deepEqual([walk.bytes, walk.incomplete], [0, true], String(odd));
      const statistics = parserOf(readDirectoryStatistics('d1', '25.0'));
      const slice = (files: number, bytes: number) => ({
        reg_file_and_link_count: { minute: [{ timestamp: 1, value: files }] },
        logical_size: { minute: [{ timestamp: 1, value: bytes }] },
      });
      assert.equal(codeOf(statistics(reply(200, { slice: slice(odd, 1) }))), 'unexpectedShape', String(odd));
      assert.equal(codeOf(statistics(reply(200, { slice: slice(1, odd) }))), 'unexpectedShape', String(odd));
    }
  });

  it('believes no time that no calendar has: nothing could show it', () => {
    const told = { fileId: 'f', name: 'a', type: 'REG' };
    for (const odd of [1e300, -1e300, 8.64e12 + 1]) {
      assert.equal(attributesOf({ ...told, mtime: odd })?.modified, undefined, String(odd));
    }
    assert.equal(attributesOf({ ...told, mtime: -86_400 })?.modified, -86_400_000);
    const window = [{ timestamp: 1, value: 1, lastMeasurementTimestamp: 1e300 }];
    const slice = { reg_file_and_link_count: { minute: window }, logical_size: { minute: window } };
    const read = good(parserOf(readDirectoryStatistics('d1', '25.0'))(reply(200, { slice })));
    assert.equal(read.measuredAt, undefined);
  });

  it('ends a walk at a null token, since isLast is only in the documents', () => {
    const parse = parserOf(walkFiles('d1', '25.0'));
    const files = [
      { fileId: 'a', type: 'REG', size: 10 },
      { fileId: 'b', type: 'SYMLNK', size: 99 },
      { fileId: 'c', type: 'LNK', size: 5 },
    ];
    assert.deepEqual(good(parse(reply(200, { files, inaccessiblePaths: [], nextPageToken: 't' }))), {
      files: 3,
      bytes: 15,
      incomplete: false,
      next: 't',
    });
    assert.deepEqual(good(parse(reply(200, { files: [], inaccessiblePaths: ['.'], nextPageToken: null }))), {
      files: 0,
      bytes: 0,
      incomplete: true,
    });
    const unknown = good(parse(reply(200, { files: [{ fileId: 'a', type: 'REG', size: null }], nextPageToken: null })));
    assert.equal(unknown.incomplete, true);
  });

  it('takes the youngest window of the statistics, wherever it stands', () => {
    const window = (timestamp: number, value: number, last = timestamp + 7) => ({
      timestamp,
      value,
      lastMeasurementTimestamp: last,
    });
    const slice = {
      total_size: { minute: [window(60, 1), window(120, 5)] },
      reg_file_and_link_count: { minute: [window(120, 3), window(60, 1)] },
      file_errors_count: { minute: [window(120, 0)] },
      dir_errors_count: { minute: [] },
    };
    const parse = parserOf(readDirectoryStatistics('d1', '21.02.8'));
    assert.deepEqual(good(parse(reply(200, { slice }))), {
      files: 3,
      bytes: 5,
      incomplete: false,
      measuredAt: 127_000,
    });
    const faulty = { ...slice, dir_errors_count: { minute: [window(120, 2)] } };
    assert.equal(good(parse(reply(200, { slice: faulty }))).incomplete, true);
    assert.equal(codeOf(parse(reply(200, { slice: {} }))), 'unexpectedShape');
    assert.equal(codeOf(parse(reply(200, { layout: {} }))), 'unexpectedShape');
  });

  it('cuts content at the limit and says so; an empty file has no range', () => {
    const parse = parserOf(readContent('f1', 3));
    assert.deepEqual(good(parse(reply(206, 'abcd'))), { bytes: new TextEncoder().encode('abc'), truncated: true });
    assert.deepEqual(good(parse(reply(206, 'abc'))), { bytes: new TextEncoder().encode('abc'), truncated: false });
    assert.deepEqual(good(parse({ ...reply(200, 'abcd'), truncated: true })), {
      bytes: new TextEncoder().encode('abc'),
      truncated: true,
    });
    assert.deepEqual(good(parse(reply(416, ''))), { bytes: new Uint8Array(), truncated: false });
  });
});

describe('onedata: versions', () => {
  it('compares numbers, not texts, and ignores suffixes', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['21.02.4', '21.02.4', true],
      ['21.02.8-rc1', '21.02.4', true],
      ['21.02.10', '21.02.8', true],
      ['25.0', '21.02.8', true],
      ['25.0', '25.0.0', true],
      ['25', '25.0', true],
      ['21.02.3', '21.02.4', false],
      ['21.02.0-alpha28', '21.02.4', false],
      ['20.02.19', '21.02.0', false],
      ['21.02', '21.02.1', false],
      ['v25.1', '25.0', true],
      ['', '0', false],
      ['develop', '1', false],
    ];
    for (const [version, wanted, expected] of cases) {
      assert.equal(versionAtLeast(version, wanted), expected, `${version} >= ${wanted}`);
    }
  });
});
