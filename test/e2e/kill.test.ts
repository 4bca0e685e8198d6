import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pastRuns, type PastRun } from '../../src/removal/journalHistory';
import { decodeJournal } from '../../src/removal/journalRecord';
import type { FaultScript } from '../support/faults';
import { measurementsLeft, useFaultySandbox } from './sandbox';
import { useWorkbench, type Workbench } from './workbench';

/** Files in the sandbox's large folder. */
const FILES = 5_000;
/** Each deletion takes the server so long, ms: the run lasts long enough to be killed in its middle. */
const LATENCY = 60;
const KILLED_AFTER = 1_500;
/** Deletions under way at once by default. */
const MOST_UNDER_WAY = 32;

describe('the extension host is killed in the middle of 5,000 deletions', function () {
  this.timeout(300_000);
  const sandbox = useFaultySandbox({
    onedata: [{ method: 'DELETE', latency: LATENCY, fault: { do: 'slow' } }],
  });
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  const faults = (): FaultScript => sandbox().faults.onedata;
  const left = (): Promise<number> => measurementsLeft(sandbox().onedata);
  const openSpace = async (): Promise<void> => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Onedata)', 'Field Station']) await workbench().expand('Onedata', label);
  };
  const journal = (): readonly PastRun[] => {
    const folder = path.join(workbench().profile, 'ud/User/globalStorage/winnow-vscode.winnow/journal');
    const texts = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    return pastRuns(texts.flatMap((text) => decodeJournal(text).records));
  };
  const doneIn = (run: PastRun | undefined): number =>
    run?.report.lines.filter(({ outcome }) => outcome.kind === 'done').length ?? 0;

  /** A file of the large folder that is on the screen; not one of the upper ones: folders that stick to the top of the tree may lie over them. */
  const clickFile = async (): Promise<string> => {
    const isFile = (label: string): boolean => /^m_\d+\.txt$/.test(label);
    const file = await workbench().until(
      async () => (await workbench().rows('Onedata')).filter(isFile).at(-3),
      'files of the large folder',
      30_000,
    );
    await workbench().row('Onedata', file).click();
    return file;
  };
  const untilAtEnd = (condition: () => Promise<boolean>, what: string): Promise<boolean> =>
    workbench().until(
      async () => {
        await workbench().page.keyboard.press('End');
        return condition();
      },
      what,
      90_000,
    );

  it('dies', async () => {
    await openSpace();
    await workbench().expand('Onedata', 'measurements');
    await clickFile();
    const more = workbench().tree('Onedata').locator('.monaco-list-row', { hasText: 'Load More…' });
    let pressed = '';
    await untilAtEnd(async () => {
      const rows = await workbench().rows('Onedata');
      const label = rows.find((row) => row.startsWith('Load More…'));
      // The row may be redrawn or go while it is clicked: then it is tried again.
      const click = (): Promise<boolean> =>
        more.click({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
      if (label !== undefined && label !== pressed && (await click())) pressed = label;
      return rows.includes('m_05000.txt');
    }, 'all loaded');
    const file = await clickFile();
    await workbench().page.keyboard.press('Control+a');
    await workbench().chooseInContextMenu(workbench().row('Onedata', file), 'Delete Permanently…');
    await workbench().until(async () => (await workbench().dialog.count()) > 0, 'the question', 60_000);
    await workbench().answerDialog('Delete 5,000 Files Permanently');
    await workbench().inputBox(String(FILES));
    await workbench().until(() => (faults().fired()[0] ?? 0) > KILLED_AFTER, 'the middle of the run', 90_000);
    process.kill(extensionHost(workbench()), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await faults().settled();
    const gone = FILES - (await left());
    assert.ok(gone >= KILLED_AFTER - 100 && gone < FILES, `${gone} gone`);
    const [run, ...others] = journal();
    assert.equal(others.length, 0);
    assert.ok(run?.interrupted);
    assert.ok(doneIn(run) <= gone, 'the journal knows of more than the server did');
  });

  it('leaves a journal, a report and a server that agree after a reload', async () => {
    await workbench().load();
    const told = await workbench().notification(/A run was interrupted/, 60_000);
    const gone = FILES - (await left());
    assert.ok(told.includes(`Deleted ${gone.toLocaleString('en')} of 5,000 files permanently`), told);
    assert.ok(told.includes('from “Field Station”'), told);
    await workbench().shot('interrupted');
    const [run] = journal();
    assert.equal(doneIn(run), gone);
    assert.ok(run);
    const others = run.report.lines.filter(({ outcome }) => outcome.kind !== 'done');
    assert.equal(others.length, FILES - gone);
    // What had been sent when it died, was not done and is still listed may be unknown; nothing else.
    const unknown = others.filter(({ outcome }) => outcome.kind === 'unknown');
    assert.ok(unknown.length <= MOST_UNDER_WAY, `${unknown.length} unknown`);
    const notStarted = others.length - unknown.length;
    assert.ok(others.every(({ outcome: { kind } }) => kind === 'notStarted' || kind === 'unknown'));
    assert.ok(told.includes(`${notStarted.toLocaleString('en')} not started`), told);
    assert.equal(run.interrupted, false, 'its record is closed: nobody is told twice');
    await workbench().answerNotification(/A run was interrupted/, 'Show Report');
    await workbench().until(
      async () => (await workbench().editorText()).includes(gone.toLocaleString('en')),
      'the report as a document',
    );
  });

  it('Run the Rest counts afresh, asks again, and finishes it', async () => {
    const rest = await left();
    const before = faults().fired()[0] ?? 0;
    await workbench().command('Winnow: Run the Rest…');
    await workbench().page.locator('.quick-input-widget input[placeholder="Which run?"]').waitFor();
    await workbench().page.keyboard.press('Enter');
    await workbench().until(async () => (await workbench().dialog.count()) > 0, 'the question', 60_000);
    await workbench().answerDialog(`Delete ${rest.toLocaleString('en')} Files Permanently`);
    await workbench().inputBox(String(rest));
    await workbench().until(async () => (await left()) === 0, 'everything gone', 120_000);
    assert.equal((faults().fired()[0] ?? 0) - before, rest, 'nothing was sent twice');
    await workbench().until(() => doneIn(journal().at(-1)) === rest, 'the journal has it');
    assert.deepEqual(workbench().pageErrors, []);
  });
});

/** Its process, as the server's log tells it. */
function extensionHost({ profile }: Workbench): number {
  const folders = [profile, path.join(profile, 'ud/logs'), path.join(profile, 'sd/data/logs')];
  const logs = folders
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) =>
      fs
        .readdirSync(folder, { recursive: folder !== profile, encoding: 'utf8' })
        .filter((name) => name.endsWith('.log'))
        .map((name) => fs.readFileSync(path.join(folder, name), 'utf8')),
    );
  const pids = logs.flatMap((text) => [...text.matchAll(/<(\d+)>\s*Launched Extension Host Process/g)]);
  const pid = Number(pids.at(-1)?.[1]);
  assert.ok(pid > 1, 'the log names no extension host');
  return pid;
}
