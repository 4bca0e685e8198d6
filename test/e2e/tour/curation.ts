import assert from 'node:assert/strict';
import { same, type Step, type Tour } from './step';

const FOLDER = 'images/train/cat';

/** The curation loop: one image after another, the bad ones thrown out by key, without a word in the way. */
export const curation: Step = { onRealServer: false, run: lookThroughImages };

async function lookThroughImages({ workbench, stage, staged, picture, done }: Tour): Promise<void> {
  const { page } = workbench;
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.showPane('Staged', false);
  await workbench.viewAction('Oxen', 'Collapse All');
  for (const label of [...stage.way.slice(0, 3), ...FOLDER.split('/')]) await workbench.expand('Oxen', label);
  const shown = async (name: string, position: string): Promise<void> => {
    await workbench.tab(name);
    await page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('img').waitFor();
    await workbench.until(
      async () => (await workbench.statusItem('winnow.position').allInnerTexts()).join('').trim() === position,
      `the status bar says ${position}`,
    );
  };
  await (await workbench.scrollTo('Oxen', 'cat_001.png')).click();
  await shown('cat_001.png', '1 of 48');
  const box = await page.locator('.part.editor .editor-container').first().boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.8);
  await page.waitForTimeout(500); // the side bar learns a moment later that it has lost the focus
  await page.keyboard.press('Control+Delete');
  await shown('cat_002.png', '2 of 48 · 1 staged');
  await page.keyboard.press('Control+Alt+PageDown');
  await shown('cat_003.png', '3 of 48 · 1 staged');
  await page.keyboard.press('Control+Delete');
  await shown('cat_004.png', '4 of 48 · 2 staged');
  const expected = ['cat_001.png', 'cat_003.png'].map((name) => `${FOLDER}/${name}`);
  assert.ok(same(await staged(), expected), (await staged()).join(', '));
  assert.deepEqual(await workbench.notifications(), []);
  await page.waitForTimeout(400); // colours follow
  await picture('curation');
  done('images, by key alone: two of three thrown out, the one between them kept, and nothing popped up');
}
