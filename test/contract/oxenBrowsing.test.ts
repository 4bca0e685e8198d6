import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Answer } from '../../src/removal/failure';
import type { Entry, PageToken } from '../../src/removal/remote';
import { ROOT } from '../../src/removal/remotePath';
import type { StagingRemote } from '../../src/removal/staging';
import { oxenWorkspace } from '../../src/remotes/oxen/workspace';
import type { Send } from '../../src/remotes/request';
import { plainRepository, type PlainRepository } from '../support/oxenPlain';
import { NEVER, QUICK, oxenRig, path, valueOf, workspaceOf, type OxenRig } from '../support/oxenRig';

const ODD = [
  'with space.txt',
  'hash#tag.txt',
  'q?mark.txt',
  'per%cent.txt',
  'enc%2Fslash.txt',
  'plus+sign.txt',
  'amp&.txt',
];
const ODDER = [
  '日本.txt',
  'emoji😀.txt',
  "quote'.txt",
  '-dash.txt',
  'nfd-e\u0301.txt',
  'nfc-\u00e9.txt',
  'trail. ',
  'semi;.txt',
];
const FILES = {
  'README.md': 'hello',
  'images/a.txt': 'a',
  'images/b.txt': 'bb',
  'images/sub/d.txt': 'deep',
  'images2/c.txt': 'c',
  'data/t.csv': 'x,y\n1,2\n',
  ...Object.fromEntries([...ODD, ...ODDER].map((name) => [`odd/${name}`, name])),
};

describe('oxen: browsing', function () {
  this.timeout(120_000);
  let rig: OxenRig;
  let repository: PlainRepository;
  let remote: StagingRemote;
  before(async () => {
    rig = await oxenRig();
    repository = await plainRepository(rig.plain, 'browse', FILES);
    await repository.open('ws');
    remote = workspaceOf(rig, repository, 'ws');
  });
  after(() => rig.stop());

  const list = async (folder: string, from = remote): Promise<readonly Entry[]> =>
    valueOf(await from.list(folder === '' ? ROOT : path(folder), undefined, NEVER)).items;
  const brief = (entries: readonly Entry[]) =>
    entries.map(({ path: one, kind, bytes, files }) => [one, kind, bytes, files]);

  it('lists folders with their recursive sizes and counts', async () => {
    assert.deepEqual(brief(await list('')).slice(0, 3), [
      ['data', 'folder', 8, 1],
      ['images', 'folder', 7, 3],
      ['images2', 'folder', 1, 1],
    ]);
    assert.deepEqual(brief(await list('images')), [
      ['images/sub', 'folder', 4, 1],
      ['images/a.txt', 'file', 1, undefined],
      ['images/b.txt', 'file', 2, undefined],
    ]);
    const [first] = await list('images');
    assert.ok((first?.modified ?? 0) > 1.6e12 && first?.version !== '');
  });

  it('opens, measures and finds every odd name', async () => {
    const names = (await list('odd')).map((entry) => entry.path);
    assert.deepEqual([...names].sort(), [...ODD, ...ODDER].map((name) => `odd/${name}`).sort());
    for (const name of names) {
      const { bytes } = valueOf(await remote.read(name, 1000, NEVER));
      assert.equal(`odd/${new TextDecoder().decode(bytes)}`, name);
      assert.equal(valueOf(await remote.stat(name, NEVER)).path, name);
    }
  });

  it('cuts a file where it is told to', async () => {
    const cut = valueOf(await remote.read(path('README.md'), 2, NEVER));
    assert.deepEqual([new TextDecoder().decode(cut.bytes), cut.truncated], ['he', true]);
    const whole = valueOf(await remote.read(path('README.md'), 5, NEVER));
    assert.deepEqual([new TextDecoder().decode(whole.bytes), whole.truncated], ['hello', false]);
  });

  it('says what is not there: a path, a folder opened as a file, a workspace', async () => {
    const stat = await remote.stat(path('images/none'), NEVER);
    assert.equal(!stat.ok && stat.failure.code, 'pathNotFound');
    const folder = await remote.read(path('images'), 10, NEVER);
    assert.ok(!folder.ok && ['pathNotFound', 'notAFile'].includes(folder.failure.code));
    const listed = await remote.list(path('none'), undefined, NEVER);
    assert.equal(!listed.ok && listed.failure.code, 'pathNotFound');
    const gone = await workspaceOf(rig, repository, 'nobody').list(ROOT, undefined, NEVER);
    assert.equal(!gone.ok && gone.failure.code, 'workspaceNotFound');
    const bad = await workspaceOf(rig, repository, '..').deleteWorkspace(NEVER);
    assert.equal(!bad.ok && bad.failure.code, 'badAddress');
  });

  it('shows what is staged, uploaded and edited, each entry once', async () => {
    await repository.open('overlay');
    const overlay = workspaceOf(rig, repository, 'overlay');
    await repository.upload('overlay', { 'images/new.txt': 'new', 'fresh/deep/x.txt': 'x', 'README.md': 'changed' });
    assert.equal(await repository.stage('overlay', ['images/a.txt', 'data']), 200);
    const traits = (entries: readonly Entry[]) =>
      Object.fromEntries(entries.flatMap((entry) => (entry.traits.length > 0 ? [[entry.path, entry.traits[0]]] : [])));
    assert.deepEqual(traits(await list('', overlay)), { data: 'staged', 'README.md': 'edited', fresh: 'uploaded' });
    assert.deepEqual(traits(await list('images', overlay)), { 'images/a.txt': 'staged', 'images/new.txt': 'uploaded' });
    assert.deepEqual(traits(await list('fresh', overlay)), { 'fresh/deep': 'uploaded' });
    assert.equal((await list('images', overlay)).length, 4);
    assert.deepEqual(valueOf(await overlay.stat(path('fresh'), NEVER)).traits, ['uploaded']);
    assert.deepEqual(valueOf(await overlay.stat(path('data'), NEVER)).traits, ['staged']);
    const staged = valueOf(await overlay.read(path('images/a.txt'), 10, NEVER));
    assert.equal(new TextDecoder().decode(staged.bytes), 'a');
    const uploaded = valueOf(await overlay.read(path('images/new.txt'), 10, NEVER));
    assert.equal(new TextDecoder().decode(uploaded.bytes), 'new');
    const state = valueOf(await overlay.staged(NEVER));
    assert.deepEqual(state.removed, [
      { path: 'data/t.csv', bytes: 8 },
      { path: 'images/a.txt', bytes: 1 },
    ]);
    assert.deepEqual([state.uploaded, state.edited], [['fresh/deep/x.txt', 'images/new.txt'], ['README.md']]);
  });

  for (const [who, read] of [
    ['a listing', (from: StagingRemote) => from.list(path('images'), undefined, NEVER)],
    ['the staged state', (from: StagingRemote) => from.staged(NEVER)],
  ] as const) {
    it(`a reading for ${who} that was begun before a removal does not serve the listings after it`, async () => {
      const name = `overtaken-${who.replaceAll(' ', '-')}`;
      await repository.open(name);
      let letGo = (): void => undefined;
      let held: Promise<void> | undefined = new Promise((resolve) => (letGo = resolve));
      const slow: Send = async (request, signal) => {
        const answer = await rig.send(request, signal);
        if (request.path.endsWith('/changes')) await held;
        return answer;
      };
      const slowly = workspaceOf({ send: slow }, repository, name);
      const before = read(slowly);
      const entry = valueOf(await workspaceOf(rig, repository, name).stat(path('images/a.txt'), NEVER));
      const extent = { files: 1, bytes: 1, precision: 'exact', countedAt: 0 } as const;
      await slowly.removal.perform([{ remote: slowly.address, entry, extent }], NEVER);
      letGo();
      held = undefined;
      await before;
      const staged = (await list('images', slowly)).filter(({ traits }) => traits.includes('staged'));
      assert.deepEqual(
        staged.map((one) => one.path),
        ['images/a.txt'],
      );
    });
  }

  /** A client whose readings of what is staged wait until they are let go, and how many there were. */
  const patientClient = async (name: string) => {
    await repository.open(name);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let readings = 0;
    const slow: Send = async (request, signal) => {
      if (!request.path.endsWith('/changes')) return rig.send(request, signal);
      readings += 1;
      await held;
      return rig.send(request, signal);
    };
    return { client: workspaceOf({ send: slow }, repository, name), readings: () => readings, letGo: () => letGo() };
  };

  it('folders that are opened together wait for one reading, also for that of the staged state', async () => {
    const { client, readings, letGo } = await patientClient('together');
    const staged = client.staged(NEVER);
    const listings = ['images', 'odd', 'data'].map((folder) => client.list(path(folder), undefined, NEVER));
    await setImmediate();
    assert.equal(readings(), 1);
    letGo();
    for (const listing of await Promise.all(listings)) assert.ok(valueOf(listing).items.length > 0);
    valueOf(await staged);
    assert.equal(readings(), 1);
  });

  it('a look at one entry joins no reading that was begun before it', async () => {
    const { client, readings, letGo } = await patientClient('anew');
    const looks = [client.list(ROOT, undefined, NEVER), client.stat(path('README.md'), NEVER), client.staged(NEVER)];
    await setImmediate();
    assert.equal(readings(), 3);
    letGo();
    for (const look of await Promise.all(looks)) assert.ok(look.ok);
  });

  it('whoever gives a reading up gives up nobody else’s', async () => {
    const { client, readings, letGo } = await patientClient('given-up');
    const [first, second] = [new AbortController(), new AbortController()];
    const began = client.list(path('images'), undefined, first.signal);
    const joined = client.list(path('odd'), undefined, second.signal);
    const stays = client.list(path('data'), undefined, NEVER);
    second.abort();
    const gone = await joined;
    assert.equal(!gone.ok && gone.failure.kind, 'cancelled'); // at once, although the reading still waits
    first.abort();
    letGo();
    assert.equal((await began).ok, false);
    assert.equal(valueOf(await stays).items.length, 1);
    assert.equal(readings(), 2);
  });

  /** A client that forgets a reading after each call, as if two seconds had gone by, and the requests it has begun. */
  const forgetfulClient = async (name: string, from: PlainRepository) => {
    await from.open(name);
    const begun: string[] = [];
    const watched: Send = (request, signal) => {
      begun.push(/\/(changes|dir|meta|file)\b/.exec(request.path)?.[1] ?? 'workspace');
      return rig.send(request, signal);
    };
    let time = 0;
    const address = { kind: 'oxen', account: 'test', namespace: from.namespace, repository: from.name } as const;
    const client = oxenWorkspace(watched, { ...address, workspace: name }, () => (time += 10_000));
    /** What a call begins before any answer. */
    const atOnce = async (call: Promise<Answer<unknown>>): Promise<readonly string[]> => {
      const first = begun.splice(0);
      assert.ok((await call).ok);
      return first;
    };
    return { client, atOnce, begun };
  };

  it('what the base commit holds is asked for together with what is staged, once the base is known', async () => {
    const { client, atOnce, begun } = await forgetfulClient('one-trip', repository);
    assert.deepEqual(await atOnce(client.list(ROOT, undefined, NEVER)), ['workspace', 'changes']);
    begun.length = 0;
    const file = path('README.md');
    for (const [asked, call] of [
      ['dir', () => client.list(path('images'), undefined, NEVER)],
      ['meta', () => client.stat(file, NEVER)],
      ['meta', () => client.measure({ path: file, kind: 'file', traits: [] }, 1, NEVER)],
      ['file', () => client.read(file, 10, NEVER)],
    ] as const) {
      const first = await atOnce(call());
      assert.deepEqual([...first].sort(), ['changes', asked, 'workspace'].sort());
      assert.deepEqual(begun, [], 'nothing was asked for twice');
    }
  });

  it('when a commit has given the workspace another base, that one counts at once', async () => {
    const moving = await plainRepository(rig.plain, 'moved', { 'd/a.txt': 'a', 'd/b.txt': 'bb' });
    const { client } = await forgetfulClient('moved', moving);
    valueOf(await client.list(path('d'), undefined, NEVER));
    await moving.upload('moved', { 'd/b.txt': 'longer' });
    assert.equal(await moving.stage('moved', ['d/a.txt']), 200);
    assert.equal(await moving.commit('moved'), 200);
    assert.deepEqual(brief(valueOf(await client.list(path('d'), undefined, NEVER)).items), [
      ['d/b.txt', 'file', 6, undefined],
    ]);
    const gone = await client.stat(path('d/a.txt'), NEVER);
    assert.equal(!gone.ok && gone.failure.code, 'pathNotFound');
    const { bytes } = valueOf(await client.read(path('d/b.txt'), 100, NEVER));
    assert.equal(new TextDecoder().decode(bytes), 'longer');
  });

  it('measures a folder exactly, and says so when it cannot', async () => {
    const entry = valueOf(await remote.stat(path('images'), NEVER));
    const extent = valueOf(await remote.measure(entry, 10, NEVER));
    assert.deepEqual([extent.files, extent.bytes, extent.precision], [3, 7, 'exact']);
    const file = valueOf(await remote.measure(valueOf(await remote.stat(path('README.md'), NEVER)), 10, NEVER));
    assert.deepEqual([file.files, file.bytes, file.precision], [1, 5, 'exact']);
  });

  const entries = QUICK ? 1_045 : 2_345;
  it(`reads a folder of ${entries} entries page by page from one commit`, async () => {
    const many = Object.fromEntries(Array.from({ length: entries }, (_, i) => [`many/f${i}.txt`, '']));
    const large = await plainRepository(rig.plain, 'pages', { ...many, 'z.txt': 'z' });
    await large.open('ws');
    await large.upload('ws', { 'many/up.txt': 'u', 'many/sub/up.txt': 'u' });
    const pages = workspaceOf(rig, large, 'ws');
    const seen: string[] = [];
    let next: PageToken | undefined;
    let count = 0;
    do {
      const page = valueOf(await pages.list(path('many'), next, NEVER));
      seen.push(...page.items.map((entry) => entry.path));
      next = page.next;
      count++;
    } while (next !== undefined);
    assert.equal(count, Math.ceil(entries / 1000));
    assert.deepEqual([...seen].sort(), [...Object.keys(many), 'many/up.txt', 'many/sub'].sort());
  });
});
