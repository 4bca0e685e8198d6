import assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('first use', () => {
  const workbench = useWorkbench();

  it('from the welcome view to the first staged removal in three clicks', async () => {
    const wb = workbench();
    await wb.openContainer('Winnow');
    let clicks = 0;
    await wb.page.locator('.sidebar a', { hasText: 'Try the Sandbox' }).first().click();
    clicks++;
    const row = wb.row('Oxen', 'annotations');
    await row.waitFor({ timeout: 20_000 });
    await wb.row('Onedata', 'annotations').waitFor({ timeout: 20_000 });
    await wb.shot('sandbox-opened');
    await wb.chooseInContextMenu(row, 'Stage Removal');
    clicks += 2;
    await wb.notification(/^Staged the removal of “annotations” \(3 files\) from “tidy-up”$/);
    assert.equal(clicks, 3);
    await wb.until(() => wb.rows('Staged').then((rows) => rows.includes('cat_001.xml')), 'the staged files are listed');
    await wb.shot('first-staged');
  });
});
