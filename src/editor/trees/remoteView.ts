import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { failed, failureOf, success, type Answer } from '../../removal/failure';
import type { Remote } from '../../removal/remote';
import { ancestorsOf, ROOT, type FolderPath, type RemotePath } from '../../removal/remotePath';
import type { LateView, ViewContent } from '../late/lateView';
import { entryRow } from './folderRows';
import { FocusTracker } from './focusTracker';
import { draggingEntries } from './dragging';
import { folderId, isFolderNode, type EntryNode, type FolderNode, type TreeNode } from './node';
import { NodeTree } from './nodeTree';
import { SelectionTime } from './selectionTime';
import type { EntryStates } from './treeItem';
import type { TreeSource } from './treeSource';

const REVEAL_TRIES = 5;
/** How long the selection may take to follow, ms. */
const REVEAL_WAIT = 500;
/** How often is looked whether a row has been opened, ms. */
const POLL = 50;

/** One of the two remote views: its rows, what is selected, and what has the focus. */
export class RemoteView implements vscode.Disposable {
  readonly tree: NodeTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly content: ViewContent<TreeNode>;
  readonly focus: FocusTracker<TreeNode>;
  readonly selectionTime: SelectionTime<TreeNode>;
  private readonly owned: readonly Pick<vscode.Disposable, 'dispose'>[];

  constructor(late: LateView<TreeNode>, source: TreeSource, statesOf: (node: EntryNode) => EntryStates) {
    this.tree = new NodeTree(source, statesOf, {
      openAgain: (row) => void this.openAgain(row),
      whileReading: (reading) => void vscode.window.withProgress({ location: { viewId: late.id } }, () => reading),
      isVisible: () => late.view.visible,
    });
    late.follow(this.tree);
    this.view = late.view;
    this.content = { data: this.tree, dragAndDrop: draggingEntries };
    this.focus = new FocusTracker(
      this.view,
      ({ id }) => id,
      () => late.drawn,
    );
    this.selectionTime = new SelectionTime(this.view, ({ id }) => id);
    this.owned = [
      this.tree,
      this.focus,
      this.selectionTime,
      this.view.onDidChangeSelection(({ selection: [row] }) => row && this.tree.reached(row)),
      this.view.onDidExpandElement(({ element }) => this.tree.toggled(element, true)),
      this.view.onDidCollapseElement(({ element }) => this.tree.toggled(element, false)),
    ];
  }

  get selection(): readonly TreeNode[] {
    return this.selectionTime.selection;
  }

  get selectedAt(): number {
    return this.selectionTime.selectedAt;
  }

  /** Selects the row of an entry, and opens it and the folders above it; those on pages not loaded yet are shown, too. */
  async reveal(remote: Remote, root: FolderNode, path: RemotePath, signal: AbortSignal): Promise<Answer<TreeNode>> {
    let parent = root;
    for (const step of [...ancestorsOf(path).filter(isEntryPath).reverse(), path]) {
      await this.tree.rows(parent);
      const id = folderId(root.address, step);
      let row = this.tree.loadedChildren(parent)?.nodes.find((node) => node.id === id);
      if (!row) {
        const entry = await remote.stat(step, signal);
        if (!entry.ok) return entry;
        row = await this.tree.include(parent, entryRow(parent, entry.value));
      }
      if (step === path) return this.select(row);
      if (!isFolderNode(row)) return failed(failureOf('invalid', 'notFolder'));
      parent = row;
    }
    return this.select(parent);
  }

  /**
   * Opens a row that has rows below, and those above it. VS Code may give up on it as on a selection (see `select`), refuses a row that is listed but
   * not drawn yet, and closes, and selects no more, what was opened just before rows above it are drawn anew.
   */
  async open(row: TreeNode, { select }: { readonly select: boolean }): Promise<void> {
    await this.tree.untilDrawn(row);
    for (let tries = 0; tries < REVEAL_TRIES && !this.tree.wasOpen(row); tries += 1) {
      await Promise.resolve(this.view.reveal(row, { select, focus: false, expand: true })).catch(() => undefined);
      for (const end = Date.now() + REVEAL_WAIT; Date.now() < end && !this.tree.wasOpen(row);) await sleep(POLL);
    }
  }

  /** In a view that is not seen, nothing was clicked a moment ago, and revealing would bring it up. */
  private async openAgain(row: TreeNode): Promise<void> {
    if (!this.view.visible) return;
    // A row that has gone meanwhile cannot be opened, and need not be.
    await Promise.resolve(this.view.reveal(row, { select: false, focus: false, expand: true })).catch(() => undefined);
  }

  /** VS Code gives up on a row silently when rows above it are drawn anew meanwhile, as happens in a view that has just been opened. */
  private async select(row: TreeNode): Promise<Answer<TreeNode>> {
    for (let tries = 0; tries < REVEAL_TRIES; tries += 1) {
      await this.view.reveal(row, { select: true, focus: true, expand: true });
      if (await this.isSelected(row)) break;
    }
    return success(row);
  }

  /** The selection arrives a moment after the row was revealed. */
  private isSelected(row: TreeNode): Promise<boolean> {
    if (this.view.selection.includes(row)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (isSelected: boolean): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve(isSelected);
      };
      const timer = setTimeout(() => end(false), REVEAL_WAIT);
      const listener = this.view.onDidChangeSelection(({ selection }) => selection.includes(row) && end(true));
    });
  }

  dispose(): void {
    for (const item of this.owned) item.dispose();
  }
}

function isEntryPath(path: FolderPath): path is RemotePath {
  return path !== ROOT;
}
