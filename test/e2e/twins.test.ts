import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { useSandbox } from './sandbox';
import { badgeOf, temporaryFolder, useWorkbench } from './workbench';

const NAMESPACE = 'field-station';
const REPOSITORY = 'samples';

describe('local folders that winnow.folderMap maps, and pages in the browser', () => {
  const sandbox = useSandbox();
  const folder = temporaryFolder();
  after(() => fs.rmSync(folder, { recursive: true }));
  let workspace = '';
  let space = '';
  before('a folder of copies', async () => {
    const { oxen, onedata } = sandbox().ask;
    workspace = (await oxen.workspaces(NAMESPACE, REPOSITORY))[0]?.id ?? '';
    space = (await onedata.spaces()).find(({ name }) => name === 'Field Station')?.id ?? '';
    for (const file of ['pictures/cat_001.png', 'pictures/cat_002.png', 'xml/cat_001.xml', 'only-here.txt']) {
      fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), 'local\n');
    }
  });
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    workspace: folder,
    settings: {
      'winnow.folderMap': {
        '${workspaceFolder}/pictures': `oxen://sandbox-oxen/${NAMESPACE}/${REPOSITORY}/${workspace}/images/train/cat`,
        '${workspaceFolder}/xml': `onedata://sandbox-onedata/${space}/annotations`,
      },
    },
  }));
  const row = (name: string): Locator => workbench().row('Files Explorer', name);
  const open = async (name: string): Promise<void> => {
    if ((await row(name).getAttribute('aria-expanded')) !== 'true') await row(name).click();
  };

  it('a file’s removal is staged on the server, its letter shows in the Explorer, and the local file stays', async () => {
    await workbench().command('File: Focus on Files Explorer');
    await open('pictures');
    await row('cat_002.png').waitFor();
    await workbench().untilOffered(row('cat_002.png'), 'Stage Removal of Remote Copy');
    await workbench().chooseInContextMenu(row('cat_002.png'), 'Stage Removal of Remote Copy');
    const staged = ['images/train/cat/cat_002.png'];
    await workbench().until(
      async () => (await sandbox().ask.oxen.staged(NAMESPACE, REPOSITORY, workspace)).join() === staged.join(),
      'exactly its remote copy staged',
    );
    await workbench().until(async () => (await badgeOf(row('cat_002.png'))) === 'R', 'an R on the local file');
    await workbench().until(async () => (await badgeOf(row('pictures'))) === '•', 'a dot on the local folder');
    assert.equal(await badgeOf(row('cat_001.png')), '');
    assert.equal(fs.readFileSync(path.join(workbench().workspace, 'pictures/cat_002.png'), 'utf8'), 'local\n');
    await workbench().shot('explorer-folder-map');
  });

  it('on Onedata its remote copy is marked, and nothing is sent', async () => {
    const before = await sandbox().ask.onedata.names(space, 'annotations');
    await open('xml');
    await row('cat_001.xml').waitFor();
    await workbench().chooseInContextMenu(row('cat_001.xml'), 'Mark Remote Copy for Deletion');
    await workbench().until(
      async () => (await workbench().statusItem('winnow.staged').innerText()).trim() === '2',
      'one staged and one marked',
    );
    assert.deepEqual(await sandbox().ask.onedata.names(space, 'annotations'), before);
  });

  it('the command for the other kind of server says where the copy is and which one to use, and does nothing', async () => {
    await workbench().chooseInContextMenu(row('cat_001.png'), 'Mark Remote Copy for Deletion');
    await workbench().notification(/cat_001\.png is on Oxen: use “Stage Removal of Remote Copy”/);
    await workbench().chooseInContextMenu(row('cat_001.xml'), 'Stage Removal of Remote Copy');
    await workbench().notification(/cat_001\.xml is on Onedata: use “Mark Remote Copy for Deletion”/);
    assert.equal((await workbench().statusItem('winnow.staged').innerText()).trim(), '2');
  });

  it('a file that no folder maps says so, and nothing happens', async () => {
    await workbench().chooseInContextMenu(row('only-here.txt'), 'Stage Removal of Remote Copy');
    await workbench().notification(/only-here\.txt/);
    assert.equal((await sandbox().ask.oxen.staged(NAMESPACE, REPOSITORY, workspace)).length, 1);
  });

  it('Open in Browser opens the page of an Onedata entry; an Oxen server without pages is told', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    const opened = workbench().page.context().waitForEvent('page');
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'dog_001.xml'), 'Open in Browser');
    const page = await opened;
    // code-server 4.100 loses the part after # of an address that it forwards.
    const losesFragment = process.env.VSCODE_TEST_CODE_SERVER?.startsWith('4.100.') === true;
    await page.waitForURL(losesFragment ? /\/proxy\/\d+\/$/ : /#\/action\/file\/show\/\w+$/);
    // The workbench in the browser forwards addresses of this machine by their port.
    assert.ok(page.url().includes(new URL(sandbox().onedata.onezone).port), page.url());
    assert.ok(!page.url().includes(sandbox().onedata.token));
    await page.close();
    for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up']) await workbench().expand('Oxen', label);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Oxen', 'annotations'), 'Open in Browser');
    await workbench().notification(/no page|web page|browser/i);
  });

  it('the order that was chosen is there after a reload', async () => {
    const first = async (wanted: string): Promise<void> => {
      for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up']) await workbench().expand('Oxen', label);
      await workbench().tree('Oxen').hover();
      await workbench().until(async () => {
        await workbench().page.mouse.wheel(0, -1_000_000);
        const rows = await workbench().rows('Oxen');
        return rows[rows.indexOf('tidy-up') + 1] === wanted;
      }, `${wanted} first`);
    };
    await workbench().command('Oxen: Sort by Size');
    await first('images');
    await workbench().load();
    await workbench().openContainer('Winnow');
    await first('images');
    await workbench().command('Oxen: Sort by Name');
    await first('#weekly report');
    assert.deepEqual(workbench().pageErrors, []);
  });
});
