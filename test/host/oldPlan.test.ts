import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clock } from '../../src/editor/removal/clock';
import { RemovalDoor, type DoorParts } from '../../src/editor/removal/removalDoor';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Plan } from '../../src/removal/plan';
import { countsOf } from '../../src/removal/planning';
import type { Act, Entry, Target } from '../../src/removal/remote';
import type { Report } from '../../src/removal/report';
import { SPACE, WORKSPACE, file, folder, listed, never, planOf, target, unavailable } from '../support/builders';
import { spaceHolding, type Held } from '../support/heldSpace';

/** The number of files that a question names. */
const asked = (question = ''): string | undefined => /\(([^)]*) files/.exec(question)?.[1];

type Proceed = () => Promise<Report | undefined>;

/** What the person answers to the questions to come: a button by its words. */
type Answer = 'Review List' | RegExp | undefined;

describe('a plan whose count has become old', () => {
  const { now } = clock;
  const { showWarningMessage, showInputBox } = vscode.window;
  let minutes = 0;
  let held: Held = {};
  let answers: Answer[] = [];
  /** What happens while a question is open. */
  let whileAsked: (() => void)[] = [];
  let questions: string[] = [];
  let reviewed: Proceed[] = [];
  let ran: Plan[] = [];
  let dropped: Plan[] = [];
  let performed: Target[] = [];
  const committed: Plan[] = [];
  let outcome: Outcome = { kind: 'done' };

  const remote = spaceHolding(() => held, {
    perform: (targets: readonly Target[]) => {
      performed.push(...targets);
      return Promise.resolve([]);
    },
  });
  const door = new RemovalDoor({
    connections: { remote: () => Promise.resolve(success(remote)), readonlyRefusal: () => Promise.resolve(undefined) },
    documents: {
      show: (_plan: Plan, _name: unknown, proceed: Proceed) => Promise.resolve(reviewed.push(proceed)),
      drop: (plan: Plan) => dropped.push(plan),
      dropCommitsOf: (plan: Plan) => committed.push(plan),
    },
    runner: {
      carryOut: async (plan: Plan, _keys: unknown, actOf: (remote: unknown) => Act) => {
        ran.push(plan);
        if (plan.action === 'deletePermanently') await actOf(SPACE).perform(plan.targets, never);
        const lines = plan.targets.map((one) => ({ target: one, outcome, attempts: 1, durationMs: 1 }));
        return { plan, lines, startedAt: 0, endedAt: 0 };
      },
    },
    nameOfRemote: () => 'Lab',
    accounts: { hostOf: () => 'lab', nameOf: () => 'Lab' },
    output: { error: () => undefined, show: () => undefined },
    onStaged: () => undefined,
    announce: () => undefined,
  } as unknown as DoorParts);
  const remove = (...entries: readonly Entry[]) =>
    door.remove('deletePermanently', { listed: entries.map((entry) => listed(entry)), shown: [] });

  before(() => {
    Reflect.set(clock, 'now', () => now() + minutes * 60_000);
    Reflect.set(vscode.window, 'showWarningMessage', (text: string, _options: object, ...buttons: string[]) => {
      questions.push(text);
      whileAsked.shift()?.();
      const answer = answers.shift();
      return Promise.resolve(
        buttons.find((button) => (answer instanceof RegExp ? answer.test(button) : answer === button)),
      );
    });
    Reflect.set(vscode.window, 'showInputBox', () => Promise.resolve(asked(questions.at(-1))?.replace(',', '') ?? ''));
  });
  after(() => {
    Reflect.set(clock, 'now', now);
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
    Reflect.set(vscode.window, 'showInputBox', showInputBox);
  });
  beforeEach(() => {
    minutes = 0;
    outcome = { kind: 'done' };
    [answers, whileAsked, questions, reviewed, ran, dropped, performed] = [[], [], [], [], [], [], []];
    held = { d: { entry: folder('d', { id: '1' }), files: 2 }, a: { entry: file('a', { id: '2' }), files: 1 } };
  });

  it('is counted again when it was left open for review: the question has the number of now', async () => {
    answers = ['Review List'];
    assert.equal(await remove(folder('d', { id: '1' })), undefined);
    minutes = 60 * 24;
    held = { ...held, d: { entry: folder('d', { id: '1' }), files: 1000 } };
    answers = [/Delete 1,?000 Files/];
    await reviewed[0]?.();
    assert.deepEqual(
      ran.map((plan) => countsOf(plan).files),
      [1000],
    );
    assert.deepEqual(questions.map(asked), ['2', '1,000']);
  });

  it('is asked about again when the question itself was left open', async () => {
    const old = /Delete 1 File/;
    answers = [old, undefined];
    const asking = remove(file('a', { id: '2' }));
    Reflect.set(clock, 'now', () => now() + (questions.length > 0 ? 6 * 60_000 : 0));
    await asking;
    Reflect.set(clock, 'now', () => now() + minutes * 60_000);
    assert.equal(questions.length, 2);
    assert.deepEqual(ran, []);
  });

  describe('looks again before it destroys anything', () => {
    const SECONDS = 10 / 60;
    const d = folder('d', { id: '1' });
    const grown = () => {
      minutes += SECONDS;
      held = { ...held, d: { entry: d, files: 7 } };
    };

    it('a folder that grew while its question was open is counted and asked about anew', async () => {
      whileAsked = [grown];
      answers = [/Delete 2 Files/, /Delete 7 Files/];
      await remove(d);
      assert.deepEqual(
        ran.map((plan) => countsOf(plan).files),
        [7],
      );
    });

    it('a folder that grew while its list was open is asked about with the number of now', async () => {
      answers = ['Review List'];
      await remove(d);
      grown();
      answers = [/Delete 7 Files/];
      await reviewed[0]?.();
      assert.deepEqual([questions.length, ran.map((plan) => countsOf(plan).files)], [2, [7]]);
    });

    it('a file that somebody replaced while its question was open is left alone until the person picks it', async () => {
      const { showQuickPick } = vscode.window;
      let offered = 0;
      Reflect.set(vscode.window, 'showQuickPick', (items: readonly unknown[]) => {
        offered = items.length;
        return Promise.resolve(undefined);
      });
      whileAsked = [
        () => {
          minutes += SECONDS;
          held = { ...held, a: { entry: file('a', { id: '99' }), files: 1 } };
        },
      ];
      answers = [/Delete 1 File/];
      await remove(file('a', { id: '2' }));
      Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
      assert.deepEqual([offered, ran], [1, []]);
    });

    it('what has gone meanwhile changes nothing, and nobody is asked twice', async () => {
      whileAsked = [
        () => {
          minutes += SECONDS;
          held = {};
        },
      ];
      answers = [/Delete 2 Files/];
      await remove(d);
      assert.deepEqual([questions.length, ran.length], [1, 1]);
    });

    it('what went while its question was open is looked for at its path: somebody may have moved it, to keep it', async () => {
      const one = file('a', { id: '2', parentId: 'p' });
      held = { a: { entry: one, files: 1 } };
      answers = [/Delete 1 File/];
      await remove(one);
      whileAsked = [
        () => {
          minutes += SECONDS;
          held = {};
        },
      ];
      answers = [/Delete 1 File/];
      await remove(one);
      assert.deepEqual(
        performed.map(({ entry: { path, id, parentId } }) => [path, id, parentId]),
        [
          ['a', '2', 'p'],
          ['a', '2', undefined],
        ],
      );
    });

    it('nothing is sent when nobody can look', async () => {
      const { showErrorMessage } = vscode.window;
      let told = 0;
      Reflect.set(vscode.window, 'showErrorMessage', () => Promise.resolve(void (told += 1)));
      const before = { ...remote };
      whileAsked = [
        () => {
          minutes += SECONDS;
          const away = () => Promise.resolve(failed(failureOf('forbidden', 'forbidden', { status: 403 })));
          Object.assign(remote, { list: away, stat: away });
        },
      ];
      answers = [/Delete 1 File/];
      await remove(file('a', { id: '2' }));
      Object.assign(remote, before);
      Reflect.set(vscode.window, 'showErrorMessage', showErrorMessage);
      assert.deepEqual([ran, told], [[], 1]);
    });
  });

  it('is carried out once, however many questions about it were open', async () => {
    answers = ['Review List'];
    await remove(file('a', { id: '2' }));
    answers = [/Delete 1 File/, /Delete 1 File/];
    await Promise.all([reviewed[0]?.(), reviewed[0]?.()]);
    assert.equal(ran.length, 1);
  });

  it('of a commit is neither asked about nor carried out once its workspace has changed', async () => {
    const plan = planOf([target(file('a'), WORKSPACE)], { action: 'commit' });
    let seen: 'holds' | 'outdated' | 'unseen' = 'holds';
    answers = ['Review List'];
    await door.askAndRun(plan, {
      actOf: () => assert.fail('nothing may be sent'),
      confirmation: { ask: 'modal', reasons: [], first: 'review', undo: false },
      lookAgain: () => Promise.resolve(seen),
      tell: () => Promise.resolve(),
    });
    assert.equal(questions.length, 1);
    answers = [undefined];
    await reviewed[0]?.();
    assert.equal(questions.length, 2, 'as long as nothing has changed, the document asks');
    seen = 'unseen';
    minutes += 1;
    await reviewed[0]?.();
    assert.deepEqual([questions.length, dropped], [2, []], 'where nobody could look, it can be tried again');
    seen = 'outdated';
    minutes += 1;
    await reviewed[0]?.();
    assert.equal(questions.length, 2);
    assert.deepEqual([ran, dropped], [[], [plan]]);
  });

  it('of a commit that was refused outdates no other plan; one that was made, or may have been, does', async () => {
    const failure = unavailable();
    for (const [told, outdates] of [
      [{ kind: 'failed', failure }, false],
      [{ kind: 'notStarted', reason: 'cancelled' }, false],
      [{ kind: 'unknown', failure }, true],
      [{ kind: 'done' }, true],
    ] as const) {
      outcome = told;
      committed.length = 0;
      const plan = planOf([target(file('a'), WORKSPACE)], { action: 'commit' });
      answers = [/^Commit/];
      await door.askAndRun(plan, {
        actOf: () => assert.fail('nothing may be sent'),
        confirmation: { ask: 'modal', reasons: [], first: 'review', undo: false },
        tell: () => Promise.resolve(),
      });
      assert.deepEqual(committed, outdates ? [plan] : [], told.kind);
    }
  });
});
