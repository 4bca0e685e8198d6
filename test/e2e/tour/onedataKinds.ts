import assert from 'node:assert/strict';
import type { OnedataProbe } from '../../../tools/probe.mjs';
import type { Workbench } from '../workbench';

/** What the steps need: the workbench with the space open in its Onedata view, and the provider asked directly. */
interface Stage {
  readonly workbench: Workbench;
  readonly probe: OnedataProbe;
  readonly picture: (name: string) => Promise<void>;
  readonly done: (what: string) => void;
}

/**
 * One deletion of each kind on the sandbox's space *Field Station*, beyond the folder of the first steps: a file, several at once, a
 * symbolic link, a hard link, something shared, a dataset, marked and then deleted; and what the provider refuses. After each the provider is asked.
 */
export async function onedataKinds(stage: Stage): Promise<void> {
  const { workbench, probe } = stage;
  const space = (await probe.spaces()).find(({ name }) => name === 'Field Station');
  assert.ok(space, 'the provider has no space Field Station');
  const names = (folder: string): Promise<string[]> => probe.names(space.id, folder);
  await (await workbench.scrollTo('Onedata', 'Field Station')).click();
  const kinds = kindsOn(stage, names);

  await kinds.aFile();
  await kinds.several();
  await kinds.warned('links/to-notes', 'links', 'Delete 1 File Permanently', undefined, 'onedata-symlink');
  assert.ok((await names('notes')).length > 0, 'what the link points to must stay');
  stage.done('what the symbolic link pointed to is still there');
  await kinds.warned(
    'links/weather-again.csv',
    'links',
    'Delete 1 File Permanently',
    /data stays while another hard link exists/,
    'onedata-hardlink',
  );
  assert.ok((await names('tables')).includes('weather.csv'));
  stage.done('the data is still there under its other name');
  await kinds.warned(
    'published/summary.txt',
    'published',
    'Delete 1 File Permanently',
    /share will point to nothing/,
    'onedata-shared',
  );
  await kinds.markedThenDeleted();
  await kinds.refused();
}

function kindsOn({ workbench, picture, done }: Stage, names: (folder: string) => Promise<string[]>) {
  const goTo = async (path: string): Promise<void> => {
    await (await workbench.scrollTo('Onedata', 'Field Station')).click();
    await workbench.command('Winnow: Go to Path…');
    await workbench.inputBox(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await workbench.until(async () => (await workbench.selected('Onedata')).join() === name, `${path} selected`);
  };
  const onlyGone = async (folder: string, before: readonly string[], gone: readonly string[]): Promise<void> => {
    const left = before.filter((name) => !gone.includes(name)).join('\n');
    await workbench.until(async () => (await names(folder)).join('\n') === left, `exactly ${gone.join(', ')} gone`);
  };

  return {
    async aFile(): Promise<void> {
      const before = await names('annotations');
      await goTo('annotations/dog_001.xml');
      await workbench.pressDelete('Shift+Delete');
      await workbench.answerDialog('Delete 1 File Permanently');
      await onlyGone('annotations', before, ['dog_001.xml']);
      done('Go to Path, Shift+Delete: one file is gone, after one question');
    },

    async several(): Promise<void> {
      const before = await names('annotations');
      const [first = '', second = ''] = before;
      await (await workbench.scrollTo('Onedata', first)).click();
      await (await workbench.scrollTo('Onedata', second)).click({ modifiers: ['Control'] });
      await workbench.chooseInContextMenu(workbench.row('Onedata', second), 'Delete Permanently…');
      const question = await workbench.answerDialog('Delete 2 Files Permanently');
      for (const name of [first, second]) assert.ok(question.includes(name), question);
      await onlyGone('annotations', before, [first, second]);
      done(`Ctrl-click and the context menu: ${first} and ${second} are gone, named in one question`);
    },

    /** One entry whose question tells something that holds for its kind alone. */
    async warned(path: string, folder: string, button: string, told: RegExp | undefined, name: string): Promise<void> {
      const before = await names(folder);
      await goTo(path);
      await workbench.pressDelete('Shift+Delete');
      await workbench.dialogText();
      await picture(name);
      const question = await workbench.answerDialog(button);
      if (told) assert.match(question, told);
      await onlyGone(folder, before, [path.slice(path.lastIndexOf('/') + 1)]);
      done(`${path}: ${told ? `the question says “${told.source}”; ` : ''}it alone is gone`);
    },

    async markedThenDeleted(): Promise<void> {
      const marked = ['100%.txt', 'a&b=c.txt'];
      const before = await names('odd names');
      for (const name of marked) {
        await goTo(`odd names/${name}`);
        await workbench.pressDelete();
      }
      await workbench.showPane('Staged', true);
      await workbench.scrollTo('Staged', marked[1] ?? '');
      assert.deepEqual(await names('odd names'), before, 'marking sends nothing');
      await picture('onedata-marked');
      await workbench.command('Onedata: Delete Marked Permanently…');
      await workbench.answerDialog(`Delete ${marked.length} Files Permanently`);
      await onlyGone('odd names', before, marked);
      done(`Delete key, then Delete Marked Permanently…: ${marked.join(' and ')} are gone, nothing was sent before`);
    },

    async refused(): Promise<void> {
      const before = await names('protected/raw');
      await goTo('protected/raw/keep-1.txt');
      await workbench.pressDelete('Shift+Delete');
      const question = await workbench.answerDialog('Delete 1 File Permanently');
      assert.match(question, /Protected, so the server will refuse/);
      await workbench.notification(/1 failed/);
      await picture('onedata-refused');
      assert.deepEqual(await names('protected/raw'), before);
      done('a protected file: the question says that the server will refuse, it does, and the notification says so');
    },
  };
}
