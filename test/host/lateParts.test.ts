import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LateView } from '../../src/editor/late/lateView';
import { buildParts, type Views } from '../../src/editor/parts';

describe('parts that are built late', () => {
  const { createTreeView, createOutputChannel } = vscode.window;
  let disposed = 0;
  let provider: vscode.TreeDataProvider<string> | undefined;

  before(() => {
    Reflect.set(vscode.window, 'createTreeView', (_id: string, options: vscode.TreeViewOptions<string>) => {
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
    const view = new LateView<string>(outline, () => assert.fail('nobody asks'));
    const sources = [new vscode.EventEmitter<string>(), new vscode.EventEmitter<string>()] as const;
    for (const { event } of sources)
      view.follow({
        onDidChangeTreeData: event,
        getTreeItem: (row) => new vscode.TreeItem(row),
        getChildren: () => [],
      });
    const shown: unknown[] = [];
    provider?.onDidChangeTreeData?.((row) => shown.push(row));
    sources[0].fire('old');
    sources[1].fire('new');
    assert.deepEqual(shown, ['new']);
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
