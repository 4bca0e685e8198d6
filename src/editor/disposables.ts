import type * as vscode from 'vscode';

/** Owns disposables. What is added after the end is disposed of at once, so that a late answer leaks nothing. */
export class Disposables implements vscode.Disposable {
  private readonly items: vscode.Disposable[] = [];
  private ended = false;

  add<T extends vscode.Disposable>(item: T): T {
    if (this.ended) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    this.ended = true;
    for (const item of this.items.splice(0).reverse()) item.dispose();
  }
}
