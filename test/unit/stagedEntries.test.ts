import assert from 'node:assert/strict';
import { stagedEntries } from '../../src/removal/stagedEntries';
import { pathOf } from '../support/builders';

describe('what is staged, as entries to take back', () => {
  it('has every staged file, with its size when the server knows it, then the empty folders', () => {
    const entries = stagedEntries({
      base: 'c1',
      removed: [{ path: pathOf('a/one.txt'), bytes: 7 }, { path: pathOf('b.txt') }, { path: pathOf('c'), bytes: 0 }],
      emptyFolders: [pathOf('d/empty')],
    });
    assert.deepEqual(entries, [
      { path: 'a/one.txt', kind: 'file', bytes: 7, base: 'c1', traits: ['staged'] },
      { path: 'b.txt', kind: 'file', base: 'c1', traits: ['staged'] },
      { path: 'c', kind: 'file', bytes: 0, base: 'c1', traits: ['staged'] },
      { path: 'd/empty', kind: 'folder', files: 0, bytes: 0, base: 'c1', traits: ['staged'] },
    ]);
  });

  it('is nothing when nothing is staged', () => {
    assert.deepEqual(stagedEntries({ removed: [], emptyFolders: [], base: 'c1' }), []);
  });
});
