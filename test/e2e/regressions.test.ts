import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const DELETE = 'Delete Permanently…';

/*
 * What users of other tools were burnt by, as far as it takes an editor and a server to see. Each test bears the issue it answers;
 * those that need neither are in test/unit/regressions.test.ts.
 */
describe('regressions of other tools, on Onedata', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 2000 }, // no scrolling
  }));

  /** Names in a folder, as the provider itself lists them. */
  const names = async (folder: string): Promise<string[]> => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    return onedata.names(space.id, folder);
  };
  const click = async (label: string, modifiers: ('Control' | 'Shift')[] = []): Promise<void> =>
    (await workbench().scrollTo('Onedata', label)).click({ modifiers });
  const deleteByMenu = async (label: string): Promise<void> =>
    workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', label), DELETE);
  const escapeDialog = async (): Promise<void> => {
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
  };

  before('open the space', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Oxen', false);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'siblings', 'annotations'])
      await workbench().expand('Onedata', label);
  });

  it('zowe#1470: one file selected, another right-clicked: the question names the other alone', async () => {
    const before = await names('annotations');
    const [selected = '', clicked = ''] = before;
    await click(selected, ['Control']);
    assert.deepEqual(await workbench().selected('Onedata'), [selected]);
    await deleteByMenu(clicked);
    const question = await workbench().dialogText();
    assert.ok(question.includes(clicked) && !question.includes(selected), question);
    assert.ok((await workbench().dialogButtons()).includes('Delete 1 File Permanently'));
    await escapeDialog();
    assert.deepEqual(await names('annotations'), before);
  });

  it('vscode#315186: click A, ↓ to B, Delete: B is marked, A is not', async () => {
    const [a = '', b = ''] = await names('annotations');
    await click(a, ['Control']); // takes the selection of the test before back
    await click(a, ['Control']);
    await workbench().page.keyboard.press('ArrowDown');
    assert.deepEqual(await workbench().focused('Onedata'), [b]);
    await workbench().pressDelete();
    await workbench().until(async () => (await workbench().row('Staged', b).count()) === 1, `${b} marked`);
    assert.equal(await workbench().row('Staged', a).count(), 0);
    assert.ok((await names('annotations')).includes(b), 'marking sends nothing');
  });

  it('vscode#108348: Dry Run… shows what would go, asks nothing, sends nothing, and can be taken along', async () => {
    const before = await names('siblings');
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'a'), 'Dry Run…');
    await workbench().until(async () => /siblings\/a\/.*2 files/.test(await workbench().editorText()), 'the plan');
    assert.equal(await workbench().dialog.count(), 0);
    await workbench().page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench().page.getByRole('button', { name: 'Copy as curl' }).click();
    await workbench().notification(/Copied 1 command/);
    const copied = await workbench().page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(copied, /^curl -sS --globoff --path-as-is -X DELETE -H "X-Auth-Token: \$TOKEN" 'http:.*\/path\/a'\n$/);
    await workbench().shot('dry-run');
    assert.deepEqual(await names('siblings'), before);
  });

  it('azurestorage#467: cancelled at the second question, nothing goes', async () => {
    const before = await names('siblings');
    await deleteByMenu('a');
    await workbench().answerDialog('Delete 2 Files Permanently');
    await workbench().quickInput.waitFor();
    await workbench().page.keyboard.press('Escape');
    await workbench().quickInput.waitFor({ state: 'hidden' });
    assert.equal(await workbench().dialog.count(), 0);
    await workbench().page.waitForTimeout(1_000);
    assert.deepEqual(await names('siblings'), before);
    assert.deepEqual(
      workbench()
        .outputLines()
        .filter((line) => line.includes('deletePermanently:')),
      [],
      'a run was reported',
    );
  });

  it('vscode#142395: what was deleted is announced; vscode-sftp#47, vscode-docker#346: its row goes, the others stay open', async () => {
    const before = await names('annotations');
    const file = before.at(-1) ?? '';
    await deleteByMenu(file);
    await workbench().answerDialog('Delete 1 File Permanently');
    await workbench().until(async () => !(await names('annotations')).includes(file), 'deleted on the server');
    const spoken = workbench().page.locator('.monaco-aria-container');
    await workbench().until(
      async () => (await spoken.allTextContents()).join(' ').includes(`Deleted “annotations/${file}” permanently`),
      'a screen reader is told',
    );
    await workbench().until(async () => !(await workbench().rows('Onedata')).includes(file), 'the row has gone');
    for (const label of ['annotations', 'siblings']) {
      const row = await workbench().scrollTo('Onedata', label);
      assert.equal(await row.getAttribute('aria-expanded'), 'true', `${label} is still open`);
    }
  });

  it('aws-toolkit#3008: of many some fail: the others go, a count, the list of what failed, and a file of it', async () => {
    await workbench().expand('Onedata', 'protected');
    const kept = await names('protected');
    const refused = kept[0] ?? '';
    const fine = (await names('annotations'))[0] ?? '';
    await click(fine);
    await click(refused, ['Control']);
    await workbench().chooseInContextMenu(workbench().row('Onedata', refused), 'Delete Permanently…');
    await workbench().answerDialog('Delete 3 Files Permanently');
    await workbench().inputBox('3');
    await workbench().notification(/Deleted 1 of 3 files permanently from “Field Station” · 2 failed/);
    assert.deepEqual(await names('protected'), kept);
    assert.ok(!(await names('annotations')).includes(fine), 'the other one went');
    await workbench().shot('failed-one');
    await workbench().answerNotification(/2 failed/, 'Show Report');
    await workbench().until(
      async () => (await workbench().editorText()).includes(refused),
      'the report names what failed',
    );
    for (const ending of ['json', 'csv']) {
      const file = path.join(workbench().workspace, `report.${ending}`);
      await workbench().command('Winnow: Export Report…');
      await workbench().page.locator('.quick-input-widget input[placeholder="Which run?"]').waitFor();
      await workbench().page.keyboard.press('Enter'); // the last run
      await workbench().until(
        async () => (await workbench().quickInput.inputValue()).includes('winnow-report'),
        'where to save it',
      );
      await workbench().inputBox(file);
      await workbench().until(() => fs.existsSync(file) && fs.statSync(file).size > 0, `the report as ${ending}`);
      const text = fs.readFileSync(file, 'utf8');
      assert.ok(text.includes(refused) && text.includes('failed') && text.includes(fine), text);
    }
    assert.deepEqual(workbench().pageErrors, []);
  });
});
