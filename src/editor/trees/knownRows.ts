import * as vscode from 'vscode';
import { changedSince } from '../../removal/changes';
import type { EntryNode, TreeNode } from './node';

/** The object that stands for each row of a tree, also when it is listed again: VS Code knows rows by object. */
export class KnownRows implements vscode.Disposable {
  private readonly byId = new Map<string, TreeNode>();
  private readonly replaced = new vscode.EventEmitter<EntryNode>();
  /** A file is listed with other content, or as another file of its name, than before. */
  readonly onDidReplace = this.replaced.event;

  find(id: string): TreeNode | undefined {
    return this.byId.get(id);
  }

  /** Takes in a row as it was listed; gives the object that stands for it. */
  keep(row: TreeNode): TreeNode {
    const old = this.byId.get(row.id);
    if (old?.type !== row.type) {
      this.byId.set(row.id, row);
      return row;
    }
    const isOther = isFile(old) && isFile(row) && changedSince(old.entry, row.entry).length > 0;
    Object.assign(old, row);
    if (isOther) this.replaced.fire(old);
    return old;
  }

  /** Takes in what was found out about a row elsewhere; gives the row when that is news. */
  learn(id: string, facts: Partial<TreeNode>): TreeNode | undefined {
    const row = this.byId.get(id);
    if (!row) return undefined;
    const isNews = Object.entries(facts).some(([key, value]) => row[key as keyof TreeNode] !== value);
    return isNews ? Object.assign(row, facts) : undefined;
  }

  /** The row is listed no more. */
  drop({ id }: TreeNode): void {
    this.byId.delete(id);
  }

  dispose(): void {
    this.replaced.dispose();
  }
}

function isFile(row: TreeNode): row is EntryNode {
  return row.type === 'entry' && row.entry.kind === 'file';
}
