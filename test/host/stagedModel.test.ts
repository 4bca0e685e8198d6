import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccountStore } from '../../src/editor/accounts/accountStore';
import type { Connections } from '../../src/editor/accounts/connections';
import { StagedModel } from '../../src/editor/staged/stagedModel';
import type { OxenAddress } from '../../src/removal/address';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import type { StagedState, StagingRemote } from '../../src/removal/staging';
import { offline, stagedState, unavailable, WORKSPACE } from '../support/builders';

const accountsChanged = new vscode.EventEmitter<void>();
let isSignedIn = true;

type Reply = (state: Answer<StagedState>) => void;

/** A memento that forgets everything, and accounts and servers as far as the model asks them; the test answers the reads. */
function modelWith(replies: Reply[]): StagedModel {
  const memento = { get: <T>(_: string, otherwise: T) => otherwise, update: () => Promise.resolve() };
  const staged = (): Promise<Answer<StagedState>> => new Promise((resolve) => replies.push(resolve));
  const workspace = () => Promise.resolve(success({ staged } as unknown as StagingRemote));
  return new StagedModel(
    memento as unknown as vscode.Memento,
    { get: () => (isSignedIn ? {} : undefined), onDidChange: accountsChanged.event } as unknown as AccountStore,
    { workspace } as unknown as Connections,
  );
}

const holding = (...paths: readonly string[]): Answer<StagedState> => holdingAt(0, ...paths);

const holdingAt = (readAt: number, ...paths: readonly string[]): Answer<StagedState> =>
  success(stagedState(paths, { readAt }));

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
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

  describe('is told of', () => {
    const replies: Reply[] = [];
    let model: StagedModel;
    let told = 0;
    let reads = 0;
    const workspaceAt = (n: number): OxenAddress => ({ ...WORKSPACE, workspace: `ws-${n}` });
    /** Goes on until the questions that wait are asked, and answers them in order. */
    const answered = async (work: Promise<void>, ...answers: readonly Answer<StagedState>[]): Promise<void> => {
      await turn();
      for (const [index, reply] of replies.splice(0).entries()) reply(answers[index] ?? holding());
      await work;
    };
    const newsOf = async (work: Promise<void>, ...answers: readonly Answer<StagedState>[]): Promise<number> => {
      told = 0;
      await answered(work, ...answers);
      return told;
    };
    beforeEach(() => {
      model = modelWith(replies);
      model.onDidChange(() => (told += 1));
      model.onDidRead(() => (reads += 1));
      reads = 0;
    });
    afterEach(() => model.dispose());

    it('when a read finds something else, and not when all is as it was; when it was read is known all the same', async () => {
      assert.equal(await newsOf(model.watch(WORKSPACE, 'tidy-up'), holdingAt(1, 'a')), 1, 'the first');
      assert.equal(await newsOf(model.read(WORKSPACE), holdingAt(2, 'a')), 0);
      assert.equal(await newsOf(model.refresh(), holdingAt(3, 'a')), 0);
      assert.equal(await newsOf(model.watch(WORKSPACE, 'tidy-up'), holdingAt(4, 'a')), 0);
      assert.equal(model.stateOf(WORKSPACE)?.readAt, 4);
      assert.equal(reads, 4, 'whoever shows the time is told');
      assert.equal(await newsOf(model.refresh(), holdingAt(5, 'a', 'b')), 1);
      assert.equal(await newsOf(model.watch(WORKSPACE, 'another name'), holdingAt(6, 'a', 'b')), 1);
    });

    it('when a read fails, once while it fails alike, and when it no longer does', async () => {
      const away = (serverId: string) => failed(unavailable({ serverId }));
      assert.equal(await newsOf(model.watch(WORKSPACE, 'tidy-up'), away('1')), 1, 'the first');
      assert.equal(await newsOf(model.refresh(), away('2')), 0);
      assert.equal(await newsOf(model.refresh(), failed(offline())), 1);
      assert.equal(await newsOf(model.refresh(), holding('a')), 1);
      assert.equal(await newsOf(model.refresh(), away('3')), 1);
      assert.equal(await newsOf(model.refresh(), holding('a')), 1, 'what was known before is read again');
      const gone = failed(failureOf('notFound', 'workspaceNotFound'));
      assert.equal(await newsOf(model.refresh(), gone), 1);
      assert.deepEqual(model.workspaces(), []);
    });

    it('to whoever asks for a reading since some moment, unless it is older or the last one failed', async () => {
      await answered(model.watch(WORKSPACE, 'tidy-up'), holdingAt(5, 'a'));
      assert.equal(model.readSince(WORKSPACE, 5)?.readAt, 5);
      assert.equal(model.readSince(WORKSPACE, 6), undefined);
      assert.equal(model.readSince(workspaceAt(2), 0), undefined);
      await answered(model.refresh(), failed(offline()));
      assert.equal(model.readSince(WORKSPACE, 5), undefined);
    });

    it('when the accounts change: what belongs to one that is gone counts no more', async () => {
      await answered(model.watch(WORKSPACE, 'tidy-up'), holding('a'));
      told = 0;
      isSignedIn = false;
      accountsChanged.fire();
      isSignedIn = true;
      assert.equal(told, 1);
    });

    it('once when several workspaces are read at once; a server that does not answer holds nothing back', async () => {
      for (const n of [1, 2, 3]) await answered(model.watch(workspaceAt(n), 'x'));
      assert.equal(await newsOf(model.refresh(), holding('a'), holding('b'), holding('c')), 1);
      assert.equal(await newsOf(model.watch(workspaceAt(1), 'x'), holding('c')), 1, 'it is the latest now');
      told = 0;
      const reading = model.refresh();
      await turn();
      const [first, second, third] = replies.splice(0);
      first?.(holding('a', 'b'));
      for (const end = Date.now() + 5_000; told === 0 && Date.now() < end;) await wait(50);
      assert.equal(told, 1);
      for (const reply of [second, third]) reply?.(holding('d'));
      await reading;
      assert.equal(told, 2);
    });
  });
});
