import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { AccountStore } from '../../src/editor/accounts/accountStore';
import type { Connections } from '../../src/editor/accounts/connections';
import { StagedModel } from '../../src/editor/staged/stagedModel';
import { success, type Answer } from '../../src/removal/failure';
import type { StagedState, StagingRemote } from '../../src/removal/staging';
import { pathOf, WORKSPACE } from '../support/builders';

type Reply = (state: Answer<StagedState>) => void;

/** A memento that forgets everything, and accounts and servers as far as the model asks them; the test answers the reads. */
function modelWith(replies: Reply[]): StagedModel {
  const memento = { get: <T>(_: string, otherwise: T) => otherwise, update: () => Promise.resolve() };
  const staged = (): Promise<Answer<StagedState>> => new Promise((resolve) => replies.push(resolve));
  const workspace = () => Promise.resolve(success({ staged } as unknown as StagingRemote));
  return new StagedModel(
    memento as unknown as vscode.Memento,
    { get: () => ({}) } as unknown as AccountStore,
    { workspace } as unknown as Connections,
  );
}

const holding = (...paths: readonly string[]): Answer<StagedState> =>
  success({
    removed: paths.map((path) => ({ path: pathOf(path) })),
    uploaded: [],
    edited: [],
    emptyFolders: [],
    leftovers: [],
    unfinished: [],
    unreadable: [],
    base: 'c0ffee',
    readAt: 0,
  });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is staged', () => {
  it('is what the latest question was answered, though an earlier one is answered after it', async () => {
    const replies: Reply[] = [];
    const model = modelWith(replies);
    const opened = model.watch(WORKSPACE, 'tidy-up');
    await turn();
    const afterRun = model.read(WORKSPACE);
    await turn();
    const [first, second] = replies;
    assert.ok(first && second);
    second(holding('a.txt', 'b.txt'));
    await afterRun;
    assert.equal(model.count(), 2);
    first(holding('a.txt'));
    await opened;
    assert.equal(model.count(), 2);
    model.dispose();
  });
});
