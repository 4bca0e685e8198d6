import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { announcerWith, UndoableStagings } from '../../src/editor/removal/announcing';
import { nothingTakenBack } from '../../src/editor/wording/reports';
import type { Outcome, OutcomeKind } from '../../src/removal/outcome';
import type { Report } from '../../src/removal/report';
import type { Listed } from '../../src/removal/selection';
import { file, listed, planOf, target, unavailable, WORKSPACE } from '../support/builders';

describe('undo of stagings', () => {
  const of = (path: string) => [listed(file(path), WORKSPACE)];
  const reportOf = (id: string, action: 'stageRemoval' | 'unstage' = 'stageRemoval'): Report => {
    const plan = { ...planOf([target(file('a.txt'), WORKSPACE)]), id, action };
    return { plan, lines: [], startedAt: 0, endedAt: 0 };
  };

  const unstaged = (all: readonly Listed[], kind: 'done' | 'alreadyGone' | 'failed'): Report => {
    const outcome: Outcome = kind === 'failed' ? { kind, failure: unavailable() } : { kind };
    const lines = all.map(({ remote, entry }) => ({
      target: target(entry, remote),
      outcome,
      attempts: 1,
      durationMs: 1,
    }));
    return { ...reportOf('undo', 'unstage'), lines };
  };

  it('each Undo takes back its own staging, Undo Last Staging the latest, and each once', () => {
    const stagings = new UndoableStagings();
    stagings.remember(reportOf('first'), of('one.txt'));
    stagings.remember(reportOf('second'), of('two.txt'));
    stagings.remember(reportOf('third'), of('three.txt'));
    stagings.remember(reportOf('fourth', 'unstage'), of('four.txt'));
    const takeBack = (planId: string | undefined) => {
      const added = stagings.find(planId);
      if (added) stagings.settle(unstaged(added, 'done'));
      return added;
    };
    assert.deepEqual(takeBack('first'), of('one.txt'));
    assert.deepEqual(takeBack(undefined), of('three.txt'));
    assert.deepEqual(takeBack(undefined), of('two.txt'));
    assert.deepEqual(takeBack(undefined), undefined);
    assert.deepEqual(takeBack('first'), undefined);
  });

  it('what could not be taken back is taken back by the next Undo, before any other staging', () => {
    const stagings = new UndoableStagings();
    const all = [...of('a.txt'), ...of('b.txt')];
    stagings.remember(reportOf('first'), of('one.txt'));
    stagings.remember(reportOf('second'), all);
    const latest = () => stagings.find(undefined) ?? assert.fail('nothing to undo');
    stagings.settle(unstaged(all, 'failed'));
    assert.deepEqual(latest(), all);
    const half = {
      ...reportOf('undo', 'unstage'),
      lines: [...unstaged(of('a.txt'), 'alreadyGone').lines, ...unstaged(of('b.txt'), 'failed').lines],
    };
    stagings.settle(half);
    assert.deepEqual(latest(), of('b.txt'));
    stagings.settle(unstaged(of('b.txt'), 'done'));
    assert.deepEqual(latest(), of('one.txt'));
  });

  it('what went another way is never taken back later: it would be somebody else’s staging', () => {
    const stagings = new UndoableStagings();
    const added = ['a.txt', 'docs/b.txt', 'docs/sub/c.txt'].flatMap(of);
    stagings.remember(reportOf('first'), added);
    stagings.remember(reportOf('second'), of('two.txt'));
    const left = () => stagings.find('first')?.map(({ entry }) => entry.path) ?? [];
    const doing = (action: 'unstage' | 'commit' | 'discardUpload', report: Report): readonly string[] => {
      stagings.settle({ ...report, plan: { ...report.plan, action } });
      return left();
    };
    assert.equal(doing('discardUpload', unstaged(of('a.txt'), 'done')).length, 3);
    assert.deepEqual(doing('unstage', unstaged(of('docs/sub'), 'done')), ['a.txt', 'docs/b.txt']);
    assert.deepEqual(doing('commit', unstaged(of('a.txt'), 'failed')), ['a.txt', 'docs/b.txt']);
    assert.deepEqual(doing('commit', unstaged(of('a.txt'), 'done')), ['docs/b.txt']);
    const report = unstaged(of('my workspace'), 'done');
    stagings.settle({ ...report, plan: { ...report.plan, action: 'deleteWorkspace' } });
    assert.equal(stagings.find(undefined), undefined);
  });
});

describe('an unstaging that took nothing back', () => {
  const { showWarningMessage, showInformationMessage } = vscode.window;
  let told: string[] = [];
  before(() => {
    Reflect.set(vscode.window, 'showWarningMessage', (text: string) => Promise.resolve(void told.push(text)));
    Reflect.set(vscode.window, 'showInformationMessage', () => assert.fail('not so loud'));
  });
  after(() => {
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
    Reflect.set(vscode.window, 'showInformationMessage', showInformationMessage);
  });
  const announce = (...kinds: readonly Extract<OutcomeKind, 'done' | 'alreadyGone'>[]): string[] => {
    told = [];
    const targets = kinds.map((_, index) => target(file(String(index)), WORKSPACE));
    const lines = targets.map((one, index) => ({
      target: one,
      outcome: { kind: kinds[index] ?? 'done' },
      attempts: 1,
      durationMs: 1,
    }));
    const report: Report = { plan: planOf(targets, { action: 'unstage' }), lines, startedAt: 0, endedAt: 0 };
    announcerWith(new UndoableStagings(), () => 'tidy-up')(report, []);
    return told;
  };

  it('is said in a warning: the removals may be committed by now', () => {
    assert.deepEqual(announce('alreadyGone', 'alreadyGone'), [nothingTakenBack()]);
  });

  it('and only then', () => {
    assert.deepEqual(announce('done', 'alreadyGone'), []);
    assert.deepEqual(announce('done'), []);
  });
});
