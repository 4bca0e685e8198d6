import * as vscode from 'vscode';
import { protects } from '../../src/editor/removal/protection';
import type { MarkedModel } from '../../src/editor/staged/markedModel';
import type { StagedModel, WatchedWorkspace } from '../../src/editor/staged/stagedModel';
import type { StagedNode } from '../../src/editor/staged/stagedNode';
import { Decorations } from '../../src/editor/staged/decorations';
import { StagedTree } from '../../src/editor/staged/stagedTree';
import { confirmationFor } from '../../src/removal/confirmation';
import { DEFAULT_GUARDS, refusalsOf } from '../../src/removal/guards';
import { makePlan } from '../../src/removal/planning';
import { select } from '../../src/removal/selection';
import { entryUri } from '../../src/editor/uri';
import { WORKSPACE, pathOf } from '../support/builders';
import { scaled, setup, timed } from './equipment';
import { planOfFiles } from './onedataDeletions';
import { column, figureOf, inRounds, ratiosOf, type Figure } from './rounds';

/** From 10,000 chosen entries to the question: rules, plan, guards with a glob, confirmation. */
export async function planning(): Promise<readonly Figure[]> {
  const count = scaled(10_000);
  const { targets } = planOfFiles(count);
  const guards = { ...DEFAULT_GUARDS, protectedPaths: ['**/raw/**'] };
  const rounds = await inRounds(setup.rounds * 3, {
    winnow: () =>
      timed(() => {
        const { chosen, skipped } = select('deletePermanently', targets);
        if (chosen.length !== count) throw new Error('the selection lost targets');
        const plan = makePlan({ id: 'bench', action: 'deletePermanently', createdAt: 0, targets, skipped });
        const refusals = refusalsOf(plan, guards, protects);
        const { ask } = confirmationFor(plan, { confirmStaging: false, nameOfRemote: () => 'Bench' });
        return refusals.length === 0 && ask !== 'nothing' ? Promise.resolve() : Promise.reject(new Error('not asked'));
      }),
    copy: () =>
      timed(() => {
        const copy = JSON.parse(JSON.stringify(targets)) as unknown[];
        return copy.length === count ? Promise.resolve() : Promise.reject(new Error('copied wrongly'));
      }),
  });
  const ms = column(rounds.winnow, 'ms');
  return [
    figureOf({
      name: `planning ${count.toLocaleString('en')} targets, without the network`,
      unit: 'ms',
      values: ms,
      ratios: ratiosOf(ms, column(rounds.copy, 'ms')),
      baseline: 'JSON there and back of the same targets',
      goals: [{ of: 'value', atMost: 50 }],
    }),
  ];
}

const nothing = (): vscode.Disposable => new vscode.Disposable(() => undefined);

/** A Staged view with 10,000 removals: all its rows made, as when everything is expanded. */
export async function stagedRows(): Promise<readonly Figure[]> {
  const count = scaled(10_000);
  const removed = Array.from({ length: count }, (_, i) => ({ path: pathOf(`images/part-${i % 50}/${i}.png`) }));
  const lists = { uploaded: [], edited: [], emptyFolders: [], leftovers: [], unfinished: [], unreadable: [] };
  const watched: WatchedWorkspace = {
    address: WORKSPACE,
    label: 'tidy-up',
    state: { removed, ...lists, base: 'bench', readAt: Date.now() },
  };
  const staged = { onDidChange: nothing, workspaces: () => [watched], isOwn: () => true } as unknown as StagedModel;
  const marked = { onDidChange: nothing, all: () => [] } as unknown as MarkedModel;
  const tree = new StagedTree(staged, marked);
  const rowsBelow = (node?: StagedNode): number =>
    tree.getChildren(node).reduce((sum, child) => {
      tree.getTreeItem(child);
      return sum + 1 + rowsBelow(child);
    }, 0);
  const rounds = await inRounds(setup.rounds * 3, {
    winnow: () =>
      timed(() => (rowsBelow() > count ? Promise.resolve() : Promise.reject(new Error('rows are missing')))),
    plain: () =>
      timed(() => {
        const items = removed.map(({ path }) => new vscode.TreeItem(path));
        return items.length === count ? Promise.resolve() : Promise.reject(new Error('rows are missing'));
      }),
  });
  tree.dispose();
  const ms = column(rounds.winnow, 'ms');
  return [
    figureOf({
      name: `all rows of a Staged view with ${count.toLocaleString('en')} removals`,
      unit: 'ms',
      values: ms,
      ratios: ratiosOf(ms, column(rounds.plain, 'ms')),
      baseline: 'as many bare TreeItems',
      goals: [{ of: 'value', atMost: 500 }],
    }),
  ];
}

/** What the letters and colours of rows cost while 10,000 removals are staged: every row of the trees asks for its own. */
export async function decorating(): Promise<readonly Figure[]> {
  const many = scaled(10_000);
  const ask = decorationsOf(many);
  const askFew = decorationsOf(Math.max(10, many / 100));
  const rounds = await inRounds(setup.rounds * 3, { winnow: ask.each, few: askFew.each });
  ask.dispose();
  askFew.dispose();
  const us = column(rounds.winnow, 'us');
  return [
    figureOf({
      name: `the decoration of one file, of ${many.toLocaleString('en')} staged`,
      unit: 'µs',
      values: us,
      ratios: ratiosOf(us, column(rounds.few, 'us')),
      baseline: 'of a hundredth as many (how much longer)',
      goals: [{ of: 'value', atMost: 50 }],
    }),
  ];
}

function decorationsOf(count: number): { readonly each: () => Promise<{ us: number }>; readonly dispose: () => void } {
  const removed = Array.from({ length: count }, (_, i) => ({ path: pathOf(`images/part-${i % 50}/${i}.png`) }));
  const lists = { uploaded: [], edited: [], emptyFolders: [], leftovers: [], unfinished: [], unreadable: [] };
  const state = { removed, ...lists, base: 'bench', readAt: Date.now() };
  const decorations = new Decorations({
    staged: { onDidChange: nothing, workspaces: () => [{ address: WORKSPACE, label: 'tidy-up', state }] },
    marked: { onDidChange: nothing, all: () => [] },
    history: { onDidChange: nothing, all: () => Promise.resolve([]), failed: () => [], failureAt: () => undefined },
    accounts: { hostOf: () => 'bench' },
    twins: { onDidChange: nothing, remoteOf: () => undefined, localOf: () => [] },
    find: () => undefined,
    nameOfRemote: () => 'tidy-up',
  });
  const uris = removed.map(({ path }) => entryUri(WORKSPACE, path));
  const rounds = Math.max(1, Math.round(10_000 / count));
  return {
    dispose: () => decorations.dispose(),
    each: async () => {
      const { ms } = await timed(() => {
        for (let round = 0; round < rounds; round += 1)
          for (const uri of uris)
            if (decorations.provideFileDecoration(uri)?.badge !== 'R') throw new Error('a letter is missing');
        return Promise.resolve();
      });
      return { us: (ms * 1000) / (uris.length * rounds) };
    },
  };
}
