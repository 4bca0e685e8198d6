import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { askAboutChanges, type StillMeant } from '../../src/editor/removal/changedEntries';
import { remoteKey } from '../../src/removal/address';
import { failed, failureOf, success, type Answer, type Failure } from '../../src/removal/failure';
import type { Entry, Remote } from '../../src/removal/remote';
import { file, listed, SPACE } from '../support/builders';

/** What the quick pick is asked with. */
interface Asked {
  readonly labels: readonly string[];
  readonly picked: readonly unknown[];
  readonly options: vscode.QuickPickOptions;
}

describe('what changed since it was looked at, before it is destroyed', () => {
  const { showQuickPick } = vscode.window;
  const same = file('same', { id: '1', modified: 5 });
  const grown = file('grown', { id: '2', modified: 5 });
  const swapped = file('swapped', { id: '3' });
  const gone = file('gone', { id: '4' });
  let asked: Asked[] = [];
  let answer: ((labels: readonly string[]) => readonly string[]) | undefined;
  let broken: Failure | undefined;

  const now: Readonly<Record<string, Entry>> = {
    same,
    grown: { ...grown, bytes: 101, modified: 6 },
    swapped: { ...swapped, id: '33' },
  };
  const remote = {
    address: SPACE,
    stat: (path: string) => {
      if (broken) return Promise.resolve(failed(broken));
      const entry = now[path];
      return Promise.resolve(entry ? success(entry) : failed(failureOf('notFound', 'notListed')));
    },
  } as unknown as Remote;
  const ask = (...entries: readonly Entry[]): Promise<Answer<StillMeant>> =>
    askAboutChanges(
      entries.map((entry) => listed(entry)),
      new Map([[remoteKey(SPACE), remote]]),
      new AbortController().signal,
    );
  const meant = async (...entries: readonly Entry[]) => {
    const told = await ask(...entries);
    assert.ok(told.ok);
    const { chosen, skipped } = told.value;
    return { chosen, skipped: skipped.map((one) => `${one.listed.entry.path} ${one.reason}`) };
  };

  before(() => {
    Reflect.set(
      vscode.window,
      'showQuickPick',
      (items: readonly (vscode.QuickPickItem & { one: unknown })[], options: vscode.QuickPickOptions) => {
        const labels = items.map(({ label }) => label);
        asked.push({ labels, picked: items.filter(({ picked }) => picked), options });
        const chosen = answer?.(labels);
        return Promise.resolve(chosen && items.filter(({ label }) => chosen.includes(label)));
      },
    );
  });
  after(() => {
    Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
  });
  beforeEach(() => {
    [asked, answer, broken] = [[], undefined, undefined];
  });

  it('is asked about before anything else, none picked, and what has not changed is not in the way', async () => {
    answer = () => [];
    const { chosen, skipped } = await meant(same, grown, swapped);
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.labels.length, 2);
    assert.deepEqual(asked[0].picked, []);
    assert.ok(asked[0].options.canPickMany && asked[0].options.ignoreFocusOut);
    assert.deepEqual(
      chosen.map(({ entry }) => entry),
      [same],
    );
    assert.deepEqual(skipped, ['grown changedSinceListed', 'swapped changedSinceListed']);
  });

  it('goes as it is now when it is picked', async () => {
    answer = (labels) => labels.filter((label) => label.includes('grown'));
    const { chosen, skipped } = await meant(grown, swapped);
    assert.deepEqual(
      chosen.map(({ entry }) => entry),
      [now.grown],
    );
    assert.deepEqual(skipped, ['swapped changedSinceListed']);
  });

  it('is no question when it has gone, or when nothing has changed', async () => {
    assert.equal((await meant(same, gone)).chosen.length, 2);
    assert.equal(asked.length, 0);
  });

  it('Escape sends nothing, and so does a server that cannot be read', async () => {
    const escaped = await ask(grown);
    assert.ok(!escaped.ok && escaped.failure.kind === 'cancelled');
    broken = failureOf('unavailable', 'serviceUnavailable');
    const unread = await ask(grown);
    assert.ok(!unread.ok && unread.failure.code === 'serviceUnavailable');
    assert.equal(asked.length, 1);
  });
});
