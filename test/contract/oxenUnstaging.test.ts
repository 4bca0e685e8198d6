import assert from 'node:assert/strict';
import { failed, failureOf } from '../../src/removal/failure';
import { decodeJournal, encodeRecords } from '../../src/removal/journalRecord';
import { makePlan } from '../../src/removal/planning';
import type { Entry } from '../../src/removal/remote';
import { stagedEntries } from '../../src/removal/stagedEntries';
import type { StagingRemote } from '../../src/removal/staging';
import type { Send } from '../../src/remotes/request';
import { AUTHOR, plainRepository, type PlainRepository } from '../support/oxenPlain';
import {
  bareTargets,
  kindsOf,
  NEVER,
  oxenRig,
  path,
  perform,
  stepsInMemory,
  targetOf,
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
  'data/U.TSV': 'x\ty\n1\t2\n',
  'data/v.parquet': 'no parquet at all',
  'data/w.jsonl': '{"a":1}\n',
  'data/n.txt': 'n',
  'odd/50%.csv': 'x\n1\n',
  'odd/50%.txt': 'x',
  'docs/note.md': 'n',
};
const TABLES = ['data/U.TSV', 'data/t.csv', 'data/v.parquet', 'data/w.jsonl'];

describe('oxen: taking back', function () {
  this.timeout(240_000);
  let rig: OxenRig;
  let repository: PlainRepository;
  let remote: StagingRemote;
  const { steps, options } = stepsInMemory();
  before(async () => {
    rig = await oxenRig();
  });
  beforeEach(async () => {
    repository = await plainRepository(rig.plain, 'unstage', FILES);
    await repository.open('ws');
    steps.length = 0;
    remote = workspaceOf(rig, repository, 'ws', options);
  });
  after(() => rig.stop());

  const takeBack = async (...paths: string[]) => kindsOf(await perform(remote.unstaging, bareTargets(remote, paths)));
  const removed = async () => (await repository.staged('ws')).removed;
  const commit = async () => {
    const outcome = await remote.commit({ branch: 'main', message: 'm', ...AUTHOR }, NEVER);
    assert.equal(outcome.kind === 'committed' ? outcome.proof.kind : JSON.stringify(outcome), 'asStaged');
  };
  const everything = () =>
    [...Object.keys(FILES), 'data/', 'docs/', 'images/', 'images/sub/', 'images2/', 'odd/'].sort();
  const treeIs = async (...gone: string[]) =>
    assert.deepEqual(
      await repository.tree(),
      everything().filter((one) => !gone.includes(one)),
    );

  it('one file: its folder stays at the next commit', async () => {
    await repository.stage('ws', ['docs/note.md', 'README.md']);
    assert.deepEqual(await takeBack('docs/note.md'), ['done']);
    assert.deepEqual(await repository.staged('ws'), { removed: ['README.md'], added: [], modified: [], bare: [] });
    await commit();
    await treeIs('README.md');
  });

  it('a whole folder', async () => {
    await repository.stage('ws', ['images', 'README.md']);
    assert.deepEqual(await takeBack('images'), ['done']);
    assert.deepEqual(await removed(), ['README.md']);
    await commit();
    await treeIs('README.md');
  });

  it('one file out of a removed folder: the rest stays staged', async () => {
    await repository.stage('ws', ['images']);
    assert.deepEqual(await takeBack('images/a.txt'), ['done']);
    assert.deepEqual(await removed(), ['images/b.txt', 'images/sub/d.txt']);
    await commit();
    await treeIs('images/b.txt', 'images/sub/', 'images/sub/d.txt');
  });

  it('everything, and nothing is left to commit', async () => {
    await repository.stage(
      'ws',
      Object.keys(FILES).filter((one) => one !== 'odd/50%.csv'),
    );
    assert.deepEqual([...new Set(await takeBack(...(await removed())))], ['done']);
    assert.deepEqual(await repository.staged('ws'), { removed: [], added: [], modified: [], bare: [] });
    const outcome = await remote.commit({ branch: 'main', message: 'm', ...AUTHOR }, NEVER);
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'nothingToCommit');
  });

  it('tables, one by one and in a removed folder, with their content', async () => {
    await repository.stage('ws', ['data', 'README.md']);
    assert.deepEqual(await takeBack('data/t.csv', 'data/v.parquet'), ['done', 'done']);
    assert.deepEqual(await removed(), ['README.md', 'data/U.TSV', 'data/n.txt', 'data/w.jsonl']);
    assert.deepEqual(await takeBack('data'), ['done']);
    assert.deepEqual(await repository.staged('ws'), { removed: ['README.md'], added: [], modified: [], bare: [] });
    await commit();
    await treeIs('README.md');
    for (const table of TABLES)
      assert.equal(await repository.content(table), FILES[table as keyof typeof FILES], table);
    assert.deepEqual(
      steps.slice(0, 3).map(({ kind }) => kind),
      ['uploading', 'renaming', 'uploading'],
    );
    assert.equal(steps.filter(({ kind }) => kind === 'settled').length, 4);
  });

  it('a name that is nothing but an ending is no table', async () => {
    const dotted = await plainRepository(rig.plain, 'dotted', { 'a/.csv': 'x\n1\n', 'keep.txt': 'k' });
    await dotted.open('ws');
    await dotted.stage('ws', ['a/.csv']);
    const from = workspaceOf(rig, dotted, 'ws', options);
    assert.deepEqual(kindsOf(await perform(from.unstaging, bareTargets(from, ['a/.csv']))), ['done']);
    assert.deepEqual(await dotted.staged('ws'), { removed: [], added: [], modified: [], bare: [] });
  });

  it('a table with % in its name cannot be taken back, and says so; its neighbour can', async () => {
    await repository.stage('ws', ['odd']);
    assert.deepEqual(await takeBack('odd/50%.csv', 'odd/50%.txt'), ['failed tableNameHoldsPercent', 'done']);
    assert.deepEqual(await removed(), ['odd/50%.csv']);
    await commit();
    await treeIs('odd/50%.csv');
  });

  describe('folders called like tables', () => {
    const PARTS = ['p/q.parquet/_SUCCESS', 'p/q.parquet/r.TSV/part-0.parquet'] as const;
    const LIKE_TABLES = ['d.csv/f.txt', 'd.csv/g.txt', 'd.csv/sub/h.txt', 'p/x.txt', ...PARTS];
    const all = [...LIKE_TABLES, 'keep.txt', 'd.csv/', 'd.csv/sub/', 'p/', 'p/q.parquet/', 'p/q.parquet/r.TSV/'];
    beforeEach(async () => {
      const files = Object.fromEntries([...LIKE_TABLES, 'keep.txt'].map((one) => [one, `${one}\n`]));
      repository = await plainRepository(rig.plain, 'like-tables', files);
      await repository.open('ws');
      remote = workspaceOf(rig, repository, 'ws', options);
    });
    const nothingStaged = { removed: [], added: [], modified: [], bare: [] };
    const onlyGone = async (...gone: string[]) => {
      assert.deepEqual(await repository.tree(), all.filter((one) => !gone.includes(one)).sort());
    };

    it('are taken back without a leftover, in part and whole', async () => {
      await repository.stage('ws', ['d.csv', 'p', 'keep.txt']);
      assert.deepEqual(await takeBack('d.csv/f.txt', 'p/q.parquet'), ['done', 'done']);
      assert.deepEqual(await takeBack('d.csv', 'p'), ['done', 'done']);
      assert.deepEqual(await repository.staged('ws'), { ...nothingStaged, removed: ['keep.txt'] });
      await commit();
      await onlyGone('keep.txt');
      assert.equal(await repository.content(PARTS[1]), `${PARTS[1]}\n`);
    });

    it('are healed', async () => {
      await repository.stage('ws', ['d.csv/f.txt', PARTS[0], 'keep.txt']);
      await repository.unstage('ws', ['d.csv/f.txt', PARTS[0]]);
      await repository.upload('ws', { 'new.csv/up.txt': 'up' });
      assert.deepEqual(kindsOf(await perform(remote.discarding, bareTargets(remote, ['new.csv/up.txt']))), ['done']);
      const { leftovers } = valueOf(await remote.staged(NEVER));
      const folders = bareTargets(
        remote,
        leftovers.map(({ folder }) => folder),
        'folder',
      );
      assert.ok(kindsOf(await perform(remote.healing, folders)).every((kind) => kind === 'done'));
      assert.deepEqual(await repository.staged('ws'), { ...nothingStaged, removed: ['keep.txt'] });
      await commit();
      await onlyGone('keep.txt');
    });

    it('are empty, staged, and taken back', async () => {
      await repository.stage('ws', ['d.csv/f.txt', 'd.csv/g.txt', 'd.csv/sub']);
      await commit();
      await repository.stage('ws', ['d.csv', 'keep.txt']);
      assert.deepEqual(await takeBack('d.csv'), ['done']);
      await commit();
      await onlyGone('keep.txt', 'd.csv/f.txt', 'd.csv/g.txt', 'd.csv/sub/', 'd.csv/sub/h.txt');
    });

    for (const [state, nth] of [
      ['overwritten', 1],
      ['renamed', 2],
    ] as const) {
      it(`half taken back (${state}) when the editor was closed, block the commit and are finished`, async () => {
        await repository.stage('ws', ['d.csv/f.txt', PARTS[0], 'keep.txt']);
        const broken = workspaceOf({ send: breakingAt(nth) }, repository, 'ws', options);
        await perform(broken.unstaging, bareTargets(broken, ['d.csv/f.txt', PARTS[0]]));
        const { unfinished, uploaded, edited } = valueOf(await remote.staged(NEVER));
        assert.ok(unfinished.some((one) => one.state === state));
        assert.deepEqual([uploaded, edited], [[], []]);
        const refused = await remote.commit({ branch: 'main', message: 'm', ...AUTHOR }, NEVER);
        assert.equal(refused.kind === 'failed' && refused.failure.code, 'unfinishedTables');
        const paths = unfinished.map((one) => one.path);
        assert.ok(
          kindsOf(await perform(remote.finishing, bareTargets(remote, paths))).every((kind) => kind === 'done'),
        );
        const left = valueOf(await remote.staged(NEVER)).leftovers.map(({ folder }) => folder);
        await perform(remote.healing, bareTargets(remote, left, 'folder'));
        await commit();
        await onlyGone('keep.txt');
      });
    }
  });

  it('an empty tracked folder, alone and inside a removed folder', async () => {
    await repository.stage('ws', ['images/sub/d.txt']);
    await commit();
    await repository.stage('ws', ['images/sub']);
    assert.deepEqual(valueOf(await remote.staged(NEVER)).emptyFolders, ['images/sub']);
    assert.deepEqual(await takeBack('images/sub'), ['done']);
    assert.deepEqual((await repository.staged('ws')).bare, []);
    await repository.stage('ws', ['images', 'README.md']);
    assert.deepEqual(await takeBack('images'), ['done']);
    await commit();
    await treeIs('README.md', 'images/sub/d.txt');
  });

  it('leaves uploads and edits alone, and discards them when asked to', async () => {
    await repository.upload('ws', { 'images/new.txt': 'new', 'docs/new.csv': 'a\n', 'README.md': 'changed' });
    await repository.stage('ws', ['images/a.txt', 'docs/note.md']);
    assert.deepEqual(await takeBack('images', 'docs'), ['done', 'done']);
    const staged = await repository.staged('ws');
    assert.deepEqual([staged.added, staged.modified], [['docs/new.csv', 'images/new.txt'], ['README.md']]);
    const mine = bareTargets(remote, ['docs/new.csv', 'README.md']);
    assert.deepEqual(kindsOf(await perform(remote.discarding, mine)), ['done', 'done']);
    assert.deepEqual(await repository.staged('ws'), { removed: [], added: ['images/new.txt'], modified: [], bare: [] });
    await commit();
    assert.deepEqual(await repository.tree(), [...everything(), 'images/new.txt'].sort());
    assert.equal(await repository.content('README.md'), 'hello');
  });

  for (const [what, deed, gone] of [
    ['an upload', () => repository.upload('ws', { 'images/sub/new.txt': 'new' }), []],
    ['an edit', () => repository.upload('ws', { 'images/b.txt': 'edited' }), []],
    ['a removal', () => repository.stage('ws', ['images/b.txt']), ['images/b.txt']],
  ] as const) {
    it(`${what} of another client just before the markers are cleared loses nothing, whoever commits`, async () => {
      await repository.stage('ws', ['images/sub/d.txt', 'images/a.txt']);
      let isFirst = true;
      const overtaken: Send = async (request, signal) => {
        const clears = isFirst && request.method === 'DELETE' && request.path.endsWith('/changes');
        if (clears) isFirst = false;
        if (clears) await deed();
        return rig.send(request, signal);
      };
      const slow = workspaceOf({ send: overtaken }, repository, 'ws', options);
      const targets = bareTargets(slow, ['images/sub/d.txt', 'images/a.txt']);
      assert.deepEqual(kindsOf(await perform(slow.unstaging, targets)), ['done', 'done']);
      const { added, modified } = await repository.staged('ws');
      assert.equal(await repository.commit('ws'), 200);
      const tree = everything().filter((one) => !(gone as readonly string[]).includes(one));
      assert.deepEqual(await repository.tree(), [...tree, ...added].sort());
      for (const one of modified) assert.equal(await repository.content(one), 'edited');
    });
  }

  for (const [when, method, ending] of [
    ['before anything was sent', 'DELETE', '/files'],
    ['before the markers are cleared', 'DELETE', '/changes'],
  ] as const) {
    it(`what another client commits ${when} is not told as taken back, now or later`, async () => {
      await repository.stage('ws', ['images', 'docs/note.md']);
      let isFirst = true;
      const overtaken: Send = async (request, signal) => {
        const isNow = isFirst && request.method === method && request.path.endsWith(ending);
        if (isNow) isFirst = false;
        if (isNow) assert.equal(await repository.commit('ws'), 200);
        return rig.send(request, signal);
      };
      const slow = workspaceOf({ send: overtaken }, repository, 'ws', options);
      const targets = bareTargets(slow, ['images', 'docs/note.md']);
      const code = 'failed committedMeanwhile';
      assert.deepEqual(kindsOf(await perform(slow.unstaging, targets)), [code, code]);
      assert.deepEqual(await slow.unstaging.lookAgain(targets, NEVER), ['there', 'there']);
      assert.equal(await repository.content('docs/note.md'), undefined);
    });
  }

  it('what was taken back before another client committed the rest is told as such', async () => {
    await repository.stage('ws', ['images/a.txt', 'README.md']);
    let isCleared = false;
    const overtaken: Send = async (request, signal) => {
      const answer = await rig.send(request, signal);
      const clears = !isCleared && request.method === 'DELETE' && request.path.endsWith('/changes');
      isCleared ||= clears;
      if (clears) assert.equal(await repository.commit('ws'), 200);
      return answer;
    };
    const slow = workspaceOf({ send: overtaken }, repository, 'ws', options);
    const targets = bareTargets(slow, ['images/a.txt']);
    assert.deepEqual(kindsOf(await perform(slow.unstaging, targets)), ['done']);
    assert.deepEqual(await slow.unstaging.lookAgain(targets, NEVER), ['gone']);
    await treeIs('README.md');
  });

  it('what another client committed is told from what was taken back also by a window that only has the journal of it', async () => {
    await repository.stage('ws', ['images', 'docs/note.md', 'README.md', 'images2/c.txt']);
    const state = valueOf(await remote.staged(NEVER));
    const { base } = state;
    const folders = ['images', 'images2'].map((one): Entry => ({ path: path(one), kind: 'folder', base, traits: [] }));
    const targets = [...stagedEntries(state), ...folders].map((entry) => targetOf(remote, entry));
    const plan = makePlan({ id: 'p', action: 'unstage', createdAt: 0, targets });
    await perform(remote.unstaging, bareTargets(remote, ['README.md', 'images2']));
    assert.equal(await repository.commit('ws'), 200);
    const [record] = decodeJournal(encodeRecords([{ type: 'planned', run: 'p', at: 0, plan }])).records;
    assert.ok(record?.type === 'planned');
    const later = workspaceOf(rig, repository, 'ws', options);
    const seen = await later.unstaging.lookAgain(record.plan.targets, NEVER);
    assert.deepEqual(
      record.plan.targets.map(({ entry }, index) => [entry.path, seen[index]]),
      [
        ['README.md', 'gone'],
        ['docs/note.md', 'there'],
        ['images/a.txt', 'there'],
        ['images/b.txt', 'there'],
        ['images/sub/d.txt', 'there'],
        ['images2/c.txt', 'gone'],
        ['images', 'there'],
        ['images2', 'gone'],
      ],
    );
  });

  it('what is not staged is already gone', async () => {
    assert.deepEqual(await takeBack('README.md', 'images'), ['alreadyGone', 'alreadyGone']);
    assert.deepEqual(await repository.staged('ws'), { removed: [], added: [], modified: [], bare: [] });
  });

  it('a spelling of another client is taken back by that spelling', async () => {
    await repository.stage('ws', ['images//a.txt']);
    assert.deepEqual(
      valueOf(await remote.staged(NEVER)).removed.map((one) => one.path),
      ['images/a.txt'],
    );
    assert.deepEqual(await takeBack('images/a.txt'), ['done']);
    assert.deepEqual(await removed(), []);
  });

  /** The connection breaks for good with the nth PATCH, as if the editor was closed. */
  const breakingAt = (patch: number): Send => {
    let left = patch;
    return (request, signal) => {
      if (request.method === 'PATCH') left--;
      return rig.send(request, left > 0 ? signal : AbortSignal.abort());
    };
  };

  it('a table whose rename is lost on the way is not taken back yet, and a look says so until it is', async () => {
    await repository.stage('ws', ['data/t.csv', 'docs/note.md']);
    const losing: Send = (request, signal) =>
      request.method === 'PATCH'
        ? Promise.resolve(failed(failureOf('network', 'connectionReset', { reach: 'unanswered' })))
        : rig.send(request, signal);
    const lost = workspaceOf({ send: losing }, repository, 'ws', options);
    const targets = bareTargets(lost, ['data/t.csv', 'docs/note.md']);
    assert.deepEqual(kindsOf(await perform(lost.unstaging, targets)), ['unknown', 'done']);
    assert.deepEqual(await lost.unstaging.lookAgain(targets, NEVER), ['there', 'gone']);
    assert.deepEqual(await takeBack('data/t.csv'), ['done'], 'another try takes it up where it was left');
    assert.deepEqual(await remote.unstaging.lookAgain(targets, NEVER), ['gone', 'gone']);
    assert.deepEqual(await takeBack('data/t.csv'), ['alreadyGone']);
    assert.deepEqual(await repository.staged('ws'), { removed: [], added: [], modified: [], bare: [] });
  });

  it('an upload over a table that arrives after its answer was given up blocks the commit until it is finished', async () => {
    await repository.stage('ws', ['data/v.parquet', 'README.md']);
    let arrive: () => Promise<unknown> = () => Promise.reject(new Error('nothing was uploaded'));
    const late: Send = (request, signal) => {
      if (request.method !== 'POST') return rig.send(request, signal);
      arrive = () => rig.send(request, NEVER);
      return Promise.resolve(failed(failureOf('timeout', 'timeout', { reach: 'unanswered' })));
    };
    const impatient = workspaceOf({ send: late }, repository, 'ws', options);
    const targets = bareTargets(impatient, ['data/v.parquet']);
    assert.deepEqual(kindsOf(await perform(impatient.unstaging, targets)), ['unknown']);
    await arrive();
    assert.deepEqual((await repository.staged('ws')).modified, ['data/v.parquet']);
    assert.deepEqual(await remote.unstaging.lookAgain(targets, NEVER), ['there'], 'it is ours that is there');
    assert.deepEqual(
      valueOf(await remote.staged(NEVER)).unfinished.map((one) => [one.path, one.state]),
      [['data/v.parquet', 'overwritten']],
    );
    const refused = await remote.commit({ branch: 'main', message: 'm', ...AUTHOR }, NEVER);
    assert.equal(refused.kind === 'failed' && refused.failure.code, 'unfinishedTables');
    assert.deepEqual(kindsOf(await perform(remote.finishing, targets)), ['done']);
    await commit();
    await treeIs('README.md');
    assert.equal(await repository.content('data/v.parquet'), FILES['data/v.parquet']);
  });

  it('a step whose upload never arrived is settled by the commit: what is edited later is the person’s own', async () => {
    await repository.stage('ws', ['data/v.parquet']);
    const lost: Send = (request, signal) =>
      request.method === 'POST' && request.path.includes('/files/')
        ? Promise.resolve(failed(failureOf('timeout', 'timeout', { reach: 'unanswered' })))
        : rig.send(request, signal);
    const impatient = workspaceOf({ send: lost }, repository, 'ws', options);
    await perform(impatient.unstaging, bareTargets(impatient, ['data/v.parquet']));
    await commit();
    await repository.upload('ws', { 'data/v.parquet': 'new' });
    await commit();
    await repository.upload('ws', { 'data/v.parquet': 'edited' });
    const { unfinished, edited } = valueOf(await remote.staged(NEVER));
    assert.deepEqual([unfinished, edited], [[], ['data/v.parquet']]);
  });

  it('an edit of a person where a step is still open is no interruption, and nothing discards it', async () => {
    for (const table of ['data/t.csv', 'data/v.parquet']) {
      steps.push({ kind: 'uploading', path: path(table), aside: path(`${table}.winnow-undo-00000000`) });
      await repository.upload('ws', { [table]: 'x,y\n3,4\n' });
      const { unfinished, edited } = valueOf(await remote.staged(NEVER));
      assert.deepEqual([unfinished, edited.includes(path(table))], [[], true]);
      const targets = bareTargets(remote, [table]);
      assert.deepEqual(kindsOf(await perform(remote.finishing, targets)), ['alreadyGone']);
      assert.deepEqual(kindsOf(await perform(remote.unstaging, targets)), ['alreadyGone']);
      assert.deepEqual(await remote.unstaging.lookAgain(targets, NEVER), ['gone']);
      assert.ok((await repository.staged('ws')).modified.includes(table));
    }
  });

  for (const [state, when, kind] of [
    ['overwritten', 'before the rename', 1],
    ['renamed', 'after the rename', 2],
  ] as const) {
    it(`a table step interrupted ${when} is recognised, blocks the commit, and is finished`, async () => {
      await repository.stage('ws', ['data/t.csv', 'data/w.jsonl', 'README.md']);
      const broken = workspaceOf({ send: breakingAt(kind) }, repository, 'ws', options);
      const outcomes = await perform(broken.unstaging, bareTargets(broken, ['data/t.csv', 'data/w.jsonl']));
      assert.ok(outcomes.every((outcome) => outcome.kind !== 'done'));
      const { unfinished, uploaded, edited } = valueOf(await remote.staged(NEVER));
      assert.deepEqual(
        unfinished.filter((one) => one.state === state).map((one) => one.path),
        [path('data/t.csv')],
      );
      assert.deepEqual([uploaded, edited], [[], []]);
      const refused = await remote.commit({ branch: 'main', message: 'm', ...AUTHOR }, NEVER);
      assert.equal(refused.kind === 'failed' && refused.failure.code, 'unfinishedTables');
      const targets = bareTargets(
        remote,
        unfinished.map((one) => one.path),
      );
      assert.deepEqual([...new Set(kindsOf(await perform(remote.finishing, targets)))], ['done']);
      assert.deepEqual(valueOf(await remote.staged(NEVER)).unfinished, []);
      const still = await removed();
      assert.ok(still.includes('README.md') && !still.includes('data/t.csv'));
      await commit();
      assert.equal(await repository.content('data/t.csv'), FILES['data/t.csv']);
    });
  }
});
