import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { plainOxen } from '../support/oxenPlain';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const NAMESPACE = 'field-station';
const REPOSITORY = 'samples';
const HERE = ['annotations/cat_001.xml', 'annotations/dog_001.xml'];
const ELSEWHERE = 'tables/empty.csv';

/** Until both views are read and drawn anew after a run, ms: a key meanwhile may do nothing, and say so (keysWhileDrawn.test.ts). */
const DRAWN = 1_000;

describe('the Staged view and its counts', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));
  const workspaceId = async (): Promise<string> => {
    const [workspace] = await sandbox().ask.oxen.workspaces(NAMESPACE, REPOSITORY);
    assert.ok(workspace);
    return workspace.id;
  };
  const staged = async (): Promise<string[]> => sandbox().ask.oxen.staged(NAMESPACE, REPOSITORY, await workspaceId());
  const serverHas = async (...paths: readonly string[]): Promise<void> => {
    const wanted = [...paths].sort().join('\n');
    await workbench().until(
      async () => (await staged()).join('\n') === wanted,
      `staged: ${paths.join(', ') || 'nothing'}`,
    );
  };
  /** Another client of the same workspace: plain HTTP. */
  const elsewhere = async (what: 'files' | 'changes', path: string): Promise<void> => {
    const { url, token } = sandbox().oxen;
    const place = `/api/repos/${NAMESPACE}/${REPOSITORY}/workspaces/${await workspaceId()}/${what}`;
    const { status } = await plainOxen(url, token ?? undefined).call('DELETE', place, [path]);
    assert.equal(status, 200);
  };
  const stageElsewhere = (path: string): Promise<void> => elsewhere('files', path);
  const unstageElsewhere = (path: string): Promise<void> => elsewhere('changes', path);
  const row = (label: string): Locator => workbench().row('Staged', label);
  const says = async (label: string, text: string | RegExp): Promise<void> => {
    await workbench().until(
      async () => {
        const shown = (await row(label).count()) > 0 ? await row(label).first().innerText() : '';
        return typeof text === 'string' ? shown.includes(text) : text.test(shown);
      },
      `the row ${label} says ${String(text)}`,
    );
  };
  const count = async (text: string): Promise<void> => {
    await workbench().until(
      async () => (await workbench().statusItem('winnow.staged').allInnerTexts()).join('').trim() === text,
      `the status bar says "${text}"`,
    );
  };
  /** The window loses the focus and gets it back, as when a person comes from another program. */
  const comeBack = (): Promise<unknown> =>
    workbench().page.evaluate(`(async () => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      delete document.hasFocus;
      window.dispatchEvent(new Event('focus'));
    })()`);

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    await workbench().widenSideBar(420);
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', REPOSITORY, 'tidy-up', 'annotations'])
      await workbench().expand('Oxen', label);
  });

  it('groups what is staged by workspace and folder, with files and bytes', async () => {
    await (await workbench().scrollTo('Oxen', 'cat_001.xml')).click();
    await (await workbench().scrollTo('Oxen', 'dog_001.xml')).click({ modifiers: ['Control'] });
    await workbench().pressDelete();
    await serverHas(...HERE);
    await says('tidy-up', /2 staged · 196 B · field-station\/samples/);
    await says('annotations', '2 files, 196 B');
    await count('2');
  });

  it('Delete stages again what another client has taken back, though the row still says it is staged', async () => {
    const oxenRow = await workbench().scrollTo('Oxen', 'dog_001.xml');
    await unstageElsewhere('annotations/dog_001.xml');
    assert.match(await oxenRow.innerText(), /removal staged/);
    await oxenRow.click();
    await workbench().pressDelete();
    await serverHas(...HERE);
    await workbench().page.waitForTimeout(DRAWN);
  });

  it('Unstage from the palette takes back the row clicked in this view, not what is still selected in the Oxen view', async () => {
    assert.deepEqual(await workbench().selected('Oxen'), ['dog_001.xml']);
    await says('tidy-up', '2 staged');
    await workbench().isSpoken('Oxen', /dog_001\.xml, removal staged/);
    await row('cat_001.xml').click();
    await workbench().tab('cat_001.xml');
    await workbench().command('Oxen: Unstage');
    await serverHas('annotations/dog_001.xml');
    const unstaged = await workbench().scrollTo('Oxen', 'cat_001.xml');
    const isDrawnAnew = async (): Promise<boolean> => !(await unstaged.innerText()).includes('removal staged');
    await workbench().until(isDrawnAnew, 'the row says that it is staged no more');
    await workbench().page.waitForTimeout(DRAWN);
    await unstaged.click();
    await workbench().pressDelete();
    await serverHas(...HERE);
    await says('cat_001.xml', /./);
  });

  it('what another client stages is there when the window gets the focus, and said to be from elsewhere', async () => {
    await stageElsewhere(ELSEWHERE);
    await comeBack();
    await says('empty.csv', 'from elsewhere');
    await says('tidy-up', '1 from elsewhere');
    assert.ok(!(await row('cat_001.xml').innerText()).includes('elsewhere'));
    await count('3');
    await workbench().shot('staged-elsewhere');
  });

  it('still counts, and knows its own, after a reload, before anything is opened', async () => {
    await workbench().load();
    await count('3');
    await workbench().openContainer('Winnow');
    await says('empty.csv', 'from elsewhere');
    assert.ok(!(await row('cat_001.xml').innerText()).includes('elsewhere'));
  });

  it('a click shows a file that is staged, and Delete takes the focused row back', async () => {
    await row('dog_001.xml').click();
    await workbench().tab('dog_001.xml');
    await workbench().pressDelete();
    await serverHas('annotations/cat_001.xml', ELSEWHERE);
    await count('2');
  });

  it('offers to commit, to take all of it back, once, and to delete the workspace; a folder is taken back with one click', async () => {
    const items = await workbench().contextMenu(row('tidy-up'));
    await workbench().page.keyboard.press('Escape');
    assert.deepEqual(items, ['Commit…', 'Take Back (Unstage or Unmark)', 'Delete Workspace…']);
    await workbench().chooseInContextMenu(row('annotations'), 'Take Back (Unstage or Unmark)');
    await serverHas(ELSEWHERE);
  });

  it('the status bar says it in a table, always, or never, as the setting says', async () => {
    workbench().setting('winnow.statusBar', 'off');
    await workbench().until(async () => (await workbench().statusItem('winnow.staged').count()) === 0, 'no count');
    workbench().setting('winnow.statusBar', 'always');
    await count('1');
    await workbench().chooseInContextMenu(row('tidy-up'), 'Take Back (Unstage or Unmark)');
    await serverHas();
    await count('0');
    workbench().setting('winnow.statusBar', 'whenStaged');
    await workbench().until(async () => (await workbench().statusItem('winnow.staged').count()) === 0, 'no count at 0');
    assert.deepEqual(workbench().pageErrors, []);
  });
});
