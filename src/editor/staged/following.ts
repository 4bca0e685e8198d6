import * as vscode from 'vscode';
import { remoteKey } from '../../removal/address';
import { countStaged } from '../../removal/stagedEntries';
import type { AccountStore } from '../accounts/accountStore';
import { Disposables } from '../disposables';
import type { TreeNode } from '../trees/node';
import type { NodeTree } from '../trees/nodeTree';
import { statusSpoken } from '../wording/staged';
import type { RunHistory } from '../removal/runHistory';
import { entryKey, listedKey } from './entryMarks';
import { goneMarks } from './goneMarks';
import type { MarkedModel } from './markedModel';
import type { StagedModel } from './stagedModel';
import type { StagedNode } from './stagedNode';

/** Time VS Code gets to finish its own start before the first request, ms. */
const IDLE = 1_500;
/** How often the staged removals are read again while they can be seen, ms: other clients stage as well. */
const EVERY = 60_000;

interface FollowedTree {
  readonly tree: Pick<NodeTree, 'onDidOpen' | 'refresh' | 'learn' | 'redraw' | 'find'>;
  readonly view: Pick<vscode.TreeView<TreeNode>, 'visible' | 'onDidExpandElement'>;
}

export interface Followed {
  readonly accounts: Pick<AccountStore, 'onDidChange'>;
  readonly oxen: FollowedTree;
  readonly onedata: FollowedTree;
  readonly staged: Pick<StagedModel, 'onDidChange' | 'onDidRead' | 'workspaces' | 'count' | 'watch' | 'refresh'>;
  readonly marked: Pick<MarkedModel, 'onDidChange' | 'all' | 'unmark'>;
  readonly history: Pick<RunHistory, 'onDidChange' | 'onDidReport' | 'failed'>;
  readonly stagedView: Pick<vscode.TreeView<StagedNode>, 'visible' | 'badge'>;
}

/** Keeps views and counts in step with the accounts, with the window, and with other clients of the same workspaces. */
export function followStaging(
  { accounts, oxen, onedata, staged, marked, history, stagedView }: Followed,
  { idle = IDLE, every = EVERY }: { readonly idle?: number; readonly every?: number } = {},
): Disposables {
  const owned = new Disposables();
  const refresh = (): void => {
    if (staged.workspaces().length > 0) void staged.refresh();
  };
  const first = setTimeout(refresh, idle);
  const timer = setInterval(() => {
    if (stagedView.visible || oxen.view.visible) refresh();
  }, every);
  owned.add(
    new vscode.Disposable(() => {
      clearTimeout(first);
      clearInterval(timer);
    }),
  );
  owned.add(
    accounts.onDidChange(() => {
      oxen.tree.refresh();
      onedata.tree.refresh();
      refresh();
    }),
  );
  /** An opened row is told of twice, by VS Code and by its asking for what is below. */
  const beginning = new Set<TreeNode>();
  const watch = (row: TreeNode): void => {
    if (row.type !== 'workspace' || beginning.has(row)) return;
    beginning.add(row);
    void staged.watch(row.address, row.label).finally(() => beginning.delete(row));
  };
  owned.add(oxen.view.onDidExpandElement(({ element }) => watch(element)));
  owned.add(oxen.tree.onDidOpen(watch));
  owned.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) refresh();
    }),
  );
  const showBadge = (): void => {
    const [removals, marks] = [staged.count(), marked.all().length];
    void vscode.commands.executeCommand('setContext', 'winnow.hasMarked', marks > 0);
    const value = removals + marks;
    stagedView.badge = value === 0 ? undefined : { value, tooltip: statusSpoken(removals, marks) };
  };
  const showCounts = (): void => {
    for (const { address, state } of staged.workspaces()) {
      if (state) oxen.tree.learn(remoteKey(address), { staged: countStaged(state) });
    }
  };
  // Rows that were listed since the last news have no count yet.
  owned.add(staged.onDidRead(showCounts));
  owned.add(staged.onDidChange(showBadge));
  owned.add(marked.onDidChange(showBadge));
  owned.add(
    history.onDidReport((report) => {
      marked.unmark(goneMarks(marked.all(), report));
    }),
  );
  const failed: Changing = { onDidChange: history.onDidChange, ids: () => history.failed().map(entryKey) };
  const isMarked = (): string[] => marked.all().map(listedKey);
  owned.add(redrawChanged({ onDidChange: marked.onDidChange, ids: isMarked }, [onedata]));
  owned.add(redrawChanged(failed, [oxen, onedata]));
  showBadge();
  return owned;
}

/** Rows of which something is known beside their listing. */
interface Changing {
  readonly onDidChange: vscode.Event<unknown>;
  readonly ids: () => readonly string[];
}

/** Rows that begin or cease to be among them are drawn anew; nothing is asked of a server. */
function redrawChanged({ onDidChange, ids }: Changing, views: readonly FollowedTree[]): vscode.Disposable {
  let before = new Set(ids());
  return onDidChange(() => {
    const now = new Set(ids());
    const changed = [...[...before].filter((id) => !now.has(id)), ...[...now].filter((id) => !before.has(id))];
    before = now;
    for (const { tree } of views) tree.redraw(changed.map((id) => tree.find(id)).filter((node) => node !== undefined));
  });
}
