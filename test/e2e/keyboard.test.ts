import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** The mouse is never used here. */
describe('the whole flow by keyboard', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await workbench().page.keyboard.press(key);
  };
  /** Runs a command by typing its name. */
  const run = async (title: string): Promise<void> => {
    await workbench().until(async () => {
      await press('F1');
      return workbench()
        .quickInput.waitFor({ timeout: 1000 })
        .then(() => true)
        .catch(() => false);
    }, 'the palette');
    await workbench().quickInput.fill(`>${title}`);
    const first = workbench().page.locator('.quick-input-widget .monaco-list-row.focused .label-name');
    await workbench().until(async () => (await first.allInnerTexts())[0]?.trim() === title, `${title} first`);
    await press('Enter');
  };
  /** Walks down to a row by the arrow keys, opening what is on the way. */
  const walkTo = async (view: string, ...labels: readonly string[]): Promise<void> => {
    for (const label of labels) {
      await workbench().until(async () => {
        if ((await workbench().focused(view)).join() === label) return true;
        await press('ArrowDown');
        return undefined;
      }, `the focus on ${label}`);
      if (label === labels.at(-1)) return;
      const row = workbench().row(view, label).first();
      if ((await row.getAttribute('aria-expanded')) !== 'true') await press('ArrowRight');
      await workbench().until(async () => {
        const rows = await workbench().rows(view);
        return (await row.getAttribute('aria-expanded')) === 'true' && rows.length > rows.indexOf(label) + 1;
      }, `${label} opened`);
      await workbench().page.waitForTimeout(600); // rows below it arrive
    }
  };
  const spoken = async (view: string, words: RegExp): Promise<void> => {
    await workbench().until(
      async () => (await workbench().spokenRows(view)).some((row) => words.test(row)),
      `a row of ${view} that is read as ${words.source}`,
    );
  };
  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    return oxen.staged('field-station', 'samples', workspace?.id ?? '');
  };

  it('Oxen: open, stage, take back, stage again, commit', async () => {
    await run('Winnow: Focus on Oxen View');
    await workbench().row('Oxen', 'Sandbox (Oxen)').waitFor();
    await run('Winnow: Focus on Oxen View'); // the first time there was no row to take the focus
    await walkTo('Oxen', 'Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()).join() === 'annotations/cat_001.xml', 'staged by Delete');
    await spoken('Oxen', /File, cat_001\.xml, removal staged/);
    await run('Winnow: Show Staged');
    await spoken('Staged', /annotations\/cat_001\.xml, removal staged/);
    await walkTo('Staged', 'tidy-up', 'annotations', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()).length === 0, 'taken back by Delete');
    await run('Winnow: Focus on Oxen View');
    await walkTo('Oxen', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()).length === 1, 'staged again');
    await run('Oxen: Commit…');
    for (const [prompt, text] of [
      ['Name of the author', 'Ada Curator'],
      ['E-mail address', 'ada@example.org'],
      ['Message of the commit', 'Take one out'],
    ] as const) {
      await workbench().page.locator('.quick-input-widget', { hasText: prompt }).waitFor();
      await workbench().inputBox(text);
    }
    await chooseButton('Commit 1 Removal');
    await workbench().notification(/Committed 1 removal to main/);
    const files = await sandbox().ask.oxen.files('field-station', 'samples', 'main', 'annotations');
    assert.deepEqual(files, ['annotations/dog_001.xml', 'annotations/incorrect.xml']);
  });

  it('Onedata: mark, unmark, delete with the question and the typed number', async () => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    await run('Winnow: Focus on Onedata View');
    await walkTo('Onedata', 'Sandbox (Onedata)', 'Field Station', 'annotations');
    await press('Delete');
    await spoken('Onedata', /Folder, annotations, marked for deletion/);
    await run('Onedata: Unmark All');
    await workbench().until(
      async () => !(await workbench().spokenRows('Onedata')).some((row) => row.includes('marked')),
      'nothing marked',
    );
    await run('Winnow: Focus on Onedata View');
    await press('Shift+Delete');
    await chooseButton('Delete 3 Files Permanently');
    await workbench().inputBox('3');
    await workbench().until(
      async () => !(await onedata.names(space.id)).includes('annotations'),
      'annotations gone from the provider',
    );
    await workbench().notification(/^Deleted .*annotations.* permanently/);
    assert.deepEqual(workbench().pageErrors, []);
  });

  /** Tab to a button of the dialog, and Enter. */
  const chooseButton = async (label: string): Promise<void> => {
    assert.ok((await workbench().dialogButtons()).includes(label), (await workbench().dialogButtons()).join(' · '));
    const focused = workbench().dialog.locator('.monaco-button:focus');
    await workbench().until(async () => {
      if ((await focused.allInnerTexts()).join('').trim() === label) return true;
      await press('Tab');
      return undefined;
    }, `the focus on ${label}`);
    await press('Enter');
    await workbench().dialog.waitFor({ state: 'detached' });
  };
});
