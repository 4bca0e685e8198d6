import assert from 'node:assert/strict';
import { failOver } from '../../src/remotes/onedata/failOver';
import { onedataSpace } from '../../src/remotes/onedata/space';
import type { ApiRequest } from '../../src/remotes/request';
import { failed, failureOf } from '../../src/removal/failure';
import { ROOT } from '../../src/removal/remotePath';
import { codeOf, good, never, reply, scriptedSend } from '../support/onedataReplies';
import { ADDRESS, child, D, page, path, target } from '../support/onedataScripted';

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
    const { reading: send } = failOver([a.send, b.send]);
    assert.ok((await send(read, never())).ok);
    assert.ok((await send(read, never())).ok);
    assert.deepEqual([a.asked.length, b.asked.length], [1, 2]);
  });

  it('what a removal asks and changes goes to the chosen one alone', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(up);
    const { reading, acting } = failOver([a.send, b.send]);
    await reading(read, never());
    assert.equal(codeOf(await acting(write, never())), 'connectionRefused');
    assert.equal(codeOf(await acting(read, never())), 'connectionRefused');
    assert.equal(codeOf(await reading(write, never())), 'connectionRefused');
    assert.equal(b.asked.length, 1);
  });

  it('a provider that answers with a refusal is not passed over', async () => {
    const a = scriptedSend(() => failed(failureOf('protected', 'posix.eacces')));
    const b = scriptedSend(up);
    assert.equal(codeOf(await failOver([a.send, b.send]).reading(read, never())), 'posix.eacces');
    assert.equal(b.asked.length, 0);
  });

  it('all down: the failure of the first', async () => {
    const a = scriptedSend(down);
    const b = scriptedSend(() => reply(503, ''));
    assert.equal(codeOf(await failOver([a.send, b.send]).reading(read, never())), 'connectionRefused');
    assert.equal(codeOf(await failOver([]).reading(read, never())), 'noProvider');
    assert.equal(codeOf(await failOver([]).acting(write, never())), 'noProvider');
  });

  it('comes back to the chosen one after it has answered a removal, with whatever', async () => {
    for (const request of [read, write]) {
      let isUp = false;
      const a = scriptedSend(() => (isUp ? up() : down()));
      const b = scriptedSend(up);
      const { reading, acting } = failOver([a.send, b.send]);
      await reading(read, never());
      isUp = true;
      await acting(request, never());
      await reading(read, never());
      assert.equal(b.asked.length, 1);
    }
  });

  it('a removal is planned, counted and looked into where it is carried out, whoever answers what is shown', async () => {
    let isUp = false;
    const asked: string[] = [];
    const provider = (name: string, size: number, ready: () => boolean) =>
      scriptedSend(({ method, path: at }) => {
        asked.push(`${name} ${method} ${at.replace(D, '')}`);
        if (!ready()) return down();
        if (method === 'DELETE') return reply(204, '');
        if (at.endsWith('/children')) return page([child('d1', 'dir', 'DIR'), child('f1', 'a', 'REG', { size })]);
        return reply(200, { slice: statistics(size) });
      }).send;
    const sends = [provider('chosen', 7, () => isUp), provider('spare', 1, () => true)];
    const { reading, acting } = failOver(sends);
    const remote = onedataSpace({
      address: ADDRESS,
      send: reading,
      acting,
      providerVersion: '25.0',
      readonly: false,
      now,
    });
    const shown = good(await remote.list(ROOT, undefined, never()));
    const dir = shown.items[0] ?? assert.fail();
    assert.ok(
      asked.some((line) => line.startsWith('spare')),
      'the spare shows it',
    );
    asked.length = 0;
    assert.equal(codeOf(await remote.measure(dir, 100, never())), 'connectionRefused');
    isUp = true;
    const place = remote.actsOn ?? assert.fail();
    assert.equal(good(await place.stat(path('a'), never())).bytes, 7);
    assert.equal(good(await place.measure(dir, 100, never())).files, 7);
    assert.equal(good(await remote.measure(dir, 100, never())).files, 7);
    for (const { removal } of [remote, place]) {
      assert.deepEqual(await removal.perform([target(dir)], never()), [{ kind: 'done' }]);
      await removal.lookAgain([target(dir)], never());
    }
    assert.deepEqual(
      asked.filter((line) => !line.startsWith('chosen')),
      [],
    );
  });
});

const now = (): number => 0;
const statistics = (count: number) => {
  const minute = [{ timestamp: 1, value: count }];
  return { logical_size: { minute }, reg_file_and_link_count: { minute } };
};
