import assert from 'node:assert/strict';
import { same, type Step, type Tour } from './step';

/** Oxen: open, stage by the context menu and by the Delete key, and see it in the tree, the status bar and the Staged view. */
export const oxenStaging: Step = { onRealServer: true, run: stageByMenuAndKey };

async function stageByMenuAndKey(tour: Tour): Promise<void> {
  const { workbench, stage, oxen: probe, staged, picture, done } = tour;
  const { namespace, repository } = stage;
  const below = (name: string): Promise<string[]> =>
    probe.files(namespace, repository, 'main', `${stage.folder}/${name}`);
  assert.deepEqual(await staged(), [], 'something is staged before the tour begins');

  await workbench.openContainer('Winnow');
  await workbench.widenSideBar(420);
  await workbench.showPane('Onedata', false);
  for (const label of stage.way) await workbench.expand('Oxen', label);
  await workbench.scrollTo('Oxen', stage.target);
  done(`opened ${stage.way.join(' › ')}`);

  const items = await workbench.contextMenu(workbench.row('Oxen', stage.target));
  await picture('oxen-menu');
  await workbench.page.keyboard.press('Escape');
  assert.ok(items.includes('Stage Removal'), `the menu has only ${items.join(' · ')}`);
  assert.ok(!items.some((item) => /delete/i.test(item)), 'staging is called a deletion');
  await workbench.chooseInContextMenu(workbench.row('Oxen', stage.target), 'Stage Removal');
  const expected = await below(stage.target);
  await workbench.until(async () => same(await staged(), expected), `exactly the files of ${stage.target} staged`);
  done(
    `right-click, Stage Removal: ${expected.length} files of ${stage.folder}/${stage.target} are staged, and nothing else`,
  );

  const [first, second] = stage.byKey;
  const all = [...expected, ...(await below(first)), ...(await below(second))].sort();
  await (await workbench.scrollTo('Oxen', first)).click();
  await (await workbench.scrollTo('Oxen', second)).click({ modifiers: ['Control'] });
  const selected = [first, second].sort().join();
  await workbench.until(async () => (await workbench.selected('Oxen')).join() === selected, `${selected} selected`);
  await workbench.pressDelete();
  await workbench.until(async () => same(await staged(), all), `${all.length} files staged`);
  done(`Ctrl-click and the Delete key: ${all.length} files are staged`);

  const status = workbench.statusItem('winnow.staged');
  await workbench.until(
    async () => new RegExp(`\\b${all.length.toLocaleString('en')}\\b`).test(await status.innerText()),
    'the count in the status bar',
  );
  done(`the status bar says ${(await status.innerText()).trim()}`);
  const shown = `${all.length.toLocaleString('en')} staged`;
  await workbench.until(
    async () => (await workbench.spokenRows('Staged')).some((row) => row.includes(shown)),
    `${shown} in the Staged view`,
  );
  await workbench.page.waitForTimeout(600); // the rows of the other view follow
  await picture('oxen-staged');
  await status.click();
  await workbench.row('Staged', stage.workspace).waitFor();
  done(`the Staged view lists ${stage.workspace}: ${(await workbench.rows('Staged')).slice(0, 6).join(' · ')}`);
  assert.deepEqual(await below(stage.target), expected, 'staging must not touch the branch');
  done('the branch still has every file: staging is not committing');
}
