import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const NAMESPACE = 'field-station';
const REPOSITORY = 'samples';

describe('staging removals on Oxen', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  /** What the server itself lists as staged. */
  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces(NAMESPACE, REPOSITORY);
    assert.ok(workspace);
    return oxen.staged(NAMESPACE, REPOSITORY, workspace.id);
  };
  let already: readonly string[] = [];
  /** Waits until the server lists exactly these beside what was staged before the test. */
  const newlyStaged = async (expected: readonly string[]): Promise<void> => {
    const wanted = [...already, ...expected].sort().join('\n');
    await workbench().until(
      async () => (await staged()).join('\n') === wanted,
      `staged on the server: ${expected.join(', ')}`,
    );
  };
  const click = async (label: string, modifiers: ('Control' | 'Shift')[] = []): Promise<void> =>
    (await workbench().scrollTo('Oxen', label)).click({ modifiers });
  const stageByMenu = async (label: string): Promise<void> =>
    workbench().chooseInContextMenu(await workbench().scrollTo('Oxen', label), 'Stage Removal');

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up']) await workbench().expand('Oxen', label);
  });
  beforeEach(async () => {
    already = await staged();
  });

  it('a right-click stages one file, and says so in the tree, the status bar and the output', async () => {
    await workbench().expand('Oxen', 'annotations');
    const items = await workbench().contextMenu(workbench().row('Oxen', 'incorrect.xml'));
    assert.ok(!items.some((item) => /delete/i.test(item)), items.join(' · '));
    await workbench().shot('oxen-menu');
    await workbench().page.keyboard.press('Escape');
    await stageByMenu('incorrect.xml');
    await newlyStaged(['annotations/incorrect.xml']);
    assert.equal(await workbench().dialog.count(), 0, 'staging asks nothing by default');
    await workbench().until(
      async () => (await workbench().row('Oxen', 'incorrect.xml').innerText()).includes('removal staged'),
      'the row says that its removal is staged',
    );
    await workbench().until(
      async () => /\b1\b/.test(await workbench().statusItem('winnow.staged').innerText()),
      'the status bar counts 1',
    );
    await workbench().until(
      () =>
        workbench()
          .outputLines()
          .some((line) => line.includes('annotations/incorrect.xml')),
      'a line a path',
    );
    await workbench().shot('oxen-staged');
  });

  it('zowe#1470: a right-click outside the selection means that row alone', async () => {
    await workbench().expand('Oxen', 'tables');
    await click('empty.csv');
    await click('events.jsonl', ['Control']);
    await stageByMenu('weather.tsv');
    await newlyStaged(['tables/weather.tsv']);
  });

  it('a right-click inside the selection means all of it', async () => {
    await workbench().expand('Oxen', 'tables');
    await click('empty.csv');
    await click('events.jsonl', ['Control']);
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'events.jsonl'), 'Stage Removal');
    await newlyStaged(['tables/empty.csv', 'tables/events.jsonl']);
  });

  it('vscode "click A, ↓ to B, Delete": the row with the focus goes, not the one that was clicked', async () => {
    await workbench().expand('Oxen', 'annotations');
    await click('cat_001.xml');
    await workbench().tab('cat_001.xml'); // a click opens a preview, which must not take the keyboard away from the tree
    await workbench().page.keyboard.press('ArrowDown');
    assert.deepEqual(await workbench().selected('Oxen'), ['cat_001.xml']);
    assert.deepEqual(await workbench().focused('Oxen'), ['dog_001.xml']);
    await workbench().pressDelete();
    await newlyStaged(['annotations/dog_001.xml']);
  });

  it('Umbraco-S3#22: a folder goes without the siblings whose names begin like its own', async () => {
    await workbench().expand('Oxen', 'siblings');
    await stageByMenu('a');
    await newlyStaged(['siblings/a/one.txt', 'siblings/a/two.txt']);
  });

  it('filebrowser#2128: of folders named like their parent only the one that was meant goes', async () => {
    if ((await workbench().row('Oxen', 'odd names').count()) < 2) await workbench().expand('Oxen', 'odd names');
    const inner = workbench().row('Oxen', 'odd names').nth(1);
    await workbench().until(async () => (await inner.count()) > 0, 'the folder in the folder of the same name');
    await workbench().chooseInContextMenu(inner, 'Stage Removal');
    await newlyStaged(['odd names/odd names/inside.txt', 'odd names/odd names/odd names/inside.txt']);
  });

  it('a name that begins with a dash, and one with % and # and a quote, go as they are written', async () => {
    if ((await workbench().row('Oxen', 'odd names').count()) < 2) await workbench().expand('Oxen', 'odd names');
    const odd = ['-rf', 'literal%2Fslash.txt', 'hash#tag.txt', `double"quote'single.txt`];
    for (const name of odd) {
      await stageByMenu(name);
      await newlyStaged(odd.slice(0, odd.indexOf(name) + 1).map((done) => `odd names/${done}`));
    }
    await workbench().shot('oxen-odd-names');
  });

  it('the server’s branch still has every file', async () => {
    const files = await sandbox().ask.oxen.files(NAMESPACE, REPOSITORY, 'main', 'annotations');
    assert.equal(files.length, 3);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
