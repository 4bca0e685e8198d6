import assert from 'node:assert/strict';
import { measurementsLeft, useFaultySandbox } from './sandbox';
import { useWorkbench } from './workbench';

/** Each deletion takes the server so long, ms: a thousand of them last some ten seconds. */
const LATENCY = 400;
/** The request that the server asks to repeat later, and when. */
const BUSY = { at: { from: 100, to: 100 }, seconds: 4 };
/** Staging on the other server lasts as long as what is looked at meanwhile, ms. */
const STAGING = 8_000;

describe('runs that take a while', function () {
  this.timeout(120_000);
  const sandbox = useFaultySandbox({
    onedata: [
      { method: 'DELETE', ...BUSY, fault: { do: 'refuse', status: 503, retryAfter: { seconds: BUSY.seconds } } },
      { method: 'DELETE', latency: LATENCY, fault: { do: 'slow' } },
    ],
    oxen: [{ method: 'DELETE', latency: STAGING, fault: { do: 'slow' } }],
  });
  const workbench = useWorkbench(() => ({
    env: { WINNOW_SANDBOX: sandbox().line },
    viewport: { width: 1280, height: 1000 },
  }));

  before('open both servers', async () => {
    await workbench().openContainer('Winnow');
    await workbench().widenSideBar(420);
    await workbench().showPane('Staged', false);
    for (const label of ['Sandbox (Oxen)', 'samples', 'tidy-up']) await workbench().expand('Oxen', label);
    await workbench().showPane('Oxen', false);
  });

  const left = (): Promise<number> => measurementsLeft(sandbox().onedata);
  /** What a view says beside its title. */
  const description = async (view: string): Promise<string> => {
    const pane = workbench().page.locator('.sidebar .pane', {
      has: workbench().page.locator('h3.title', { hasText: new RegExp(`^\\s*${view}\\s*$`) }),
    });
    return (await pane.locator('.pane-header .description').allInnerTexts()).join('').trim();
  };
  const describedLike = (view: string, pattern: RegExp, ms = 20_000): Promise<string> =>
    workbench().until(
      async () => [await description(view)].find((text) => pattern.test(text)),
      `${view} says ${pattern.source}`,
      ms,
    );
  const status = async (): Promise<string> =>
    (await workbench().statusItem('winnow.runs').allInnerTexts()).join('').trim();

  it('say how far they are in their view, in one status bar item, and in a notification that seldom changes', async () => {
    for (const label of ['Sandbox (Onedata)', 'Field Station', 'measurements'])
      await workbench().expand('Onedata', label);
    const file = await workbench().until(
      async () => (await workbench().rows('Onedata')).filter((label) => /^m_\d+\.txt$/.test(label)).at(1),
      'files of the large folder',
      30_000,
    );
    await workbench().row('Onedata', file).click();
    await workbench().tab(file);
    await workbench().page.keyboard.press('Control+a');
    await workbench().chooseInContextMenu(workbench().row('Onedata', file), 'Delete Permanently…');
    await workbench().dialog.waitFor({ timeout: 30_000 });
    const asked = await workbench().dialogText();
    assert.match(asked, /Only the 1,000 loaded entries of the folder are meant/, asked);
    const button = (await workbench().dialogButtons()).find((text) => text.startsWith('Delete')) ?? '';
    await workbench().answerDialog(button);
    const place = () => workbench().row('Onedata', file).boundingBox();
    const before = await place();
    await workbench().inputBox((/[\d,]+/.exec(button)?.[0] ?? '').replace(',', ''));

    await describedLike('Onedata', /^[\d,]+ of [\d,]+ files · [\d.]+ \w+ of [\d.]+ \w+ · \d/);
    assert.deepEqual(await place(), before, 'a row is where it was: somebody may be about to click it');
    assert.match(await status(), /^1 run, \d+ %$/);
    const shown: string[] = [];
    const notification = async (): Promise<string | undefined> => {
      const text = (await workbench().notifications()).find((one) =>
        one.startsWith('Deleting permanently from “Field Station”'),
      );
      if (text !== undefined && shown.at(-1) !== text) shown.push(text);
      return text;
    };
    await workbench().until(notification, 'a notification of the run');
    const from = Date.now();
    await describedLike('Onedata', /Waiting [1-4] s as the server asked/);
    await workbench().shot('progress-waiting');
    await describedLike('Onedata', /of [\d,]+ files · .* · [\d.]+ files\/s · \d+ (s|min) left$/);

    await workbench().showPane('Oxen', true);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Oxen', 'annotations'), 'Stage Removal');
    await workbench().until(async () => (await status()).startsWith('2 runs, '), 'one item for both runs');
    await describedLike('Oxen', /^0 of 3 files .*the server is working$/);
    assert.match(await description('Onedata'), /of [\d,]+ files/, 'each view tells of its own server');
    await workbench().shot('progress-two-runs');
    await workbench().until(async () => (await notification(), Date.now() - from > 6_000), 'six seconds');
    assert.ok(shown.length <= 3, `the notification changed too often: ${shown.join(' | ')}`);
  });

  it('are cancelled from the status bar: nothing more is sent, and what became of everything is said', async () => {
    await workbench().statusItem('winnow.runs').click();
    await workbench()
      .page.locator('.quick-input-widget', { hasText: 'Deleting permanently from “Field Station”' })
      .waitFor();
    await workbench().shot('progress-list');
    await workbench()
      .page.locator('.quick-input-widget .monaco-list-row', { hasText: /Cancel This Run.*Deleting/ })
      .first()
      .click();
    const told = await workbench().notification(
      /^Deleted [\d,]+ of [\d,]+ files permanently from “Field Station” · /,
      20_000,
    );
    await workbench().shot('progress-cancelled');
    const [done, planned, notStarted] = (told.match(/[\d,]+/g) ?? []).map((text) => Number(text.replace(',', '')));
    assert.ok(done && planned && notStarted, told);
    assert.match(told, /not started/);
    assert.equal(done + notStarted, planned, told);
    assert.equal(await left(), 5_000 - done, 'the server agrees');
    assert.equal(await description('Onedata'), '');
    await workbench().notification(/^Staged the removal of “annotations” \(3 files\) from “tidy-up”/, 20_000);
    await workbench().until(
      async () => (await workbench().statusItem('winnow.runs').count()) === 0,
      'no item without a run',
    );
    await workbench().until(async () => (await description('Oxen')) === '', 'nothing is said without a run');
    await workbench().command('Winnow: Show Runs Under Way…');
    await workbench().notification(/^Nothing is being removed just now/);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
