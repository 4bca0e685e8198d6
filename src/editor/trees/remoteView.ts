import * as vscode from 'vscode';
import { FocusTracker } from './focusTracker';
import { draggingEntries } from './dragging';
import type { EntryNode, TreeNode } from './node';
import { NodeTree, type TreeSource } from './nodeTree';

/** One of the two remote views: its rows, what is selected, and what has the focus. */
export class RemoteView implements vscode.Disposable {
  readonly tree: NodeTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly focus: FocusTracker<TreeNode>;

  constructor(id: string, source: TreeSource, isMarked: (node: EntryNode) => boolean = () => false) {
    this.tree = new NodeTree(source, isMarked);
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: draggingEntries,
    });
    this.focus = new FocusTracker(this.view, ({ id: rowId }) => rowId);
  }

  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  dispose(): void {
    this.focus.dispose();
    this.view.dispose();
    this.tree.dispose();
  }
}
