import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const FILES = ['cat_001.xml', 'dog_001.xml', 'incorrect.xml', 'a.txt', 'empty.csv', 'events.jsonl'];
const BEING_READ = 'was just being read again, so nothing was done';
/** Nobody has to press a key more often than that. */
const MOST_TRIES = 3;

describe('a click and Delete in the moment rows are drawn anew after a run', function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 2400 },
  }));
  let id = '';
  const staged = async (): Promise<readonly string[]> =>
    (await sandbox().ask.oxen.staged('field-station', 'samples', id)).map((path) => path.split('/').at(-1) ?? '');
  const isSaid = async (): Promise<boolean> =>
    (await workbench().notifications()).some((text) => text.includes(BEING_READ));
  /** Once, as a person does; again where it is said that nothing was done. What is staged then is exactly what the row says. */
  const clickAndDelete = async (view: string, name: string, wanted: readonly string[]): Promise<void> => {
    const row = await workbench().scrollTo(view, name);
    const isThere = async (): Promise<boolean> => [...(await staged())].sort().join() === [...wanted].sort().join();
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await workbench().clickRow(row);
      await workbench().page.keyboard.press('Delete');
      await workbench().until(async () => (await isThere()) || (await isSaid()), `Delete on ${name} done, or why not`);
      if (await isThere()) return;
      await workbench().command('Notifications: Clear All Notifications');
    }
    assert.fail(`Delete on ${name} was refused ${MOST_TRIES} times`);
  };

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'tables', 'siblings', 'annotations'])
      await workbench().expand('Oxen', label);
    const [workspace] = await sandbox().ask.oxen.workspaces('field-station', 'samples');
    id = workspace?.id ?? '';
  });

  it('stages exactly that row, or says that nothing was done', async () => {
    for (const [round, name] of FILES.entries()) {
      await clickAndDelete('Oxen', name, FILES.slice(0, round + 1));
      await workbench().page.waitForTimeout((round * 17) % 100);
    }
  });

  it('takes back exactly that row of the Staged view, or says that nothing was done', async () => {
    for (const [round, name] of FILES.entries()) {
      await workbench().row('Staged', name).waitFor();
      await clickAndDelete('Staged', name, FILES.slice(round + 1));
      await workbench().page.waitForTimeout((round * 23) % 100);
    }
    assert.deepEqual(await staged(), []);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
