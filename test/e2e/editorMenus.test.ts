import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { useSandbox } from './sandbox';
import { badgeOf, temporaryFolder, useWorkbench } from './workbench';

const NAMESPACE = 'field-station';
const REPOSITORY = 'samples';
const COPY = 'Stage Removal of Remote Copy';

describe('removal where people look at files', () => {
  const sandbox = useSandbox();
  const folder = temporaryFolder();
  after(() => fs.rmSync(folder, { recursive: true }));
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
    workspace: cloneOf(sandbox().oxen.url),
  }));

  /** A local folder that says it is a clone of the practice repository. */
  function cloneOf(origin: string): string {
    const url = `${origin}/${NAMESPACE}/${REPOSITORY}`;
    fs.mkdirSync(path.join(folder, '.oxen'), { recursive: true });
    fs.mkdirSync(path.join(folder, 'tables'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.oxen/config.toml'), `[[remotes]]\nname = "origin"\nurl = "${url}"\n`);
    fs.writeFileSync(path.join(folder, 'tables/empty.csv'), 'local\n');
    fs.writeFileSync(path.join(folder, 'only-here.txt'), 'local\n');
    return folder;
  }

  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const workspaces = await oxen.workspaces(NAMESPACE, REPOSITORY);
    const workspace = workspaces.find(({ name }) => name === 'tidy-up');
    assert.ok(workspace);
    return oxen.staged(NAMESPACE, REPOSITORY, workspace.id);
  };
  let already: readonly string[] = [];
  /** Waits until the server lists exactly these beside what was staged before the test. */
  const newlyStaged = async (...paths: readonly string[]): Promise<void> => {
    const wanted = [...already, ...paths].sort().join('\n');
    await workbench().until(async () => (await staged()).join('\n') === wanted, `staged: ${paths.join(', ')}`);
  };
  beforeEach(async () => {
    already = await staged();
  });
  const activeTab = (): Locator => workbench().page.locator('.tab.active').first();
  const titleActions = async (): Promise<(string | null)[]> => {
    const icons = workbench().page.locator('.editor-group-container.active .editor-actions .action-label:visible');
    return Promise.all((await icons.all()).map((icon) => icon.getAttribute('aria-label')));
  };
  const menuOf = async (row: Locator): Promise<string[]> => {
    const items = await workbench().contextMenu(row);
    await workbench().page.keyboard.press('Escape');
    return items;
  };
  const openFile = async (view: 'Oxen' | 'Onedata', name: string): Promise<void> => {
    await (await workbench().scrollTo(view, name)).click();
    await workbench().tab(name);
  };

  before('open the workspace', async () => {
    await workbench().page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
  });

  it('a remote text has Stage Removal in its title, its text and its tab, and never a deletion', async () => {
    await openFile('Oxen', 'cat_001.xml');
    for (const part of [/Stage Removal/, /Open Next File/, /Open Previous File/])
      await workbench().until(async () => part.test((await titleActions()).join(' · ')), `${part.source} in the title`);
    for (const place of [workbench().page.locator('.editor-group-container.active .view-lines').first(), activeTab()]) {
      const items = await menuOf(place);
      assert.ok(items.includes('Stage Removal'), items.join(' · '));
      assert.ok(!items.some((item) => /delete|mark for/i.test(item)), items.join(' · '));
      assert.ok(!items.includes(COPY), 'the remote file itself is no local copy');
    }
    await workbench().chooseInContextMenu(activeTab(), 'Stage Removal');
    await newlyStaged('annotations/cat_001.xml');
  });

  it('an image has it in the menu of VS Code’s own preview', async () => {
    for (const label of ['images', 'train', 'cat']) await workbench().expand('Oxen', label);
    await openFile('Oxen', 'cat_001.png');
    const { page } = workbench();
    await page
      .frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame')
      .locator('img')
      .first()
      .waitFor();
    const box = await page.locator('.part.editor .editor-container').first().boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.8, { button: 'right' });
    const menu = page.locator('.context-view .monaco-menu');
    await menu.waitFor();
    const items = await menu.locator('.action-menu-item .action-label').allTextContents();
    assert.deepEqual(
      items.filter((item) => /stag|delet|mark/i.test(item)),
      ['Stage Removal', 'Stage Removal and Open Next'],
    );
    await workbench().shot('editor-image-menu');
    await page.waitForTimeout(150); // VS Code ignores mouse-up in a menu for its first 100 ms
    await menu.locator('.action-menu-item', { hasText: /^Stage Removal$/ }).click();
    await newlyStaged('images/train/cat/cat_001.png');
  });

  it('from the palette it means the file in the editor when nothing else is selected, and asks when something is', async () => {
    await workbench().expand('Oxen', 'tables');
    await openFile('Oxen', 'weather.csv');
    await (await workbench().scrollTo('Oxen', 'tables')).click();
    await workbench().command('Oxen: Stage Removal');
    const choices = workbench().page.locator('.quick-input-widget .monaco-list-row .label-name');
    await workbench().until(async () => (await choices.count()) === 2, 'a question between two');
    const [inView, inEditor] = await choices.allInnerTexts();
    assert.match(inView ?? '', /Selected in the view: tables/);
    assert.match(inEditor ?? '', /Open in the editor: .*weather\.csv/);
    await workbench().page.keyboard.press('Escape');
    assert.deepEqual(await staged(), already);
  });

  it('a row gives its path, URL and commands, and no token with them', async () => {
    const { page } = workbench();
    await workbench().expand('Oxen', 'tables');
    const copied = async (item: string): Promise<string> => {
      await workbench().chooseInContextMenu(await workbench().scrollTo('Oxen', 'weather.csv'), item);
      await page.waitForTimeout(800);
      return page.evaluate('navigator.clipboard.readText()');
    };
    assert.equal(await copied('Copy Path'), 'tables/weather.csv');
    assert.match(
      await copied('Copy URL'),
      /^http:\/\/127\.0\.0\.1:\d+\/api\/repos\/.+\/file\/\w+\/tables\/weather\.csv$/,
    );
    assert.match(await copied('Copy as oxen Command'), /^oxen workspace rm -w '[\w-]+' -- 'tables\/weather\.csv'$/);
    const curl = await copied('Copy as curl');
    assert.match(curl, /^curl .*-X DELETE .*\$TOKEN.*'\["tables\/weather\.csv"\]'.*\/workspaces\/[\w-]+\/files'$/);
    assert.ok(!curl.includes(sandbox().oxen.token ?? 'no token'));
  });

  it('entries that are dragged to the Staged view are staged', async () => {
    const row = await workbench().scrollTo('Oxen', 'weather.csv');
    await workbench().page.mouse.wheel(0, 60); // away from the pane's edge, where half a row would be hidden
    await workbench().page.waitForTimeout(300);
    const [from, to] = [await row.boundingBox(), await workbench().row('Staged', 'tidy-up').boundingBox()];
    assert.ok(from && to);
    const { mouse } = workbench().page;
    await mouse.move(from.x + 60, from.y + from.height / 2);
    await mouse.down();
    await mouse.move(to.x + 60, to.y + to.height / 2, { steps: 10 });
    await mouse.move(to.x + 62, to.y + to.height / 2);
    await mouse.up();
    await newlyStaged('tables/weather.csv');
    assert.equal(await workbench().dialog.count(), 0);
  });

  it('Sort by Size puts the largest first, and by Name puts it back', async () => {
    await workbench().command('Oxen: Sort by Size');
    const below = async (): Promise<string | undefined> => {
      const rows = await workbench().rows('Oxen');
      return rows[rows.indexOf('tidy-up') + 1];
    };
    const first = async (wanted: RegExp): Promise<void> => {
      await workbench().tree('Oxen').hover();
      await workbench().until(async () => {
        await workbench().page.mouse.wheel(0, -1_000_000);
        return wanted.test((await below()) ?? '');
      }, `${wanted.source} first`);
    };
    await first(/^images$/);
    await workbench().shot('oxen-by-size');
    await workbench().command('Oxen: Sort by Name');
    await first(/^#weekly report$/);
  });

  it('on Onedata an editor marks, and deletes only after our question', async () => {
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Onedata', true);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    await openFile('Onedata', 'dog_001.xml');
    const text = workbench().page.locator('.editor-group-container.active .view-lines').first();
    const items = await menuOf(text);
    for (const item of ['Mark for Deletion', 'Mark for Deletion and Open Next', 'Delete Permanently…'])
      assert.ok(items.includes(item), items.join(' · '));
    assert.ok(!items.some((item) => /stage/i.test(item)), items.join(' · '));
    await workbench().chooseInContextMenu(text, 'Delete Permanently…');
    assert.match(await workbench().dialogText(), /dog_001\.xml/);
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    await workbench().chooseInContextMenu(text, 'Mark for Deletion');
    const row = workbench().row('Onedata', 'dog_001.xml');
    await workbench().until(async () => (await row.innerText()).includes('marked for deletion'), 'the row is marked');
    assert.ok(!(await menuOf(row)).includes('Mark for Deletion'), 'a marked row offers to be unmarked instead');
    await workbench().chooseInContextMenu(row, 'Unmark');
    await workbench().until(async () => !(await row.innerText()).includes('marked'), 'the row is unmarked');
  });

  it('a local file of a clone can have its remote copy staged; the local one stays', async () => {
    await workbench().command('File: Focus on Files Explorer');
    const row = (name: string): Locator => workbench().row('Files Explorer', name);
    await row('tables').click();
    await row('empty.csv').waitFor();
    await workbench().chooseInContextMenu(row('empty.csv'), COPY);
    await workbench().pick('tidy-up');
    await newlyStaged('tables/empty.csv');
    assert.equal(fs.readFileSync(path.join(workbench().workspace, 'tables/empty.csv'), 'utf8'), 'local\n');
    await workbench().until(async () => (await badgeOf(row('empty.csv'))) === 'R', 'an R on the local file');
    await workbench().shot('explorer-twin');
    assert.deepEqual(workbench().pageErrors, []);
  });
});
