import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dryRunCommands, type DryRunParts } from '../../src/editor/commands/dryRunCommands';
import { historyCommands, type HistoryParts } from '../../src/editor/commands/historyCommands';
import { markCommands, type MarkParts } from '../../src/editor/commands/markCommands';
import { patternCommands, type PatternParts } from '../../src/editor/commands/patternCommands';
import { workspaceCommands, type WorkspaceParts } from '../../src/editor/commands/workspaceCommands';
import { RemoteFileSystem } from '../../src/editor/files/remoteFileSystem';
import { COMMANDS } from '../../src/editor/ids';
import { entryUri } from '../../src/editor/uri';
import { chooseAccountFirst } from '../../src/editor/wording/commands';
import { noFailures, noRest, noRuns, runNotKnown } from '../../src/editor/wording/history';
import { nothingMarked } from '../../src/editor/wording/marks';
import { noPlaces } from '../../src/editor/wording/pattern';
import { failed, failureOf } from '../../src/removal/failure';
import type { PastRun } from '../../src/removal/journalHistory';
import type { Outcome } from '../../src/removal/outcome';
import type { Report } from '../../src/removal/report';
import { file, offline, pathOf, planOf, target, WORKSPACE } from '../support/builders';

const HOST = 'hub.example.org';

describe('a command that cannot go on', () => {
  const window = { ...vscode.window };
  let told: string[] = [];
  let errors: string[] = [];
  let answer = offline();
  const account = { id: 'hub', kind: 'oxen', name: 'Hub', origin: `https://${HOST}`, memoryOnly: true };
  let all: readonly (typeof account)[] = [];
  let runs: readonly PastRun[] = [];
  const parts = {
    accounts: { all: () => all, hostOf: () => HOST },
    output: { error: () => undefined, warn: () => undefined },
    connections: {
      oxen: () => Promise.resolve({ namespaces: () => Promise.resolve(failed(answer)) }),
      remote: () => Promise.resolve(failed(answer)),
      endpoint: () => Promise.resolve(failed(answer)),
      learnName: () => undefined,
    },
    plans: { planOf: () => planOf([target(file('a'), WORKSPACE)], { action: 'stageRemoval' }) },
    history: { all: () => Promise.resolve(runs) },
    nameOfRemote: () => 'tidy-up',
    marked: { all: () => [] },
  };
  const handlers = {
    ...workspaceCommands(parts as unknown as WorkspaceParts),
    ...patternCommands(parts as unknown as PatternParts),
    ...dryRunCommands(parts as unknown as DryRunParts),
    ...historyCommands(parts as unknown as HistoryParts),
    ...markCommands(parts as unknown as MarkParts),
  } as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  const run = (id: string, ...args: readonly unknown[]) => handlers[id]?.(...args);

  before(() => {
    Reflect.set(vscode.window, 'showInformationMessage', (text: string) => Promise.resolve(void told.push(text)));
    Reflect.set(vscode.window, 'showErrorMessage', (text: string) => Promise.resolve(void errors.push(text)));
  });
  after(() => {
    Reflect.set(vscode.window, 'showInformationMessage', window.showInformationMessage);
    Reflect.set(vscode.window, 'showErrorMessage', window.showErrorMessage);
  });
  beforeEach(() => {
    [told, errors, answer, all, runs] = [[], [], offline(), [account], []];
  });

  for (const [command, without] of [
    [COMMANDS.oxenCreateWorkspace, chooseAccountFirst],
    [COMMANDS.removeByPattern, noPlaces],
  ] as const) {
    it(`says why no server answered, not that there is no account: ${command}`, async () => {
      await run(command);
      assert.deepEqual([told, errors.length], [[], 1]);
      assert.match(errors[0] ?? '', /hub\.example\.org/);
      answer = failureOf('cancelled', 'cancelled');
      await run(command);
      assert.deepEqual([told, errors.length], [[], 1], 'nothing about what the person has cancelled');
      all = [];
      await run(command);
      assert.deepEqual([told, errors.length], [[without()], 1]);
    });
  }

  it('names the server as the person knows it: copying a plan as curl', async () => {
    await run(COMMANDS.copyAsCurl, vscode.Uri.parse('winnow-plan:/a'));
    assert.match(errors[0] ?? '', /hub\.example\.org/);
  });

  it('names the server as the person knows it: opening a file', async () => {
    const files = new RemoteFileSystem(parts.connections, parts.accounts, [], new vscode.EventEmitter<Report>().event);
    const uri = entryUri(WORKSPACE, pathOf('a'));
    await assert.rejects(files.stat(uri), /hub\.example\.org/);
  });

  it('says that nothing is marked, whatever was to become of the marks', async () => {
    for (const id of [COMMANDS.onedataUnmarkAll, COMMANDS.onedataDeleteMarked]) await run(id);
    assert.deepEqual(told, [nothingMarked(), nothingMarked()]);
  });

  it('offers only the runs it can do something with, and says so when there is none', async () => {
    const run = (id: string, outcome: Outcome): PastRun => {
      const plan = { ...planOf([target(file('a'), WORKSPACE)], { action: 'stageRemoval' }), id };
      const lines = plan.targets.map((one) => ({ target: one, outcome, attempts: 1, durationMs: 1 }));
      return { id, report: { plan, lines, startedAt: 0, endedAt: 1 }, interrupted: false, dismissed: false };
    };
    for (const id of [COMMANDS.runTheRest, COMMANDS.dismissFailures]) await handlers[id]?.();
    runs = [run('whole', { kind: 'done' })];
    for (const id of [COMMANDS.runTheRest, COMMANDS.dismissFailures]) await handlers[id]?.();
    assert.deepEqual(told, [noRuns(), noRuns(), noRest(), noFailures()]);

    const offered: (readonly string[])[] = [];
    const pick = (items: readonly (vscode.QuickPickItem & { readonly run: PastRun })[]) =>
      Promise.resolve(void offered.push(items.map((item) => item.run.id)));
    Reflect.set(vscode.window, 'showQuickPick', pick);
    runs = [
      run('whole', { kind: 'done' }),
      run('refused', { kind: 'failed', failure: failureOf('protected', 'forbidden') }),
      run('offline', { kind: 'failed', failure: offline() }),
    ];
    for (const id of [COMMANDS.runTheRest, COMMANDS.dismissFailures]) await handlers[id]?.();
    Reflect.set(vscode.window, 'showQuickPick', window.showQuickPick);
    assert.deepEqual(offered, [['offline'], ['refused', 'offline']]);
  });

  it('says so when the run of a button is in the journal no more', async () => {
    for (const id of [COMMANDS.showReport, COMMANDS.runTheRest, COMMANDS.copyReport]) await run(id, 'cleared');
    assert.deepEqual(told, [runNotKnown(), runNotKnown(), runNotKnown()]);
  });
});
