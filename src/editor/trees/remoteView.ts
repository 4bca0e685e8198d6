import * as vscode from 'vscode';
import { focusedRow } from '../../removal/selection';
import type { TreeNode } from './node';
import { NodeTree, type TreeSource } from './nodeTree';

/** One of the two remote views: its rows, and which of them a gesture means. */
export class RemoteView implements vscode.Disposable {
  readonly tree: NodeTree;
  readonly view: vscode.TreeView<TreeNode>;
  private before: readonly TreeNode[] = [];
  private now: readonly TreeNode[] = [];
  private readonly listener: vscode.Disposable;

  constructor(id: string, source: TreeSource) {
    this.tree = new NodeTree(source);
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.listener = this.view.onDidChangeSelection(({ selection }) => {
      this.before = this.now;
      this.now = selection;
    });
  }

  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /**
   * The rows that a key means. An arrow key moves the focus and leaves the selection behind, and VS Code tells an extension
   * only the selection; the key therefore runs `list.toggleSelection` first, and the row that flipped is the focused one.
   * Puts the selection back. Undefined when that cannot be told: then ask, never guess.
   */
  async focusedRows(): Promise<readonly TreeNode[] | undefined> {
    const focused = focusedRow(this.before, this.now, ({ id }) => id);
    await vscode.commands.executeCommand('list.toggleSelection');
    return focused?.rows;
  }

  dispose(): void {
    this.listener.dispose();
    this.view.dispose();
    this.tree.dispose();
  }
}
