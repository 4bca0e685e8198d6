import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { AccountStore } from '../../src/editor/accounts/accountStore';
import { RemoteFileSystem } from '../../src/editor/files/remoteFileSystem';
import { entryUri } from '../../src/editor/uri';
import { success } from '../../src/removal/failure';
import type { Remote } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { SPACE, pathOf } from '../support/builders';

describe('the longest file that an editor shows', () => {
  const settings = () => vscode.workspace.getConfiguration('winnow.preview');
  const set = async (value: unknown): Promise<void> => {
    await settings().update('maxBytes', value, vscode.ConfigurationTarget.Global);
    while (settings().inspect('maxBytes')?.globalValue !== value) await sleep(10);
  };
  afterEach(() => set(undefined));

  it('is what the setting says, and the default where that is no number', async () => {
    const limits: number[] = [];
    const remote = {
      read: (_path: unknown, limit: number) => {
        limits.push(limit);
        return Promise.resolve(success({ bytes: new Uint8Array(), truncated: false }));
      },
    } as unknown as Remote;
    const connections = { remote: () => Promise.resolve(success(remote)) };
    const accounts = { hostOf: () => 'lab' } as unknown as AccountStore;
    const files = new RemoteFileSystem(connections, accounts, [], new vscode.EventEmitter<Report>().event);
    for (const value of [undefined, 5_000, '20MB', -1]) {
      await set(value);
      await files.readFile(entryUri(SPACE, pathOf('a.txt')));
    }
    assert.deepEqual(limits, [20_000_000, 5_000, 20_000_000, 20_000_000]);
  });
});
