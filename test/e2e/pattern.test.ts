import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

describe('removing by pattern', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({ env: { WINNOW_SANDBOX: sandbox().line } }));

  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    assert.ok(workspace);
    return oxen.staged('field-station', 'samples', workspace.id);
  };
  const rows = (): Promise<string[]> =>
    workbench().page.locator('.quick-input-widget .monaco-list-row .label-name').allInnerTexts();
  /** Types a pattern and waits for the row that acts. */
  const typePattern = async (pattern: string, act: RegExp): Promise<void> => {
    const isShown = async (): Promise<boolean> => (await rows()).some((row) => act.test(row));
    await workbench().typeUntil(pattern, isShown, `${act.source} for ${pattern}`);
  };
  const listed = (): Promise<true> =>
    workbench().until(
      async () => !(await workbench().page.locator('.quick-input-widget').innerText()).includes('so far'),
      'everything is listed',
    ) as Promise<true>;

  before('open the views', async () => {
    await workbench().openContainer('Winnow');
    for (const label of ['Sandbox (Oxen)', 'samples']) await workbench().expand('Oxen', label);
  });

  it('shows what matches while it is typed, leaves out what is excluded, and stages exactly that', async () => {
    const before = await staged();
    const row = workbench().row('Oxen', 'tidy-up');
    await row.waitFor();
    await workbench().chooseInContextMenu(row, 'Remove by Pattern…');
    await typePattern('*.xml', /Stage Removal of 3 Files/);
    await typePattern('annotations, !*incorrect*', /Stage Removal of 2 Files/);
    await listed();
    await workbench().shot('pattern-matches');
    await workbench().page.keyboard.press('Enter');
    const expected = [...before, 'annotations/cat_001.xml', 'annotations/dog_001.xml'].sort().join('\n');
    await workbench().until(async () => (await staged()).join('\n') === expected, 'exactly the matches are staged');
    assert.equal(await workbench().dialog.count(), 0);
  });

  it('* alone means every file: the row that acts stays first, and says how many of the matches are listed', async () => {
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'tidy-up'), 'Remove by Pattern…');
    const first = workbench().page.locator('.quick-input-widget .monaco-list-row').first();
    for (const pattern of ['*', '**', '*.txt']) {
      const act = /Stage Removal of [\d,]+ Files.* files here, folders stay · the first 50 of [\d,]+ are listed/s;
      const isFirst = async (): Promise<boolean> => act.test((await first.allInnerTexts()).join(''));
      await workbench().typeUntil(pattern, isFirst, `the row that acts is first: ${pattern}`);
    }
    await workbench().quickInput.fill('**');
    await listed();
    await workbench().shot('pattern-everything');
    await workbench().page.keyboard.press('Escape');
  });

  it('what is staged already is not counted again', async () => {
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'tidy-up'), 'Remove by Pattern…');
    await typePattern('annotations/*', /Stage Removal of 1 File$/);
    await workbench().page.keyboard.press('Escape');
  });

  it('from the palette a place is chosen first; a folder that cannot be listed ends it, with its name, and nothing is offered', async () => {
    await workbench().command('Winnow: Remove by Pattern…');
    await workbench().pick('Field Station');
    await workbench().notification(/did not list “[^”]+”, so the list of matches would not be complete/);
    await workbench().shot('pattern-not-complete');
    assert.equal(await workbench().dialog.count(), 0);
  });

  it('on Onedata the question has the number of the list, and Escape sends nothing', async () => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    const before = await onedata.names(space.id, 'annotations');
    for (const label of ['Sandbox (Onedata)', 'Field Station']) await workbench().expand('Onedata', label);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'annotations'), 'Delete by Pattern…');
    await typePattern('*.xml', /Delete 3 Files Permanently…/);
    await listed();
    await workbench().page.keyboard.press('Enter');
    assert.match(await workbench().dialogText(), /Delete 3 files permanently/);
    await workbench().shot('pattern-onedata-question');
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await onedata.names(space.id, 'annotations'), before);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
