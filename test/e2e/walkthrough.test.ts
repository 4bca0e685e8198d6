import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

describe('the walkthrough, and links', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1600, height: 900 },
  }));

  const follow = async (link: string): Promise<void> => {
    await workbench().command('Developer: Open URL');
    await workbench().inputBox(link);
    await workbench().answerDialog('Open');
  };
  const open = (uri: string): Promise<void> =>
    follow(`vscode://winnow-vscode.winnow/open?uri=${encodeURIComponent(uri)}`);

  it('has four steps with pictures', async () => {
    await workbench().command('Welcome: Open Walkthrough...');
    await workbench().pick('Get Started with Winnow');
    const steps = workbench().page.locator('.getting-started-step');
    await workbench().until(async () => (await steps.count()) === 4, 'four steps');
    assert.match(await steps.nth(0).innerText(), /Connect, or try the sandbox/);
    await steps.nth(3).click();
    await workbench().page.waitForTimeout(500);
    await workbench().shot('walkthrough');
  });

  it('a link shows the plan and asks nothing; a hostile one is refused in a sentence', async () => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    const before = await onedata.names(space.id, 'annotations');
    const entry = `onedata://sandbox-onedata/${space.id}/annotations`;
    await follow(`vscode://winnow-vscode.winnow/plan?uri=${encodeURIComponent(entry)}`);
    await workbench().until(
      async () => (await workbench().editorText()).includes('Deletes permanently'),
      'the plan is shown',
    );
    await workbench().shot('link-plan');
    assert.equal(await workbench().dialog.count(), 0);
    await follow(`vscode://winnow-vscode.winnow/run?uri=${encodeURIComponent(entry)}`);
    await workbench().notification(/did not follow this link/);
    assert.deepEqual(await onedata.names(space.id, 'annotations'), before);
  });

  it('links to folders open the view at the folder, also one that was never listed, and change nothing', async () => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    assert.ok(workspace);
    await open(`oxen://sandbox-oxen/field-station/samples/${workspace.id}/images/train/cat`);
    await workbench().until(async () => (await workbench().selected('Oxen')).join() === 'cat', 'the folder selected');
    await workbench().scrollTo('Oxen', 'cat_001.png');
    assert.deepEqual(await oxen.staged('field-station', 'samples', workspace.id), []);
    await workbench().shot('link-folder');
  });

  it('the same on Onedata; that a folder is not there is told', async () => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    const place = `onedata://sandbox-onedata/${space.id}`;
    await open(`${place}/experiments/2024`);
    await workbench().row('Onedata', 'classifier').waitFor();
    await workbench().until(
      async () => (await workbench().selected('Onedata')).join() === '2024',
      'the folder selected',
    );
    await open(`${place}/experiments/1999`);
    await workbench().notification(/Nothing was sent.* lists no such entry/);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
