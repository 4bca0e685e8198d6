import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ActiveEntry } from '../../src/editor/files/activeEntry';
import { PositionStatus } from '../../src/editor/files/position';
import { Siblings, type SiblingParts } from '../../src/editor/files/siblings';
import type { MarkedModel } from '../../src/editor/staged/markedModel';
import type { StagedModel } from '../../src/editor/staged/stagedModel';
import { entryUri } from '../../src/editor/uri';
import { success } from '../../src/removal/failure';
import { file, pathOf, SPACE } from '../support/builders';

describe('where the open file stands, in the status bar', () => {
  it('is looked up again after a run: its folder may hold fewer files by now', async () => {
    const silent = new vscode.EventEmitter<never>().event;
    const ran = new vscode.EventEmitter<void>();
    let names = ['a/1', 'a/2', 'a/3'];
    const list = () => Promise.resolve(success({ items: names.map((name) => file(name)) }));
    const siblings = new Siblings({
      treeOf: () => ({ find: () => undefined, rowsInOrder: () => undefined }),
      connections: { remote: () => Promise.resolve(success({ list })) },
    } as unknown as SiblingParts);
    ran.event(() => siblings.forget());
    const status = new PositionStatus({
      siblings,
      active: { uri: entryUri(SPACE, pathOf('a/3')), onDidChange: silent } as unknown as ActiveEntry,
      staged: { onDidChange: silent } as unknown as StagedModel,
      marked: { onDidChange: silent, all: () => [] } as unknown as MarkedModel,
      nameOfRemote: () => 'Field Station',
      onDidRun: ran.event,
    });
    const text = async (): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return (Reflect.get(status, 'item') as vscode.StatusBarItem).text;
    };
    assert.match(String(await text()), /3 of 3/);
    names = ['a/2', 'a/3'];
    ran.fire();
    assert.match(String(await text()), /2 of 2/);
    status.dispose();
  });
});
