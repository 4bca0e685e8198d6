import assert from 'node:assert/strict';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const DELETE = 'Delete Permanently…';

describe('deleting permanently on Onedata', () => {
  const sandbox = useSandbox();
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  /** Names in a folder, as the provider itself lists them. */
  const names = async (folder: string): Promise<string[]> => {
    const { onedata } = sandbox().ask;
    const space = (await onedata.spaces()).find(({ name }) => name === 'Field Station');
    assert.ok(space);
    return onedata.names(space.id, folder);
  };
  const gone = async (folder: string, before: readonly string[], removed: readonly string[]): Promise<void> => {
    const left = before.filter((name) => !removed.includes(name)).join('\n');
    await workbench().until(
      async () => (await names(folder)).join('\n') === left,
      `exactly ${removed.join(', ')} gone`,
    );
  };
  const deleteByMenu = async (label: string): Promise<void> =>
    workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', label), DELETE);

  before('open the space', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Onedata)', 'Field Station']) await workbench().expand('Onedata', label);
  });

  it('asks with number, size, place and names, and Escape sends nothing', async () => {
    await workbench().expand('Onedata', 'annotations');
    const before = await names('annotations');
    await deleteByMenu('dog_001.xml');
    const question = await workbench().dialogText();
    for (const part of [/dog_001\.xml/, /Field Station/, /1 file/, /\d B\b/]) assert.match(question, part);
    assert.deepEqual((await workbench().dialogButtons()).sort(), [
      'Cancel',
      'Delete 1 File Permanently',
      'Review List',
    ]);
    await workbench().shot('onedata-question');
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await names('annotations'), before);
  });

  /** As another client would: the new file has the name of the old one and an id of its own. */
  const replace = async (folder: string, name: string, content: string): Promise<void> => {
    const { oneprovider, token } = sandbox().onedata;
    const ask = async (method: string, path: string, body?: string): Promise<Response> => {
      const type = body === undefined ? {} : { 'Content-Type': 'application/octet-stream' };
      const headers = { 'X-Auth-Token': token, ...type };
      const answer = await fetch(`${oneprovider}/api/v3/oneprovider/${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
      return answer;
    };
    const idOf = async (path: string): Promise<string> => {
      const { fileId } = (await (await ask('POST', `lookup-file-id/Field%20Station/${path}`)).json()) as {
        fileId: string;
      };
      return fileId;
    };
    await ask('DELETE', `data/${await idOf(`${folder}/${name}`)}`);
    await ask('POST', `data/${await idOf(folder)}/children?name=${name}`, content);
  };

  it('what another client puts in the place of a file while its question is open stays, and the editor shows it', async () => {
    const before = await names('annotations');
    await workbench().row('Onedata', 'dog_001.xml').click();
    await workbench().tab('dog_001.xml');
    assert.match(await workbench().editorText(), /dog/);
    await deleteByMenu('dog_001.xml');
    await workbench().dialogText();
    await workbench().page.waitForTimeout(2_100); // what is answered sooner is not looked at again
    await replace('annotations', 'dog_001.xml', '<annotation>somebody else’s</annotation>');
    await workbench().answerDialog('Delete 1 File Permanently');
    await workbench().quickInput.waitFor();
    await workbench().shot('onedata-replaced-meanwhile');
    await workbench().page.keyboard.press('Escape');
    assert.deepEqual(await names('annotations'), before);
    await workbench().viewAction('Onedata', 'Refresh');
    await workbench().until(
      async () => (await workbench().editorText()).includes('somebody else'),
      'the editor shows what the file is now',
    );
  });

  it('Enter never destroys: it opens the list', async () => {
    const before = await names('annotations');
    await deleteByMenu('dog_001.xml');
    await workbench().dialog.waitFor();
    await workbench().page.keyboard.press('Enter');
    await workbench().dialog.waitFor({ state: 'detached' });
    await workbench().until(
      async () => (await workbench().editorText()).includes('annotations/dog_001.xml'),
      'the list as a document',
    );
    await workbench().shot('onedata-list');
    assert.deepEqual(await names('annotations'), before);
  });

  it('deletes one file when told to', async () => {
    const before = await names('annotations');
    await deleteByMenu('dog_001.xml');
    await workbench().answerDialog('Delete 1 File Permanently');
    await gone('annotations', before, ['dog_001.xml']);
    await workbench().until(
      async () => (await workbench().row('Onedata', 'dog_001.xml').count()) === 0,
      'the row gone',
    );
    await workbench().until(
      () =>
        workbench()
          .outputLines()
          .some((line) => line.includes('annotations/dog_001.xml')),
      'a line a path',
    );
    await workbench().page.locator('.tabs-container .tab[data-resource-name="dog_001.xml"] .strikethrough').waitFor(); // the editor does not go on as if the file were there
    await workbench().shot('onedata-deleted-editor');
  });

  it('vscode "click A, ↓ to B, Shift+Delete": asks about the row with the focus', async () => {
    await workbench().expand('Onedata', 'tables');
    await (await workbench().scrollTo('Onedata', 'weather.csv')).click();
    await workbench().tab('weather.csv'); // a click opens a preview, which must not take the keyboard away from the tree
    await workbench().page.keyboard.press('ArrowDown');
    const [focused = ''] = await workbench().focused('Onedata');
    assert.notEqual(focused, 'weather.csv');
    await workbench().page.keyboard.press('Shift+Delete');
    const question = await workbench().dialogText();
    assert.ok(question.includes(focused), question);
    assert.ok(!question.replaceAll(focused, '').includes('weather.csv'), question);
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
  });

  it('Umbraco-S3#22: a folder needs its number of files typed, and goes without its prefix siblings', async () => {
    await workbench().expand('Onedata', 'siblings');
    const before = await names('siblings');
    await deleteByMenu('a');
    await workbench().answerDialog('Delete 2 Files Permanently');
    await workbench().inputBox('3');
    assert.deepEqual(await names('siblings'), before, 'a wrong number must not delete');
    await workbench().shot('onedata-typed');
    await workbench().inputBox('2');
    await gone('siblings', before, ['a']);
    await workbench().shot('onedata-deleted');
    assert.deepEqual(workbench().pageErrors, []);
  });

  const ODD = ['%2e%2e', '...', '-rf', '*.txt', '100%.txt', 'a&b=c.txt'];
  const goTo = async (path: string): Promise<void> => {
    await workbench().command('Winnow: Go to Path…');
    await workbench().inputBox(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await workbench().until(async () => (await workbench().selected('Onedata')).join() === name, `${path} selected`);
  };
  const askedAbout = async (path: string): Promise<string> => {
    await goTo(path);
    await workbench().pressDelete('Shift+Delete');
    const question = await workbench().dialogText();
    await workbench().shot(`onedata-asks-${path.replaceAll('/', '-')}`);
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    return question;
  };

  const SPECIAL: readonly (readonly [path: string, told: RegExp])[] = [
    ['published', /share will point to nothing/],
    ['links/weather-again.csv', /data stays while another hard link exists/],
    ['protected/raw', /Protected, so the server will refuse/],
    ['archived-study', /moves a folder out of sight at once.*no restore/],
  ];
  for (const [path, told] of SPECIAL) {
    it(`the question about ${path} tells before: ${told.source}`, async () => {
      await (await workbench().scrollTo('Onedata', 'Field Station')).click();
      assert.match(await askedAbout(path), told);
    });
  }

  it('the question about an entry on read-only storage tells that the bytes stay', async () => {
    await workbench().expand('Onedata', 'Imported Scans');
    await (await workbench().scrollTo('Onedata', 'Imported Scans')).click();
    assert.match(await askedAbout('scans/scan-001.dat'), /read-only storage.*bytes stay/);
  });

  /** With one mark focused, the button above all of them means all; that mark's own menu means it alone. Both are answered with No. */
  async function onlyTheRowsOwnMenuMeansTheRow(): Promise<void> {
    const [first = '', ...others] = ODD;
    await (await workbench().scrollTo('Staged', first)).click();
    await workbench().viewAction('Staged', 'Delete Marked Permanently…');
    const all = await workbench().answerDialog('Cancel');
    for (const name of ODD) assert.ok(all.includes(name), all);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Staged', first), 'Delete Permanently…');
    const one = await workbench().answerDialog('Cancel');
    assert.ok(one.includes(first) && others.every((name) => !one.includes(name)), one);
  }

  it('marks odd names without sending anything; they can be unmarked, survive a reload, and only they are deleted', async () => {
    const before = await names('odd names');
    await (await workbench().scrollTo('Onedata', 'Field Station')).click();
    for (const name of [...ODD, 'Case.txt']) {
      await goTo(`odd names/${name}`);
      await workbench().pressDelete();
    }
    await workbench().showPane('Staged', true);
    await workbench().until(async () => (await workbench().row('Staged', 'Case.txt').count()) === 1, 'the marks');
    await workbench().shot('onedata-marked');
    await workbench().chooseInContextMenu(
      await workbench().scrollTo('Staged', 'Case.txt'),
      'Take Back (Unstage or Unmark)',
    );
    await workbench().until(async () => (await workbench().row('Staged', 'Case.txt').count()) === 0, 'one mark less');
    assert.deepEqual(await names('odd names'), before, 'marking sends nothing');
    await onlyTheRowsOwnMenuMeansTheRow();

    await workbench().page.waitForTimeout(2_000); // VS Code writes an extension's state down after a moment
    await workbench().load();
    await workbench().openContainer('Winnow');
    await workbench().command('Onedata: Delete Marked Permanently…');
    const question = await workbench().answerDialog(`Delete ${ODD.length} Files Permanently`);
    for (const name of ODD) assert.ok(question.includes(name), question);
    await gone('odd names', before, ODD);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
