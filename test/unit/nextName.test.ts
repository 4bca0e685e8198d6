import assert from 'node:assert/strict';
import { nextName } from '../../src/editor/commit/nextName';

describe('the next free name of a workspace', () => {
  it('counts on, and passes over what is taken', () => {
    assert.equal(nextName('removals', new Set()), 'removals-2');
    assert.equal(nextName('removals-2', new Set(['removals-3'])), 'removals-4');
    assert.equal(nextName('main: 3f2a/x', new Set()), 'main: 3f2a/x-2');
  });
});
