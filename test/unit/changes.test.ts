import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { changedSince, findChanges, goneSince, type Looker } from '../../src/removal/changes';
import { curlCommand, oxenRemoveCommands, shellQuote } from '../../src/removal/commandLines';
import { failed, failureOf, success } from '../../src/removal/failure';
import type { Act, Entry, PageToken, Target } from '../../src/removal/remote';
import { parentOf } from '../../src/removal/remotePath';
import { ONE_BY_ONE, WORKSPACE, file, folder, listed, never, pathOf, target, unavailable } from '../support/builders';
import { skipBecause } from '../support/skipping';
import { virtualClock } from '../support/virtualClock';

describe('changed since listed', () => {
  const seen = file('a', { bytes: 5, modified: 10, id: '1' });

  it('compares size, time, version, kind and identity', () => {
    assert.deepEqual(changedSince(seen, { ...seen }), []);
    assert.deepEqual(changedSince(seen, { ...seen, bytes: 6, modified: 11 }), ['bytes', 'modified']);
    assert.deepEqual(changedSince(seen, { ...seen, kind: 'folder' }), ['kind']);
    assert.deepEqual(changedSince(seen, { ...seen, id: '2' }), ['replaced']);
    assert.deepEqual(changedSince(seen, undefined), ['gone']);
    assert.deepEqual(changedSince({ ...seen, version: 'x' }, { ...seen, version: 'y' }), ['version']);
  });

  it('trusts equal versions, and compares only what both listings tell', () => {
    assert.deepEqual(changedSince({ ...seen, version: 'x' }, { ...seen, version: 'x', modified: 99 }), []);
    assert.deepEqual(changedSince(file('a'), { path: pathOf('a'), kind: 'file', traits: [] }), []);
    assert.deepEqual(changedSince(seen, { ...seen, version: 'x' }), []);
  });

  it('what went since is what an act must find at its path: the same target each time, and no other', async () => {
    const given: (readonly Target[])[] = [];
    const act: Act = {
      limits: ONE_BY_ONE,
      proof: 'doubts',
      perform: (targets) => Promise.resolve(given.push(targets) > 0 ? targets.map(() => ({ kind: 'done' })) : []),
      lookAgain: (targets) => Promise.resolve(given.push(targets) > 0 ? targets.map(() => 'gone') : []),
    };
    const [gone, there] = [
      target(file('a', { id: '1', parentId: 'p' })),
      target(file('b', { id: '2', parentId: 'p' })),
    ];
    const since = goneSince();
    const within = since.within(act);
    since.note(gone);
    assert.deepEqual(await within.perform([gone, there], never), [{ kind: 'done' }, { kind: 'done' }]);
    await within.lookAgain([there, gone], never);
    const [[first, second] = [], [third, fourth] = []] = given;
    assert.deepEqual([first?.entry.id, first?.entry.parentId, first?.extent], ['1', undefined, gone.extent]);
    assert.deepEqual([second, third, fourth], [there, there, first]);
    assert.equal(fourth, first);
    assert.deepEqual([within.limits, within.proof], [act.limits, act.proof]);
  });

  function looker(now: readonly Entry[]) {
    const calls = { list: 0, stat: 0 };
    const look: Looker = {
      list: (at, page) => {
        calls.list += 1;
        const all = now.filter(({ path }) => parentOf(path) === at);
        const start = Number(page ?? 0);
        const items = all.slice(start, start + 5);
        const next = start + 5 < all.length ? { next: String(start + 5) as PageToken } : {};
        return Promise.resolve(success({ items, ...next }));
      },
      stat: (path) => {
        calls.stat += 1;
        const found = now.find((one) => one.path === path);
        return Promise.resolve(found ? success(found) : failed(failureOf('notFound', 'posix.enoent')));
      },
    };
    return { look, calls };
  }

  it('asks for few entries one by one, and reads a folder again for many', async () => {
    const before = Array.from({ length: 12 }, (_, index) => file(`d/f${String(index)}`));
    const now = before.map((one, index) => (index === 3 ? { ...one, bytes: 1 } : one)).slice(0, 11);
    const { look, calls } = looker(now);
    const { environment } = virtualClock();
    const few = [file('x')].map((one) => listed(one));
    const found = await findChanges([...before.map((one) => listed(one)), ...few], () => look, environment, never);
    assert.deepEqual(found.changed.map(({ listed: one, differences }) => [one.entry.path, differences]).sort(), [
      ['d/f11', ['gone']],
      ['d/f3', ['bytes']],
      ['x', ['gone']],
    ]);
    assert.deepEqual(calls, { list: 3, stat: 2 });
  });

  it('says what it could not look at', async () => {
    const { look } = looker([]);
    const blind: Looker = { ...look, stat: () => Promise.resolve(failed(unavailable())) };
    const clock = virtualClock();
    const found = await clock.finish(findChanges([listed(folder('a'))], () => blind, clock.environment, never));
    assert.deepEqual([found.changed, found.unreadable.length], [[], 1]);
  });
});

describe('command lines', () => {
  it('quote anything for a shell (property, asked of sh)', function () {
    if (process.platform === 'win32') skipBecause(this, 'Windows has no sh of its own');
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 20 }), { numRuns: 200, seed: 7 });
    const harmless = [...texts, "it's", '$TOKEN `id` "x" \\', '-rf', 'a\nb', '', '😀'].filter(
      (text) => !text.includes('\0'),
    );
    const script = harmless.map((text) => `printf '%s\\0' ${shellQuote(text)}`).join('\n');
    const output = execFileSync('sh', ['-c', script]).toString();
    assert.deepEqual(output.split('\0').slice(0, -1), harmless);
  });

  it('as curl keep the token out and expand nothing', () => {
    const command = curlCommand({
      method: 'DELETE',
      url: "https://h/x/a%20b/it's",
      token: { header: 'Authorization', prefix: 'Bearer ' },
      json: { paths: ["it's", '$HOME'] },
    });
    assert.equal(
      command,
      `curl -sS --globoff --path-as-is -X DELETE -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ` +
        String.raw`--data-raw '{"paths":["it'\''s","$HOME"]}' 'https://h/x/a%20b/it'\''s'`,
    );
    assert.equal(
      curlCommand({ method: 'GET', url: 'http://h/' }),
      "curl -sS --globoff --path-as-is -X GET 'http://h/'",
    );
  });

  it('as oxen name each path literally, and leave out what oxen would expand', () => {
    const { lines, inexpressible } = oxenRemoveCommands(WORKSPACE, ['a b', '-rf', 'x*', '[1]'].map(pathOf));
    assert.deepEqual(lines, [`oxen workspace rm -w 'ws-1' -- 'a b' '-rf'`]);
    assert.deepEqual(inexpressible, ['x*', '[1]']);
    const many = Array.from({ length: 401 }, (_, index) => pathOf(`f${String(index)}`));
    assert.equal(oxenRemoveCommands(WORKSPACE, many).lines.length, 3);
    assert.deepEqual(oxenRemoveCommands(WORKSPACE, []).lines, []);
  });
});
