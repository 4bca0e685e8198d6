import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { TableSteps } from '../../src/editor/removal/tableSteps';
import type { TableStep } from '../../src/removal/staging';
import { pathOf, WORKSPACE } from '../support/builders';

describe('the steps of taking back a table, on disk', () => {
  const step = (name: string): TableStep => ({ kind: 'uploading', path: pathOf(name), aside: pathOf(`${name}.aside`) });
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-steps-'));
    file = path.join(folder, 'tableSteps.jsonl');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** The names that a window knows of. */
  const known = async (steps: TableSteps): Promise<readonly string[]> => {
    await steps.load();
    return steps.noted(WORKSPACE).map((one) => one.path);
  };

  it('are not lost after one of which a full disk, or a crash, kept the beginning', async () => {
    const first = new TableSteps(file);
    await first.load();
    await first.note(WORKSPACE, step('a.csv'));
    fs.appendFileSync(file, '{"kind":"uploadi');
    await first.note(WORKSPACE, step('b.csv'));
    assert.deepEqual(await known(new TableSteps(file)), ['a.csv', 'b.csv']);
  });

  it('are those of other windows, too: what one left half-way another must not commit', async () => {
    const [open, killed] = [new TableSteps(file), new TableSteps(file)];
    assert.deepEqual(await known(open), []);
    await killed.load();
    await killed.note(WORKSPACE, step('a.csv'));
    assert.deepEqual(await known(open), ['a.csv']);
    await open.note(WORKSPACE, step('b.csv'));
    assert.deepEqual(await known(open), ['a.csv', 'b.csv']);
    assert.deepEqual(await known(killed), ['a.csv', 'b.csv']);
  });
});
