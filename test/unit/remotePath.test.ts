import assert from 'node:assert/strict';
import { parseRemotePath } from '../../src/removal/remotePath';

describe('remotePath', () => {
  it('refuses the root', () => {
    assert.deepEqual(parseRemotePath(''), { ok: false, problem: 'empty' });
  });
});
