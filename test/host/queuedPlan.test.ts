import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clock } from '../../src/editor/removal/clock';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { Runner, type RunnerParts } from '../../src/editor/removal/runner';
import { RunsUnderWay } from '../../src/editor/removal/runsUnderWay';
import { success } from '../../src/removal/failure';
import type { Entry, Target } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { ONE_BY_ONE, file, folder, listed } from '../support/builders';
import { spaceHolding, type Held } from '../support/heldSpace';
import { secondOf } from '../support/waitingTurn';

describe('a deletion that was agreed to while another one ran in its space', () => {
  const { now } = clock;
  const { showWarningMessage, showInputBox } = vscode.window;
  let late = 0;
  let held: Held = {};
  let questions: string[] = [];
  /** The person agrees to so many questions. */
  let agreed = 0;
  let begun: string[] = [];
  let deleted: string[] = [];
  let reports: Report[] = [];
  let letGo = (): void => undefined;
  const underWay = new RunsUnderWay();

  const remote = spaceHolding(() => held, {
    limits: ONE_BY_ONE,
    proof: 'doubts',
    async perform(targets: readonly Target[]) {
      deleted.push(...targets.map(({ entry }) => entry.path));
      if (targets.some(({ entry }) => entry.path === 'slow')) await new Promise<void>((resolve) => (letGo = resolve));
      return targets.map(() => ({ kind: 'done' }) as const);
    },
  });
  const runner = new Runner({
    history: {
      begin: ({ targets: [first] }: Report['plan']) => Promise.resolve(void begun.push(first?.entry.path ?? '')),
      sending: () => undefined,
      line: () => undefined,
      end: () => Promise.resolve(),
    },
    underWay,
    nameOfRemote: () => 'Lab',
    onReport: (report: Report) => Promise.resolve(void reports.push(report)),
  } as unknown as RunnerParts);
  const door = new RemovalDoor({
    accounts: { nameOf: () => 'Lab' },
    connections: { remote: () => Promise.resolve(success(remote)), readonlyRefusal: () => Promise.resolve(undefined) },
    documents: { drop: () => undefined },
    runner,
    nameOfRemote: () => 'Lab',
    announce: () => undefined,
    onStaged: () => undefined,
  } as unknown as DoorParts);
  const remove = (entry: Entry) => door.remove('deletePermanently', { listed: [listed(entry)], shown: [] });

  before(() => {
    Reflect.set(clock, 'now', () => now() + late);
    Reflect.set(vscode.window, 'showWarningMessage', (text: string, _options: object, ...buttons: string[]) => {
      questions.push(text);
      return Promise.resolve(questions.length <= agreed ? buttons.find((one) => one.startsWith('Delete')) : undefined);
    });
    Reflect.set(vscode.window, 'showInputBox', () =>
      Promise.resolve(/\(([^)]*) files/.exec(questions.at(-1) ?? '')?.[1] ?? ''),
    );
  });
  after(() => {
    Reflect.set(clock, 'now', now);
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
    Reflect.set(vscode.window, 'showInputBox', showInputBox);
    runner.dispose();
    underWay.dispose();
  });
  beforeEach(() => {
    [questions, begun, deleted, reports, late] = [[], [], [], [], 0];
    held = { d: { entry: folder('d', { id: '1' }), files: 2 }, slow: { entry: file('slow', { id: '2' }), files: 1 } };
  });

  const afterAnHour = (then: () => void): Promise<Report | undefined> =>
    secondOf({
      underWay,
      first: () => remove(file('slow', { id: '2' })),
      hasBegun: () => deleted.length === 1,
      letGo: () => letGo(),
      second: () => remove(folder('d', { id: '1' })),
      meanwhile: () => {
        late = 3_600_000;
        then();
      },
    });

  it('is looked at and counted once more when its turn comes, and asked about anew when there is more', async () => {
    agreed = 2;
    const report = await afterAnHour(() => (held = { ...held, d: { entry: folder('d', { id: '1' }), files: 7 } }));
    assert.equal(report, undefined);
    assert.match(questions[2] ?? '', /7 files/);
    assert.deepEqual([deleted, begun, reports.length], [['slow'], ['slow'], 1]);
  });

  it('goes on without another question when all is as it was', async () => {
    agreed = 2;
    const report = await afterAnHour(() => undefined);
    assert.deepEqual([report?.lines.map(({ outcome }) => outcome.kind), questions.length], [['done'], 2]);
    assert.deepEqual(deleted, ['slow', 'd']);
  });
});
