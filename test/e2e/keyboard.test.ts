import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** A tree is at rest when neither its rows nor its focus have changed for so long: VS Code gathers redraws for 200 ms. */
const REST_MS = 600;

/** The mouse is never used here. */
describe('the whole flow by keyboard', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));
  const press = (key: string): Promise<void> => workbench().page.keyboard.press(key);
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
  const atRest = async (view: string): Promise<void> => {
    let [last, since] = ['', Date.now()];
    await workbench().until(async () => {
      const now = JSON.stringify([await workbench().spokenRows(view), await workbench().focused(view)]);
      if (now !== last) [last, since] = [now, Date.now()];
      return Date.now() - since >= REST_MS;
    }, `the view ${view} at rest`);
  };
  /** Place of the row with the focus, from the top; -1 without one. */
  const focusAt = async (view: string): Promise<number> => {
    const row = workbench().tree(view).locator('.monaco-list-row.focused');
    return (await row.count()) === 1 ? Number(await row.getAttribute('data-index')) : -1;
  };
  const focusIn = async (view: string): Promise<void> => {
    await run(`Winnow: Focus on ${view} View`);
    await workbench().until(
      () =>
        workbench()
          .tree(view)
          .evaluate((tree) => (tree as unknown as { matches(s: string): boolean }).matches(':focus, :focus-within'))
          .catch(() => false),
      `the keyboard in ${view}`,
    );
  };
  /** Walks down to a row, opening what is on the way: one key, and the focus has to be one row further. */
  const walkTo = async (view: string, ...labels: readonly string[]): Promise<void> => {
    for (const label of labels) {
      await atRest(view);
      while ((await workbench().focused(view)).join() !== label) {
        const before = await focusAt(view);
        await press('ArrowDown');
        await workbench().until(
          async () => (await focusAt(view)) === before + 1,
          `the focus of ${view} on row ${String(before + 1)}, on the way to ${label}`,
          5_000,
        );
        await atRest(view);
      }
      if (label !== labels.at(-1)) await open(view, label);
    }
  };
  /** Opens the row with the focus, unless it is open; its first row is there and the focus has stayed. */
  const open = async (view: string, label: string): Promise<void> => {
    const row = workbench().tree(view).locator('.monaco-list-row.focused');
    if ((await row.getAttribute('aria-expanded')) !== 'true') await press('ArrowRight');
    await workbench().until(async () => (await row.getAttribute('aria-expanded')) === 'true', `${label} opened`);
    const level = Number(await row.getAttribute('aria-level'));
    const next = workbench()
      .tree(view)
      .locator(`.monaco-list-row[data-index="${String((await focusAt(view)) + 1)}"]`);
    await workbench().until(
      async () => (await next.count()) === 1 && Number(await next.getAttribute('aria-level')) === level + 1,
      `a row below ${label}`,
    );
    await atRest(view);
    await isFocused(view, label);
  };
  const isFocused = (view: string, label: string): Promise<boolean> =>
    workbench().until(
      async () => (await workbench().focused(view)).join() === label,
      `the focus of ${view} is on ${label}`,
    );
  const spoken = async (view: string, words: RegExp): Promise<void> => {
    await workbench().isSpoken(view, words);
    await atRest(view);
  };
  const staged = async (): Promise<string> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    return (await oxen.staged('field-station', 'samples', workspace?.id ?? '')).join();
  };
  /** Tab to a button of the dialog, and Enter. */
  const chooseButton = async (label: string): Promise<void> => {
    const buttons = await workbench().dialogButtons();
    assert.ok(buttons.includes(label), buttons.join(' · '));
    const focused = workbench().dialog.locator('.monaco-button:focus');
    await workbench().until(async () => {
      if ((await focused.allInnerTexts()).join('').trim() === label) return true;
      await press('Tab');
      return undefined;
    }, `the focus on ${label}`);
    await press('Enter');
    await workbench().dialog.waitFor({ state: 'detached' });
  };

  it('Oxen: open, stage, take back, stage again, commit', async () => {
    await run('Winnow: Focus on Oxen View');
    await workbench().row('Oxen', 'Sandbox (Oxen)').waitFor();
    await focusIn('Oxen'); // the first time there was no row to take the focus
    await walkTo('Oxen', 'Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()) === 'annotations/cat_001.xml', 'staged by Delete');
    await spoken('Oxen', /File, cat_001\.xml, removal staged/);
    await isFocused('Oxen', 'cat_001.xml');
    await run('Winnow: Show Staged');
    await spoken('Staged', /annotations\/cat_001\.xml, removal staged/);
    await walkTo('Staged', 'tidy-up', 'annotations', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()) === '', 'taken back by Delete');
    await focusIn('Oxen');
    await spoken('Oxen', /File, cat_001\.xml(?!, removal staged)/);
    await isFocused('Oxen', 'cat_001.xml');
    await press('Delete');
    await workbench().until(async () => (await staged()) === 'annotations/cat_001.xml', 'staged again');
    await spoken('Oxen', /File, cat_001\.xml, removal staged/);
    await run('Oxen: Commit…');
    // Nothing is selected, so nothing is taken for granted: the workspace is named first.
    await workbench().page.locator('.quick-input-widget .monaco-list-row', { hasText: 'tidy-up' }).waitFor();
    await press('Enter');
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
    await focusIn('Onedata');
    await walkTo('Onedata', 'Sandbox (Onedata)', 'Field Station', 'annotations');
    await press('Delete');
    await spoken('Onedata', /Folder, annotations, marked for deletion/);
    await isFocused('Onedata', 'annotations');
    await run('Onedata: Unmark All');
    await workbench().until(
      async () => !(await workbench().spokenRows('Onedata')).some((row) => row.includes('marked')),
      'nothing marked',
    );
    await focusIn('Onedata');
    await atRest('Onedata');
    await isFocused('Onedata', 'annotations');
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
});
