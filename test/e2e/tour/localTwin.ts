import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { badgeOf, temporaryFolder } from '../workbench';
import type { OxenStage } from './oxenStage';
import type { Step, Tour } from './step';

const FILE = 'tables/empty.csv';

/** A local clone: the removal of a file's remote copy is staged from the Explorer, and the local file stays. */
export const localTwin: Step = { onRealServer: false, run: stageFromTheExplorer };

/** A folder that says it is a clone of the stage's repository. */
export function makeClone({ url, namespace, repository }: OxenStage): string {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, '.oxen'));
  fs.mkdirSync(path.join(folder, path.dirname(FILE)));
  const remote = `[[remotes]]\nname = "origin"\nurl = "${url}/${namespace}/${repository}"\n`;
  fs.writeFileSync(path.join(folder, '.oxen/config.toml'), remote);
  fs.writeFileSync(path.join(folder, FILE), 'a local copy\n');
  return folder;
}

async function stageFromTheExplorer({ workbench, stage, staged, picture, done }: Tour): Promise<void> {
  const before = await staged();
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.command('File: Focus on Files Explorer');
  await workbench.row('Files Explorer', 'tables').click();
  const row = workbench.row('Files Explorer', 'empty.csv');
  await row.waitFor();
  await workbench.untilOffered(row, 'Stage Removal of Remote Copy');
  await workbench.chooseInContextMenu(row, 'Stage Removal of Remote Copy');
  await workbench.pick(stage.workspace);
  await workbench.until(async () => (await staged()).length === before.length + 1, 'the remote copy staged');
  assert.ok((await staged()).includes(FILE));
  await workbench.until(async () => (await badgeOf(row)) === 'R', 'the letter R in the Explorer');
  assert.equal(fs.readFileSync(path.join(workbench.workspace, FILE), 'utf8'), 'a local copy\n');
  await picture('local-copy');
  done(`Explorer, Stage Removal of Remote Copy: ${FILE} is staged, and the local file is as it was`);
  await workbench.openContainer('Winnow');
}
