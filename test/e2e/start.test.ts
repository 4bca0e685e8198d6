import assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('a first look', () => {
  const workbench = useWorkbench();

  it('shows the three views', async () => {
    await workbench().openContainer('Winnow');
    const headers = workbench().page.locator('.sidebar .pane-header h3.title');
    await headers.first().waitFor();
    // As they are written, not as a style sheet of older versions shows them: in capitals.
    assert.deepEqual(await headers.allTextContents(), ['Oxen', 'Onedata', 'Staged']);
    await workbench().shot('views');
  });
});
