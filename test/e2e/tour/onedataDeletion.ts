import assert from 'node:assert/strict';
import type { Workbench } from '../workbench';
import { onedataKinds } from './onedataKinds';
import { same, say, type Step, type Tour } from './step';

/** Onedata: a folder is deleted for good, after a question that Enter cannot answer with yes. */
export const onedataDeletion: Step = { onRealServer: true, run: deleteAFolder };

async function deleteAFolder({ workbench, onedata: probe, picture, done }: Tour): Promise<void> {
  const space = (await probe.spaces()).find(({ name }) => name === 'Field Station');
  assert.ok(space, 'the provider has no space Field Station');
  const parent = 'experiments/2024/classifier';
  const before = await probe.names(space.id, parent);
  const [target = ''] = before;

  await workbench.showPane('Oxen', false);
  await workbench.showPane('Onedata', true);
  for (const label of ['Sandbox (Onedata)', 'Field Station', ...parent.split('/')])
    await workbench.expand('Onedata', label);
  const row = await workbench.scrollTo('Onedata', target);
  const items = await workbench.contextMenu(row);
  await picture('onedata-menu');
  await workbench.page.keyboard.press('Escape');
  assert.ok(items.includes('Delete Permanently…'), `the menu has only ${items.join(' · ')}`);
  await workbench.chooseInContextMenu(row, 'Delete Permanently…');
  const question = await workbench.dialogText();
  await picture('onedata-question');
  const buttons = await workbench.dialogButtons();
  say(`  │ ${question.split('\n').join('\n  │ ')}`);
  assert.ok(
    question.includes(target) && question.includes('Field Station'),
    'the question does not name what and where',
  );
  assert.ok(!/permanently/i.test(await focusedButton(workbench)), 'Enter would destroy');
  done(`right-click, Delete Permanently…: it asks first (${buttons.join(' | ')})`);
  assert.deepEqual(await probe.names(space.id, parent), before, 'something was sent before the answer');

  const act = buttons.find((button) => /^Delete \d+ Files? Permanently$/.test(button));
  assert.ok(act, `no button says how many files go: ${buttons.join(' | ')}`);
  await workbench.answerDialog(act);
  await workbench.quickInput.waitFor();
  await picture('onedata-typed');
  await workbench.inputBox(/\d+/.exec(act)?.[0] ?? '');
  const after = before.filter((name) => name !== target);
  await workbench.until(
    async () => same(await probe.names(space.id, parent), after),
    `${target} gone from the provider`,
  );
  done(
    `typed the number of files: ${parent}/${target} is gone from the provider, its ${after.length} neighbours are there`,
  );
  await workbench.until(() => row.count().then((count) => count === 0), `${target} gone from the tree`);
  done('the tree shows the same');
  await onedataKinds({ workbench, probe, picture, done });
  await workbench.showOutput();
  await picture('output');
}

/** The button of the dialog that Enter would press. */
async function focusedButton(workbench: Workbench): Promise<string> {
  return (await workbench.dialog.locator('.monaco-button:focus').allInnerTexts()).join(' ');
}
