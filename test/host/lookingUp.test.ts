import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { followLink, type LinkParts } from '../../src/editor/links';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { commandFailed } from '../../src/editor/wording/commands';
import { lookedUp } from '../../src/editor/wording/plans';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import type { Entry } from '../../src/removal/remote';
import { file } from '../support/builders';

describe('entries that are named by an address', () => {
  const { withProgress, showErrorMessage } = vscode.window;
  const uris = ['a', 'b', 'c'].map((name) => vscode.Uri.parse(`onedata://lab/space/${name}`));
  let shown: string[] = [];
  let told: string[] = [];
  let cancel = (): void => undefined;

  before(() => {
    const progress: typeof withProgress = (_, task) => {
      const source = new vscode.CancellationTokenSource();
      cancel = () => source.cancel();
      return task({ report: ({ message }) => shown.push(message ?? '') }, source.token);
    };
    Reflect.set(vscode.window, 'withProgress', progress);
    Reflect.set(vscode.window, 'showErrorMessage', (text: string) => Promise.resolve(void told.push(text)));
  });
  after(() => {
    Reflect.set(vscode.window, 'withProgress', withProgress);
    Reflect.set(vscode.window, 'showErrorMessage', showErrorMessage);
  });
  beforeEach(() => {
    [shown, told] = [[], []];
  });

  it('are looked up with a notification while the server takes its time, and no longer than the person wants', async () => {
    let asked = 0;
    const stat = (path: string, signal: AbortSignal): Promise<Answer<Entry>> => {
      asked += 1;
      if (path !== 'c') return Promise.resolve(success(file(path)));
      const aborted = failed(failureOf('cancelled', 'cancelled'));
      return new Promise((give) => signal.addEventListener('abort', () => give(aborted)));
    };
    const connections = { remote: () => Promise.resolve(success({ stat })) };
    const door = new RemovalDoor({ connections } as unknown as DoorParts);
    const looking = door.resolve(uris);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    assert.deepEqual(shown, [lookedUp(2, 3)]);
    cancel();
    assert.equal(await looking, undefined);
    assert.deepEqual([asked, told], [3, []]);
  });

  it('a link whose following breaks says so: VS Code would say nothing', async () => {
    const logged: string[] = [];
    const parts = {
      door: { resolve: () => Promise.reject(new Error('broken')) },
      output: { error: (text: string) => logged.push(text), show: () => undefined },
    } as unknown as LinkParts;
    const query = `uri=${String(uris[0])}`;
    await followLink(vscode.Uri.parse('vscode://winnow-vscode.winnow/open').with({ query }), parts);
    assert.deepEqual([told, logged], [[commandFailed()], ['link failed']]);
  });
});
