import type * as vscode from 'vscode';
import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Remote } from '../../removal/remote';
import { ancestorsOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { LateView, ViewContent } from '../late/lateView';
import { entryRow } from './folderRows';
import { FocusTracker } from './focusTracker';
import { draggingEntries } from './dragging';
import { folderId, isFolderNode, type EntryNode, type FolderNode, type TreeNode } from './node';
import { NodeTree, type TreeSource } from './nodeTree';

/** One of the two remote views: its rows, what is selected, and what has the focus. */
export class RemoteView implements vscode.Disposable {
  readonly tree: NodeTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly content: ViewContent<TreeNode>;
  readonly focus: FocusTracker<TreeNode>;
  /** When a row was last selected here: of two views, the later one is where the person is. */
  selectedAt = 0;
  private readonly listener: vscode.Disposable;

  constructor(late: LateView<TreeNode>, source: TreeSource, isMarked: (node: EntryNode) => boolean = () => false) {
    this.tree = new NodeTree(source, isMarked);
    late.follow(this.tree);
    this.view = late.view;
    this.content = { data: this.tree, dragAndDrop: draggingEntries };
    this.focus = new FocusTracker(this.view, ({ id: rowId }) => rowId);
    this.listener = this.view.onDidChangeSelection(() => (this.selectedAt = performance.now()));
  }

  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /** Selects the row of an entry, and opens the folders above it; those on pages not loaded yet are shown, too. */
  async reveal(remote: Remote, root: FolderNode, path: RemotePath, signal: AbortSignal): Promise<Answer<TreeNode>> {
    let parent = root;
    for (const step of [...ancestorsOf(path).filter(isEntryPath).reverse(), path]) {
      await this.tree.getChildren(parent);
      const id = folderId(root.address, step);
      let row = this.tree.loadedChildren(parent)?.nodes.find((node) => node.id === id);
      if (!row) {
        const entry = await remote.stat(step, signal);
        if (!entry.ok) return entry;
        row = this.tree.include(parent, entryRow(parent, entry.value));
      }
      if (step === path) return this.select(row);
      if (!isFolderNode(row)) return failed(failureOf('invalid', 'notFolder'));
      parent = row;
    }
    return this.select(parent);
  }

  private async select(row: TreeNode): Promise<Answer<TreeNode>> {
    await this.view.reveal(row, { select: true, focus: true });
    return success(row);
  }

  dispose(): void {
    this.listener.dispose();
    this.focus.dispose();
    this.tree.dispose();
  }
}

function isEntryPath(path: FolderPath): path is RemotePath {
  return path !== ROOT;
}
