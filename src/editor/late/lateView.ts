import * as vscode from 'vscode';

/** What fills a view once it is asked for. */
export interface ViewContent<T> {
  readonly data: vscode.TreeDataProvider<T>;
  readonly dragAndDrop: Pick<vscode.TreeDragAndDropController<T>, 'handleDrag' | 'handleDrop'>;
}

/** What VS Code has to know of a view before anything in it is loaded. */
export interface ViewOutline {
  readonly id: string;
  readonly showCollapseAll: boolean;
  readonly dragMimeTypes: readonly string[];
  readonly dropMimeTypes: readonly string[];
}

/** A view that VS Code knows from the start, and whose rows are made by parts that are loaded when they are first asked for. */
export class LateView<T extends object> implements vscode.Disposable {
  readonly id: string;
  readonly view: vscode.TreeView<T>;
  /** How many rows VS Code has drawn so far. It has forgotten a row before it draws it anew. */
  drawn = 0;
  private readonly rows = new WeakSet<T>();
  private readonly changed = new vscode.EventEmitter<T | T[] | undefined>();
  private following: vscode.Disposable | undefined;

  constructor({ id, showCollapseAll, dragMimeTypes, dropMimeTypes }: ViewOutline, content: () => ViewContent<T>) {
    this.id = id;
    this.view = vscode.window.createTreeView<T>(id, {
      canSelectMany: true,
      showCollapseAll,
      treeDataProvider: {
        onDidChangeTreeData: this.changed.event,
        getTreeItem: (row) => {
          this.drawn += 1;
          this.rows.add(row);
          return content().data.getTreeItem(row);
        },
        getChildren: (row) => content().data.getChildren(row),
        getParent: (row) => content().data.getParent?.(row),
      },
      dragAndDropController: {
        dragMimeTypes,
        dropMimeTypes,
        handleDrag: (...drag) => content().dragAndDrop.handleDrag?.(...drag),
        handleDrop: (...drop) => content().dragAndDrop.handleDrop?.(...drop),
      },
    });
  }

  /** Whether VS Code was given this row, and can hand it to a command: one of the same looks may be made up. */
  hasDrawn(row: object): boolean {
    return this.rows.has(row as T);
  }

  /** From now on the view follows what its rows are made from. */
  follow(data: vscode.TreeDataProvider<T>): void {
    this.following?.dispose();
    this.following = data.onDidChangeTreeData?.((rows) => this.changed.fire(rows ?? undefined));
  }

  dispose(): void {
    this.following?.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}
