import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

describe('links to folders', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));
  const follow = async (uri: string): Promise<void> => {
    await workbench().command('Developer: Open URL');
    await workbench().inputBox(`vscode://winnow-vscode.winnow/open?uri=${encodeURIComponent(uri)}`);
    await workbench().answerDialog('Open');
  };

  it('open the view at the folder, also one that was never listed, and change nothing', async () => {
    const { oxen } = sandbox().ask;
    const [workspace] = await oxen.workspaces('field-station', 'samples');
    assert.ok(workspace);
    await follow(`oxen://sandbox-oxen/field-station/samples/${workspace.id}/images/train/cat`);
    await workbench().until(async () => (await workbench().selected('Oxen')).join() === 'cat', 'the folder selected');
    await workbench().scrollTo('Oxen', 'cat_001.png');
    assert.deepEqual(await oxen.staged('field-station', 'samples', workspace.id), []);
    await workbench().shot('link-folder');
  });

  it('the same on Onedata; a folder that is not there is told, with its name', async () => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    const place = `onedata://sandbox-onedata/${space.id}`;
    await follow(`${place}/experiments/2024`);
    await workbench().row('Onedata', 'classifier').waitFor();
    assert.deepEqual(await workbench().selected('Onedata'), ['2024']);
    await follow(`${place}/experiments/1999`);
    await workbench().notification(/Nothing was sent/);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
