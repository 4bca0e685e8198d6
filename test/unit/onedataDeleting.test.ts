import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deletionOf } from '../../src/remotes/onedata/deletion';
import { onedataSpace } from '../../src/remotes/onedata/space';
import type { Reply } from '../../src/remotes/request';
import { failed, failureOf, type Answer } from '../../src/removal/failure';
import type { Entry } from '../../src/removal/remote';
import { parseRemotePath } from '../../src/removal/remotePath';
import { good, never, reply, scriptedSend } from '../support/onedataReplies';
import { type Answers, ADDRESS, D, child, entry, errorOf, page, path, space, target } from '../support/onedataScripted';

describe('onedata space: deleting', () => {
  const remove = async (answers: Answers, of: Entry, version?: string) => {
    const { remote, lines } = space(answers, version);
    const [outcome] = await remote.removal.perform([target(of)], never());
    return { outcome, lines: lines() };
  };

  it('one path a request, 8 under way at first, 32 at most or what the person set', () => {
    const limits = (maxInFlight?: number) => {
      const { send } = scriptedSend(() => undefined);
      const options = { address: ADDRESS, send, providerVersion: '25.0', readonly: false, now: () => 0 };
      const { removal } = onedataSpace(maxInFlight === undefined ? options : { ...options, maxInFlight });
      return [removal.limits.paths, removal.limits.maxPaths, removal.limits.inFlight, removal.limits.maxInFlight];
    };
    assert.deepEqual(limits(), [1, 1, 8, 32]);
    assert.deepEqual(limits(128), [1, 1, 8, 128]);
    assert.deepEqual(limits(9999), [1, 1, 8, 128]);
    assert.deepEqual(limits(2), [1, 1, 2, 2]);
    assert.deepEqual(limits(0), [1, 1, 1, 1]);
    // What somebody wrote into the settings: a run that may have not one request under way would never end.
    for (const odd of [NaN, 'many', {}]) assert.deepEqual(limits(odd as number), [1, 1, 8, 32]);
    assert.deepEqual(limits(2.5), [1, 1, 2, 2]);
  });

  it('by the listed parent’s id and one segment', async () => {
    const { outcome, lines } = await remove(() => reply(204, ''), entry('deep/er/a b#?.txt'));
    assert.deepEqual(outcome, { kind: 'done' });
    assert.deepEqual(lines, ['DELETE /p1/path/a%20b%23%3F.txt']);
  });

  it('by file id before 21.02.4, where 204 proves nothing, and when the version is unknown', async () => {
    for (const version of ['21.02.3', '21.02.0-alpha28', '']) {
      const { lines } = await remove(() => reply(204, ''), entry('a'), version);
      assert.deepEqual(lines, ['DELETE /f1'], version);
    }
  });

  it('by file id when the name must not stand in a URL', async () => {
    const { lines } = await remove(() => reply(204, ''), entry('dir/%2e%2e'));
    assert.deepEqual(lines, ['DELETE /f1']);
    const { outcome, lines: none } = await remove(() => reply(204, ''), nameless('dir/%2e%2e'));
    assert.equal(outcome?.kind === 'failed' && outcome.failure.code, 'unsafeName');
    assert.deepEqual(none, []);
  });

  const nameless = (text: string): Entry => ({ path: path(text), kind: 'file', parentId: 'p1', traits: [] });
  const typed = (text: string): Entry => ({ path: path(text), kind: 'file', traits: [] });

  it('finds an entry in a listing first when nobody listed it', async () => {
    const answers: Answers = ({ method, path: at }) => {
      if (method === 'DELETE') return reply(204, '');
      return at === `${D}/s1/children` ? page([child('d1', 'dir', 'DIR')]) : page([child('f9', 'a.txt')]);
    };
    const { outcome, lines } = await remove(answers, typed('dir/a.txt'));
    assert.deepEqual(outcome, { kind: 'done' });
    assert.deepEqual(lines, ['GET /s1/children', 'GET /d1/children', 'DELETE /d1/path/a.txt']);
    assert.deepEqual((await remove(answers, typed('dir/none'))).outcome, { kind: 'alreadyGone' });
    const other = { ...typed('dir/a.txt'), id: 'f1' };
    const replaced = await remove(answers, other);
    assert.equal(replaced.outcome?.kind === 'failed' && replaced.outcome.failure.code, 'replaced');
    assert.ok(!replaced.lines.some((line) => line.startsWith('DELETE')));
  });

  it('never the space, a root, the trash or the archives, whatever a listing said', async () => {
    for (const bad of [
      entry('a', { id: 's1' }),
      entry('a', { id: 'p1' }),
      entry('.__onedata__trash', { traits: ['special'] }),
    ]) {
      const { outcome, lines } = await remove(() => reply(204, ''), bad, '21.02.1');
      assert.equal(outcome?.kind === 'failed' && outcome.failure.code, 'specialFolder');
      assert.deepEqual(lines, []);
    }
  });

  it('property: a deletion addresses exactly one name in the listed folder, or the file id, and nothing else', () => {
    const names = fc.string({ unit: fc.constantFrom('.', '%', '2', 'e', '5', 'f', 'a', '#', '?', '\\', ' ') });
    fc.assert(
      fc.property(names, fc.constantFrom('21.02.3', '21.02.4', '25.0'), (name, version) => {
        const parsed = parseRemotePath(`dir/${name}`);
        if (!parsed.ok) return;
        const request = deletionOf({ space: 's1', version }, { ...entry('x'), path: parsed.path });
        const at = good(request).path;
        const byPath = `${D}/p1/path/${encodeURIComponent(name)}`;
        assert.ok(at === `${D}/f1` || (version !== '21.02.3' && at === byPath), at);
      }),
      { numRuns: 2000 },
    );
  });

  it('maps answers to outcomes', async () => {
    const cases: readonly (readonly [string, Reply | Answer<never>, string])[] = [
      ['enoent', reply(400, errorOf('posix', { errno: 'enoent' })), 'alreadyGone'],
      ['404 notFound', reply(404, errorOf('notFound')), 'alreadyGone'],
      ['404 without a word', reply(404, ''), 'failed noSuchCall'],
      ['404 with another id', reply(404, errorOf('example')), 'failed example'],
      ['eacces', reply(400, errorOf('posix', { errno: 'eacces' })), 'failed posix.eacces'],
      ['eperm', reply(400, errorOf('posix', { errno: 'eperm' })), 'failed posix.eperm'],
      ['401', reply(401, errorOf('unauthorized')), 'failed unauthorized'],
      ['500', reply(500, errorOf('internalServerError')), 'failed internalServerError'],
      ['HTML with 200', reply(200, '<html>'), 'unknown htmlInsteadOfJson'],
      ['a gateway timeout', reply(504, ''), 'unknown gatewayTimeout'],
      [
        'no answer',
        failed(failureOf('network', 'connectionReset', { reach: 'unanswered', retryable: true })),
        'unknown connectionReset',
      ],
      ['not sent', failed(failureOf('network', 'connectionRefused', { reach: 'notSent' })), 'failed connectionRefused'],
    ];
    for (const [name, answer, expected] of cases) {
      const { outcome } = await remove(() => answer, entry('a'));
      const code = outcome?.kind === 'failed' || outcome?.kind === 'unknown' ? ` ${outcome.failure.code}` : '';
      assert.equal(`${outcome?.kind ?? ''}${code}`, expected, name);
    }
  });

  it('looks again by file id, and knows the trash', async () => {
    const cases: readonly (readonly [string, Reply, string])[] = [
      ['still there', reply(200, child('f1', 'a')), 'there'],
      ['gone', reply(400, errorOf('posix', { errno: 'enoent' })), 'gone'],
      ['in the trash', reply(200, child('f1', 'a@@5d0c01', 'DIR')), 'gone'],
      ['renamed by somebody', reply(200, child('f1', 'b')), 'unreadable'],
      ['refused', reply(400, errorOf('posix', { errno: 'eacces' })), 'unreadable'],
      ['no such call', reply(404, ''), 'unreadable'],
      ['HTML', reply(200, '<html>'), 'unreadable'],
    ];
    for (const [name, answer, expected] of cases) {
      const { remote } = space(() => answer);
      assert.deepEqual(await remote.removal.lookAgain([target(entry('dir/a'))], never()), [expected], name);
    }
    const { remote, lines } = space(() => page([]));
    assert.deepEqual(await remote.removal.lookAgain([target(typed('a'))], never()), ['gone']);
    assert.deepEqual(lines(), ['GET /s1/children']);
  });

  it('a rename and a move are no deletion, and what was moved is not looked for by its name', async () => {
    const cases: readonly (readonly [string, object, string])[] = [
      ['renamed to look as if it lay in the trash', { name: 'a@@old', parentFileId: 'p1' }, 'unreadable'],
      ['in the trash', { name: 'a@@5d0c01', parentFileId: 'trash' }, 'gone'],
      ['moved to another folder', { name: 'a', parentFileId: 'p2' }, 'unreadable'],
      ['where it was', { name: 'a', parentFileId: 'p1' }, 'there'],
      ['its folder is not told', { name: 'a' }, 'there'],
    ];
    for (const [name, more, expected] of cases) {
      const { remote } = space(() => reply(200, child('f1', 'a', 'DIR', more)));
      assert.deepEqual(await remote.removal.lookAgain([target(entry('dir/a'))], never()), [expected], name);
    }
  });

  it('knows the root of the space by its file id when it looks again', async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ name: 'a', parentFileId: 'root' }, 'there'],
      [{ name: 'a', parentFileId: 'p2' }, 'unreadable'],
      [{ name: 'a@@old', parentFileId: 'root' }, 'unreadable'],
      [{ name: 'a@@5d0c01', parentFileId: 'trash' }, 'gone'],
    ];
    for (const [more, expected] of cases) {
      const { remote, lines } = space(({ path: at }) =>
        at === `${D}/s1` ? reply(200, child('root', 'Space', 'DIR')) : reply(200, child('f1', 'a', 'DIR', more)),
      );
      const one = target(entry('a', { parentId: 's1' }));
      for (let times = 0; times < 2; times += 1) {
        assert.deepEqual(await remote.removal.lookAgain([one], never()), [expected], JSON.stringify(more));
      }
      assert.deepEqual(lines(), ['GET /f1', 'GET /s1', 'GET /f1'], 'the root is asked for once');
    }
    const { remote } = space(({ path: at }) =>
      at === `${D}/s1` ? reply(503, errorOf('timeout')) : reply(200, child('f1', 'a', 'DIR', { parentFileId: 'x' })),
    );
    assert.deepEqual(await remote.removal.lookAgain([target(entry('a', { parentId: 's1' }))], never()), ['unreadable']);
  });

  it('a second deletion by name does not follow a file that somebody moved: the name may be another’s by now', async () => {
    let deletions = 0;
    const { remote } = space(({ method }) => {
      if (method !== 'DELETE') return reply(200, child('f1', 'a', 'REG', { parentFileId: 'p2' }));
      deletions += 1;
      return reply(503, errorOf('serviceUnavailable'));
    });
    const one = target(entry('dir/a'));
    await remote.removal.perform([one], never());
    const [second] = await remote.removal.perform([one], never());
    assert.equal(second?.kind === 'failed' && second.failure.code, 'replaced');
    assert.equal(deletions, 1);
  });

  it('what a listing does not show is gone only when its id says so, too: a confined token is shown less', async () => {
    const known = (more: Partial<Entry> = {}): Entry => ({ ...typed('dir/a.txt'), id: 'f1', ...more });
    const cases: readonly (readonly [string, Reply, string])[] = [
      ['nothing has its id', reply(400, errorOf('posix', { errno: 'enoent' })), 'alreadyGone'],
      ['somebody moved it', reply(200, child('f1', 'b.txt', 'REG', { parentFileId: 'p2' })), 'alreadyGone'],
      ['the token does not reach it', reply(400, errorOf('posix', { errno: 'eacces' })), 'failed posix.eacces'],
      ['nobody can say', reply(503, errorOf('serviceUnavailable')), 'failed serviceUnavailable'],
    ];
    for (const [name, answer, expected] of cases) {
      const answers: Answers = ({ path: at }) => {
        if (at === `${D}/f1`) return answer;
        return at === `${D}/s1/children` ? page([child('d1', 'dir', 'DIR')]) : page([]);
      };
      const { outcome, lines } = await remove(answers, known());
      const code = outcome?.kind === 'failed' ? ` ${outcome.failure.code}` : '';
      assert.equal(`${outcome?.kind ?? ''}${code}`, expected, name);
      assert.ok(!lines.some((line) => line.startsWith('DELETE')), name);
    }
  });

  it('does not delete by name a second time what somebody else has put there since', async () => {
    const lost = failed(failureOf('network', 'connectionReset', { reach: 'unanswered', retryable: true }));
    const cases: readonly (readonly [string, Reply, string, number])[] = [
      ['the first request had done it', reply(400, errorOf('posix', { errno: 'enoent' })), 'alreadyGone', 1],
      ['it lies in the trash', reply(200, child('f1', 'a@@5d0c01', 'DIR')), 'alreadyGone', 1],
      ['somebody renamed it', reply(200, child('f1', 'b')), 'failed', 1],
      ['nobody can say', reply(503, errorOf('serviceUnavailable')), 'failed', 1],
      ['it is still there', reply(200, child('f1', 'a')), 'done', 2],
    ];
    for (const [name, seen, expected, deletions] of cases) {
      let sent = 0;
      const { remote } = space(({ method }) => {
        if (method !== 'DELETE') return seen;
        sent += 1;
        return sent === 1 ? lost : reply(204, '');
      });
      const one = target(entry('dir/a'));
      const [first] = await remote.removal.perform([one], never());
      assert.equal(first?.kind, 'unknown', name);
      const [second] = await remote.removal.perform([one], never());
      assert.equal(second?.kind, expected, name);
      assert.equal(sent, deletions, name);
    }
  });
});
