import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { JournalRecord } from '../../src/removal/journalRecord';
import { abandonedRuns } from '../../src/editor/removal/abandonedRuns';
import { JournalFile } from '../../src/editor/removal/journalFile';
import { planOf, targets } from '../support/builders';
import { recordsIn } from '../support/journalRecords';

const DAY = 86_400_000;

describe('the journal of several windows', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-journal-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const begun = (run: string): readonly JournalRecord[] => [
    { type: 'planned', run, at: 1, plan: { ...planOf(targets(3)), id: run } },
    { type: 'started', run, at: 1 },
    { type: 'sending', run, at: 2, targets: [0] },
  ];
  const ended = (run: string): JournalRecord => ({ type: 'ended', run, at: 3 });
  const noOwn = (): boolean => false;
  const found = async (
    wait: () => Promise<void>,
    isOwn: (run: string) => boolean = noOwn,
  ): Promise<readonly string[]> => (await abandonedRuns(new JournalFile(folder), isOwn, wait)).map(({ id }) => id);
  const nothing = (): Promise<void> => Promise.resolve();

  it('a run whose window is silent was interrupted; what had been sent is unknown, the rest not started', async () => {
    const died = new JournalFile(folder);
    await died.append(...begun('dead'));
    await died.close();
    const [run] = await abandonedRuns(new JournalFile(folder), noOwn, nothing);
    assert.deepEqual(
      run?.report.lines.map(({ outcome }) => outcome.kind),
      ['unknown', 'notStarted', 'notStarted'],
    );
  });

  it('a run of another living window is none: it writes, or beats while it waits', async () => {
    const other = new JournalFile(folder);
    await other.append(...begun('alive'));
    assert.deepEqual(await found(() => other.append({ type: 'sending', run: 'alive', at: 3, targets: [1] })), []);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await found(() => other.beat()), []);
    assert.deepEqual(await found(() => other.append(ended('alive'))), []);
    await other.close();
  });

  it('nor is one of this window, nor one that ended; and where none is open nobody waits', async () => {
    const journal = new JournalFile(folder);
    await journal.append(...begun('own'), ...begun('over'), ended('over'));
    const neverWaits = (): Promise<void> => Promise.reject(new Error('waited'));
    assert.deepEqual(await found(neverWaits, (run) => run === 'own'), []);
    assert.deepEqual(await found(nothing), ['own']);
    await journal.close();
  });

  it('a torn last line is no reason not to find it', async () => {
    const journal = new JournalFile(folder);
    await journal.append(...begun('dead'));
    await journal.close();
    const [name = ''] = fs.readdirSync(folder);
    fs.appendFileSync(path.join(folder, name), '{"v":1,"type":"line","run":"de');
    assert.deepEqual(await found(nothing), ['dead']);
  });

  it('one window alone takes care of it', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const claims = await Promise.all([1, 2, 3].map(() => new JournalFile(folder).claims.take('../dead run')));
    assert.equal(claims.filter(Boolean).length, 1);
    assert.equal(fs.readdirSync(folder).length, 1, 'whatever its id, it stays in the folder');
  });

  it('another window takes care of it when the first one was closed, or died, before it had told the person', async () => {
    const first = new JournalFile(folder);
    assert.equal(await first.claims.take('dead'), true);
    await first.claims.release('dead');
    await first.claims.release('dead');
    assert.equal(await new JournalFile(folder).claims.take('dead'), true);
    assert.equal(await new JournalFile(folder).claims.take('dead'), false);
    const [name = ''] = fs.readdirSync(folder);
    const long = new Date(Date.now() - 11 * 60_000);
    fs.utimesSync(path.join(folder, name), long, long);
    assert.equal(await new JournalFile(folder).claims.take('dead'), true);
    assert.equal(await new JournalFile(folder).claims.take('dead'), false);
  });

  it('is cleared but for what tells of a run that is alive, here or in another window', async () => {
    const window = (): JournalFile => new JournalFile(folder);
    const [here, there, over, dead] = [window(), window(), window(), window()];
    await dead.append(...begun('dead'));
    await dead.close();
    const [silent = ''] = fs.readdirSync(folder);
    fs.utimesSync(path.join(folder, silent), 1, 1);
    await there.append(...begun('there'));
    await over.append(...begun('over'), ended('over'));
    const runs = async (): Promise<readonly string[]> =>
      [...new Set((await recordsIn(here)).map(({ run }) => run))].sort();
    await here.clear();
    assert.deepEqual(await runs(), ['there']);
    await here.append(...begun('here'));
    await here.clear();
    await here.append({ type: 'sending', run: 'here', at: 3, targets: [1] });
    await there.append(ended('there'));
    assert.deepEqual(await runs(), ['here', 'there']);
    assert.equal((await recordsIn(here)).filter(({ run, type }) => run === 'here' && type === 'sending').length, 2);
    await here.append(ended('here'));
    await here.clear();
    assert.deepEqual(await runs(), []);
    await Promise.all([here, there, over].map((one) => one.close()));
  });

  it('forgets files that are older than it may keep them, claims too', async () => {
    const old = new JournalFile(folder);
    await old.append(...begun('old'));
    await old.claims.take('old');
    await old.close();
    const long = new Date(Date.now() - 91 * DAY);
    for (const name of fs.readdirSync(folder)) fs.utimesSync(path.join(folder, name), long, long);
    const now = new JournalFile(folder);
    await now.append(...begun('new'));
    await now.prune(90);
    assert.deepEqual(await found(nothing), ['new']);
    assert.equal(fs.readdirSync(folder).length, 1);
    await now.close();
  });
});
