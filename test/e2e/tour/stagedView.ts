import assert from 'node:assert/strict';
import { badgeOf } from '../workbench';
import { same, type Step, type Tour } from './step';

/** The Staged view: letters in the trees, taking back, and the commit with everything it will do told first. */
export const stagedView: Step = { onRealServer: false, run: unstageAndCommit };

async function unstageAndCommit(tour: Tour): Promise<void> {
  const { workbench, stage, oxen, staged, picture, done } = tour;
  const badge = async (label: string, letter: string): Promise<void> => {
    const row = await workbench.scrollTo('Oxen', label);
    await workbench.until(async () => (await badgeOf(row)) === letter, `${label} has the letter ${letter}`);
  };
  await badge(stage.target, 'R');
  await badge('classifier', 'R');

  const before = await staged();
  const [, last] = stage.byKey;
  const group = `${stage.folder}/${last}`;
  await workbench.chooseInContextMenu(await workbench.scrollTo('Staged', `…/${last}`), 'Take Back (Unstage or Unmark)');
  const left = before.filter((path) => path.slice(0, path.lastIndexOf('/')) !== group);
  await workbench.until(async () => same(await staged(), left), `${group} taken back`);
  done(`Staged view, Take Back: ${before.length - left.length} files of ${group} are staged no more`);

  await badge('classifier', '•');
  done(`${stage.target} has the letter R and its colour, and a folder of which some stays a dot`);

  await workbench.command('Notifications: Clear All Notifications');
  await workbench.chooseInContextMenu(workbench.row('Staged', stage.workspace), 'Commit…');
  const typed = async (prompt: string, text?: string): Promise<string> => {
    await workbench.page.locator('.quick-input-widget', { hasText: prompt }).waitFor();
    const proposed = await workbench.quickInput.inputValue();
    await workbench.inputBox(text ?? proposed);
    return proposed;
  };
  await typed('Name of the author', 'Ada Curator');
  await typed('E-mail address', 'ada@example.org');
  const message = await typed('Message of the commit');
  const button = `Commit ${left.length} Removals`;
  const question = await workbench.dialogText();
  assert.ok(question.includes(message) && question.includes('To main'), question);
  await picture('commit-question');
  await workbench.answerDialog(button);
  await workbench.notification(/Committed .*exactly what was staged is gone/s);
  assert.deepEqual(await staged(), []);
  const files = await oxen.files(stage.namespace, stage.repository, 'main', stage.folder);
  assert.ok(left.every((path) => !files.includes(path)) && files.some((path) => path.startsWith(`${group}/`)));
  await picture('committed');
  done(`Commit…: “${message}”, and the branch has lost exactly these ${left.length} files`);
}
