import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { JournalFile } from '../../src/editor/removal/journalFile';

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
