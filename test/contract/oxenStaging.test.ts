import assert from 'node:assert/strict';
import { failed } from '../../src/removal/failure';
import type { StagingRemote } from '../../src/removal/staging';
import type { Send } from '../../src/remotes/request';
import { unavailable } from '../support/builders';
import { plainRepository, type PlainRepository } from '../support/oxenPlain';
import {
  bareTargets,
  kindsOf,
  NEVER,
  oxenRig,
  perform,
  targetsOf,
  valueOf,
  workspaceOf,
  type OxenRig,
} from '../support/oxenRig';

const FILES = {
  'README.md': 'hello',
  'images/a.txt': 'a',
  'images/b.txt': 'b',
  'images/sub/d.txt': 'deep',
  'images2/c.txt': 'c',
  'data/t.csv': 'x,y\n1,2\n',
  'docs/note.md': 'n',
};

describe('oxen: staging', function () {
  this.timeout(120_000);
  let rig: OxenRig;
  let repository: PlainRepository;
  let remote: StagingRemote;
  let workspace = '';
  let count = 0;
  before(async () => {
    rig = await oxenRig();
    repository = await plainRepository(rig.plain, 'stage', FILES);
  });
  beforeEach(async () => {
    workspace = await repository.open(`ws-${++count}`);
    remote = workspaceOf(rig, repository, workspace);
  });
  after(() => rig.stop());

  it('stages files and folders, and proves each by one reading', async () => {
    const targets = await targetsOf(remote, ['README.md', 'images', 'data/t.csv']);
    assert.deepEqual(kindsOf(await perform(remote.removal, targets)), ['done', 'done', 'done']);
    assert.deepEqual(await remote.removal.lookAgain(targets, NEVER), ['gone', 'gone', 'gone']);
    const expected = ['README.md', 'data/t.csv', 'images/a.txt', 'images/b.txt', 'images/sub/d.txt'];
    assert.deepEqual((await repository.staged(workspace)).removed, expected);
  });

  it('a folder is staged only when every file of the base commit below it is', async () => {
    const [images] = await targetsOf(remote, ['images']);
    assert.ok(images);
    await repository.stage(workspace, ['images/a.txt', 'images/b.txt']);
    assert.deepEqual(await remote.removal.lookAgain([images], NEVER), ['there']);
    await repository.stage(workspace, ['images/sub/d.txt']);
    assert.deepEqual(await remote.removal.lookAgain([images], NEVER), ['gone']);
    assert.deepEqual(
      (await targetsOf(remote, ['images'])).map(({ entry }) => entry.traits),
      [['staged']],
    );
  });

  it('reports what is not in the base commit by path, and stages the rest', async () => {
    const targets = [...bareTargets(remote, ['nope.txt']), ...(await targetsOf(remote, ['README.md']))];
    assert.deepEqual(kindsOf(await perform(remote.removal, targets)), ['failed notInBaseCommit', 'done']);
    assert.deepEqual(await remote.removal.lookAgain(targets, NEVER), ['there', 'gone']);
  });

  it('never sends what is only uploaded: newer servers would discard the upload', async () => {
    await repository.upload(workspace, { 'images/new.txt': 'new', 'fresh/x.txt': 'x' });
    const targets = await targetsOf(remote, ['images/new.txt', 'fresh', 'docs/note.md']);
    const outcomes = await perform(remote.removal, targets);
    assert.deepEqual(outcomes, [
      { kind: 'skipped', reason: 'onlyUploaded' },
      { kind: 'skipped', reason: 'onlyUploaded' },
      { kind: 'done' },
    ]);
    const { removed, added } = await repository.staged(workspace);
    assert.deepEqual([removed, added], [['docs/note.md'], ['fresh/x.txt', 'images/new.txt']]);
  });

  it('skips what is staged already: naming it again would keep its removed folder', async () => {
    await perform(remote.removal, await targetsOf(remote, ['images']));
    const outcomes = await perform(remote.removal, await targetsOf(remote, ['images/a.txt', 'images/sub']));
    assert.deepEqual(outcomes, [
      { kind: 'skipped', reason: 'alreadyStaged' },
      { kind: 'skipped', reason: 'alreadyStaged' },
    ]);
    const done = await remote.commit({ branch: 'main', message: 'm', author: 'a', email: 'e' }, NEVER);
    assert.equal(done.kind, 'committed');
    const again = await plainRepository(rig.plain, 'fresh', FILES);
    assert.ok((await again.tree()).includes('images/'), 'the other repository is untouched');
    assert.ok(!(await repository.tree()).includes('images/'));
    repository = again;
  });

  it('looks the size of a removal up once a commit, and again when that failed', async () => {
    const listed: string[] = [];
    let isDown = true;
    const watched: Send = (request, signal) => {
      const folder = /\/dir\/[0-9a-f]+\/?(.*)$/.exec(request.path)?.[1];
      if (folder === undefined) return rig.send(request, signal);
      listed.push(folder);
      return isDown ? Promise.resolve(failed(unavailable())) : rig.send(request, signal);
    };
    const client = workspaceOf({ send: watched }, repository, workspace);
    /** Bytes by path, and the folders that were listed for them. */
    const told = async () => {
      const { removed } = valueOf(await client.staged(NEVER));
      return [removed.map(({ path, bytes }) => [path, bytes]), listed.splice(0).sort()];
    };
    await repository.stage(workspace, ['README.md', 'images/a.txt']);
    const unknown = [
      ['README.md', undefined],
      ['images/a.txt', undefined],
    ];
    assert.deepEqual(await told(), [unknown, ['', 'images']]);
    isDown = false;
    const both = [
      ['README.md', 5],
      ['images/a.txt', 1],
    ];
    assert.deepEqual(await told(), [both, ['', 'images']]);
    assert.deepEqual(await told(), [both, []]);
    await repository.stage(workspace, ['images/sub/d.txt']);
    assert.deepEqual(await told(), [[...both, ['images/sub/d.txt', 4]], ['images/sub']]);
    await repository.upload(workspace, { 'docs/note.md': 'longer' });
    assert.equal(await repository.commit(workspace), 200);
    assert.equal(await repository.stage(workspace, ['docs/note.md']), 200);
    assert.deepEqual(await told(), [[['docs/note.md', 6]], ['docs']]);
    repository = await plainRepository(rig.plain, 'stage', FILES);
  });

  it('what another client committed as soon as it was staged is told as staged: it went with that commit', async () => {
    const other = await plainRepository(rig.plain, 'stage', FILES);
    await other.open('ws');
    const there = workspaceOf(rig, other, 'ws');
    const targets = await targetsOf(there, ['images', 'docs/note.md', 'README.md']);
    assert.deepEqual(kindsOf(await perform(there.removal, targets)), ['done', 'done', 'done']);
    await other.unstage('ws', ['README.md']);
    assert.equal(await other.commit('ws'), 200);
    assert.deepEqual(await there.removal.lookAgain(targets, NEVER), ['gone', 'gone', 'there']);
  });

  it('what is another entry since another client committed the workspace is not staged: only what was shown is', async () => {
    const other = await plainRepository(rig.plain, 'stage', { ...FILES, 'keep.txt': 'k' });
    await other.open('ws');
    const sent: string[] = [];
    const watched: Send = (request, signal) => {
      sent.push(`${request.method} ${request.path.replace(/.*\/(meta|files)\b(\/[0-9a-f]+\/)?/, '$1 ')}`);
      return rig.send(request, signal);
    };
    const there = workspaceOf({ send: watched }, other, 'ws');
    const targets = await targetsOf(there, ['README.md', 'images', 'images2', 'data', 'keep.txt', 'docs/note.md']);
    await other.stage('ws', ['README.md', 'images2', 'docs/note.md']);
    assert.equal(await other.commit('ws'), 200);
    await other.upload('ws', { 'README.md/a.txt': 'a', 'README.md/b.txt': 'b', 'images/sub/e.txt': 'e' });
    assert.equal(await other.commit('ws'), 200);
    valueOf(await there.staged(NEVER));
    sent.length = 0;
    const changed = 'failed changedSinceListed';
    assert.deepEqual(kindsOf(await perform(there.removal, targets)), [
      changed,
      changed,
      'alreadyGone',
      'done',
      'done',
      'alreadyGone',
    ]);
    assert.deepEqual((await other.staged('ws')).removed, ['data/t.csv', 'keep.txt']);
    const asked = ['README.md', 'data', 'docs/note.md', 'images', 'images2', 'keep.txt'];
    assert.deepEqual(sent.sort(), ['DELETE files ', ...asked.map((one) => `GET meta ${one}`)]);
    sent.length = 0;
    assert.deepEqual(kindsOf(await perform(there.removal, await targetsOf(there, ['images']))), ['done']);
    assert.equal((await other.staged('ws')).removed.length, 6);
    assert.deepEqual(
      sent.filter((one) => one.startsWith('DELETE')),
      ['DELETE files '],
    );
  });

  it('names the workspace that has gone', async () => {
    const targets = await targetsOf(remote, ['README.md']);
    valueOf(await remote.deleteWorkspace(NEVER));
    assert.deepEqual(kindsOf(await perform(remote.removal, targets)), ['failed workspaceNotFound']);
    assert.deepEqual(await remote.removal.lookAgain(targets, NEVER), ['unreadable']);
  });

  it('does not send a request beyond 1 MiB', async () => {
    const long = 'x'.repeat(1100);
    const paths = Array.from({ length: 1000 }, (_, index) => `images/${long}${index}`);
    const outcomes = await perform(remote.removal, bareTargets(remote, paths));
    assert.deepEqual([...new Set(kindsOf(outcomes))], ['failed bodyTooLarge']);
  });

  it('cancelled before it is sent, starts nothing', async () => {
    const targets = await targetsOf(remote, ['README.md']);
    const outcomes = await remote.removal.perform(targets, AbortSignal.abort());
    assert.deepEqual(outcomes, [{ kind: 'notStarted', reason: 'cancelled' }]);
    assert.deepEqual((await repository.staged(workspace)).removed, []);
  });

  it('two clients staging and unstaging one folder never show a state the server does not hold', async () => {
    const other = workspaceOf(rig, repository, workspace);
    const targets = await targetsOf(remote, ['images', 'docs']);
    for (let round = 0; round < 5; round++) {
      await Promise.all([perform(remote.removal, targets), perform(other.unstaging, targets)]);
      const [mine, theirs] = [valueOf(await remote.staged(NEVER)), valueOf(await other.staged(NEVER))];
      const held = (await repository.staged(workspace)).removed;
      assert.deepEqual(
        mine.removed.map(({ path }) => path),
        held,
      );
      assert.deepEqual(
        theirs.removed.map(({ path }) => path),
        held,
      );
      const shown = await remote.removal.lookAgain(targets, NEVER);
      assert.deepEqual(
        shown.map((presence) => presence === 'gone'),
        [held.filter((path) => path.startsWith('images/')).length === 3, held.includes('docs/note.md')],
      );
    }
    await perform(other.unstaging, targets);
    assert.deepEqual(await repository.staged(workspace), { removed: [], added: [], modified: [], bare: [] });
  });
});
