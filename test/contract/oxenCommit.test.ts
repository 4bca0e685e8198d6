import assert from 'node:assert/strict';
import { failed, failureOf } from '../../src/removal/failure';
import { stagedEntries } from '../../src/removal/stagedEntries';
import type { CommitOutcome, StagingRemote } from '../../src/removal/staging';
import { meantAgain } from '../../src/removal/stagingAgain';
import { oxenServer } from '../../src/remotes/oxen/server';
import type { Send } from '../../src/remotes/request';
import { AUTHOR, plainRepository, type PlainRepository } from '../support/oxenPlain';
import {
  bareTargets,
  kindsOf,
  NEVER,
  QUICK,
  oxenRig,
  path,
  perform,
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
const TREE = [...Object.keys(FILES), 'data/', 'docs/', 'images/', 'images/sub/', 'images2/'].sort();
const DETAILS = { branch: 'main', message: 'take out', ...AUTHOR };

describe('oxen: leftovers and commits', function () {
  this.timeout(240_000);
  let rig: OxenRig;
  let repository: PlainRepository;
  let remote: StagingRemote;
  before(async () => {
    rig = await oxenRig();
  });
  beforeEach(async () => {
    repository = await plainRepository(rig.plain, 'commit', FILES);
    await repository.open('ws');
    remote = workspaceOf(rig, repository, 'ws');
  });
  after(() => rig.stop());

  const treeIs = async (...gone: string[]) =>
    assert.deepEqual(
      await repository.tree(),
      TREE.filter((one) => !gone.includes(one)),
    );
  const codeOf = (outcome: CommitOutcome) =>
    outcome.kind === 'committed' ? outcome.proof.kind : `${outcome.kind} ${outcome.failure.code}`;
  const commit = async (from = remote) => codeOf(await from.commit(DETAILS, NEVER));
  const leftovers = async () => valueOf(await remote.staged(NEVER)).leftovers;
  const heal = async () => {
    const folders = (await leftovers()).map(({ folder }) => folder);
    const targets = bareTargets(remote, folders, 'folder');
    assert.deepEqual([...new Set(kindsOf(await perform(remote.healing, targets)))], ['done']);
    assert.deepEqual([...new Set(await remote.healing.lookAgain(targets, NEVER))], ['gone']);
    assert.deepEqual(await leftovers(), []);
  };

  it('finds what another client left, refuses the commit, heals, and loses nothing', async () => {
    await repository.stage('ws', ['docs/note.md', 'images/sub/d.txt']);
    await repository.unstage('ws', ['docs/note.md', 'images/sub/d.txt']);
    await repository.upload('ws', { 'data/up.txt': 'u' });
    await repository.unstage('ws', ['data/up.txt']);
    await repository.stage('ws', ['README.md']);
    assert.deepEqual(await leftovers(), [
      { folder: 'data', harm: 'loses', files: 1 },
      { folder: 'docs', harm: 'loses', files: 1 },
      { folder: 'images/sub', harm: 'loses', files: 1 },
    ]);
    assert.equal(await commit(), 'failed leftovers');
    await treeIs();
    await heal();
    assert.equal(await commit(), 'asStaged');
    await treeIs('README.md');
  });

  it('without healing the folder really vanishes (and the proof of a commit would say so)', async () => {
    await repository.stage('ws', ['docs/note.md']);
    await repository.unstage('ws', ['docs/note.md']);
    await repository.stage('ws', ['README.md']);
    assert.equal(await repository.commit('ws'), 200);
    await treeIs('README.md', 'docs/', 'docs/note.md');
  });

  it('an upload taken back from a new folder would add that folder', async () => {
    await repository.upload('ws', { 'fresh/x.txt': 'x' });
    await repository.unstage('ws', ['fresh/x.txt']);
    await repository.stage('ws', ['README.md']);
    assert.deepEqual(await leftovers(), [{ folder: 'fresh', harm: 'adds' }]);
    await heal();
    assert.equal(await commit(), 'asStaged');
    await treeIs('README.md');
  });

  it('a removed folder unstaged by its name: mended before it empties the branch', async () => {
    await repository.stage('ws', ['images', 'docs/note.md']);
    await repository.unstage('ws', ['images', 'docs']);
    const found = await leftovers();
    assert.deepEqual(
      found.map(({ folder, harm }) => [folder, harm]),
      [
        ['docs', 'breaks'],
        ['images', 'breaks'],
      ],
    );
    await heal();
    assert.equal(await commit(), 'asStaged');
    const tree = await repository.tree();
    assert.deepEqual(
      tree.filter((one) => !one.endsWith('/')),
      Object.keys(FILES)
        .filter((one) => !one.startsWith('images/') && !one.startsWith('docs/'))
        .sort(),
    );
  });

  it('a marker missing above uploads only is mended by an upload of ours, which leaves no trace', async () => {
    await repository.upload('ws', { 'images/new.txt': 'new' });
    await repository.unstage('ws', ['images']);
    assert.deepEqual(
      (await leftovers()).map(({ folder, harm }) => [folder, harm]),
      [['images', 'breaks']],
    );
    await heal();
    assert.deepEqual((await repository.staged('ws')).added, ['images/new.txt']);
    assert.equal(await commit(), 'asStaged');
    assert.deepEqual(await repository.tree(), [...TREE, 'images/new.txt'].sort());
  });

  it('one file unstaged out of a removed folder by another client is kept, although nothing shows the danger', async () => {
    await repository.stage('ws', ['images', 'docs']);
    await repository.unstage('ws', ['images/a.txt']);
    assert.deepEqual(await leftovers(), []);
    assert.equal(await commit(), 'asStaged');
    await treeIs('images/b.txt', 'images/sub/', 'images/sub/d.txt', 'docs/', 'docs/note.md');
  });

  it('the same when only whole folders are left staged in it', async () => {
    await repository.stage('ws', ['images']);
    await repository.unstage('ws', ['images/a.txt', 'images/b.txt']);
    assert.equal(await commit(), 'asStaged');
    await treeIs('images/sub/', 'images/sub/d.txt');
  });

  it('commits out of a folder whose name no upload can address', async () => {
    const odd = await plainRepository(rig.plain, 'odd', {});
    await odd.open('seed', null);
    // Upload routes are decoded once, so the folder with `%` comes by a rename.
    await odd.upload('seed', { 'p/x.txt': 'x', 'p/c/y.txt': 'y', 'keep.txt': 'k' });
    for (const [from, to] of [
      ['p/x.txt', '50%/x.txt'],
      ['p/c/y.txt', '50%/c/y.txt'],
    ] as const) {
      const moved = await rig.plain.call('PATCH', `${odd.route}/workspaces/seed/files/${from}`, { new_path: to });
      assert.equal(moved.status, 200, moved.text);
    }
    await odd.unstage('seed', ['p/c', 'p']);
    assert.equal(await odd.commit('seed'), 200);
    await odd.open('ws');
    await odd.stage('ws', ['50%/c']);
    assert.equal(await commit(workspaceOf(rig, odd, 'ws')), 'asStaged');
    assert.deepEqual(await odd.tree(), ['50%/', '50%/x.txt', 'keep.txt']);
  });

  it('previews everything a commit holds', async () => {
    await repository.stage('ws', ['images', 'README.md']);
    await repository.upload('ws', { 'docs/new.txt': 'new', 'data/t.csv': 'changed' });
    const preview = valueOf(await remote.previewCommit('main', NEVER));
    assert.deepEqual(
      preview.state.removed.map(({ path, bytes }) => [path, bytes]),
      [
        ['README.md', 5],
        ['images/a.txt', 1],
        ['images/b.txt', 1],
        ['images/sub/d.txt', 4],
      ],
    );
    assert.deepEqual([preview.state.uploaded, preview.state.edited], [['docs/new.txt'], ['data/t.csv']]);
    assert.deepEqual([preview.emptied, preview.removedBytes], [['images'], 11]);
    assert.deepEqual([preview.mergeable, preview.behind, preview.conflicts, preview.appeared], [true, 0, [], []]);
    assert.equal(preview.refusal, undefined);
    assert.equal(preview.head, preview.state.base);
  });

  it('refuses an unknown branch, an empty message, and nothing', async () => {
    const unknown = await remote.previewCommit('none', NEVER);
    assert.equal(!unknown.ok && unknown.failure.code, 'branchNotFound');
    assert.equal(await commit(), 'failed nothingToCommit');
    await repository.stage('ws', ['README.md']);
    assert.equal(codeOf(await remote.commit({ ...DETAILS, branch: 'none' }, NEVER)), 'failed branchNotFound');
    assert.equal(codeOf(await remote.commit({ ...DETAILS, message: ' ' }, NEVER)), 'failed commitFieldEmpty');
    await treeIs();
  });

  it('a named workspace stays with its new base, an unnamed one goes; the parent is the way back', async () => {
    const server = oxenServer(rig.send);
    const [before] = valueOf(await server.branches('ox', repository.name, NEVER));
    await repository.stage('ws', ['README.md']);
    const first = await remote.commit(DETAILS, NEVER);
    assert.ok(first.kind === 'committed');
    assert.deepEqual([first.parent, first.workspace], [before?.commit, 'stays']);
    assert.equal(await repository.content('README.md', first.parent), 'hello');
    assert.equal(valueOf(await remote.staged(NEVER)).base, first.commit);
    await repository.open('unnamed', null);
    await repository.stage('unnamed', ['docs']);
    const second = await workspaceOf(rig, repository, 'unnamed').commit(DETAILS, NEVER);
    assert.ok(second.kind === 'committed');
    assert.deepEqual([second.parent, second.workspace], [first.commit, 'gone']);
    await treeIs('README.md', 'docs/', 'docs/note.md');
  });

  it('behind: conflicts by path, files that appeared under a removed folder, and one code for the refusal', async () => {
    await repository.open('other');
    await repository.stage('ws', ['images/a.txt', 'docs']);
    await repository.upload('other', { 'images/a.txt': 'changed on main', 'docs/new.md': 'new on main' });
    assert.equal(await repository.commit('other'), 200);
    const preview = valueOf(await remote.previewCommit('main', NEVER));
    assert.deepEqual([preview.behind, preview.mergeable, preview.appeared], [1, false, ['docs/new.md']]);
    assert.ok(preview.conflicts.includes('images/a.txt' as never));
    assert.equal(await commit(), 'failed workspaceBehind');
    assert.deepEqual(kindsOf(await perform(remote.unstaging, bareTargets(remote, ['images/a.txt', 'docs']))), [
      'done',
      'done',
    ]);
    await repository.stage('ws', ['README.md']);
    assert.equal(await commit(), 'asStaged');
    assert.deepEqual(await repository.tree(), [...TREE, 'docs/new.md'].filter((one) => one !== 'README.md').sort());
  });

  it('files that came to the branch since the person was shown those that had come are not taken along', async () => {
    await repository.open('other');
    await repository.stage('ws', ['docs']);
    await repository.upload('other', { 'docs/new.md': 'new on main' });
    assert.equal(await repository.commit('other'), 200);
    const shown = async (...appeared: string[]) =>
      codeOf(await remote.commit({ ...DETAILS, appeared: appeared.map(path) }, NEVER));
    assert.equal(await shown(), 'failed changedSincePreview');
    assert.equal(await shown('docs/other.md'), 'failed changedSincePreview');
    assert.ok((await repository.tree()).includes('docs/new.md'));
    assert.notEqual(await shown('docs/new.md'), 'failed changedSincePreview', 'the server decides');
  });

  it('a file that came to the branch in the place of a removed folder is told like those that came into it', async () => {
    await repository.open('other');
    await repository.stage('ws', ['docs', 'README.md']);
    await repository.stage('other', ['docs']);
    assert.equal(await repository.commit('other'), 200);
    await repository.upload('other', { docs: 'a file by now' });
    assert.equal(await repository.commit('other'), 200);
    assert.deepEqual(valueOf(await remote.previewCommit('main', NEVER)).appeared, ['docs']);
    assert.equal(codeOf(await remote.commit({ ...DETAILS, appeared: [] }, NEVER)), 'failed changedSincePreview');
    assert.equal(await repository.content('docs'), 'a file by now');
  });

  it('what a commit took with a folder is told, also when the branch had as many files in it as were staged', async () => {
    await repository.open('other');
    await repository.stage('ws', ['docs']);
    await repository.stage('other', ['docs/note.md']);
    await repository.upload('other', { 'docs/new.md': 'new on main' });
    assert.equal(await repository.commit('other'), 200);
    const outcome = await remote.commit(DETAILS, NEVER);
    // Newer servers refuse it; 0.50.0 takes the new file along and says nothing.
    const isLost = !(await repository.tree()).includes('docs/new.md');
    assert.equal(codeOf(outcome), isLost ? 'differs' : 'failed workspaceBehind');
    if (outcome.kind === 'committed') assert.deepEqual(outcome.proof.missing, ['docs/new.md']);
  });

  it('a file taken back by another client is kept, also where the server counts too few files', async () => {
    for (const id of ['one', 'two']) {
      await repository.open(id);
      await repository.stage(id, ['images/a.txt']);
    }
    assert.deepEqual([await repository.commit('one'), await repository.commit('two')], [200, 200]);
    await repository.open('late');
    await repository.stage('late', ['images']);
    await repository.unstage('late', ['images/b.txt']);
    assert.equal(await commit(workspaceOf(rig, repository, 'late')), 'asStaged');
    await treeIs('images/a.txt', 'images/sub/', 'images/sub/d.txt');
  });

  it('a workspace that is only called like ours by its name is another one', async () => {
    await repository.open('long-id', 'ours');
    await repository.open('ours', 'a name');
    await repository.stage('long-id', ['README.md']);
    const ours = workspaceOf(rig, repository, 'ours');
    assert.deepEqual(valueOf(await ours.staged(NEVER)).removed, []);
    valueOf(await ours.deleteWorkspace(NEVER));
    const gone = await ours.staged(NEVER);
    assert.equal(!gone.ok && gone.failure.code, 'workspaceNotFound');
    assert.equal(await commit(ours), 'failed workspaceNotFound');
    const outcomes = await perform(ours.unstaging, bareTargets(ours, ['README.md']));
    assert.deepEqual(kindsOf(outcomes), ['failed workspaceNotFound']);
    const deleted = await ours.deleteWorkspace(NEVER);
    assert.equal(!deleted.ok && deleted.failure.code, 'workspaceNotFound');
    assert.deepEqual((await repository.staged('long-id')).removed, ['README.md']);
  });

  /** Answers are lost from the first commit on, after (or without) its effect. */
  const losing = (arrives: boolean): Send => {
    return async (request, signal) => {
      if (request.method !== 'POST' || !request.path.includes('/merge/')) return rig.send(request, signal);
      if (arrives) await rig.send(request, signal);
      return failed(failureOf('network', 'connectionReset', { reach: 'unanswered' }));
    };
  };

  it('an unanswered commit is looked for on the branch before anything is said, and never sent twice', async () => {
    await repository.stage('ws', ['README.md']);
    assert.equal(await commit(workspaceOf({ send: losing(false) }, repository, 'ws')), 'unknown connectionReset');
    await treeIs();
    assert.equal(await commit(workspaceOf({ send: losing(true) }, repository, 'ws')), 'asStaged');
    await treeIs('README.md');
  });

  /** The server makes the commit (or not), and says otherwise. */
  const answering = (status: number, isMade = true): Send => {
    return async (request, signal) => {
      if (request.method !== 'POST' || !request.path.includes('/merge/')) return rig.send(request, signal);
      if (isMade) await rig.send(request, signal);
      const body = { status: 'error', status_message: 'IO(Os { code: 28, message: "No space left on device" })' };
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      return request.parse({ status, headers: {}, body: bytes, truncated: false });
    };
  };

  for (const status of [422, 500, 503]) {
    it(`a commit that was made although the server answers ${status} is found on the branch`, async () => {
      await repository.stage('ws', ['README.md']);
      const notMade = workspaceOf({ send: answering(status, false) }, repository, 'ws');
      const codes: Readonly<Record<number, string>> = { 422: 'unprocessable', 500: 'serverError' };
      assert.equal(await commit(notMade), `failed ${codes[status] ?? 'serviceUnavailable'}`);
      await treeIs();
      assert.equal(await commit(workspaceOf({ send: answering(status) }, repository, 'ws')), 'asStaged');
      await treeIs('README.md');
    });
  }

  /** Another client does something just before the first request of that kind. */
  const overtaking = (isIt: (method: string, path: string) => boolean, deed: () => Promise<unknown>): Send => {
    let isDone = false;
    return async (request, signal) => {
      const isNow = !isDone && isIt(request.method, request.path);
      isDone ||= isNow;
      if (isNow) await deed();
      return rig.send(request, signal);
    };
  };

  it('what others take back or stage while the folders are looked through is not committed over', async () => {
    const stage = () => repository.stage('ws', ['docs/note.md', 'images/a.txt']);
    for (const deed of [() => repository.unstage('ws', ['docs/note.md']), () => repository.stage('ws', ['images2'])]) {
      await stage();
      const send = overtaking((method, sent) => method === 'GET' && sent.includes('/dir/'), deed);
      assert.equal(await commit(workspaceOf({ send }, repository, 'ws')), 'failed changedSincePreview');
      await treeIs();
    }
    const held = overtaking(
      (method, sent) => method === 'DELETE' && sent.endsWith('/files'),
      () => repository.stage('ws', ['README.md']),
    );
    assert.equal(await commit(workspaceOf({ send: held }, repository, 'ws')), 'failed changedSincePreview');
    await treeIs();
  });

  it('what another client staged elsewhere in the very last moment is told as missing', async () => {
    await repository.stage('ws', ['README.md']);
    const send = overtaking(
      (method) => method === 'POST',
      () => repository.stage('ws', ['images/sub', 'images2/c.txt']),
    );
    const outcome = await workspaceOf({ send }, repository, 'ws').commit(DETAILS, NEVER);
    assert.deepEqual(outcome.kind === 'committed' && outcome.proof.missing, ['images/sub', 'images2/c.txt']);
  });

  it('what is listed as added below a removed folder is added', async () => {
    await repository.upload('ws', { 'docs/new.md': 'new', 'docs/in/new.md': 'new', 'images/sub/new.txt': 'new' });
    await repository.stage('ws', ['docs', 'images']);
    await repository.upload('ws', { 'data/new.md': 'new' });
    const { uploaded } = valueOf(await remote.previewCommit('main', NEVER)).state;
    assert.equal(await commit(), 'asStaged');
    const files = (await repository.tree()).filter((one) => !one.endsWith('/'));
    assert.deepEqual(files, ['README.md', 'data/t.csv', 'images2/c.txt', ...uploaded].sort());
  });

  it('an upload that the commit does not hold is told as missing', async () => {
    await repository.upload('ws', { 'docs/in/new.md': 'new' });
    await repository.stage('ws', ['README.md']);
    const send = overtaking(
      (method, sent) => method === 'POST' && sent.includes('/merge/'),
      () => repository.unstage('ws', ['docs/in/new.md', 'docs/in', 'docs']),
    );
    const outcome = await workspaceOf({ send }, repository, 'ws').commit(DETAILS, NEVER);
    assert.deepEqual(outcome.kind === 'committed' && outcome.proof.missing, ['docs/in/new.md']);
    await treeIs('README.md');
  });

  it('staged again on the head: a folder in the place of a file, or filled since, is left alone', async () => {
    await repository.stage('ws', [...Object.keys(FILES).filter((one) => one.startsWith('images')), 'docs/note.md']);
    assert.equal(await commit(), 'asStaged');
    await repository.stage('ws', ['images', 'docs', 'README.md', 'data/t.csv']);
    const state = valueOf(await remote.staged(NEVER));
    assert.ok(state.emptyFolders.includes(path('docs')));
    await repository.open('other');
    await repository.stage('other', ['README.md', 'data/t.csv']);
    assert.equal(await repository.commit('other'), 200);
    await repository.upload('other', { 'README.md/one.txt': '', 'docs/new.md': '' });
    assert.equal(await repository.commit('other'), 200);
    await repository.open('fresh');
    const fresh = workspaceOf(rig, repository, 'fresh');
    const listed = stagedEntries(state).map((entry) => ({ remote: fresh.address, entry: { ...entry, traits: [] } }));
    const clock = { now: Date.now, random: Math.random, sleep: () => Promise.resolve() };
    const { meant, folders } = valueOf(await meantAgain(listed, fresh, clock, NEVER));
    const paths = (of: typeof meant) => of.map(({ entry }) => entry.path as string).sort();
    assert.deepEqual(paths(folders), ['README.md', 'docs']);
    assert.deepEqual(paths(meant), ['data/t.csv', 'images/sub']);
  });

  it('a large tree: folders, files and pages, part of it taken back', async () => {
    const [big, deep] = QUICK ? [150, 60] : [1100, 400];
    const files = Object.fromEntries(
      Array.from({ length: big + deep }, (_, i) => [
        i < big ? `big/f${i}.txt` : `deep/${(i - big) % 20}/f${i}.txt`,
        `${i}`,
      ]),
    );
    const one = `deep/7/f${big + 7}.txt`;
    const large = await plainRepository(rig.plain, 'large', files);
    await large.open('ws');
    const from = workspaceOf(rig, large, 'ws');
    await large.stage('ws', ['deep']);
    await large.stage('ws', Object.keys(files).slice(0, 100));
    const kept = ['deep/3', one, ...Object.keys(files).slice(0, 50)];
    assert.deepEqual([...new Set(kindsOf(await perform(from.unstaging, bareTargets(from, kept))))], ['done']);
    const outcome = await from.commit(DETAILS, NEVER);
    assert.equal(codeOf(outcome), 'asStaged');
    const expected = Object.keys(files).filter(
      (file, index) => index < 50 || (index >= 100 && index < big) || file.startsWith('deep/3/') || file === one,
    );
    assert.deepEqual(
      (await large.tree()).filter((one) => !one.endsWith('/')),
      expected.sort(),
    );
  });
});
