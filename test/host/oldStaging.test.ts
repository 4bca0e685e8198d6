import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clock } from '../../src/editor/removal/clock';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Plan } from '../../src/removal/plan';
import type { Entry } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import type { StagingRemote } from '../../src/removal/staging';
import { WORKSPACE, extent, file, folder, listed } from '../support/builders';

describe('the staging of a folder that lay open', () => {
  const { now } = clock;
  const { showWarningMessage, showErrorMessage } = vscode.window;
  const d = folder('d', { files: 2, bytes: 2 });
  let minutes = 0;
  let uploaded: readonly string[] = [];
  let isAway = false;
  let questions: string[] = [];
  let answers: (RegExp | undefined)[] = [];
  let whileAsked: (() => void)[] = [];
  let ran: Plan[] = [];
  let shown: (() => Promise<Report | undefined>)[] = [];
  let told = 0;

  const remote = {
    address: WORKSPACE,
    effect: 'stages',
    list: () => Promise.resolve(success({ items: [d, file('keep.txt')] })),
    measure: (_: Entry) => Promise.resolve(success(extent(2, 2))),
    staged: () =>
      Promise.resolve(
        isAway
          ? failed(failureOf('forbidden', 'forbidden', { status: 403 }))
          : success({ removed: [], uploaded, edited: [], emptyFolders: [] }),
      ),
  } as unknown as StagingRemote;
  const door = new RemovalDoor({
    connections: { remote: () => Promise.resolve(success(remote)) },
    documents: {
      show: (_plan: Plan, _name: unknown, proceed: () => Promise<Report | undefined>) =>
        Promise.resolve(shown.push(proceed)),
      drop: () => undefined,
    },
    runner: {
      carryOut: (plan: Plan) => {
        ran.push(plan);
        const lines = plan.targets.map((one) => ({
          target: one,
          outcome: { kind: 'done' },
          attempts: 1,
          durationMs: 1,
        }));
        return Promise.resolve({ plan, lines, startedAt: 0, endedAt: 0 });
      },
    },
    nameOfRemote: () => 'Lab',
    accounts: { hostOf: () => 'lab', nameOf: () => 'Lab' },
    output: { error: () => undefined, show: () => undefined },
    readSince: () => undefined,
    onStaged: () => undefined,
    announce: () => undefined,
  } as unknown as DoorParts);
  const gesture = { listed: [listed(d, WORKSPACE)], shown: [] };

  before(() => {
    Reflect.set(clock, 'now', () => now() + minutes * 60_000);
    Reflect.set(vscode.window, 'showWarningMessage', (_: string, options: { detail: string }, ...buttons: string[]) => {
      questions.push(options.detail);
      whileAsked.shift()?.();
      const answer = answers.shift();
      return Promise.resolve(buttons.find((button) => answer?.test(button)));
    });
    Reflect.set(vscode.window, 'showErrorMessage', () => Promise.resolve(void (told += 1)));
  });
  after(() => {
    Reflect.set(clock, 'now', now);
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
    Reflect.set(vscode.window, 'showErrorMessage', showErrorMessage);
  });
  beforeEach(() => {
    [minutes, uploaded, isAway, told] = [0, [], false, 0];
    [questions, answers, whileAsked, ran, shown] = [[], [], [], [], []];
  });

  it('asks about an upload that others put into it while its dry run was open', async () => {
    await door.dryRun('stageRemoval', gesture);
    [minutes, uploaded] = [1, ['d/new.txt']];
    answers = [undefined];
    assert.equal(await shown[0]?.(), undefined);
    assert.equal(questions.length, 1);
    assert.match(questions[0] ?? '', /new\.txt/);
    assert.deepEqual(ran, []);
  });

  it('asks anew when more came while its question was open', async () => {
    uploaded = ['d/new.txt'];
    whileAsked = [
      () => {
        [minutes, uploaded] = [1, ['d/new.txt', 'd/second.txt']];
      },
    ];
    answers = [/^Stage Removal/, undefined];
    assert.equal(await door.remove('stageRemoval', gesture), undefined);
    assert.equal(questions.length, 2);
    assert.match(questions[1] ?? '', /second\.txt/);
    assert.deepEqual(ran, []);
  });

  it('goes on without another question when nothing in it has changed', async () => {
    await door.dryRun('stageRemoval', gesture);
    [minutes, uploaded] = [60 * 24, ['elsewhere/new.txt']];
    await shown[0]?.();
    assert.deepEqual([questions.length, ran.length], [0, 1]);
  });

  it('sends nothing when nobody can look', async () => {
    await door.dryRun('stageRemoval', gesture);
    [minutes, isAway] = [1, true];
    await shown[0]?.();
    assert.deepEqual([ran, told], [[], 1]);
  });
});
