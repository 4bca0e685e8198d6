import assert from 'node:assert/strict';
import { asStagedIn } from '../../src/removal/stagedAnew';
import { file, folder, pathOf, withTraits } from '../support/builders';

describe('entries that were listed as staged', () => {
  const now = asStagedIn({
    removed: ['a.txt', 'all/1', 'all/2', 'some/1'].map((path) => ({ path: pathOf(path) })),
    emptyFolders: [pathOf('outer/empty')],
  });
  const traits = (entry: Parameters<typeof now>[0]) => now(withTraits(entry, 'staged')).traits;

  it('are so as long as the server says it', () => {
    assert.deepEqual(traits(file('a.txt')), ['staged']);
    assert.deepEqual(traits(folder('all', { files: 2 })), ['staged']);
    assert.deepEqual(traits(folder('outer/empty', { files: 0 })), ['staged']);
    assert.deepEqual(traits(folder('outer', { files: 0 })), ['staged']);
  });

  it('are so no more once another client has taken any of it back', () => {
    assert.deepEqual(traits(file('b.txt')), []);
    assert.deepEqual(traits(folder('some', { files: 2 })), []);
    assert.deepEqual(traits(folder('none', { files: 0 })), []);
    assert.deepEqual(traits(folder('uncounted')), []);
  });

  it('and nothing else about any entry changes', () => {
    const edited = withTraits(file('c.txt'), 'edited');
    assert.equal(now(edited), edited);
    assert.deepEqual(now(withTraits(file('b.txt', { bytes: 7 }), 'staged')), file('b.txt', { bytes: 7 }));
  });
});
