import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { curationCommands, type CurationParts } from '../../src/editor/commands/curationCommands';
import type { Neighbour } from '../../src/editor/files/folderFiles';
import type { FileAt } from '../../src/editor/files/siblings';
import { COMMANDS } from '../../src/editor/ids';
import { entryUri } from '../../src/editor/uri';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import type { Report } from '../../src/removal/report';
import { WORKSPACE, pathOf } from '../support/builders';

describe('opening the next file of a folder', () => {
  const { setStatusBarMessage } = vscode.window;
  const { executeCommand } = vscode.commands;
  const uri = entryUri(WORKSPACE, pathOf('images/a.png'));
  const moved = new vscode.EventEmitter<vscode.Uri | undefined>();
  let told: string[] = [];
  let opened: string[] = [];
  let search: { readonly signal: AbortSignal; readonly end: (found: Answer<Neighbour>) => void } | undefined;
  let staging: ((report: Report) => void) | undefined;
  const handlers = curationCommands({
    accounts: { hostOf: () => 'hub.example.org' },
    active: { onDidChange: moved.event },
    staged: { stateOf: () => undefined },
    door: { removeAt: () => new Promise((end) => (staging = end)) },
    siblings: {
      neighbour: (_file: FileAt, _by: number, signal: AbortSignal) => new Promise((end) => (search = { signal, end })),
    },
  } as unknown as CurationParts) as Record<string, (clicked: vscode.Uri) => Promise<void>>;
  const press = async (command: keyof typeof COMMANDS, found: Answer<Neighbour>, leave = false): Promise<void> => {
    const done = handlers[COMMANDS[command]]?.(uri);
    if (leave) moved.fire(undefined);
    const { signal, end } = search ?? assert.fail('nothing was looked for');
    assert.equal(signal.aborted, leave);
    end(found);
    await done;
  };

  before(() => {
    Reflect.set(vscode.window, 'setStatusBarMessage', (text: string) => told.push(text));
    Reflect.set(vscode.commands, 'executeCommand', (command: string, target: vscode.Uri) =>
      Promise.resolve(opened.push(`${command} ${target.path}`)),
    );
  });
  after(() => {
    Reflect.set(vscode.window, 'setStatusBarMessage', setStatusBarMessage);
    Reflect.set(vscode.commands, 'executeCommand', executeCommand);
    moved.dispose();
  });
  beforeEach(() => {
    [told, opened, search] = [[], [], undefined];
  });

  it('opens it', async () => {
    await press('openNext', success({ kind: 'file', path: pathOf('images/b.png') }));
    assert.deepEqual([opened.length, told], [1, []]);
    assert.match(opened[0] ?? '', /^vscode\.open .*images\/b\.png$/);
  });

  it('is given up when the person goes elsewhere, who is not called back', async () => {
    await press('openNext', success({ kind: 'file', path: pathOf('images/b.png') }), true);
    await press('openNext', failed(failureOf('cancelled', 'cancelled')), true);
    assert.deepEqual([opened, told], [[], []]);
  });

  it('is given up, too, when the person goes elsewhere while the file is being staged', async () => {
    const stage = async (leave: boolean): Promise<void> => {
      const done = handlers[COMMANDS.oxenStageAndOpenNext]?.(uri);
      if (leave) moved.fire(undefined);
      staging?.({ lines: [{ outcome: { kind: 'done' } }] } as unknown as Report);
      await new Promise((resolve) => setImmediate(resolve));
      search?.end(success({ kind: 'file', path: pathOf('images/b.png') }));
      await done;
    };
    await stage(true);
    assert.deepEqual([opened, search], [[], undefined], 'nor is anything looked for');
    await stage(false);
    assert.equal(opened.length, 1);
  });

  const none = (found: Neighbour): Answer<Neighbour> => success(found);
  for (const [command, found, words] of [
    ['openNext', none({ kind: 'end' }), 'That was the last file of the folder'],
    ['openPrevious', none({ kind: 'end' }), 'That was the first file of the folder'],
    ['openNext', none({ kind: 'notListed' }), 'The file in the editor is not listed in its folder'],
    [
      'openNext',
      none({ kind: 'furtherOn', entries: 6000 }),
      'Not among the first 6,000 entries of the folder: press again to look further',
    ],
    ['openNext', failed(failureOf('network', 'connectionRefused')), /hub\.example\.org/],
  ] as const) {
    it(`says why there is none: ${words.toString()}`, async () => {
      await press(command, found);
      assert.deepEqual([opened, told.length], [[], 1]);
      if (typeof words === 'string') assert.equal(told[0], words);
      else assert.match(told[0] ?? '', words);
    });
  }
});
