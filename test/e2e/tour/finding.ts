import assert from 'node:assert/strict';
import { same, type Step, type Tour } from './step';

/** Finding what to clean up: the largest first, and all that a pattern matches. */
export const finding: Step = { onRealServer: false, run: sortAndMatch };

async function sortAndMatch({ workbench, stage, staged, picture, done }: Tour): Promise<void> {
  await workbench.command('View: Close Editor');
  await workbench.viewAction('Oxen', 'Collapse All');
  await workbench.command('Oxen: Sort by Size');
  for (const label of stage.way.slice(0, 3)) await workbench.expand('Oxen', label);
  const first = async (): Promise<string | undefined> => {
    const rows = await workbench.rows('Oxen');
    return rows[rows.indexOf(stage.workspace) + 1];
  };
  await workbench.until(async () => (await first()) === 'images', 'the largest folder first');
  await picture('by-size');
  await workbench.command('Oxen: Sort by Name');
  done('Sort by Size: the largest folder stands first');

  const before = await staged();
  await workbench.chooseInContextMenu(workbench.row('Oxen', stage.workspace), 'Remove by Pattern…');
  const rows = workbench.page.locator('.quick-input-widget .monaco-list-row .label-name');
  const act = /Stage Removal of (\d+) Files/;
  const isListed = async (): Promise<boolean> => {
    const text = await workbench.page.locator('.quick-input-widget').innerText();
    return !text.includes('so far') && (await rows.allInnerTexts()).some((row) => act.test(row));
  };
  await workbench.typeUntil('*.xml, !*incorrect*', isListed, 'the matches');
  await picture('pattern');
  await workbench.page.keyboard.press('Enter');
  const matches = ['annotations/cat_001.xml', 'annotations/dog_001.xml'];
  await workbench.until(async () => same(await staged(), [...before, ...matches].sort()), 'exactly the matches staged');
  assert.equal(await workbench.dialog.count(), 0);
  done('Remove by Pattern…: the matches are listed while the pattern is typed, and exactly they are staged');
}
