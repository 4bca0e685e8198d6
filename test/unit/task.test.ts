import assert from 'node:assert/strict';
import { failureOf, type Failure } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import {
  abandon,
  judge,
  leavesDoubt,
  needsProof,
  newTask,
  proved,
  type Circumstances,
  type Task,
} from '../../src/removal/task';
import { file, offline, target, unanswered, unavailable } from '../support/builders';

const A = target(file('a'));
const task = (state: Partial<Task> = {}): Task => ({ ...newTask(0, A), ...state });
const fail = (failure: Failure): Outcome => ({ kind: 'failed', failure });
const HEALTHY: Circumstances = { mayRepeat: true, hasBudget: true, batch: 1, random: () => 0.5 };
const stale = (): Failure => unanswered('connectionReset', { reusedSocket: 1 });
const tooLarge = (): Failure => failureOf('tooLarge', 'payloadTooLarge', { status: 413 });

/** What a new task remembers of one outcome. */
function after(outcome: Outcome, state: Partial<Task> = {}, more: Partial<Circumstances> = {}) {
  const one = task(state);
  const verdict = judge(one, outcome, { ...HEALTHY, ...more });
  return { one, verdict };
}

describe('a task takes in an answer', () => {
  it('begins with nothing sent and nothing in doubt', () => {
    assert.deepEqual(newTask(3, A), {
      index: 3,
      target: A,
      attempts: 0,
      tries: 0,
      sent: false,
      inDoubt: false,
      open: false,
      hadStaleSocket: false,
      dueAt: 0,
      durationMs: 0,
    });
  });

  it('done and skipped settle it; only what was done was sent', () => {
    const done: Outcome = { kind: 'done', receipt: { status: 204 } };
    const skipped: Outcome = { kind: 'skipped', reason: 'protected' };
    assert.deepEqual(after(done).verdict, { kind: 'settled', outcome: done });
    assert.equal(after(done).one.sent, true);
    assert.deepEqual(after(skipped).verdict, { kind: 'settled', outcome: skipped });
    assert.equal(after(skipped).one.sent, false);
    assert.equal(after(skipped, { sent: true }).one.sent, true);
  });

  it('gone already is done where an earlier request may have done it', () => {
    const gone: Outcome = { kind: 'alreadyGone', receipt: { status: 404 } };
    assert.deepEqual(after(gone).verdict, { kind: 'settled', outcome: gone });
    assert.equal(after(gone).one.sent, true);
    const own: Outcome = { kind: 'done', receipt: { status: 404 } };
    assert.deepEqual(after(gone, { inDoubt: true }).verdict, { kind: 'settled', outcome: own });
  });

  it('what was not started stays so, unless an earlier request failed', () => {
    const failure = failureOf('auth', 'unauthorized');
    const idle: Outcome = { kind: 'notStarted', reason: 'stopped', failure };
    assert.deepEqual(after(idle).verdict, { kind: 'settled', outcome: idle });
    const last = unavailable();
    assert.deepEqual(after(idle, { sent: true, last }).verdict, { kind: 'settled', outcome: fail(last) });
  });

  it('asks a read about what an act does not know, even where its last request was never sent', () => {
    const failure = failureOf('cancelled', 'cancelled', { reach: 'notSent' });
    const { one, verdict } = after({ kind: 'unknown', failure });
    assert.deepEqual(verdict, { kind: 'settled', outcome: fail(failure) });
    assert.deepEqual([one.sent, needsProof({ ...one, outcome: fail(failure) }, 'doubts')], [true, true]);
    assert.deepEqual(proved(one, fail(failure), 'there'), fail(failure), 'nothing is under way any more');
  });

  it('tries again what may succeed, after a wait that doubles, out of the budget', () => {
    for (const [tries, waitMs] of [125, 250, 500].entries()) {
      const { one, verdict } = after(fail(unavailable()), { tries });
      assert.deepEqual(verdict, { kind: 'again', waitMs, costs: 'aRetryOfTheBudget' });
      assert.equal(one.tries, tries + 1);
    }
    assert.deepEqual(after(fail(unavailable()), { tries: 3 }).verdict, {
      kind: 'settled',
      outcome: fail(unavailable()),
    });
    const unknown: Outcome = { kind: 'unknown', failure: unanswered() };
    assert.equal(after(unknown).verdict.kind, 'again', 'not knowing is no reason either');
  });

  it('does not where it cannot help, may not be, or the budget is spent', () => {
    const hopeless = failureOf('protected', 'posix.eacces', { status: 400 });
    assert.deepEqual(after(fail(hopeless)).verdict, { kind: 'settled', outcome: fail(hopeless) });
    for (const more of [{ mayRepeat: false }, { hasBudget: false }]) {
      assert.deepEqual(after(fail(unavailable()), {}, more).verdict, { kind: 'settled', outcome: fail(unavailable()) });
    }
  });

  it('waits as long as the server asks, at most a minute, and the budget does not pay for it', () => {
    const asks = (retryAfter: number) => after(fail(unavailable({ retryAfter })), {}, { hasBudget: false }).verdict;
    assert.deepEqual(asks(5_000), { kind: 'again', waitMs: 5_000, costs: 'aTry' });
    assert.deepEqual(asks(600_000), { kind: 'again', waitMs: 60_000, costs: 'aTry' });
    assert.deepEqual(asks(0), { kind: 'again', waitMs: 125, costs: 'aTry' }, 'never at once');
    assert.equal(after(fail(unavailable({ retryAfter: 1 })), { tries: 3 }).verdict.kind, 'settled');
  });

  it('sends a batch that was too large again at once, but not one path', () => {
    const again = { kind: 'again', waitMs: 0, costs: 'nothing' } as const;
    const { one, verdict } = after(fail(tooLarge()), {}, { batch: 2 });
    assert.deepEqual([verdict, one.tries], [again, 0]);
    assert.deepEqual(after(fail(tooLarge())).verdict, { kind: 'settled', outcome: fail(tooLarge()) });
    assert.equal(after(fail(tooLarge()), {}, { batch: 2, mayRepeat: false }).verdict.kind, 'settled');
    const other = failureOf('invalid', 'x');
    assert.equal(after(fail(other), {}, { batch: 2 }).verdict.kind, 'settled');
  });

  it('sends once more at once after a stale socket, and once only', () => {
    const first = after(fail(stale()));
    assert.deepEqual([first.verdict, first.one.tries], [{ kind: 'again', waitMs: 0, costs: 'nothing' }, 0]);
    assert.equal(first.one.hadStaleSocket, true);
    const second = judge(first.one, fail(stale()), HEALTHY);
    assert.deepEqual(second, { kind: 'again', waitMs: 125, costs: 'aRetryOfTheBudget' });
    assert.equal(after(fail(stale()), {}, { mayRepeat: false }).verdict.kind, 'settled');
    assert.equal(after(fail(unanswered())).one.hadStaleSocket, false);
  });

  it('remembers how far a request got, and forgets it no more', () => {
    const memory = ({ sent, inDoubt, open }: Task) => [sent, inDoubt, open];
    assert.deepEqual(memory(after(fail(offline())).one), [false, false, false]);
    assert.deepEqual(memory(after(fail(failureOf('busy', 'locked', { status: 423 }))).one), [true, false, false]);
    assert.deepEqual(memory(after(fail(unavailable())).one), [true, true, false]);
    assert.deepEqual(memory(after(fail(unanswered())).one), [true, true, true]);
    const marked = { sent: true, inDoubt: true, open: true };
    const { one } = after(fail(offline()), marked);
    assert.deepEqual(memory(one), [true, true, true]);
    assert.equal(one.last?.code, 'connectionRefused', 'the last failure is the one told');
  });

  it('cancelled before anything was sent was not started; cancelled afterwards, it failed', () => {
    const cut = failureOf('cancelled', 'cancelled', { reach: 'notSent' });
    assert.deepEqual(after(fail(cut)).verdict, {
      kind: 'settled',
      outcome: { kind: 'notStarted', reason: 'cancelled' },
    });
    assert.deepEqual(after(fail(cut), { sent: true }).verdict, { kind: 'settled', outcome: fail(cut) });
    const lost = failureOf('network', 'x', { reach: 'notSent' });
    assert.deepEqual(after(fail(lost)).verdict, { kind: 'settled', outcome: fail(lost) });
  });
});

describe('a task that is left', () => {
  it('failed when it was sent, else was not started, with the reason', () => {
    const last = unavailable();
    const because = failureOf('auth', 'unauthorized');
    assert.deepEqual(abandon(task({ sent: true, last }), 'stopped', because), fail(last));
    const idle = { kind: 'notStarted', reason: 'stopped', failure: because };
    assert.deepEqual(abandon(task(), 'stopped', because), idle);
    assert.deepEqual(abandon(task({ last }), 'stopped', because), idle);
    assert.deepEqual(abandon(task({ sent: true }), 'stopped', because), idle);
    assert.deepEqual(abandon(task(), 'cancelled', undefined), { kind: 'notStarted', reason: 'cancelled' });
  });
});

describe('a read that proves', () => {
  const failed = fail(unavailable());
  const done: Outcome = { kind: 'done', receipt: { status: 200 } };

  it('is needed for what failed in doubt, and for every done of an act that wants it', () => {
    assert.equal(needsProof(task({ outcome: failed, inDoubt: true }), 'doubts'), true);
    assert.equal(needsProof(task({ outcome: failed, inDoubt: false }), 'all'), false);
    assert.equal(needsProof(task({ outcome: done }), 'all'), true);
    assert.equal(needsProof(task({ outcome: done, inDoubt: true }), 'doubts'), false);
    assert.equal(needsProof(task({ outcome: { kind: 'alreadyGone' }, inDoubt: true }), 'all'), false);
    assert.equal(needsProof(task({ inDoubt: true }), 'all'), false);
  });

  it('makes done what has gone, whatever was said', () => {
    assert.equal(proved(task(), done, 'gone'), done);
    assert.deepEqual(proved(task({ open: true }), failed, 'gone'), { kind: 'done' });
  });

  it('leaves failed what is still there, and unknown what may yet go or could not be read', () => {
    const unknown = { kind: 'unknown', failure: unavailable() };
    assert.equal(proved(task(), failed, 'there'), failed);
    assert.deepEqual(proved(task({ open: true }), failed, 'there'), unknown);
    assert.deepEqual(proved(task(), failed, 'unreadable'), unknown);
  });

  it('takes back a done that it does not see', () => {
    const notConfirmed = failureOf('unexpected', 'notConfirmed', { retryable: true });
    assert.deepEqual(proved(task(), done, 'there'), { kind: 'failed', failure: notConfirmed });
    assert.deepEqual(proved(task({ open: true }), done, 'there'), { kind: 'unknown', failure: notConfirmed });
    const failure = failureOf('unexpected', 'notProved');
    assert.deepEqual(proved(task(), done, 'unreadable'), { kind: 'unknown', failure });
  });

  it('changes nothing else', () => {
    const idle: Outcome = { kind: 'notStarted', reason: 'cancelled' };
    for (const presence of ['there', 'unreadable'] as const) assert.equal(proved(task(), idle, presence), idle);
  });
});

describe('doubt about the effect', () => {
  it('goes by how far the request got, then by what was answered', () => {
    const cases: readonly (readonly [Failure, boolean])[] = [
      [failureOf('busy', 'x', { reach: 'unanswered' }), true],
      [failureOf('unexpected', 'x', { reach: 'notSent', status: 500 }), false],
      [failureOf('conflict', 'x', { status: 499 }), false],
      [failureOf('conflict', 'x', { status: 500 }), true],
      [failureOf('conflict', 'x'), false],
      [failureOf('unavailable', 'x'), true],
      [failureOf('unexpected', 'x'), true],
      [failureOf('timeout', 'x'), true],
    ];
    for (const [failure, doubtful] of cases) assert.equal(leavesDoubt(failure), doubtful, JSON.stringify(failure));
  });
});
