import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LoadedPages } from '../../src/editor/trees/loadedPages';
import { SortedPages } from '../../src/editor/trees/sortedPages';
import type { Children } from '../../src/editor/trees/treeSource';
import type { PageToken } from '../../src/removal/remote';
import { file } from '../support/builders';
import { rowOf, SPACE_ROW } from '../support/rows';

/** Of so many pages, one file each; the server takes longer for the second than a notification waits, ms. */
const PAGES = 4;
const LATENCY = 1_300;

describe('a folder that is sorted', function () {
  this.timeout(10_000);
  const { withProgress } = vscode.window;
  let notifications = 0;
  let asked: number[] = [];
  let sorted: SortedPages;

  before(() => {
    Reflect.set(vscode.window, 'withProgress', (_: unknown, task: (...args: readonly unknown[]) => unknown) => {
      notifications += 1;
      return task({ report: () => undefined }, { onCancellationRequested: () => undefined });
    });
  });
  after(() => Reflect.set(vscode.window, 'withProgress', withProgress));
  beforeEach(() => {
    [notifications, asked] = [0, []];
    const list = async (_: unknown, page: PageToken | undefined): Promise<Children> => {
      const at = Number(page ?? 1);
      asked.push(at);
      if (at === 2) await new Promise((resolve) => setTimeout(resolve, LATENCY));
      const nodes = [rowOf(file(`f${at}`, { bytes: at }))];
      return at < PAGES ? { nodes, next: String(at + 1) as PageToken } : { nodes };
    };
    const nothing = (): void => undefined;
    sorted = new SortedPages(new LoadedPages({ list, keep: (row) => row, gone: nothing, loaded: nothing }));
    sorted.sort('size');
  });
  const names = ({ nodes }: Children): readonly string[] => nodes.map(({ id }) => id);

  it('is loaded to its end once, with one notification, however often its rows are asked for meanwhile', async () => {
    const all = await Promise.all([sorted.below(SPACE_ROW), sorted.below(SPACE_ROW)]);
    assert.deepEqual(all.map(names), Array(2).fill(['space/f1', 'space/f2', 'space/f3', 'space/f4']));
    assert.deepEqual([notifications, asked], [1, [1, 2, 3, 4]]);
  });

  it('is loaded no further once the person wants it by name again', async () => {
    const loading = sorted.below(SPACE_ROW);
    await new Promise((resolve) => setTimeout(resolve, LATENCY / 2));
    sorted.sort('name');
    assert.deepEqual(names(await loading), ['space/f1', 'space/f2']);
    assert.deepEqual(asked, [1, 2]);
    sorted.sort('size');
    assert.equal(names(await sorted.below(SPACE_ROW)).length, PAGES);
  });
});
