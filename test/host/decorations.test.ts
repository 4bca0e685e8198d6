import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Decorations, type DecorationParts } from '../../src/editor/staged/decorations';
import { entryUri } from '../../src/editor/uri';
import { file, pathOf, SPACE, WORKSPACE } from '../support/builders';
import type { TreeNode } from '../../src/editor/trees/node';

/** Models in which nothing waits. */
const NOTHING: DecorationParts = {
  staged: { onDidChange: new vscode.EventEmitter<void>().event, workspaces: () => [] },
  marked: { onDidChange: new vscode.EventEmitter<void>().event, all: () => [] },
  history: {
    onDidChange: new vscode.EventEmitter<void>().event,
    all: () => Promise.resolve([]),
    failed: () => [],
    failureAt: () => undefined,
  },
  accounts: { hostOf: (id) => id },
  twins: { onDidChange: new vscode.EventEmitter<void>().event, remoteOf: () => undefined, localOf: () => [] },
  nameOfRemote: () => 'tidy-up',
  find: () => undefined,
};

describe('P for what winnow.guards.protectedPaths protects', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('winnow.guards');
  const set = async (globs: readonly string[] | undefined): Promise<void> =>
    settings().update('protectedPaths', globs, vscode.ConfigurationTarget.Global);
  let decorations: Decorations;
  const at = (path: string, remote: typeof WORKSPACE | typeof SPACE = WORKSPACE): vscode.FileDecoration | undefined =>
    decorations.provideFileDecoration(entryUri(remote, pathOf(path)));

  beforeEach(() => (decorations = new Decorations(NOTHING)));
  afterEach(async () => {
    decorations.dispose();
    await set(undefined);
  });

  it('comes and goes with the setting, on files, folders and all below them, on both kinds of server', async () => {
    assert.equal(at('raw/a/b.png'), undefined);
    const fired: unknown[] = [];
    decorations.onDidChangeFileDecorations((uris) => fired.push(uris));
    await set(['**/raw/**', '*.md']);
    assert.deepEqual(fired, [undefined], 'every row is looked at again');
    for (const [path, remote] of [
      ['raw/a/b.png', WORKSPACE],
      ['x/raw/b.png', SPACE],
      ['README.md', SPACE],
    ] as const) {
      assert.equal(at(path, remote)?.badge, 'P', path);
      assert.match(at(path, remote)?.tooltip ?? '', /winnow\.guards\.protectedPaths.*refuse/, path);
      assert.match(decorations.spoken({ remote, path: pathOf(path) }) ?? '', /^protected by winnow\.guards/, path);
    }
    assert.equal(at('x/other.png'), undefined);
    assert.equal(decorations.spoken({ remote: WORKSPACE, path: pathOf('x/other.png') }), undefined);
    await set([]);
    assert.equal(at('README.md', SPACE), undefined);
    assert.equal(fired.length, 2);
  });

  it('says what the server protects where both do', async () => {
    const entry = { ...file('raw/x'), traits: ['protected'] as const };
    decorations.dispose();
    const find = (): TreeNode => ({
      type: 'entry',
      id: 'x',
      parent: undefined,
      address: SPACE,
      entry,
      readonly: false,
    });
    decorations = new Decorations({ ...NOTHING, find });
    await set(['raw']);
    assert.match(at('raw/x', SPACE)?.tooltip ?? '', /The server will refuse/);
  });
});
