import assert from 'node:assert/strict';
import { atOnce } from '../../src/editor/trees/atOnce';

describe('work in line', () => {
  it('runs no more than the limit at once, and all of it, failures included', async () => {
    const inLine = atOnce(2);
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((n) =>
        inLine(async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          if (n === 2) throw new Error('two');
          return n;
        }),
      ),
    );
    assert.equal(most, 2);
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
      [1, 'failed', 3, 4, 5],
    );
  });
});
