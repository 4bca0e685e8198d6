import assert from 'node:assert/strict';
import { changedKeys, entryKey, marksOf, type Placed } from '../../src/editor/staged/entryMarks';
import { SPACE, WORKSPACE, pathOf } from '../support/builders';
import { within } from '../support/processorTime';

const at = (path: string, remote: Placed['remote'] = WORKSPACE): Placed => ({ remote, path: pathOf(path) });
const none = { staged: [], marked: [], failed: [] };

describe('marks of entries', () => {
  it('stand at the entry itself, and are counted on every folder above it', () => {
    const marks = marksOf({ ...none, staged: [at('a/b/one'), at('a/b/two'), at('ab/three')] });
    assert.deepEqual([...(marks.get(entryKey(at('a/b/one')))?.own ?? [])], ['staged']);
    assert.equal(marks.get(entryKey(at('a/b')))?.below.staged, 2);
    assert.equal(marks.get(entryKey(at('a')))?.below.staged, 2);
    assert.equal(marks.get(entryKey(at('ab')))?.below.staged, 1);
    assert.equal(marks.get(entryKey(at('c'))), undefined);
  });

  it('of one remote say nothing of another', () => {
    const marks = marksOf({ ...none, marked: [at('a', SPACE)] });
    assert.equal(marks.get(entryKey(at('a'))), undefined);
  });

  it('can be several on one entry', () => {
    const marks = marksOf({ ...none, marked: [at('a', SPACE)], failed: [at('a', SPACE)] });
    assert.deepEqual([...(marks.get(entryKey(at('a', SPACE)))?.own ?? [])].sort(), ['failed', 'marked']);
  });

  it('changed keys are those of the entry and of the folders above it, and no others', () => {
    const before = marksOf({ ...none, staged: [at('a/one'), at('b/two')] });
    const after = marksOf({ ...none, staged: [at('a/one'), at('b/two'), at('b/three')] });
    assert.deepEqual(changedKeys(before, after), [entryKey(at('b')), entryKey(at('b/three'))]);
    assert.deepEqual(changedKeys(after, after), []);
    assert.equal(changedKeys(after, new Map()).length, 5);
  });

  it('of 10,000 staged files are there within half a second', async () => {
    const staged = Array.from({ length: 10_000 }, (_, n) => at(`images/train/${n % 100}/${n}.png`));
    await within(500, () => {
      const marks = marksOf({ ...none, staged });
      assert.equal(changedKeys(new Map(), marks).length, marks.size);
    });
  });
});
