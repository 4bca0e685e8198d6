import assert from 'node:assert/strict';
import { useFaultySandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** The server takes so long to list a folder, ms. */
const LISTING = 2_000;

describe('a server that takes its time to list a folder', function () {
  this.timeout(120_000);
  const sandbox = useFaultySandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    for (const pane of ['Onedata', 'Staged']) await workbench().showPane(pane, false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
    await workbench().row('Oxen', 'incorrect.xml').waitFor();
    await sandbox().faults.oxen.play([{ method: 'GET', path: '/dir/', latency: LISTING, fault: { do: 'slow' } }]);
  });

  const staged = async (): Promise<readonly string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    return oxen.staged('field-station', 'samples', workspace?.id ?? '');
  };
  const listings = (): number => sandbox().faults.oxen.fired()[0] ?? 0;

  it('the rows stay while they are read again, and so do their menus', async () => {
    const rows = await workbench().rows('Oxen');
    await workbench().viewAction('Oxen', 'Refresh');
    await workbench().until(() => listings() > 0, 'the folders are asked for');
    await workbench().page.waitForTimeout(1_000); // VS Code draws anew within 200 ms of being told
    await workbench().shot('slow-listings');
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'incorrect.xml'), 'Stage Removal');
    assert.deepEqual(await workbench().rows('Oxen'), rows);
    assert.ok((await workbench().notifications()).every((text) => !text.includes('was just being read again')));
    await workbench().until(async () => (await staged()).length === 1, 'the removal staged');
    assert.deepEqual(await staged(), ['annotations/incorrect.xml']);
  });

  it('what was staged meanwhile shows once they are there, and the next menu need not wait', async () => {
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'cat_001.xml'), 'Stage Removal');
    await workbench().until(async () => (await staged()).length === 2, 'the second removal staged');
    assert.ok((await workbench().notifications()).every((text) => !text.includes('was just being read again')));
    await workbench().until(
      async () => (await workbench().row('Oxen', 'cat_001.xml').innerText()).includes('removal staged'),
      'the second row says so',
      LISTING * 4,
    );
    assert.deepEqual(workbench().pageErrors, []);
  });

  it('runs one after the other show while they go on', async () => {
    for (const label of ['images', 'train']) {
      await workbench().expand('Oxen', label);
      await workbench().page.waitForTimeout(LISTING + 1_000);
    }
    const names = ['dog_1.jpg', 'labels.csv', 'README.md'];
    const isShown = async (name: string): Promise<boolean> =>
      (await workbench().row('Oxen', name).innerText()).includes('removal staged');
    for (const name of names) {
      await workbench().chooseInContextMenu(workbench().row('Oxen', name), 'Stage Removal');
      // The folders, one in the other, take three times as long.
      if (name !== names.at(-1)) await workbench().page.waitForTimeout(LISTING);
    }
    await workbench().until(() => isShown('dog_1.jpg'), 'the first row says so', LISTING * 8);
    assert.equal(await isShown('README.md'), false, 'the last one does not keep it waiting');
    await workbench().until(() => isShown('README.md'), 'the last row says so', LISTING * 8);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
