import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clock } from '../../src/editor/removal/clock';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { Runner, type RunnerParts } from '../../src/editor/removal/runner';
import { RunsUnderWay } from '../../src/editor/removal/runsUnderWay';
import { success } from '../../src/removal/failure';
import type { Entry, Target } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import type { Listed } from '../../src/removal/selection';
import type { StagedState, StagingRemote } from '../../src/removal/staging';
import { ONE_BY_ONE, WORKSPACE, extent, file, folder, listed, pathOf, stagedState } from '../support/builders';
import { secondOf } from '../support/waitingTurn';

describe('a staging that waited for another one in its workspace', () => {
  const { now } = clock;
  const { showWarningMessage } = vscode.window;
  const d = folder('d', { files: 2, bytes: 2 });
  const slow = file('d/slow');
  let late = 0;
  let state: StagedState = stagedState([]);
  let questions: string[] = [];
  let sent: string[] = [];
  let undone: (readonly string[])[] = [];
  let letGo = (): void => undefined;
  const underWay = new RunsUnderWay();

  const remote = {
    address: WORKSPACE,
    effect: 'stages',
    list: () => Promise.resolve(success({ items: [d, file('keep.txt')] })),
    measure: (_: Entry) => Promise.resolve(success(extent(2, 2))),
    staged: () => Promise.resolve(success(state)),
    removal: {
      limits: ONE_BY_ONE,
      proof: 'doubts',
      async perform(targets: readonly Target[]) {
        const [path = ''] = targets.map(({ entry }) => entry.path as string);
        sent.push(path);
        if (path === slow.path) await new Promise<void>((resolve) => (letGo = resolve));
        state = { ...state, removed: stagedState(path === slow.path ? [path] : ['d/other', slow.path]).removed };
        return targets.map(() => ({ kind: 'done' }) as const);
      },
    },
  } as unknown as StagingRemote;
  const runner = new Runner({
    history: {
      begin: () => Promise.resolve(),
      sending: () => undefined,
      line: () => undefined,
      end: () => Promise.resolve(),
    },
    underWay,
    nameOfRemote: () => 'Lab',
    onReport: () => Promise.resolve(),
  } as unknown as RunnerParts);
  const door = new RemovalDoor({
    connections: { remote: () => Promise.resolve(success(remote)) },
    documents: { drop: () => undefined },
    runner,
    nameOfRemote: () => 'Lab',
    accounts: { hostOf: () => 'lab', nameOf: () => 'Lab' },
    readSince: () => undefined,
    onStaged: () => undefined,
    announce: (_: Report, added: readonly Listed[]) => void undone.push(added.map(({ entry }) => entry.path)),
  } as unknown as DoorParts);
  const stage = (entry: Entry) => door.remove('stageRemoval', { listed: [listed(entry, WORKSPACE)], shown: [] });
  const afterAMinute = (then: () => void): Promise<Report | undefined> =>
    secondOf({
      underWay,
      first: () => stage(slow),
      hasBegun: () => sent.length === 1,
      letGo: () => letGo(),
      second: () => stage(d),
      meanwhile: () => {
        late = 60_000;
        then();
      },
    });

  before(() => {
    Reflect.set(clock, 'now', () => now() + late);
    Reflect.set(vscode.window, 'showWarningMessage', (_: string, options: { detail: string }) => {
      questions.push(options.detail);
      return Promise.resolve(undefined);
    });
  });
  after(() => {
    Reflect.set(clock, 'now', now);
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
    runner.dispose();
    underWay.dispose();
  });
  beforeEach(() => {
    [late, state, questions, sent, undone] = [0, stagedState([]), [], [], []];
  });

  it('asks about an upload that others put into it meanwhile, which it would lose', async () => {
    const report = await afterAMinute(() => (state = stagedState([], { uploaded: [pathOf('d/new.txt')] })));
    assert.equal(report, undefined);
    assert.match(questions.join('\n'), /new\.txt/);
    assert.deepEqual(sent, ['d/slow']);
  });

  it('is undone without what the other one staged', async () => {
    const report = await afterAMinute(() => undefined);
    assert.deepEqual([report?.lines.map(({ outcome }) => outcome.kind), questions], [['done'], []]);
    assert.deepEqual(undone, [['d/slow'], ['d/other']]);
  });
});
