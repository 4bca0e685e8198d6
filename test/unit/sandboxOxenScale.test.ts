import assert from 'node:assert/strict';
import { within } from '../support/processorTime';
import { seedOxen, type SeededOxen } from '../support/seedOxen';

const COUNT = 10_000;
/** Milliseconds; about a tenth of it is usual. */
const LIMIT = 1_000;

describe('Oxen sandbox: size', function () {
  this.timeout(60_000);
  const paths = Array.from({ length: COUNT }, (_, i) => `many/file-${String(i).padStart(6, '0')}.txt`);
  let oxen: SeededOxen;
  before(async () => {
    oxen = await seedOxen(Object.fromEntries(paths.map((path) => [path, path])));
  });
  after(() => oxen.stop());

  const timed = <T>(work: () => Promise<T>): Promise<T> => within(LIMIT, work);

  it(`stages ${COUNT} files of one folder in one request`, async () => {
    const { status } = await timed(() => oxen.call('DELETE', '/workspaces/ws/files', paths));
    assert.equal(status, 200);
  });

  it(`lists ${COUNT} changes, in another order each time`, async () => {
    const read = async (): Promise<string[]> => {
      const { json } = await timed(() => oxen.call('GET', '/workspaces/ws/changes?page_size=1000000'));
      const { staged } = json as { staged: { removed_files: { entries: { filename: string }[] } } };
      return staged.removed_files.entries.map(({ filename }) => filename);
    };
    const [first, second] = [await read(), await read()];
    assert.notDeepEqual(first, second);
    assert.deepEqual([...first].sort(), paths);
    assert.deepEqual([...second].sort(), paths);
  });

  it('lists a page of the folder', async () => {
    const { json } = await timed(() => oxen.call('GET', '/dir/main/many?page=7&page_size=1000'));
    const { entries, total_entries: total } = json as { entries: { filename: string }[]; total_entries: number };
    assert.deepEqual([entries.length, entries[0]?.filename, total], [1000, 'file-006000.txt', COUNT]);
  });

  it('unstages and stages them again, fails on as many unknown ones, and commits', async () => {
    await timed(() => oxen.call('DELETE', '/workspaces/ws/changes', paths));
    await timed(() => oxen.call('DELETE', '/workspaces/ws/files', paths));
    const unknown = paths.map((path) => `${path}.none`);
    const { status, json } = await timed(() => oxen.call('DELETE', '/workspaces/ws/files', unknown));
    assert.deepEqual([status, (json as { paths: string[] }).paths], [206, unknown]);
    const body = { message: 'm', author: 'a', email: 'e' };
    assert.equal((await timed(() => oxen.call('POST', '/workspaces/ws/merge/main', body))).status, 200);
  });
});
