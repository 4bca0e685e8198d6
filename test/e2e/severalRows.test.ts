import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

describe('menus of several selected rows', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({ env: { WINNOW_SANDBOX: sandbox().line } }));
  const menuOf = async (view: string, label: string): Promise<string[]> => {
    const items = await workbench().contextMenu(await workbench().scrollTo(view, label));
    await workbench().page.keyboard.press('Escape');
    return items.filter((item) => /stag|mark|delete/i.test(item));
  };
  const select = async (view: string, first: string, ...others: readonly string[]): Promise<void> => {
    await (await workbench().scrollTo(view, first)).click();
    for (const other of others) await (await workbench().scrollTo(view, other)).click({ modifiers: ['Control'] });
  };

  before('open the view', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Staged', false);
  });

  it('stay selected and drawn so, one after the other: files and folders, by Ctrl-click and by Shift', async () => {
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
    for (const pause of [0, 150, 400]) {
      const rows = ['cat_001.xml', 'dog_001.xml', 'incorrect.xml', 'dir1', 'notes'];
      await (await workbench().scrollTo('Oxen', 'cat_001.xml')).click();
      for (const [index, label] of rows.slice(1).entries()) {
        await workbench().page.waitForTimeout(pause);
        await workbench()
          .row('Oxen', label)
          .first()
          .click({ modifiers: ['Control'] });
        await workbench().page.waitForTimeout(pause);
        assert.deepEqual(
          await workbench().selected('Oxen'),
          rows.slice(0, index + 2),
          `after ${label}, ${pause} ms each`,
        );
      }
    }
    await workbench().row('Oxen', 'cat_001.xml').click();
    await workbench()
      .row('Oxen', 'incorrect.xml')
      .click({ modifiers: ['Shift'] });
    await workbench().page.waitForTimeout(400);
    assert.deepEqual(await workbench().selected('Oxen'), ['cat_001.xml', 'dog_001.xml', 'incorrect.xml']);
  });

  it('on Oxen the label says that all of them are meant, and on a row beside them it is asked', async () => {
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
    await select('Oxen', 'cat_001.xml');
    assert.deepEqual(await menuOf('Oxen', 'cat_001.xml'), ['Stage Removal']);
    await select('Oxen', 'cat_001.xml', 'dog_001.xml');
    assert.deepEqual(await menuOf('Oxen', 'cat_001.xml'), ['Stage Removal of Selected']);
    await workbench().contextMenu(workbench().row('Oxen', 'dog_001.xml'));
    await workbench().shot('menu-of-several');
    await workbench().page.keyboard.press('Escape');
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'incorrect.xml'), 'Stage Removal of Selected');
    await workbench().quickInput.waitFor();
    await workbench().shot('several-or-one');
    await workbench().page.keyboard.press('Escape');
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'dog_001.xml'), 'Stage Removal of Selected');
    await workbench().notification(/^Staged the removal of 2 files/);
    await select('Oxen', 'cat_001.xml', 'dog_001.xml');
    await workbench().until(
      async () => (await menuOf('Oxen', 'dog_001.xml')).includes('Unstage Selected'),
      'the staged rows can be unstaged together',
    );
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'dog_001.xml'), 'Unstage Selected');
    const [workspace] = await sandbox().ask.oxen.workspaces('field-station', 'samples');
    await workbench().until(
      async () => (await sandbox().ask.oxen.staged('field-station', 'samples', workspace?.id ?? '')).length === 0,
      'both unstaged',
    );
  });

  it('the same on Onedata', async () => {
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Onedata', true);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    await select('Onedata', 'cat_001.xml', 'dog_001.xml');
    assert.deepEqual(await menuOf('Onedata', 'cat_001.xml'), [
      'Mark Selected for Deletion',
      'Delete Selected Permanently…',
    ]);
    await workbench().chooseInContextMenu(workbench().row('Onedata', 'incorrect.xml'), 'Mark Selected for Deletion');
    await workbench().pick('The row that was clicked: annotations/incorrect.xml');
    await workbench().until(
      async () => (await workbench().row('Onedata', 'incorrect.xml').innerText()).includes('marked for deletion'),
      'the clicked row is marked',
    );
    for (const name of ['cat_001.xml', 'dog_001.xml'])
      assert.doesNotMatch(await workbench().row('Onedata', name).innerText(), /marked/);
    await workbench().chooseInContextMenu(workbench().row('Onedata', 'cat_001.xml'), 'Mark Selected for Deletion');
    for (const name of ['cat_001.xml', 'dog_001.xml'])
      await workbench().until(
        async () => (await workbench().row('Onedata', name).innerText()).includes('marked for deletion'),
        `${name} is marked`,
      );
    assert.ok((await menuOf('Onedata', 'cat_001.xml')).includes('Unmark Selected'));
    assert.deepEqual(workbench().pageErrors, []);
  });
});
