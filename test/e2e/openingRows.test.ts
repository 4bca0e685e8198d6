import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** Enough to meet VS Code's 200 ms of gathering redraws at many points; it lost rows in about one round of forty before. */
const ROUNDS = 12;

describe('rows opened while what they show beside their names arrives', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({ env: { WINNOW_SANDBOX: sandbox().line } }));

  it('never leaves a folder open and empty', async function () {
    this.timeout(60_000);
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    const path = ['Sandbox (Oxen)', 'samples', 'tidy-up'];
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
});
