import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { guardsFromSettings } from '../../src/editor/removal/guardSettings';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { failed, failureOf, success } from '../../src/removal/failure';
import { DEFAULT_GUARDS } from '../../src/removal/guards';
import type { Entry, Remote } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { SPACE, extent, file, folder, listed } from '../support/builders';

describe('a guard that trips', () => {
  const { showWarningMessage } = vscode.window;
  const settings = () => vscode.workspace.getConfiguration('winnow.guards');
  /** The update may be told as done before the extension host knows the new value. */
  const set = async (name: string, value: unknown): Promise<void> => {
    await settings().update(name, value, vscode.ConfigurationTarget.Global);
    while (!isDeepStrictEqual(settings().inspect(name)?.globalValue, value)) await sleep(10);
  };
  const entries: readonly Entry[] = [folder('d', { id: '1' }), file('raw/a', { id: '2' })];
  let warnings: { readonly options: vscode.MessageOptions; readonly buttons: readonly string[] }[] = [];
  let opened: (() => Promise<Report | undefined>)[] = [];

  const remote = {
    address: SPACE,
    effect: 'destroys',
    list: () => Promise.resolve(success({ items: entries })),
    stat: (path: string) => {
      const found = entries.find((entry) => entry.path === path);
      return Promise.resolve(found ? success(found) : failed(failureOf('notFound', 'notListed')));
    },
    measure: ({ kind }: Entry) => Promise.resolve(success(extent(kind === 'folder' ? 3 : 1, 1_000))),
  } as unknown as Remote;
  const door = new RemovalDoor({
    accounts: { nameOf: () => 'Lab' },
    connections: { remote: () => Promise.resolve(success(remote)), readonlyRefusal: () => Promise.resolve(undefined) },
    documents: {
      show: (_plan: unknown, _name: unknown, proceed: () => Promise<Report | undefined>) =>
        Promise.resolve(opened.push(proceed)),
    },
    runner: { carryOut: () => assert.fail('nothing may be sent') },
    output: { warn: () => undefined },
    nameOfRemote: () => 'Lab',
  } as unknown as DoorParts);
  const gesture = (...chosen: readonly Entry[]) => ({ listed: chosen.map((entry) => listed(entry)), shown: [] });

  before(() => {
    Reflect.set(
      vscode.window,
      'showWarningMessage',
      (_text: string, options: vscode.MessageOptions, ...buttons: string[]) => {
        warnings.push({ options, buttons });
        return Promise.resolve(buttons[0]);
      },
    );
  });
  after(() => Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage));
  beforeEach(() => {
    [warnings, opened] = [[], []];
  });
  afterEach(async () => {
    for (const name of ['maxItems', 'maxBytes', 'protectedPaths']) await set(name, undefined);
  });

  const cases: readonly (readonly [setting: string, value: unknown, entry: Entry | undefined])[] = [
    ['maxItems', 2, entries[0]],
    ['maxBytes', 999, entries[0]],
    ['protectedPaths', ['raw'], entries[1]],
  ];
  for (const [setting, value, entry] of cases) {
    it(`${setting}: names itself, has no button to get round it, and nothing is sent`, async () => {
      assert.ok(entry);
      await set(setting, value);
      assert.equal(await door.remove('deletePermanently', gesture(entry)), undefined);
      await door.dryRun('deletePermanently', gesture(entry));
      assert.equal(await opened[0]?.(), undefined, 'nor from a dry run');
      assert.equal(warnings.length, 2);
      for (const { options, buttons } of warnings) {
        assert.ok(options.modal);
        assert.match(options.detail ?? '', new RegExp(`winnow\\.guards\\.${setting}`));
        assert.deepEqual(buttons, []);
      }
    });
  }

  it('is read from the settings of the person, and what makes no sense there counts as the default', async () => {
    assert.deepEqual(guardsFromSettings(), DEFAULT_GUARDS);
    await set('maxItems', 'many');
    await set('protectedPaths', 'raw/**');
    assert.deepEqual(guardsFromSettings(), { ...DEFAULT_GUARDS, protectedPaths: ['raw/**'] });
    await assert.rejects(
      Promise.resolve(settings().update('maxItems', 1e9, vscode.ConfigurationTarget.Workspace)),
      'a repository sets none',
    );
  });
});
