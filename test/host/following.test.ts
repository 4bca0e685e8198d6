import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Disposables } from '../../src/editor/disposables';
import { followStaging, type Followed } from '../../src/editor/staged/following';
import type { Marked } from '../../src/editor/staged/markedModel';
import type { WatchedWorkspace } from '../../src/editor/staged/stagedModel';
import type { TreeNode } from '../../src/editor/trees/node';
import type { Report } from '../../src/removal/report';
import { file, planOf, SPACE, target, WORKSPACE } from '../support/builders';

const EVERY = 20;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('staged removals are read again', () => {
  const watched: readonly WatchedWorkspace[] = [{ address: WORKSPACE, label: 'tidy-up' }];
  let reads = 0;
  const readSoFar = (): number => reads;
  let workspaces: readonly WatchedWorkspace[] = watched;
  let seen: 'staged' | 'oxen' | undefined;
  let following: Disposables | undefined;
  const opened = new vscode.EventEmitter<TreeNode>();
  const expanded = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<TreeNode>>();
  let watches: string[] = [];
  let answer = (): void => undefined;
  const marks: readonly Marked[] = ['a', 'b'].map((path) => ({ remote: SPACE, place: 'Station', entry: file(path) }));
  let unmarked: string[] = [];
  const reported = new vscode.EventEmitter<Report>();
  const nothing = new vscode.EventEmitter<never>().event;
  const accountsChanged = new vscode.EventEmitter<void>();
  const treeOf = (kind: 'oxen' | undefined): Followed['oxen'] => ({
    tree: {
      onDidOpen: opened.event,
      refresh: () => undefined,
      learn: () => undefined,
      redraw: () => undefined,
      find: () => undefined,
    },
    view: {
      get visible() {
        return kind !== undefined && seen === kind;
      },
      onDidExpandElement: expanded.event,
    },
  });
  const follow = (timing: { idle?: number; every?: number }): void => {
    reads = 0;
    following = followStaging(
      {
        accounts: { onDidChange: accountsChanged.event },
        oxen: treeOf('oxen'),
        onedata: treeOf(undefined),
        staged: {
          onDidChange: nothing,
          onDidRead: nothing,
          workspaces: () => workspaces,
          count: () => 0,
          watch: (_, label) => {
            watches.push(label);
            return new Promise((resolve) => (answer = resolve));
          },
          refresh: () => Promise.resolve(void (reads += 1)),
        },
        marked: {
          onDidChange: nothing,
          all: () => marks,
          unmark: (gone) => void unmarked.push(...gone.map(({ entry }) => entry.path)),
        },
        history: { onDidChange: nothing, onDidReport: reported.event, failed: () => [] },
        stagedView: {
          get visible() {
            return seen === 'staged';
          },
          badge: undefined,
        },
      },
      { idle: 60_000, every: 60_000, ...timing },
    );
  };
  afterEach(() => {
    following?.dispose();
    workspaces = watched;
    seen = undefined;
    watches = [];
    unmarked = [];
  });

  for (const view of ['staged', 'oxen'] as const) {
    it(`again and again while the view ${view} can be seen, and no more once it cannot`, async () => {
      follow({ every: EVERY });
      await wait(5 * EVERY);
      assert.equal(reads, 0, 'nobody looks');
      seen = view;
      for (const end = Date.now() + 5_000; readSoFar() < 3 && Date.now() < end;) await wait(EVERY);
      assert.ok(readSoFar() >= 3, String(reads));
      seen = undefined;
      const before = reads;
      await wait(5 * EVERY);
      assert.equal(reads, before);
    });
  }

  it('never when no workspace was opened here', async () => {
    workspaces = [];
    seen = 'staged';
    follow({ idle: EVERY, every: EVERY });
    await wait(5 * EVERY);
    assert.equal(reads, 0);
  });

  it('once when VS Code has finished its own start, and when the accounts change, seen or not', async () => {
    follow({ idle: EVERY });
    assert.equal(reads, 0);
    await wait(5 * EVERY);
    assert.equal(reads, 1);
    accountsChanged.fire();
    assert.equal(reads, 2);
  });

  describe('of a workspace', () => {
    const commit = { id: 'c', message: '', time: undefined };
    const row: TreeNode = {
      type: 'workspace',
      id: 'w',
      parent: undefined,
      address: WORKSPACE,
      label: 'tidy-up',
      commit,
    };

    it('once it is open, though VS Code has lost the event that says so', () => {
      follow({});
      opened.fire(row);
      assert.deepEqual(watches, ['tidy-up']);
    });

    it('once when VS Code tells of it in both ways, and again when it is opened later', async () => {
      follow({});
      opened.fire(row);
      expanded.fire({ element: row });
      assert.deepEqual(watches, ['tidy-up']);
      answer();
      await wait(0);
      expanded.fire({ element: row });
      assert.deepEqual(watches, ['tidy-up', 'tidy-up']);
    });
  });

  it('what a report says is gone loses its mark, whoever asked for its deletion', () => {
    follow({});
    const plan = planOf([target(file('a'))]);
    const lines = plan.targets.map((one) => ({
      target: one,
      outcome: { kind: 'done' as const },
      attempts: 1,
      durationMs: 1,
    }));
    reported.fire({ plan, lines, startedAt: 0, endedAt: 1 });
    assert.deepEqual(unmarked, ['a']);
  });

  it('no more after the end', async () => {
    seen = 'staged';
    follow({ idle: EVERY, every: EVERY });
    following?.dispose();
    await wait(5 * EVERY);
    assert.equal(reads, 0);
  });
});
