import assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('first use', () => {
  const workbench = useWorkbench();

  it('shows the three views', async () => {
    await workbench().openContainer('Winnow');
    const headers = workbench().page.locator('.sidebar .pane-header h3.title');
    await workbench().until(async () => (await headers.count()) === 3, 'three views');
    // As they are written, not as a style sheet of older versions shows them: in capitals.
    assert.deepEqual(await headers.allTextContents(), ['Oxen', 'Onedata', 'Staged']);
    await workbench().shot('views');
  });

  it('an address that was typed wrongly can be mended, and one that is never contacted is refused before a token is asked for', async () => {
    const wb = workbench();
    const input = (): Promise<string> => wb.page.locator('.quick-input-widget').innerText();
    await wb.command('Oxen: Add Account…');
    await wb.inputBox('nowhere.invalid');
    await wb.until(async () => (await input()).includes('Token for nowhere.invalid'), 'the token is asked for');
    await wb.inputBox('');
    await wb.answerNotification(/nowhere\.invalid/, 'Change Address…');
    await wb.until(
      async () => (await input()).includes('Address of the Oxen server'),
      'the address is asked for again',
    );
    assert.equal(await wb.quickInput.inputValue(), 'https://nowhere.invalid');
    await wb.inputBox('http://data.example.org');
    await wb.until(async () => (await input()).includes('winnow.http.allowPlain'), 'plain http is refused');
    await wb.shot('plain-http-refused');
    await wb.page.keyboard.press('Escape');
  });

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
