import assert from 'node:assert/strict';
import { failOver } from '../../src/remotes/onedata/failOver';
import type { ApiRequest } from '../../src/remotes/request';
import { failed, failureOf } from '../../src/removal/failure';
import { codeOf, never, reply, scriptedSend } from '../support/onedataReplies';

describe('onedata: several providers', () => {
  const read: ApiRequest<string> = {
    method: 'GET',
    path: '/x',
    reads: true,
    timeout: 1,
    maxBytes: 1,
    parse: ({ status }) => (status === 200 ? { ok: true, value: 'read' } : failed(failureOf('unavailable', '503'))),
  };
  const write = { ...read, method: 'DELETE' as const, reads: false };
  const down = () => failed(failureOf('network', 'connectionRefused', { reach: 'notSent' }));
  const up = () => reply(200, '');

  it('reads go on to the next one that can answer, and stay there', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    assert.ok((await send(read, never())).ok);
    assert.ok((await send(read, never())).ok);
    assert.deepEqual([a.asked.length, b.asked.length], [1, 2]);
  });

  it('what changes something goes to the chosen one alone', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    await send(read, never());
    assert.equal(codeOf(await send(write, never())), 'connectionRefused');
    assert.equal(b.asked.filter(({ reads }) => !reads).length, 0);
  });

  it('a provider that answers with a refusal is not passed over', async () => {
    const a = scriptedSend(() => failed(failureOf('protected', 'posix.eacces')));
    const b = scriptedSend(up);
    assert.equal(codeOf(await failOver([a.send, b.send])(read, never())), 'posix.eacces');
    assert.equal(b.asked.length, 0);
  });

  it('all down: the failure of the first', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(() => reply(503, ''));
    assert.equal(codeOf(await failOver([a.send, b.send])(read, never())), 'connectionRefused');
    assert.equal(codeOf(await failOver([])(read, never())), 'noProvider');
  });

  it('comes back to the chosen one after it has answered a change', async () => {
    let isUp = false;
    const a = scriptedSend(() => (isUp ? up() : down()));
    const b = scriptedSend(up);
    const send = failOver([a.send, b.send]);
    await send(read, never());
    isUp = true;
    await send(write, never());
    await send(read, never());
    assert.equal(b.asked.length, 1);
  });
});
