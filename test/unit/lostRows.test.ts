import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { LostRows } from '../../src/editor/trees/lostRows';

const IN_TRANSIT_MS = 40;
const LATER_MS = 3 * IN_TRANSIT_MS;

interface Row {
  readonly id: string;
  readonly parent: Row | undefined;
}

let drawnAgain: Row[] = [];
let openedAgain: Row[] = [];
let lost: LostRows<Row>;
let now = 0;

function pass(ms: number): void {
  now += ms;
  mock.timers.tick(ms);
}

/** For each test of a suite: a clock that `pass` moves, and each look at it a little. */
function withOwnClock(): void {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => (now += 0.1));
    drawnAgain = [];
    openedAgain = [];
    const mending = {
      drawAgain: (which: Row) => drawnAgain.push(which),
      openAgain: (which: Row) => openedAgain.push(which),
    };
    lost = new LostRows<Row>(mending, IN_TRANSIT_MS);
  });
  afterEach(() => {
    lost.dispose();
    mock.timers.reset();
    mock.restoreAll();
  });
}

describe('rows that VS Code loses when a redraw meets a fetch', () => {
  withOwnClock();
  const row: Row = { id: 'samples', parent: undefined };

  it('are drawn again when it does not ask for them after the redraw', () => {
    lost.asked(row);
    lost.given(row);
    lost.drawn(row);
    pass(LATER_MS);
    assert.deepEqual(drawnAgain, [row]);
  });

  it('are left alone when it does ask', () => {
    lost.asked(row);
    lost.given(row);
    lost.drawn(row);
    pass(5); // the clock moves on
    lost.asked(row);
    pass(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });

  it('are left alone when they arrived long before, and when nobody ever asked', () => {
    lost.drawn({ id: 'closed', parent: undefined });
    lost.asked(row);
    lost.given(row);
    pass(LATER_MS);
    lost.drawn(row);
    pass(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });

  it('are not drawn by a tree that has gone', () => {
    lost.asked(row);
    lost.given(row);
    lost.drawn(row);
    lost.dispose();
    pass(LATER_MS);
    assert.deepEqual(drawnAgain, []);
  });
});

describe('folders that VS Code closes again because a redraw above began before they were opened', () => {
  withOwnClock();
  const workspace: Row = { id: 'tidy-up', parent: undefined };
  const folder: Row = { id: 'images', parent: { id: 'data', parent: workspace } };
  const fetch = (row: Row): void => {
    lost.asked(row);
    lost.given(row);
  };
  /** VS Code draws a row that it shows already, and asks for the rows below again. */
  const drawAnew = (row: Row): void => {
    lost.drawn(row);
    fetch(row);
  };
  beforeEach(() => fetch(workspace));

  it('are opened again, also when VS Code has asked for what is below', () => {
    drawAnew(workspace);
    lost.wasOpened(folder);
    fetch(folder);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [folder]);
  });

  it('wait for the redraw: it closes them only when it has all rows', () => {
    lost.drawn(workspace);
    lost.asked(workspace);
    pass(LATER_MS);
    lost.wasOpened(folder);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, []);
    lost.given(workspace);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [folder]);
  });

  it('are opened again when the whole tree was drawn anew, and left alone long after it was', () => {
    lost.asked(undefined);
    lost.wasOpened(workspace);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [], 'not before its rows are there');
    lost.given(undefined);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [workspace]);
    lost.wasOpened(workspace);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [workspace]);
  });

  it('are left alone when the redraw began after they were opened: it knows of them', () => {
    lost.wasOpened(folder);
    fetch(folder);
    drawAnew(workspace);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, []);
  });

  it('are left alone once a row below them was clicked: the view would jump back to them', () => {
    drawAnew(workspace);
    lost.wasOpened(folder);
    lost.wasReached({ id: 'cat.png', parent: folder });
    pass(LATER_MS);
    assert.deepEqual(openedAgain, []);
    drawAnew(workspace);
    lost.wasOpened(folder);
    lost.wasReached(folder);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, [folder], 'it may be closed itself');
  });

  it('are left alone when they were closed, and when the redraw ended long before', () => {
    drawAnew(workspace);
    lost.wasOpened(folder);
    lost.wasClosed(folder);
    pass(LATER_MS);
    lost.wasOpened(folder);
    pass(LATER_MS);
    assert.deepEqual(openedAgain, []);
  });

  it('are left alone when a person opens one folder after the other: none above is drawn anew', () => {
    const outer: Row = { id: 'outer', parent: workspace };
    lost.drawn(outer);
    fetch(outer);
    lost.wasOpened({ id: 'inner', parent: outer });
    pass(LATER_MS);
    assert.deepEqual(openedAgain, []);
  });
});
