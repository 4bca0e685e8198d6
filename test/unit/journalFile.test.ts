import assert from 'node:assert/strict';
import * as nodeFs from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { mock } from 'node:test';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { encodeRecords } from '../../src/removal/journalRecord';
import { file, planOf, target } from '../support/builders';
import { recordsIn } from '../support/journalRecords';
import { skipBecause } from '../support/skipping';

const fileOf = (journal: JournalFile): Promise<fs.FileHandle> =>
  (journal as unknown as { readonly file: Promise<fs.FileHandle> }).file;

describe('the journal on a disk that fails', () => {
  const started = (run: string) => ({ type: 'started', run, at: 1 }) as const;
  let folder: string;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'winnow-journal-'));
  });
  afterEach(() => fs.rm(folder, { recursive: true }));

  it('says so, and writes again as soon as it can', async () => {
    const place = path.join(folder, 'journal');
    await fs.writeFile(place, 'in the way');
    const journal = new JournalFile(place);
    await assert.rejects(journal.append(started('a')));
    await assert.rejects(journal.appendSafely(started('b')));
    assert.deepEqual(await recordsIn(journal), []);
    await fs.rm(place);
    await journal.appendSafely(started('c'));
    assert.deepEqual(await recordsIn(journal), [started('c')]);
    await journal.close();
  });

  it('says so to whoever waits next, of records that nobody waits for', async () => {
    const place = path.join(folder, 'journal');
    await fs.writeFile(place, 'in the way');
    const journal = new JournalFile(place);
    journal.note(started('a')); // a rejection that nobody handles would fail the whole suite
    journal.note(started('b'));
    await assert.rejects(journal.append(started('c')));
    await fs.rm(place);
    journal.note(started('d'));
    journal.note(started('e'));
    assert.deepEqual(await recordsIn(journal), [started('d'), started('e')]);
    await journal.close();
  });

  it('never continues a line that was torn', async () => {
    const journal = new JournalFile(folder);
    await journal.append(started('a'));
    const [name = ''] = await fs.readdir(folder);
    await fs.appendFile(path.join(folder, name), '{"v":1,"type":"line","run":"a","at":2,"outco');
    await (await fileOf(journal)).close();
    await assert.rejects(journal.append(started('b')));
    await journal.append(started('c'));
    assert.deepEqual(await recordsIn(journal), [started('a'), started('c')]);
    await journal.close();
  });

  it('closes although the last record could not be written', async () => {
    const journal = new JournalFile(path.join(folder, 'nul\0'));
    await assert.rejects(journal.append(started('a')));
    await journal.close();
  });
});

describe('a record that a request waits for', () => {
  const started = (run: string) => ({ type: 'started', run, at: 1 }) as const;
  let folder: string;
  let journal: JournalFile;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'winnow-journal-'));
    let time = 0; // files are read in the order of their names
    journal = new JournalFile(folder, () => (time += 1_000));
  });
  afterEach(async () => {
    mock.restoreAll();
    await journal.close();
    await fs.rm(folder, { recursive: true });
  });
  const runsOnDisk = async (): Promise<readonly string[]> => (await recordsIn(journal)).map(({ run }) => run);
  const textOnDisk = (): string =>
    nodeFs
      .readdirSync(folder)
      .map((name) => nodeFs.readFileSync(path.join(folder, name), 'utf8'))
      .join('');

  it('is in the file at once, after what waited before it', async () => {
    await journal.append(started('a'));
    const line = journal.append(started('b'));
    assert.equal(journal.appendNow(started('c')), undefined);
    assert.equal(textOnDisk(), encodeRecords(['a', 'b', 'c'].map(started)));
    await line;
    assert.equal(textOnDisk(), encodeRecords(['a', 'b', 'c'].map(started)));
  });

  it('waits for the file, and for a write that is under way', async () => {
    const first = journal.appendNow(started('a'));
    assert.ok(first, 'no file is open yet');
    await first;
    const handle = await fileOf(journal);
    const write = Reflect.get<fs.FileHandle, 'write'>(handle, 'write');
    let goOn: () => void = () => undefined;
    const begun = new Promise<void>((begin) => {
      mock.method(handle, 'write', async (...args: unknown[]) => {
        begin();
        await new Promise<void>((resolve) => (goOn = resolve));
        return Reflect.apply(write, handle, args) as unknown;
      });
    });
    const under = journal.append(started('b'));
    await begun;
    const later = journal.appendNow(started('c'));
    assert.ok(later, 'another write is under way');
    mock.restoreAll();
    goOn();
    await Promise.all([under, later]);
    assert.deepEqual(await runsOnDisk(), ['a', 'b', 'c']);
  });

  it('is refused when it cannot be written, and what waited before it is not lost with it', async () => {
    await journal.append(started('a'));
    const line = journal.append(started('b'));
    mock.method(journal as unknown as { writeAtOnce(): void }, 'writeAtOnce', () => {
      throw new Error('ENOSPC');
    });
    const refused = journal.appendNow(started('c'));
    assert.ok(refused);
    await assert.rejects(refused, /ENOSPC/);
    await line;
    assert.deepEqual(await runsOnDisk(), ['a', 'b']);
  });

  it('appended while another waits is refused with it: neither is said to be written when it is not', async () => {
    await journal.append(started('a'));
    const waiting = journal.append(started('b'));
    assert.equal(journal.appendNow(started('c')), undefined);
    const next = journal.append(started('d'));
    const refused = Promise.all([assert.rejects(waiting), assert.rejects(next)]);
    await (await fileOf(journal)).close();
    await refused;
    assert.deepEqual(await runsOnDisk(), ['a', 'b', 'c']);
  });

  it('takes none along that has to be on the disk itself: it may fill the file, and the next one would be synced', async () => {
    await journal.append(started('a'));
    const safe = journal.appendSafely(started('b'));
    const beside = journal.appendNow(started('c'));
    assert.ok(beside, 'not written at once');
    await Promise.all([safe, beside]);
    assert.equal(journal.appendNow(started('d')), undefined);
    assert.deepEqual(await runsOnDisk(), ['a', 'b', 'c', 'd']);
  });

  it('no longer keeps the editor on a slow disk', async () => {
    await journal.append(started('a'));
    let now = 1_000;
    mock.method(performance, 'now', () => (now += 3));
    assert.equal(journal.appendNow(started('b')), undefined);
    const second = journal.appendNow(started('c'));
    assert.ok(second, 'the write before took 3 ms');
    await second;
    now += 20_000;
    assert.equal(journal.appendNow(started('d')), undefined);
    assert.deepEqual(await runsOnDisk(), ['a', 'b', 'c', 'd']);
  });
});

describe('the journal on disk', () => {
  /** A plan that takes a hundred bytes a target. */
  const planned = (run: string, count: number) => {
    const names = Array.from({ length: count }, (_, n) => file(`${'deep/'.repeat(13)}${n}.txt`));
    const plan = { ...planOf(names.map((one) => target(one))), id: run };
    return { type: 'planned', run, at: 1, plan } as const;
  };
  let folder: string;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'winnow-journal-'));
  });
  afterEach(() => fs.rm(folder, { recursive: true }));

  it('begins a new file once one has 10 MB, and reads all of them as one', async () => {
    let time = 0;
    const journal = new JournalFile(folder, () => (time += 1_000));
    const runs = Array.from({ length: 5 }, (_, index) => planned(`run-${index}`, 40_000));
    for (const record of runs) await journal.append(record);
    const sizes = await Promise.all(
      (await fs.readdir(folder)).sort().map(async (name) => (await fs.stat(path.join(folder, name))).size),
    );
    const one = Buffer.byteLength(encodeRecords(runs.slice(0, 1)));
    assert.ok(sizes.length > 1, `${sizes.join(', ')} bytes`);
    for (const size of sizes.slice(0, -1)) assert.ok(size >= 10_000_000 && size < 10_000_000 + one, `${size} bytes`);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      5 * one,
    );
    assert.deepEqual(
      (await recordsIn(journal)).map(({ run }) => run),
      runs.map(({ run }) => run),
    );
    await journal.close();
  });

  it('has a plan on the disk before it says so, however large it is', async () => {
    const journal = new JournalFile(folder);
    const probe = await fs.open(folder);
    const prototype = Object.getPrototypeOf(probe) as fs.FileHandle;
    await probe.close();
    const synced: number[] = [];
    const datasync = Reflect.get<fs.FileHandle, 'datasync'>(prototype, 'datasync');
    mock.method(prototype, 'datasync', async function (this: fs.FileHandle) {
      await Reflect.apply(datasync, this, []);
      synced.push((await this.stat()).size);
    });
    try {
      await journal.appendSafely(planned('large', 150_000));
    } finally {
      mock.restoreAll();
    }
    const [name = '', ...others] = await fs.readdir(folder);
    const { size } = await fs.stat(path.join(folder, name));
    assert.ok(size > 10_000_000, `${size} bytes`);
    assert.deepEqual([synced, others], [[size], []]);
    await journal.close();
  });

  it('shows that a run is alive in the file that tells of it, also once that is full', async () => {
    const journal = new JournalFile(folder);
    await journal.append(planned('large', 150_000));
    const [name = ''] = await fs.readdir(folder);
    const file = path.join(folder, name);
    await fs.utimes(file, 1, 1);
    await journal.beat();
    assert.ok((await fs.stat(file)).mtimeMs > 1_000_000);
    await journal.close();
  });

  it('is read although one of its files cannot be', async function () {
    if (process.platform === 'win32') skipBecause(this, 'Windows opens no folder, so none can fail to be read');
    await fs.mkdir(path.join(folder, '2020-01-01.jsonl'));
    const journal = new JournalFile(folder);
    await journal.append(planned('a', 1));
    assert.deepEqual(
      (await recordsIn(journal)).map(({ run }) => run),
      ['a'],
    );
    await journal.close();
  });

  it('forgets and clears what it can, whatever else lies there', async () => {
    const odd = path.join(folder, '2020-01-01.jsonl');
    await fs.mkdir(path.join(odd, 'deep'), { recursive: true });
    const old = path.join(folder, '2020-01-02.jsonl');
    await fs.writeFile(old, '');
    for (const place of [odd, old]) await fs.utimes(place, 1, 1);
    const journal = new JournalFile(folder);
    await journal.append(planned('a', 1));
    await journal.prune(90);
    assert.deepEqual((await fs.readdir(folder)).includes(path.basename(old)), false, 'the folder keeps no file');
    assert.equal((await recordsIn(journal)).length, 1);
    await journal.clear();
    assert.deepEqual(await fs.readdir(folder), []);
  });

  it('keeps what was written today, whatever the setting says: another window may have a run under way', async () => {
    const journal = new JournalFile(folder, () => Date.now() + 60_000);
    await journal.append(planned('a', 1));
    for (const days of [0, -1]) await journal.prune(days);
    assert.equal((await recordsIn(journal)).length, 1);
    await journal.close();
  });

  it('writes on after a record that could not be put into words', async () => {
    const journal = new JournalFile(folder);
    const broken = planned('broken', 1);
    Reflect.set(broken.plan, 'createdAt', 1n);
    await assert.rejects(journal.append(broken), TypeError);
    await journal.append(planned('a', 1));
    assert.deepEqual(
      (await recordsIn(journal)).map(({ run }) => run),
      ['a'],
    );
    await journal.close();
  });

  it('keeps one file a window: two never write into one', async () => {
    const [here, there] = [new JournalFile(folder), new JournalFile(folder)];
    await here.append(planned('here', 1));
    await there.append(planned('there', 1));
    assert.equal((await fs.readdir(folder)).length, 2);
    assert.equal((await recordsIn(here)).length, 2);
    await Promise.all([here.close(), there.close()]);
  });

  it('has a plan where it is found again after another window has cleared the journal, or the folder went', async function () {
    if (process.platform === 'win32') skipBecause(this, 'Windows keeps the folder of an open file');
    const [here, there] = [new JournalFile(folder), new JournalFile(folder)];
    await here.append(planned('before', 1));
    await there.clear();
    await here.appendSafely(planned('cleared', 1));
    assert.equal(here.appendNow({ type: 'sending', run: 'cleared', at: 2, targets: [0] }), undefined);
    assert.deepEqual(
      (await recordsIn(there)).map(({ run, type }) => `${type} ${run}`),
      ['planned cleared', 'sending cleared'],
    );
    await fs.rm(folder, { recursive: true });
    await here.appendSafely(planned('gone', 1));
    assert.deepEqual(
      (await recordsIn(there)).map(({ run }) => run),
      ['gone'],
    );
    await Promise.all([here.close(), there.close()]);
  });

  it('is for its owner alone to read', async function () {
    if (process.platform === 'win32') skipBecause(this, 'permissions are of another kind on Windows');
    const journal = new JournalFile(folder);
    await journal.append(planned('a', 1));
    const [name = ''] = await fs.readdir(folder);
    assert.equal((await fs.stat(path.join(folder, name))).mode & 0o077, 0);
    await journal.close();
  });
});
