import assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('a first look', () => {
  const workbench = useWorkbench();

  it('shows the three views', async () => {
    await workbench().openContainer('Winnow');
    const headers = workbench().page.locator('.sidebar .pane-header h3.title');
    await headers.first().waitFor();
    assert.deepEqual(await headers.allInnerTexts(), ['Oxen', 'Onedata', 'Staged']);
    await workbench().shot('views');
  });
});
