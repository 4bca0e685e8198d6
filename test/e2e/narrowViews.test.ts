import assert from 'node:assert/strict';
import { plainOxen, plainRepository } from '../support/oxenPlain';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const LONG = 'annotations/camera-traps/north-ridge/2024/train';
const NAME = 'leopards-at-night-2023-to-2024-second-pass';
/** As a person's side bar is, not wider. */
const WIDTH = 300;

describe('a side bar of 300 pixels', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  before('another client stages files in long folders', async () => {
    const { url, token } = sandbox().oxen;
    const files = [`${LONG}/one.xml`, `${LONG}/two.xml`, `${NAME}/three.xml`, 'short/four.xml'];
    const content = Object.fromEntries([...files, 'kept.txt'].map((file) => [file, 'x'.repeat(1_234)]));
    const repository = await plainRepository(plainOxen(url, token ?? undefined), 'narrow', content);
    await repository.open('long-folders');
    assert.equal(await repository.stage('long-folders', files), 200);
    await workbench().openContainer('Winnow');
    await workbench().widenSideBar(WIDTH);
    await workbench().showPane('Onedata', false);
    for (const label of ['Sandbox (Oxen)', 'ox', repository.name, 'long-folders'])
      await workbench().expand('Oxen', label);
  });

  it('shows the counts of a folder whose path is long, and says all of it aloud', async () => {
    await workbench().row('Staged', 'short').waitFor();
    await workbench().shot('narrow-staged');
    for (const [label, counts] of [
      ['…/train', '2 files, 2.5 kB'],
      ['leopards…ond-pass', '1 file, 1.2 kB'],
      ['short', '1 file, 1.2 kB'],
    ] as const) {
      const row = workbench().row('Staged', label);
      await row.waitFor();
      const description = row.locator('.label-description');
      assert.equal(await description.innerText(), counts);
      // What is cut off with an ellipsis is wider than the box it has to fit in.
      const [text, box] = await Promise.all([
        description.boundingBox(),
        row.locator('.monaco-icon-label').boundingBox(),
      ]);
      assert.ok(text && box && text.x + text.width <= box.x + box.width, `${label} hides its counts`);
    }
    const spoken = await workbench().spokenRows('Staged');
    assert.ok(spoken.includes(`Folder ${LONG}, 2 files, 2.5 kB`), spoken.join('\n'));
    assert.deepEqual(workbench().pageErrors, []);
  });
});
