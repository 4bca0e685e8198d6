import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { mock } from 'node:test';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { encodeRecords } from '../../src/removal/journalRecord';
import { planOf, targets } from '../support/builders';

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
    assert.deepEqual(await journal.readAll(), []);
    await fs.rm(place);
    await journal.appendSafely(started('c'));
    assert.deepEqual(await journal.readAll(), [started('c')]);
    await journal.close();
  });

  it('never continues a line that was torn', async () => {
    const journal = new JournalFile(folder);
    await journal.append(started('a'));
    const [name = ''] = await fs.readdir(folder);
    await fs.appendFile(path.join(folder, name), '{"v":1,"type":"line","run":"a","at":2,"outco');
    const file: unknown = Reflect.get(journal, 'file');
    await (file as Promise<fs.FileHandle>).then((handle) => handle.close());
    await assert.rejects(journal.append(started('b')));
    await journal.append(started('c'));
    assert.deepEqual(await journal.readAll(), [started('a'), started('c')]);
    await journal.close();
  });

  it('closes although the last record could not be written', async () => {
    const journal = new JournalFile(path.join(folder, 'nul\0'));
    await assert.rejects(journal.append(started('a')));
    await journal.close();
  });
});

describe('the journal on disk', () => {
  const planned = (run: string, names: number) => {
    const plan = { ...planOf(targets(names)), id: run };
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
      (await journal.readAll()).map(({ run }) => run),
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
    if (process.platform === 'win32') return this.skip(); // a folder cannot be opened there, nor then read
    await fs.mkdir(path.join(folder, '2020-01-01.jsonl'));
    const journal = new JournalFile(folder);
    await journal.append(planned('a', 1));
    assert.deepEqual(
      (await journal.readAll()).map(({ run }) => run),
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
    assert.equal((await journal.readAll()).length, 1);
    await journal.clear();
    assert.deepEqual(await fs.readdir(folder), []);
  });

  it('writes on after a record that could not be put into words', async () => {
    const journal = new JournalFile(folder);
    const broken = planned('broken', 1);
    Reflect.set(broken.plan, 'createdAt', 1n);
    await assert.rejects(journal.append(broken), TypeError);
    await journal.append(planned('a', 1));
    assert.deepEqual(
      (await journal.readAll()).map(({ run }) => run),
      ['a'],
    );
    await journal.close();
  });

  it('keeps one file a window: two never write into one', async () => {
    const [here, there] = [new JournalFile(folder), new JournalFile(folder)];
    await here.append(planned('here', 1));
    await there.append(planned('there', 1));
    assert.equal((await fs.readdir(folder)).length, 2);
    assert.equal((await here.readAll()).length, 2);
    await Promise.all([here.close(), there.close()]);
  });

  it('is for its owner alone to read', async function () {
    if (process.platform === 'win32') return this.skip(); // permissions are of another kind there
    const journal = new JournalFile(folder);
    await journal.append(planned('a', 1));
    const [name = ''] = await fs.readdir(folder);
    assert.equal((await fs.stat(path.join(folder, name))).mode & 0o077, 0);
    await journal.close();
  });
});
