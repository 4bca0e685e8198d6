import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { badgeOf, useWorkbench } from './workbench';

/** A picture's name, a theme, and the class by which the workbench shows that it is in use. */
const THEMES = [
  ['dark', 'Dark Modern', /\bvs-dark\b/],
  ['light', 'Light Modern', /\bvs\b(?!-)/],
  ['contrast', 'Dark High Contrast', /\bhc-black\b/],
] as const;

describe('what waits or failed can be seen at a glance', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1100 },
  }));
  const badge = async (view: string, label: string, letter: string): Promise<void> => {
    const row = workbench().row(view, label).first();
    await workbench().until(async () => (await badgeOf(row)) === letter, `${label} has the badge "${letter}"`);
  };
  const inMenu = async (view: string, label: string, item: string): Promise<void> =>
    workbench().chooseInContextMenu(await workbench().scrollTo(view, label), item);

  before('open both trees', async () => {
    await workbench().openContainer('Winnow');
    for (const pane of ['Onedata', 'Staged']) await workbench().showPane(pane, false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
  });

  it('R on a staged file, a dot on its folder, and R there once all of it is staged', async () => {
    await inMenu('Oxen', 'cat_001.xml', 'Stage Removal');
    await badge('Oxen', 'cat_001.xml', 'R');
    await badge('Oxen', 'annotations', '•');
    await inMenu('Oxen', 'annotations', 'Stage Removal');
    await badge('Oxen', 'annotations', 'R');
    await badge('Oxen', 'incorrect.xml', 'R');
    await workbench().command('Oxen: Undo Last Staging');
    await badge('Oxen', 'annotations', '•');
    await badge('Oxen', 'incorrect.xml', '');
  });

  it('M on a marked folder and all in it; P on what the server protects', async () => {
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Onedata', true);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    await inMenu('Onedata', 'annotations', 'Mark for Deletion');
    await badge('Onedata', 'annotations', 'M');
    await badge('Onedata', 'cat_001.xml', 'M');
    await workbench().isSpoken('Onedata', /^File, cat_001\.xml, .*in a folder that is marked for deletion$/);
    await workbench().scrollTo('Onedata', 'protected');
    await badge('Onedata', 'protected', 'P');
  });

  it('! on what the last run failed for', async () => {
    await workbench().expand('Onedata', 'locked');
    await inMenu('Onedata', 'readable.txt', 'Delete Permanently…');
    await workbench().answerDialog('Delete 1 File Permanently');
    await badge('Onedata', 'readable.txt', '!');
    await badge('Onedata', 'locked', '•');
    await workbench().isSpoken('Onedata', /^File, readable\.txt, .*its last removal failed$/);
  });

  it('in every theme', async () => {
    await workbench().showPane('Oxen', true);
    await workbench().showPane('Staged', true);
    for (const [name, theme, base] of THEMES) {
      await workbench().command('Preferences: Color Theme');
      await workbench().inputBox(theme);
      const workbenchClass = async (): Promise<string> =>
        (await workbench().page.locator('.monaco-workbench').first().getAttribute('class')) ?? '';
      await workbench().until(async () => base.test(await workbenchClass()), `the theme ${theme}`);
      await workbench().page.waitForTimeout(500); // colours are drawn a moment after
      await workbench().shot(`views-${name}`);
    }
    assert.deepEqual(workbench().pageErrors, []);
  });
});
