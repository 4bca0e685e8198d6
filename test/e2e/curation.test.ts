import assert from 'node:assert/strict';
import { plainOxen } from '../support/oxenPlain';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const NAMESPACE = 'field-station';
const REPOSITORY = 'samples';

describe('looking through a folder and throwing out the bad ones', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  /** What the server itself lists as staged. */
  const staged = async (): Promise<string[]> => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces(NAMESPACE, REPOSITORY);
    assert.ok(workspace);
    return oxen.staged(NAMESPACE, REPOSITORY, workspace.id);
  };
  /** Another client of the same workspace: plain HTTP. */
  const unstageElsewhere = async (path: string): Promise<void> => {
    const { url, token } = sandbox().oxen;
    const [workspace] = await sandbox().ask.oxen.workspaces(NAMESPACE, REPOSITORY);
    const changes = `/api/repos/${NAMESPACE}/${REPOSITORY}/workspaces/${workspace?.id ?? ''}/changes`;
    const { status } = await plainOxen(url, token ?? undefined).call('DELETE', changes, [path]);
    assert.equal(status, 200);
  };
  const press = (keys: string): Promise<void> => workbench().page.keyboard.press(keys);
  const position = async (text: string): Promise<void> => {
    await workbench().until(
      async () => (await workbench().statusItem('winnow.position').allInnerTexts()).join('').trim() === text,
      `the status bar says "${text}"`,
    );
  };
  /** A click into the editor, where the keyboard then is: also into the frame of an image preview. */
  const focusEditor = async (): Promise<void> => {
    const box = await workbench().page.locator('.part.editor .editor-container').first().boundingBox();
    assert.ok(box);
    await workbench().page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.8);
    await workbench().page.waitForTimeout(500); // the side bar learns a moment later that it has lost the focus
  };

  /** The image in VS Code's own preview. A key that is pressed before its frame is there would be lost, as would a person's. */
  const picture = async (name: string): Promise<void> => {
    await workbench().tab(name);
    const frames = workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await frames.locator('img').waitFor();
  };

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up']) await workbench().expand('Oxen', label);
  });

  it('images: Ctrl+Delete stages one and shows the next, without a word in the way', async () => {
    for (const label of ['images', 'train', 'cat']) await workbench().expand('Oxen', label);
    await (await workbench().scrollTo('Oxen', 'cat_001.png')).click();
    await picture('cat_001.png');
    await position('1 of 48');
    await focusEditor();
    for (const [index, next] of ['cat_002.png', 'cat_003.png', 'cat_004.png'].entries()) {
      await press('Control+Delete');
      await picture(next);
      await position(`${index + 2} of 48 · ${index + 1} staged`);
      assert.deepEqual(await workbench().notifications(), []);
      assert.equal(await workbench().dialog.count(), 0);
    }
    const cats = ['cat_001.png', 'cat_002.png', 'cat_003.png'].map((name) => `images/train/cat/${name}`);
    assert.deepEqual(await staged(), cats);
    await workbench().shot('curation-images');
  });

  it('the folder’s other files are reached by key, both ways', async () => {
    await press('Control+Alt+PageUp');
    await picture('cat_003.png');
    await position('3 of 48 · 3 staged');
    await press('Control+Alt+PageDown');
    await picture('cat_004.png');
    await position('4 of 48 · 3 staged');
    assert.equal((await staged()).length, 3);
  });

  it('a file that is staged already is passed over, and nothing is sent twice', async () => {
    await press('Control+Alt+PageUp');
    await picture('cat_003.png');
    await position('3 of 48 · 3 staged');
    await press('Control+Delete');
    await picture('cat_004.png');
    assert.equal((await staged()).length, 3);
  });

  it('a file that another client has taken back since is staged again, not passed over', async () => {
    const [first, second, third = ''] = await staged();
    await press('Control+Alt+PageUp');
    await picture('cat_003.png');
    await unstageElsewhere(third);
    assert.deepEqual(await staged(), [first, second]);
    await press('Control+Delete');
    await picture('cat_004.png');
    assert.deepEqual(await staged(), [first, second, third]);
  });

  it('texts: the same, and the last file of a folder stays open', async () => {
    await workbench().expand('Oxen', 'annotations');
    await (await workbench().scrollTo('Oxen', 'incorrect.xml')).click();
    await workbench().tab('incorrect.xml');
    await position('3 of 3');
    await focusEditor();
    await press('Control+Delete');
    await position('3 of 3 · 1 staged');
    await workbench().tab('incorrect.xml');
    assert.ok((await staged()).includes('annotations/incorrect.xml'));
    await workbench().until(
      async () => (await workbench().page.locator('.part.statusbar').innerText()).includes('That was the last file'),
      'the end is said in the status bar',
    );
  });

  it('Undo Last Staging takes back the last step alone', async () => {
    const before = await staged();
    await workbench().command('Oxen: Undo Last Staging');
    const left = before.filter((path) => path !== 'annotations/incorrect.xml').join('\n');
    await workbench().until(async () => (await staged()).join('\n') === left, 'the last step undone');
  });

  it('on Onedata the same keys mark, and nothing is sent', async () => {
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Onedata', true);
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'annotations'])
      await workbench().expand('Onedata', label);
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    const names = await onedata.names(space.id, 'annotations');
    await (await workbench().scrollTo('Onedata', 'cat_001.xml')).click();
    await workbench().tab('cat_001.xml');
    await position('1 of 3');
    await focusEditor();
    await press('Control+Delete');
    await workbench().tab('dog_001.xml');
    await position('2 of 3 · 1 marked');
    assert.match(await workbench().row('Onedata', 'cat_001.xml').innerText(), /marked for deletion/);
    assert.deepEqual(await onedata.names(space.id, 'annotations'), names);
    assert.equal(await workbench().dialog.count(), 0);
    await workbench().shot('curation-onedata');
    assert.deepEqual(workbench().pageErrors, []);
  });
});
