import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { toolsOver } from '../../src/editor/agents/tools';
import { TOOLS } from '../../src/editor/agents/toolIds';
import { createApi, type ApiParts } from '../../src/editor/apiOne';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { entryUri } from '../../src/editor/uri';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Plan } from '../../src/removal/plan';
import type { Entry, Remote } from '../../src/removal/remote';
import { file, folder, listed, WORKSPACE } from '../support/builders';

describe('removing everything a workspace has', () => {
  const { showWarningMessage } = vscode.window;
  const root: readonly Entry[] = [folder('images', { files: 1_234, bytes: 10 }), file('README.md')];
  let asked: { question: string; detail: string; modal: boolean; buttons: readonly string[] }[] = [];
  let answer: RegExp | undefined;
  let ran: Plan[] = [];

  const remote = {
    address: WORKSPACE,
    effect: 'stages',
    list: () => Promise.resolve(success({ items: root })),
    stat: (path: string) => {
      const found = root.find((entry) => entry.path === path);
      return Promise.resolve(found ? success(found) : failed(failureOf('notFound', 'notListed')));
    },
    measure: ({ files = 1, bytes = 0 }: Entry) =>
      Promise.resolve(success({ files, bytes, precision: 'exact', countedAt: 0 })),
    staged: () => Promise.resolve(success({ removed: [], uploaded: [], edited: [], emptyFolders: [], readAt: 0 })),
  } as unknown as Remote;
  const connections = {
    remote: () => Promise.resolve(success(remote)),
    readonlyRefusal: () => Promise.resolve(undefined),
  };
  const door = new RemovalDoor({
    accounts: { nameOf: () => 'Lab' },
    connections,
    documents: { drop: () => undefined },
    runner: {
      carryOut: (plan: Plan) => {
        ran.push(plan);
        return Promise.resolve({ plan, lines: [], startedAt: 0, endedAt: 0 });
      },
    },
    nameOfRemote: () => 'tidy-up',
    readSince: () => undefined,
    onStaged: () => undefined,
    announce: () => undefined,
  } as unknown as DoorParts);
  const api = createApi({ door, connections, accounts: { hostOf: () => 'hub' }, staged: {} } as unknown as ApiParts);
  const uris = (...names: readonly string[]): vscode.Uri[] =>
    root.filter(({ path }) => names.includes(path)).map(({ path }) => entryUri(WORKSPACE, path));
  const tool = (entries: readonly vscode.Uri[], stop = false): Promise<vscode.LanguageModelToolResult> => {
    const stage = toolsOver(api)[TOOLS.stage] as vscode.LanguageModelTool<object>;
    const input = { uris: entries.map((uri) => uri.toString()) };
    const canceller = new vscode.CancellationTokenSource();
    if (stop) canceller.cancel();
    const { token } = canceller;
    return Promise.resolve(stage.invoke({ input, toolInvocationToken: undefined }, token)).then(
      (result) => result ?? assert.fail('no answer'),
    );
  };
  const rows = root.map((entry) => listed(entry, WORKSPACE));

  before(() => {
    Reflect.set(
      vscode.window,
      'showWarningMessage',
      (question: string, options: vscode.MessageOptions, ...buttons: string[]) => {
        asked.push({ question, detail: options.detail ?? '', modal: options.modal === true, buttons });
        return Promise.resolve(buttons.find((button) => answer?.test(button)));
      },
    );
  });
  after(() => {
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
  });
  beforeEach(() => {
    [asked, answer, ran] = [[], undefined, []];
  });

  for (const [who, remove] of [
    ['a view, of rows that were picked', () => door.remove('stageRemoval', { listed: rows, shown: [] })],
    ['another extension, through the API', () => api.run(uris('images', 'README.md'))],
    ['an agent, through the tool', () => tool(uris('images', 'README.md'))],
  ] as const) {
    it(`asks first, with the number of files: ${who}`, async () => {
      await remove();
      const [only, more] = asked;
      assert.ok(only && !more);
      assert.ok(only.modal);
      assert.match(only.question, /1,235 files in all\) in “tidy-up”\?$/);
      assert.match(only.detail, /This is everything there is\./);
      assert.equal(only.buttons[0], 'Review List', 'Enter stages nothing');
      assert.deepEqual(ran, [], 'Escape stages nothing');
      answer = /^Stage/;
      await remove();
      assert.equal(ran.length, 1);
    });
  }

  it('a part of it is staged without a question', async () => {
    await api.run(uris('images'));
    await tool(uris('README.md'));
    assert.deepEqual([asked, ran.length], [[], 2]);
  });

  it('an agent that is stopped while it plans stages nothing', async () => {
    const { content } = await tool(uris('README.md'), true);
    assert.match(JSON.stringify(content), /Stopped/);
    assert.deepEqual([asked, ran], [[], []]);
  });

  it('the API’s plan says so before anybody is asked', async () => {
    const { warnings } = await api.plan(uris('images', 'README.md'));
    assert.deepEqual(warnings, [{ code: 'everything', count: 2 }]);
  });
});
