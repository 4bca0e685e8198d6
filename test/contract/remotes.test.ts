import assert from 'node:assert/strict';
import type { Answer } from '../../src/removal/failure';
import type { Outcome } from '../../src/removal/outcome';
import type { Entry, Remote, Target } from '../../src/removal/remote';
import { ROOT, comparePaths, isInside, namesOf, parseRemotePath } from '../../src/removal/remotePath';
import { REMOTE_FIXTURES, sendTo, type RemoteOnStage } from '../support/remoteFixtures';
import { entryAt, listAll, never, pathOf, walkAll } from '../support/remoteWalks';

function good<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

const sorted = (paths: Iterable<string>): readonly string[] => [...paths].sort(comparePaths);

async function targetsAt(remote: Remote, paths: readonly string[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const text of paths) {
    const entry = await entryAt(remote, text);
    targets.push({ remote: remote.address, entry, extent: good(await remote.measure(entry, 100_000, never())) });
  }
  return targets;
}

/** As a run sends them: as many paths a request as the remote takes. */
async function remove(remote: Remote, targets: readonly Target[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const { paths } = remote.removal.limits;
  for (let at = 0; at < targets.length; at += paths) {
    outcomes.push(...(await remote.removal.perform(targets.slice(at, at + paths), never())));
  }
  return outcomes;
}

const kinds = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

/** What a person still sees as a file that stays: listed, and not staged for removal. */
function staying(entries: readonly Entry[]): readonly string[] {
  return entries.filter(({ kind, traits }) => kind === 'file' && !traits.includes('staged')).map(({ path }) => path);
}

for (const fixture of REMOTE_FIXTURES) {
  describe(`the contract of a remote: ${fixture.name}`, () => {
    let stage: RemoteOnStage;
    let remote: Remote;

    /** Files below a folder, or the file itself. */
    const filesAt = (text: string): readonly string[] =>
      [...stage.files.keys()].filter((file) => file === text || isInside(pathOf(file), pathOf(text)));

    describe('read only', () => {
      before(async () => {
        stage = await fixture.start(0.3);
        ({ remote } = stage);
      });
      after(() => stage.stop());

      it('pages cover every file exactly once, and nothing else', async () => {
        const entries = await walkAll(remote);
        assert.equal(new Set(entries.map(({ path }) => path)).size, entries.length, 'no entry twice');
        assert.deepEqual(sorted(staying(entries)), sorted(stage.files.keys()));
        const folders = new Set(
          [...stage.files.keys()].flatMap((file) =>
            namesOf(pathOf(file)).map((_, at, names) => names.slice(0, at).join('/')),
          ),
        );
        folders.delete('');
        assert.deepEqual(
          sorted(entries.filter(({ kind }) => kind === 'folder').map(({ path }) => path)),
          sorted(folders),
        );
      }).timeout(30_000);

      it('a large folder comes in more than one page', async () => {
        const first = good(await remote.list(pathOf('measurements'), undefined, never()));
        assert.ok(first.next !== undefined);
        assert.ok(first.items.length > 0 && first.items.length < 1500);
      });

      it('every path it lists is one that an entry can have, below the folder asked for', async () => {
        for (const folder of [ROOT, pathOf('odd names'), pathOf('siblings')] as const) {
          for (const { path } of await listAll(remote, folder)) {
            assert.ok(parseRemotePath(path).ok);
            assert.ok(isInside(path, folder));
            assert.equal(namesOf(path).length, namesOf(folder).length + 1);
          }
        }
      });

      it('stat agrees with list, for files, folders and odd names', async () => {
        const listed = [...(await listAll(remote, pathOf('odd names'))), ...(await listAll(remote, ROOT))];
        assert.ok(listed.length > 40);
        for (const entry of listed) assert.deepEqual(good(await remote.stat(entry.path, never())), entry, entry.path);
      }).timeout(30_000);

      it('measure agrees with a walk', async () => {
        for (const text of ['siblings', 'siblings/a', 'odd names', 'measurements', 'README.md', '#weekly report']) {
          const entry = await entryAt(remote, text);
          const { files, bytes, precision } = good(await remote.measure(entry, 100_000, never()));
          const expected = filesAt(text);
          const size = expected.reduce((sum, file) => sum + (stage.files.get(file) ?? 0), 0);
          assert.deepEqual(
            { files, bytes, precision },
            { files: expected.length, bytes: size, precision: 'exact' },
            text,
          );
        }
      });

      it('reads what it listed, to the byte, and says when it cut', async () => {
        const entry = await entryAt(remote, 'odd names/caf\u00e9 NFC.txt');
        const whole = good(await remote.read(entry.path, 10_000, never()));
        assert.deepEqual([whole.bytes.length, whole.truncated], [entry.bytes, false]);
        const start = good(await remote.read(entry.path, 3, never()));
        assert.deepEqual([start.bytes.length, start.truncated], [3, true]);
        assert.deepEqual(Buffer.from(start.bytes), Buffer.from(whole.bytes.subarray(0, 3)));
        const exact = good(await remote.read(entry.path, whole.bytes.length, never()));
        assert.equal(exact.truncated, false);
      });

      it('what does not exist is notFound, whatever its name', async () => {
        for (const text of [
          'nothing',
          'siblings/aa',
          'siblings/a/one',
          'README.md/below',
          'odd names/%2e%2e%2e',
          'siblings/ a',
        ]) {
          const answer = await remote.stat(pathOf(text), never());
          assert.ok(!answer.ok, text);
          assert.equal(answer.failure.kind, 'notFound', text);
        }
        const listed = await remote.list(pathOf('no such folder'), undefined, never());
        assert.ok(!listed.ok && listed.failure.kind === 'notFound');
        const read = await remote.read(pathOf('no such file'), 10, never());
        assert.ok(!read.ok && read.failure.kind === 'notFound');
      });

      it('a signal that is aborted gives cancelled, everywhere, and nothing is done', async () => {
        const targets = await targetsAt(remote, ['siblings/a.txt']);
        const signal = AbortSignal.abort();
        const { entry } = targets[0] ?? {};
        assert.ok(entry !== undefined);
        for (const answer of [
          await remote.list(ROOT, undefined, signal),
          await remote.stat(pathOf('images'), signal),
          await remote.read(pathOf('README.md'), 10, signal),
          await remote.measure(await entryAt(remote, 'siblings'), 10, signal),
        ]) {
          assert.ok(!answer.ok);
          assert.equal(answer.failure.kind, 'cancelled');
        }
        const [outcome] = await remote.removal.perform(targets, signal);
        assert.ok(outcome?.kind === 'failed' || outcome?.kind === 'notStarted', outcome?.kind ?? 'nothing');
        if (outcome.kind === 'failed') {
          assert.deepEqual([outcome.failure.kind, outcome.failure.reach], ['cancelled', 'notSent']);
        }
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['there']);
        assert.deepEqual(await remote.removal.lookAgain(targets, signal), ['unreadable']);
      });

      it('a server that cannot be reached is a network failure, and nothing was sent', async () => {
        const targets = await targetsAt(remote, ['siblings/a.txt']);
        const nowhere = stage.through(sendTo('http://127.0.0.1:1', 'X-Auth-Token', 'none'));
        for (const answer of [
          await nowhere.list(ROOT, undefined, never()),
          await nowhere.stat(pathOf('README.md'), never()),
          await nowhere.read(pathOf('README.md'), 10, never()),
        ]) {
          assert.ok(!answer.ok);
          assert.deepEqual([answer.failure.kind, answer.failure.reach], ['network', 'notSent']);
        }
        const [outcome] = await nowhere.removal.perform(targets, never());
        assert.ok(outcome?.kind === 'failed');
        assert.deepEqual([outcome.failure.kind, outcome.failure.reach], ['network', 'notSent']);
        assert.deepEqual(await nowhere.removal.lookAgain(targets, never()), ['unreadable']);
      });

      it('HTML with 200 is a failure, and no proof of anything', async () => {
        const targets = await targetsAt(remote, ['siblings/a.txt']);
        await stage.faults.play([{ fault: { do: 'html', effect: 'none' } }]);
        const fresh = stage.remote;
        for (const answer of [
          await fresh.list(ROOT, undefined, never()),
          await fresh.stat(pathOf('images'), never()),
          await fresh.measure(await Promise.resolve(folderEntry('siblings')), 10, never()),
        ]) {
          assert.ok(!answer.ok);
          assert.equal(answer.failure.kind, 'unexpected');
        }
        const [outcome] = await fresh.removal.perform(targets, never());
        assert.ok(outcome?.kind === 'unknown' || outcome?.kind === 'failed');
        assert.deepEqual(await fresh.removal.lookAgain(targets, never()), ['unreadable']);
        await stage.faults.play([]);
        assert.deepEqual(await fresh.removal.lookAgain(targets, never()), ['there']);
      });
    });

    describe('removing', () => {
      beforeEach(async () => {
        stage = await fixture.start(0.01);
        ({ remote } = stage);
      });
      afterEach(() => stage.stop());

      /** Exactly the files at these paths are gone or staged, by a walk over everything. */
      async function onlyRemoved(...paths: readonly string[]): Promise<void> {
        const gone = new Set(paths.flatMap(filesAt));
        assert.ok(gone.size > 0);
        const left = staying(await walkAll(remote, []));
        assert.deepEqual(sorted(left), sorted([...stage.files.keys()].filter((file) => !gone.has(file))));
      }

      it('a file: one outcome a target, in their order, and look again says the truth', async () => {
        const targets = await targetsAt(remote, ['siblings/a/one.txt', 'README.md', 'siblings/ab/one.txt']);
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['there', 'there', 'there']);
        const [first, second] = targets;
        assert.ok(first !== undefined && second !== undefined);
        assert.deepEqual(kinds(await remove(remote, [first, second])), ['done', 'done']);
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['gone', 'gone', 'there']);
        await onlyRemoved('siblings/a/one.txt', 'README.md');
      }).timeout(30_000);

      it('a folder, and not the prefix siblings beside it', async () => {
        const targets = await targetsAt(remote, ['siblings/a']);
        assert.deepEqual(kinds(await remove(remote, targets)), ['done']);
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['gone']);
        const others = await targetsAt(remote, ['siblings/ab', 'siblings/a b', 'siblings/A', 'siblings/a.txt']);
        assert.deepEqual(await remote.removal.lookAgain(others, never()), ['there', 'there', 'there', 'there']);
        await onlyRemoved('siblings/a');
      }).timeout(30_000);

      it('a folder named like its parent, and only the inner one', async () => {
        assert.deepEqual(kinds(await remove(remote, await targetsAt(remote, ['odd names/odd names']))), ['done']);
        await onlyRemoved('odd names/odd names');
      }).timeout(30_000);

      it('every odd name, and only they', async () => {
        const odd = [...stage.files.keys()].filter((file) => /^odd names\/[^/]+$/.test(file));
        assert.ok(odd.length >= 25);
        const targets = await targetsAt(remote, odd);
        assert.deepEqual(
          kinds(await remove(remote, targets)),
          odd.map(() => 'done'),
        );
        assert.deepEqual(
          await remote.removal.lookAgain(targets, never()),
          odd.map(() => 'gone'),
        );
        await onlyRemoved(...odd);
      }).timeout(30_000);

      it('one of two names that differ in normalisation or case only', async () => {
        const one = ['odd names/twins/\u00e9.txt', 'odd names/Case.txt'];
        const other = ['odd names/twins/e\u0301.txt', 'odd names/case.txt'];
        assert.deepEqual(kinds(await remove(remote, await targetsAt(remote, one))), ['done', 'done']);
        assert.deepEqual(await remote.removal.lookAgain(await targetsAt(remote, other), never()), ['there', 'there']);
        await onlyRemoved(...one);
      }).timeout(30_000);

      it('a target that is not there does not stop a run: nothing about it concerns all targets', async () => {
        const [there] = await targetsAt(remote, ['siblings/a.txt']);
        assert.ok(there !== undefined);
        const { id: _, ...entry } = there.entry;
        const absent: Target = { ...there, entry: { ...entry, path: pathOf('siblings/never was.txt') } };
        const [outcome] = await remote.removal.perform([absent], never());
        assert.ok(outcome?.kind === 'alreadyGone' || outcome?.kind === 'failed', outcome?.kind ?? 'nothing');
        if (outcome.kind === 'failed') {
          assert.ok(!['auth', 'forbidden', 'notFound'].includes(outcome.failure.kind), outcome.failure.kind);
        }
      });

      it('a reset after the effect leaves it unknown, and look again finds it gone', async () => {
        const targets = await targetsAt(remote, ['siblings/a.txt']);
        await stage.faults.play([{ method: 'DELETE', fault: { do: 'reset', effect: 'after' } }]);
        assert.deepEqual(kinds(await remove(remote, targets)), ['unknown']);
        await stage.faults.play([]);
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['gone']);
      });

      it('a reset before the effect leaves it unknown, and look again finds it there', async () => {
        const targets = await targetsAt(remote, ['siblings/a.txt', 'siblings/ab']);
        await stage.faults.play([{ method: 'DELETE', fault: { do: 'reset', effect: 'before' } }]);
        assert.deepEqual(kinds(await remove(remote, targets)), ['unknown', 'unknown']);
        await stage.faults.play([]);
        assert.deepEqual(await remote.removal.lookAgain(targets, never()), ['there', 'there']);
      });
    });
  });
}

/** As an earlier listing gave it: the answer to a question asked before the server went wrong. */
function folderEntry(text: string): Entry {
  return { path: pathOf(text), kind: 'folder', id: '00', parentId: '00', traits: [] };
}
