import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withFaults, type FaultRule, type FaultScript } from '../support/faults';
import { forwardTo } from '../support/forward';
import { plainOxen, plainRepository, type PlainRepository } from '../support/oxenPlain';
import { oxenPage } from './oxenPage';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

const FILES = {
  'README.md': 'read me\n',
  'docs/guide.md': 'guide\n',
  'docs/notes.md': 'notes\n',
  'tables/rows.csv': 'a,b\n1,2\n',
  'tables/more.csv': 'a,b\n3,4\n',
};
const TREE = ['docs/', 'tables/', ...Object.keys(FILES)].sort();
const COMMIT = { method: 'POST', path: '/merge/' };

/**
 * What can break off in the middle: an answer that never comes, a branch that moves, a table that is half taken back. The extension talks
 * through a script of faults; the test asks the server itself. OXEN_URL names a real oxen-server on this machine in place of the sandbox.
 */
describe('an Oxen workspace, interrupted', () => {
  const sandbox = useSandbox();
  const oxenUrl = (): string => process.env.OXEN_URL ?? sandbox().oxen.url;
  let front: Server;
  let faults: FaultScript;
  let requests: string[];
  let repository: PlainRepository;
  before('a script of faults in front of the server', async () => {
    const onward = forwardTo(oxenUrl());
    requests = onward.requests;
    faults = withFaults(onward.handler);
    front = createServer(faults.listener);
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    front.closeAllConnections();
    front.close();
  });
  const workbench = useWorkbench(() => ({
    env: {
      WINNOW_SANDBOX: JSON.stringify({
        oxen: { url: `http://127.0.0.1:${(front.address() as AddressInfo).port}` },
        onedata: sandbox().onedata,
      }),
    },
    viewport: { width: 1280, height: 1400 },
  }));

  const { row, open, holds, treeIs, type } = oxenPage(workbench, () => repository, { tree: TREE, below: 'tables' });
  /** Commit… of a workspace up to the last question, which stays open. */
  const commitUpToTheQuestion = async (workspace: string, message: string): Promise<void> => {
    await workbench().chooseInContextMenu(row(workspace), 'Commit…');
    await type('Message of the commit', message);
    await workbench().dialog.waitFor();
  };
  const commitsSent = (): number =>
    requests.filter((line) => line.startsWith('POST ') && line.includes('/merge/')).length;
  const play = (...rules: FaultRule[]): Promise<void> => {
    requests.length = 0;
    return faults.play(rules);
  };

  before('a repository, and the view', async () => {
    repository = await plainRepository(plainOxen(oxenUrl()), 'broken', FILES);
    for (const name of ['silent', 'heard', 'grown', 'adder', 'halfway', 'renamed']) await repository.open(name);
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
    await workbench().command('Oxen: Change Commit Author…');
    await type('Name of the author', 'Ada Curator');
    await type('E-mail address', 'ada@example.org');
    await workbench().page.getByText('Commits now carry the name Ada Curator').waitFor();
  });
  afterEach('no box, no dialog and no fault stays in the way', async () => {
    await faults.play([]);
    for (const open of [workbench().quickInput, workbench().dialog])
      if (await open.isVisible()) await workbench().page.keyboard.press('Escape');
  });

  it('a commit that never arrived: the branch is read before anything is said, and nothing is sent again', async () => {
    await repository.stage('silent', ['README.md']);
    await open('silent');
    await commitUpToTheQuestion('silent', 'Take out the read-me');
    await play({ ...COMMIT, fault: { do: 'reset', effect: 'before' } });
    await workbench().answerDialog('Commit 1 Removal');
    const told = await workbench().notification(/no answer came/);
    assert.match(told, /The branch is still at [0-9a-f]{8}/);
    assert.match(told, /before you commit again/);
    await workbench().shot('oxen-commit-unknown');
    assert.ok(
      requests.some((line) => line.startsWith('GET ') && line.includes('/branches')),
      requests.join('\n'),
    );
    assert.deepEqual([faults.fired(), commitsSent()], [[1], 0], 'one request, which the fault kept');
    await treeIs([]);
    await holds('silent', { removed: ['README.md'] });
  });

  it('a commit whose answer was lost is found on the branch, and told as done', async () => {
    await repository.stage('heard', ['README.md']);
    await open('heard');
    await commitUpToTheQuestion('heard', 'Take out the read-me after all');
    await play({ ...COMMIT, fault: { do: 'reset', effect: 'after' } });
    await workbench().answerDialog('Commit 1 Removal');
    await workbench().notification(/Committed 1 removal to main .*exactly what was staged is gone/s);
    assert.equal(commitsSent(), 1);
    assert.deepEqual(
      (await workbench().notifications()).filter((text) => text.includes('no answer')),
      [],
    );
    await treeIs(['README.md']);
    const { text } = await repository.server.call('GET', `${repository.route}/commits/history/main`);
    assert.equal(text.split('Take out the read-me after all').length, 2, 'one commit of this message');
  });

  it('files that came to the branch below a folder that goes are listed before the commit, whatever the server would do', async () => {
    await repository.stage('grown', ['docs']);
    await repository.upload('adder', { 'docs/new.md': 'by somebody else\n' });
    assert.equal(await repository.commit('adder'), 200);
    const asked = await repository.server.call('GET', `${repository.route}/workspaces/grown/merge/main`);
    const mergeable = (asked.json as { is_mergeable: boolean }).is_mergeable;
    await open('grown');
    await play();
    // 0.50.0 would commit and drop the new file silently; 0.65.2 refuses and names the folder alone.
    if (mergeable) await commitUpToTheQuestion('grown', 'Take out the documents');
    else await workbench().chooseInContextMenu(row('grown'), 'Commit…');
    const text = await workbench().dialogText();
    assert.match(text, /Came to the branch since, below a folder that goes, and would go with it: “docs\/new\.md”/);
    await workbench().shot('oxen-appeared');
    assert.equal(commitsSent(), 0);
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await repository.tree(), [...TREE, 'docs/new.md'].filter((path) => path !== 'README.md').sort());
  });

  it('a table half taken back has a row that says so, refuses the commit, and Finish ends it', async () => {
    await repository.stage('halfway', ['tables/rows.csv', 'docs/notes.md']);
    await open('halfway');
    await workbench().expand('Oxen', 'tables');
    // The table's entry cannot be renamed: the connection breaks, and nobody can tell whether it arrived.
    await play({ method: 'PATCH', fault: { do: 'reset', effect: 'before' } });
    await workbench().chooseInContextMenu(row('rows.csv'), 'Unstage');
    const interrupted = workbench().row('Staged', 'Interrupted: tables/rows.csv');
    await interrupted.waitFor();
    await workbench().notification(/Unstaged 0 of 1 file.* · 1 sent without an answer/);
    await holds('halfway', { removed: ['docs/notes.md'], modified: ['tables/rows.csv'] });
    await workbench().shot('oxen-interrupted');
    await workbench().chooseInContextMenu(row('halfway'), 'Commit…');
    assert.match(await workbench().dialogText(), /Taking back the removal of a table was interrupted/);
    await play();
    await workbench().answerDialog('Finish');
    await type('Message of the commit', 'Notes out');
    assert.deepEqual((await workbench().dialogButtons()).includes('Commit 1 Removal'), true);
    await workbench().page.keyboard.press('Escape');
    await holds('halfway', { removed: ['docs/notes.md'] });
    await interrupted.waitFor({ state: 'detached' });
    assert.equal(await repository.content('tables/rows.csv'), FILES['tables/rows.csv']);
  });

  it('one that another window left under its odd name is finished from its row', async () => {
    await repository.stage('renamed', ['tables/more.csv', 'README.md']);
    await repository.upload('renamed', { 'tables/more.csv': 'a,b\n3,4\n\n' });
    const aside = 'tables/more.csv.winnow-undo-0123456789abcdef';
    const route = `${repository.route}/workspaces/renamed/files/tables/more.csv`;
    assert.equal((await repository.server.call('PATCH', route, { new_path: aside })).status, 200);
    await open('renamed');
    await workbench().notification(/Taking back the removal of a table was interrupted/);
    const interrupted = workbench().row('Staged', 'Interrupted: tables/more.csv');
    await workbench().chooseInContextMenu(interrupted, 'Heal');
    await holds('renamed', { removed: ['README.md'] });
    await interrupted.waitFor({ state: 'detached' });
    assert.equal(await repository.content('tables/more.csv'), FILES['tables/more.csv']);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
