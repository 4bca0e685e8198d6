import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LateView } from '../../src/editor/late/lateView';
import { buildParts, type Views } from '../../src/editor/parts';

interface Row {
  readonly label: string;
}

describe('parts that are built late', () => {
  const { createTreeView, createOutputChannel } = vscode.window;
  let disposed = 0;
  let provider: vscode.TreeDataProvider<Row> | undefined;

  before(() => {
    Reflect.set(vscode.window, 'createTreeView', (_id: string, options: vscode.TreeViewOptions<Row>) => {
      provider = options.treeDataProvider;
      return { dispose: () => undefined };
    });
    Reflect.set(vscode.window, 'createOutputChannel', () => ({ dispose: () => (disposed += 1) }));
  });
  after(() => {
    Reflect.set(vscode.window, 'createTreeView', createTreeView);
    Reflect.set(vscode.window, 'createOutputChannel', createOutputChannel);
  });

  it('a view follows the last data alone that it was told to', () => {
    const outline = { id: 'winnow.staged', showCollapseAll: true, dragMimeTypes: [], dropMimeTypes: [] };
    const view = new LateView<Row>(outline, () => assert.fail('nobody asks'));
    const sources = [new vscode.EventEmitter<Row>(), new vscode.EventEmitter<Row>()] as const;
    for (const { event } of sources)
      view.follow({
        onDidChangeTreeData: event,
        getTreeItem: ({ label }) => new vscode.TreeItem(label),
        getChildren: () => [],
      });
    const shown: unknown[] = [];
    provider?.onDidChangeTreeData?.((row) => shown.push(row));
    sources[0].fire({ label: 'old' });
    sources[1].fire({ label: 'new' });
    assert.deepEqual(shown, [{ label: 'new' }]);
    view.dispose();
  });

  it('a view tells the rows that it drew from any that look the same', async () => {
    const data = { getTreeItem: ({ label }: Row) => new vscode.TreeItem(label), getChildren: () => [] };
    const outline = { id: 'winnow.staged', showCollapseAll: true, dragMimeTypes: [], dropMimeTypes: [] };
    const view = new LateView<Row>(outline, () => ({ data, dragAndDrop: {} }));
    const row = { label: 'a' };
    assert.equal(view.hasDrawn(row), false);
    await provider?.getTreeItem(row);
    assert.deepEqual([view.hasDrawn(row), view.hasDrawn({ ...row })], [true, false]);
    view.dispose();
  });

  it('what was built goes again when the rest cannot be', () => {
    const nothing = { get: () => undefined, onDidChange: () => ({ dispose: () => undefined }) };
    const subscriptions: vscode.Disposable[] = [];
    const context = {
      subscriptions,
      globalState: nothing,
      workspaceState: nothing,
      secrets: nothing,
      get globalStorageUri(): never {
        throw new Error('no storage');
      },
    } as unknown as vscode.ExtensionContext;
    assert.throws(() => buildParts(context, {} as Views), /no storage/);
    assert.deepEqual([disposed, subscriptions], [1, []]);
  });
});
