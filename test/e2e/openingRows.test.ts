import assert from 'node:assert/strict';
import { plainOxen } from '../support/oxenPlain';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** Enough to meet VS Code's 200 ms of gathering redraws at many points; it lost rows in about one round of forty before. */
const ROUNDS = 8;

const FOLDERS = ['annotations', 'siblings', 'tables'];
const FILES = ['cat_001.xml', 'dog_001.xml', 'incorrect.xml', 'a.txt', 'empty.csv', 'events.jsonl'];

describe('rows opened while what they show beside their names arrives', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1200 },
  }));

  const path = ['Sandbox (Oxen)', 'samples', 'tidy-up'];

  before('open the workspace', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    await workbench().showPane('Staged', false);
    for (const label of path) await workbench().expand('Oxen', label);
  });

  it('never leaves a folder open and empty', async function () {
    this.timeout(60_000);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const label of [...path].reverse()) await workbench().collapse('Oxen', label);
      await workbench().viewAction('Oxen', 'Refresh');
      for (const label of path) {
        await workbench().page.waitForTimeout((round * 37) % 250);
        await workbench().expand('Oxen', label);
      }
      await workbench().until(
        async () => (await workbench().row('Oxen', 'images').count()) > 0,
        `the files of the workspace in round ${round}`,
        4000,
      );
    }
    assert.deepEqual(workbench().pageErrors, []);
  });

  it('shows what is new anywhere when the title says Refresh, whatever row has the focus', async () => {
    await (await workbench().scrollTo('Oxen', 'annotations')).click();
    const { url, token } = sandbox().oxen;
    const workspaces = '/api/repos/field-station/samples/workspaces';
    const wish = { workspace_id: 'w-2', name: 'second-look', branch_name: 'main' };
    const { status } = await plainOxen(url, token ?? undefined).call('PUT', workspaces, wish);
    assert.equal(status, 200);
    await workbench().viewAction('Oxen', 'Refresh');
    await workbench().until(
      async () => (await workbench().row('Oxen', 'second-look').count()) > 0,
      'the workspace that another client has made',
    );
  });

  it('never closes a folder again that was opened while the rows above were drawn anew', async function () {
    this.timeout(120_000);
    for (const label of FOLDERS) await workbench().expand('Oxen', label);
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    assert.ok(workspace);
    for (const [round, file] of FILES.entries()) {
      await workbench().collapse('Oxen', 'images');
      await (await workbench().scrollTo('Oxen', file)).click();
      const images = await workbench().scrollTo('Oxen', 'images');
      await workbench().page.keyboard.press('Delete'); // staging draws the file, its folder and the workspace anew
      const isStaged = async () => (await oxen.staged('field-station', 'samples', workspace.id)).length > round;
      // Refused where the rows were just being read again: then a person presses once more.
      await workbench()
        .until(isStaged, `${file} staged at the first try`, 5_000)
        .catch(() => workbench().pressDelete());
      await workbench().until(isStaged, `${file} staged`);
      await workbench().page.waitForTimeout((round * 23) % 120);
      await images.locator('.monaco-tl-twistie').click(); // once: a person does not click twice
      await workbench().until(
        async () => (await workbench().row('Oxen', 'train').count()) > 0,
        `the folders below images after ${file}`,
        8000,
      );
    }
  });
});
