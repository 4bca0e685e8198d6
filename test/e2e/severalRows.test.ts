import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

describe('several selected rows', () => {
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

  const isStaged = async (expected: readonly string[]): Promise<void> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    await workbench().until(
      async () => (await oxen.staged('field-station', 'samples', workspace?.id ?? '')).join() === expected.join(),
      `staged: ${expected.join(', ')}`,
    );
  };

  before('open the view', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Staged', false);
  });

  it('stay selected and drawn so, one after the other: files and folders, by Ctrl-click and by Shift', async () => {
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
    const rows = ['cat_001.xml', 'dog_001.xml', 'incorrect.xml', 'dir1', 'notes'];
    const toggle = async (label: string, pause: number, expected: readonly string[]): Promise<void> => {
      await workbench().page.waitForTimeout(pause);
      await workbench()
        .row('Oxen', label)
        .first()
        .click({ modifiers: ['Control'] });
      await workbench().page.waitForTimeout(pause);
      assert.deepEqual(await workbench().selected('Oxen'), expected, `after ${label}, ${pause} ms each`);
    };
    for (const pause of [0, 150, 400]) {
      await (await workbench().scrollTo('Oxen', 'cat_001.xml')).click();
      for (let many = 2; many <= rows.length; many += 1) await toggle(rows[many - 1] ?? '', pause, rows.slice(0, many));
      for (let many = rows.length - 1; many >= 1; many -= 1) await toggle(rows[many] ?? '', pause, rows.slice(0, many));
    }
    await workbench().row('Oxen', 'cat_001.xml').click();
    await workbench()
      .row('Oxen', 'incorrect.xml')
      .click({ modifiers: ['Shift'] });
    await workbench().page.waitForTimeout(400);
    assert.deepEqual(await workbench().selected('Oxen'), rows.slice(0, 3));
  });

  it('on Oxen are all staged by the menu of one of them; the menu of a row beside them means it alone', async () => {
    await select('Oxen', 'cat_001.xml', 'dog_001.xml', 'dir1', 'notes');
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'incorrect.xml'), 'Stage Removal');
    await isStaged(['annotations/incorrect.xml']);
    await select('Oxen', 'cat_001.xml', 'dog_001.xml', 'dir1');
    await workbench().contextMenu(workbench().row('Oxen', 'dog_001.xml'));
    await workbench().shot('menu-of-several');
    await workbench().page.keyboard.press('Escape');
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'dog_001.xml'), 'Stage Removal');
    await isStaged([
      'annotations/cat_001.xml',
      'annotations/dog_001.xml',
      'annotations/incorrect.xml',
      'dir1/file.txt',
    ]);
    await select('Oxen', 'cat_001.xml', 'dog_001.xml', 'incorrect.xml');
    await workbench().until(
      async () => (await menuOf('Oxen', 'dog_001.xml')).includes('Unstage'),
      'the staged rows can be unstaged together',
    );
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'dog_001.xml'), 'Unstage');
    await isStaged(['dir1/file.txt']);
  });

  it('the same on Onedata', async () => {
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Onedata', true);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    await select('Onedata', 'cat_001.xml', 'dog_001.xml', 'dir1', 'notes');
    assert.deepEqual(await menuOf('Onedata', 'cat_001.xml'), ['Mark for Deletion', 'Delete Permanently…']);
    await workbench().chooseInContextMenu(workbench().row('Onedata', 'cat_001.xml'), 'Mark for Deletion');
    for (const name of ['cat_001.xml', 'dog_001.xml', 'dir1', 'notes'])
      await workbench().until(
        async () => (await workbench().row('Onedata', name).innerText()).includes('marked for deletion'),
        `${name} is marked`,
      );
    assert.doesNotMatch(await workbench().row('Onedata', 'incorrect.xml').innerText(), /marked/);
    assert.ok((await menuOf('Onedata', 'cat_001.xml')).includes('Unmark'));
    assert.deepEqual(workbench().pageErrors, []);
  });
});
