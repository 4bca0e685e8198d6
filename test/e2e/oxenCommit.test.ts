import assert from 'node:assert/strict';
import { plainOxen, plainRepository, type PlainRepository } from '../support/oxenPlain';
import { oxenPage } from './oxenPage';
import { useSandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** What the repository of every test holds at first. */
const FILES = {
  'README.md': 'read me\n',
  'docs/guide.md': 'guide\n',
  'docs/notes.md': 'notes\n',
  'pictures/one.txt': '1\n',
  'pictures/two.txt': '2\n',
  'pictures/raw/three.txt': '3\n',
  'tables/rows.csv': 'a,b\n1,2\n',
};
const TREE = ['docs/', 'pictures/', 'pictures/raw/', 'tables/', ...Object.keys(FILES)].sort();

/** Each step is read back from the server by plain HTTP. OXEN_URL names a real oxen-server on this machine in place of the sandbox. */
describe('an Oxen workspace, from staging to commit', () => {
  const sandbox = useSandbox();
  const oxenUrl = (): string => process.env.OXEN_URL ?? sandbox().oxen.url;
  const workbench = useWorkbench(() => ({
    env: {
      WINNOW_SANDBOX: JSON.stringify({ oxen: { url: oxenUrl() }, onedata: sandbox().onedata }),
    },
    viewport: { width: 1280, height: 1400 },
  }));
  let repository: PlainRepository;
  const { row, open, holds, treeIs, type } = oxenPage(workbench, () => repository, { tree: TREE, below: 'pictures' });

  const click = async (button: string): Promise<string> => workbench().answerDialog(button);
  /** The buttons of the dialog beside Cancel, whatever order the system puts them in. */
  const offers = async (...buttons: string[]): Promise<void> =>
    assert.deepEqual((await workbench().dialogButtons()).sort(), [...buttons, 'Cancel'].sort());
  const stagedRow = (label: string) => workbench().row('Staged', label);

  before('a repository, and the view', async () => {
    repository = await plainRepository(plainOxen(oxenUrl()), 'curated', FILES);
    for (const name of ['spare', 'undo', 'doomed', 'harmed', 'late', 'torn', 'final']) await repository.open(name);
    await repository.open('slashed', 'main: a/b');
    await repository.open('temporary-0815', null);
    await workbench().openContainer('Winnow');
    await workbench().showPane('Onedata', false);
  });

  afterEach('no dialog stays in the way', async () => {
    if ((await workbench().dialog.count()) > 0) await workbench().page.keyboard.press('Escape');
  });

  it('a folder that holds an upload asks first, and its own files can be staged without it', async () => {
    await repository.upload('spare', { 'pictures/new.txt': 'fresh\n' });
    await open('spare');
    await workbench().chooseInContextMenu(row('pictures'), 'Stage Removal');
    const text = await workbench().dialogText();
    assert.match(text, /Drops 1 upload that is in no commit: “pictures\/new\.txt”/);
    await offers('Review List', 'Stage Removal of 3 Files', 'Stage Its Files Only');
    await workbench().shot('oxen-spare');
    await click('Stage Its Files Only');
    await holds('spare', {
      removed: ['pictures/one.txt', 'pictures/raw/three.txt', 'pictures/two.txt'],
      added: ['pictures/new.txt'],
    });
  });

  it('an upload is discarded after a question, and nothing else with it', async () => {
    await workbench().expand('Oxen', 'pictures');
    await workbench().chooseInContextMenu(row('new.txt'), 'Discard Upload…');
    await workbench().shot('oxen-discard');
    await offers('Review List', 'Discard 1 Upload');
    await click('Discard 1 Upload');
    await holds('spare', { removed: ['pictures/one.txt', 'pictures/raw/three.txt', 'pictures/two.txt'] });
    await workbench().until(async () => (await row('new.txt').count()) === 0, 'its row has gone: rows below it move');
  });

  it('a staged row is unstaged from the tree, and all of them from the workspace', async () => {
    await workbench().chooseInContextMenu(row('one.txt'), 'Unstage');
    await holds('spare', { removed: ['pictures/raw/three.txt', 'pictures/two.txt'] });
    await workbench().until(
      async () =>
        (await row('spare').innerText()).includes('2 staged') &&
        !(await row('one.txt').innerText()).includes('removal staged'),
      'the tree says so: rows drawn anew would close the menu',
    );
    await workbench().chooseInContextMenu(row('spare'), 'Unstage All');
    await holds('spare', {});
  });

  it('the server’s own workspaces are folded away, and a name with a slash is a name', async () => {
    await open('main: a/b');
    await workbench().chooseInContextMenu(await workbench().scrollTo('Oxen', 'README.md'), 'Stage Removal');
    await holds('slashed', { removed: ['README.md'] });
    await workbench().scrollTo('Oxen', 'Other workspaces');
    assert.equal(await row('temporary-0815').count(), 0);
    await workbench().expand('Oxen', 'Other workspaces');
    await workbench().scrollTo('Oxen', 'temporary-0815');
    await workbench().shot('oxen-folded');
  });

  it('Undo takes back the last staging and leaves the earlier one', async () => {
    await repository.stage('undo', ['docs/notes.md']);
    await open('undo');
    await workbench().expand('Oxen', 'docs');
    await workbench().chooseInContextMenu(row('docs'), 'Stage Removal');
    await holds('undo', { removed: ['docs/guide.md', 'docs/notes.md'] });
    await workbench().answerNotification(/Staged the removal/, 'Undo');
    await holds('undo', { removed: ['docs/notes.md'] });
  });

  it('a workspace is deleted with what it holds counted first', async () => {
    await repository.stage('doomed', ['docs/guide.md', 'docs/notes.md']);
    await repository.upload('doomed', { 'tables/more.txt': 'x' });
    await open('doomed');
    await workbench().chooseInContextMenu(row('doomed'), 'Delete Workspace…');
    const text = await workbench().dialogText();
    assert.match(text, /Delete the workspace “doomed”/);
    assert.match(text, /It holds 2 staged removals \(12 B\), 1 upload, counted/);
    assert.match(text, /Drops 1 upload that is in no commit: “tables\/more\.txt”/);
    await workbench().shot('oxen-delete-workspace');
    await click('Delete Workspace');
    const route = `${repository.route}/workspaces/doomed`;
    await workbench().until(async () => (await repository.server.call('GET', route)).status === 404, 'no workspace');
    await workbench().until(async () => (await row('doomed').count()) === 0, 'no row');
    await treeIs([]);
  });

  it('a leftover of another client is told when the workspace is opened, refused at a commit, and healed by one click', async () => {
    await repository.upload('harmed', { 'docs/passing.txt': 'x' });
    await repository.unstage('harmed', ['docs/passing.txt']);
    await repository.stage('harmed', ['README.md']);
    await open('harmed');
    await workbench().notification(
      /A commit now would lose the folder docs\/ \(2 files\), although nothing in it is staged/,
    );
    await stagedRow('A commit would lose docs/').waitFor();
    await workbench().shot('oxen-leftover');
    await workbench().chooseInContextMenu(row('harmed'), 'Commit…');
    assert.match(await workbench().dialogText(), /would lose the folder docs\//);
    await workbench().page.keyboard.press('Escape');
    await workbench().dialog.waitFor({ state: 'detached' });
    await treeIs([]);
    await workbench().answerNotification(/would lose the folder/, 'Heal');
    await holds('harmed', { removed: ['README.md'] });
    await workbench().until(async () => (await stagedRow('A commit would lose docs/').count()) === 0, 'no warning');
  });

  it('a commit takes exactly what was staged, says so, and keeps the healed folder', async () => {
    await open('harmed');
    await workbench().chooseInContextMenu(row('harmed'), 'Commit…');
    await type('Name of the author', 'Ada Curator');
    await type('E-mail address', 'Remove the blurred ones'); // one box follows another
    await workbench().page.locator('.quick-input-widget', { hasText: 'An e-mail address has an @ in it' }).waitFor();
    await type('E-mail address', 'ada@example.org');
    await type('Message of the commit', 'Take out the read-me');
    await offers('Review List', 'Commit 1 Removal');
    assert.match(await workbench().dialogText(), /To main, by Ada Curator: “Take out the read-me”/);
    await workbench().shot('oxen-commit');
    await click('Commit 1 Removal');
    await workbench().notification(/Committed 1 removal to main .*exactly what was staged is gone/s);
    await treeIs(['README.md']);
    const commits = await repository.server.call('GET', `${repository.route}/commits/history/main?page=1&page_size=1`);
    assert.match(commits.text, /Take out the read-me/);
    assert.match(commits.text, /Ada Curator/);
    await workbench().until(
      async () => !(await row('harmed').innerText()).includes('staged'),
      'the row of the workspace says no longer that something is staged',
    );
    const [head] = (commits.json as { commits: { id: string; parent_ids: string[] }[] }).commits;
    await workbench().command('Winnow: Show Report…');
    await workbench().page.locator('.quick-input-widget input[placeholder="Which run?"]').waitFor();
    await workbench().page.keyboard.press('Enter');
    const made = `Commit:  ${head?.id} on “main”\nBefore:  ${head?.parent_ids[0]}`;
    await workbench().until(async () => (await workbench().editorText()).includes(made), `a report with “${made}”`);
    await workbench().shot('oxen-commit-report');
  });

  it('what the branch changed meanwhile is staged again in a new workspace on its head', async () => {
    await repository.upload('final', { 'docs/guide.md': 'a better guide\n' });
    assert.equal(await repository.commit('final'), 200);
    await repository.stage('late', ['docs/guide.md', 'pictures/one.txt']);
    await open('late');
    await workbench().chooseInContextMenu(row('late'), 'Commit…');
    const text = await workbench().dialogText();
    await workbench().shot('oxen-behind');
    assert.match(text, /The branch has changed what is staged here/);
    assert.match(text, /docs\/guide\.md/);
    await click('New Workspace on the Head and Stage Again');
    await workbench().answerNotification(/staged again in “late-2”/, 'Commit…');
    await type('Message of the commit', 'Take both out');
    await click('Commit 2 Removals');
    await workbench().notification(/Committed 2 removals/);
    await treeIs(['README.md', 'docs/guide.md', 'pictures/one.txt']);
    await holds('late', { removed: ['docs/guide.md', 'pictures/one.txt'] });
  });

  it('a workspace without anything staged has nothing to commit', async () => {
    await open('spare');
    await workbench().chooseInContextMenu(row('spare'), 'Commit…');
    await workbench().notification(/nothing to commit/);
  });

  it('conflicting removals can be unstaged; what another client stages during the question is not committed', async () => {
    await repository.open('fixer');
    await repository.upload('fixer', { 'pictures/two.txt': 'two\n' });
    assert.equal(await repository.commit('fixer'), 200);
    await repository.stage('torn', ['pictures/two.txt', 'docs/notes.md']);
    const before = await repository.tree();
    await open('torn');
    await workbench().chooseInContextMenu(row('torn'), 'Commit…');
    await click('Unstage Conflicting');
    await type('Message of the commit', 'Notes out');
    await offers('Review List', 'Commit 1 Removal');
    await repository.stage('torn', ['pictures/raw/three.txt']);
    await click('Commit 1 Removal');
    await workbench().notification(/Nothing was committed: the workspace or the branch has changed since it was shown/);
    assert.deepEqual(await repository.tree(), before);
    await holds('torn', { removed: ['docs/notes.md', 'pictures/raw/three.txt'] });
    assert.deepEqual(workbench().pageErrors, []);
  });
});
