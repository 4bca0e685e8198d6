import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { LostRows } from '../../src/editor/trees/lostRows';

const IN_TRANSIT_MS = 40;
const LATER_MS = 3 * IN_TRANSIT_MS;

describe('rows that VS Code loses when a redraw meets a fetch', () => {
  const row = { id: 'samples' };
  let drawnAgain: object[] = [];
  let lost: LostRows<object>;
  beforeEach(() => {
    drawnAgain = [];
    lost = new LostRows<object>((which) => drawnAgain.push(which), IN_TRANSIT_MS);
  });
  afterEach(() => lost.dispose());

  it('are drawn again when it does not ask for them after the redraw', async () => {
    lost.asked(row);
    lost.given(row);
    lost.drawn(row);
    await sleep(LATER_MS);
    assert.deepEqual(drawnAgain, [row]);
  });

  it('are left alone when it does ask', async () => {
    lost.asked(row);
    lost.given(row);
    lost.drawn(row);
    await sleep(5); // the clock moves on
    lost.asked(row);
    await sleep(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });

  it('are left alone when they arrived long before, and when nobody ever asked', async () => {
    lost.drawn({ id: 'closed' });
    lost.asked(row);
    lost.given(row);
    await sleep(LATER_MS);
    lost.drawn(row);
    await sleep(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });

  it('are not drawn by a tree that has gone', async () => {
    lost.given(row);
    lost.drawn(row);
    lost.dispose();
    await sleep(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });
});
