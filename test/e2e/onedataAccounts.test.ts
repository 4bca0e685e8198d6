import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { onedataStage, type OnedataStage } from '../support/onedataStage';
import { registerToken } from '../../tools/leaks.mjs';
import { useWorkbench } from './workbench';

const token = (): string => `onedata-${randomBytes(16).toString('hex')}`;
const DAY = 24 * 3600;
const now = Math.floor(Date.now() / 1000);

/** Tokens of each kind for one practice Onezone, told apart by what restricts them. */
const TOKENS = { free: token(), readonly: token(), expiring: token(), identity: token() };

describe('Onedata accounts: tokens, providers, paths', () => {
  let stage: OnedataStage;
  before('start a practice Onezone with two providers', async () => {
    for (const secret of Object.values(TOKENS)) registerToken(secret);
    stage = await onedataStage({
      tokens: [
        { token: TOKENS.free },
        { token: TOKENS.readonly, caveats: [{ type: 'data.readonly' }] },
        { token: TOKENS.expiring, caveats: [{ type: 'time', validUntil: now + 3 * DAY }] },
        { token: TOKENS.identity, kind: 'identityToken' },
      ],
    });
  });
  after('stop it', () => stage.stop());
  const host = (provider: number): string => new URL(stage.listeners[provider]?.url ?? '').host;

  const workbench = useWorkbench(() => ({
    env: { ONEDATA_ONEZONE_HOST: stage.listeners[0]?.url ?? '', ONEDATA_TOKEN: TOKENS.readonly },
    viewport: { width: 1280, height: 1000 },
  }));
  /** Enter New Token… on the account, by its menu. */
  const enterToken = async (secret: string): Promise<void> => {
    await workbench().chooseInContextMenu(workbench().row('Onedata', host(0)), 'Enter New Token…');
    await workbench().inputBox(secret);
  };
  const description = async (label: string): Promise<string> =>
    workbench().row('Onedata', label).locator('.label-description').innerText();

  before('open the views', async () => {
    await workbench().openContainer('Winnow');
    await workbench().showPane('Oxen', false);
    await workbench().showPane('Staged', false);
  });

  it('offers what the environment holds by name, and never shows the token', async () => {
    await workbench().command('Onedata: Add Account…');
    await workbench().shot('onedata-offers');
    await workbench().pick(`From ONEDATA_ONEZONE_HOST and ONEDATA_TOKEN (${host(0)})`);
    await workbench().notification(/Added .*: 2 spaces|Added/);
    await workbench().row('Onedata', host(0)).waitFor();
  });

  it('a read-only token is shown as such, and no command offers to delete with it', async () => {
    await workbench().expand('Onedata', host(0));
    await workbench().expand('Onedata', 'Field Station');
    assert.match(await description(host(0)), /read-only/);
    const items = await workbench().contextMenu(await workbench().scrollTo('Onedata', 'README.md'));
    await workbench().shot('onedata-readonly');
    assert.ok(items.includes('Copy Path'), items.join());
    assert.deepEqual(
      items.filter((item) => /delet|mark/i.test(item)),
      [],
    );
    await workbench().page.keyboard.press('Escape');
  });

  it('the Delete key marks nothing with it either, and says why', async () => {
    await (await workbench().scrollTo('Onedata', 'annotations')).click();
    await workbench().pressDelete();
    await workbench().notification(/allows reading only/);
  });

  it('Enter New Token… refuses an identity token with the reason, and takes an access token in place', async () => {
    await enterToken(TOKENS.identity);
    await workbench().notification(/asks for an access token.*identity token/);
    await workbench().shot('onedata-identity');
    await workbench().answerNotification(/asks for an access token/, 'Enter New Token…');
    await workbench().inputBox(TOKENS.expiring);
    await workbench().until(
      async () => (await description(host(0))).includes('expires in 3 days'),
      'the expiry on the row',
    );
    await workbench().expand('Onedata', 'Field Station');
    const items = await workbench().contextMenu(await workbench().scrollTo('Onedata', 'README.md'));
    assert.ok(items.includes('Delete Permanently…') && items.includes('Mark for Deletion'), items.join());
    await workbench().page.keyboard.press('Escape');
  });

  it('Rename Account… renames the row', async () => {
    await workbench().chooseInContextMenu(workbench().row('Onedata', host(0)), 'Rename Account…');
    await workbench().inputBox('Practice');
    await workbench().row('Onedata', 'Practice').waitFor();
    assert.match(await description('Practice'), new RegExp(host(0)));
  });

  it('a provider that the Onezone names is asked about before the token goes there; without consent nothing is sent', async () => {
    const connections = stage.listeners[1]?.connections();
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'Field Station'), 'Choose Provider…');
    await workbench().shot('onedata-providers');
    await workbench().pick('Lisbon');
    assert.match(await workbench().dialogText(), new RegExp(host(1)));
    await workbench().shot('onedata-domain');
    await workbench().answerDialog('Cancel');
    const problem = workbench().row('Onedata', `The token was not sent to the provider ${host(1)}.`);
    await problem.waitFor();
    assert.equal(stage.listeners[1]?.connections(), connections);
    await problem.hover();
    await problem.locator('.action-label[aria-label="Retry"]').click();
    await workbench().answerDialog('Send the Token');
    await workbench().row('Onedata', 'README.md').waitFor();
    assert.match(await description('Field Station'), /^Lisbon/);
    assert.ok(stage.listeners[1]?.connections() !== connections);
  });

  it('Go to Path… opens the folders above and selects the row, also on a page that is not loaded', async () => {
    await (await workbench().scrollTo('Onedata', 'Field Station')).click();
    await workbench().command('Winnow: Go to Path…');
    await workbench().inputBox('/experiments/nothing/here.txt');
    await workbench().notification(/nothing\/here\.txt.* cannot be shown/);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'Field Station'), 'Go to Path…');
    await workbench().inputBox('odd names/%2e%2e');
    await workbench().until(
      async () => (await workbench().selected('Onedata')).join() === '%2e%2e',
      'the row selected',
    );
    await workbench().shot('onedata-go-to-path');
  });

  it('a token that expires stops the run at once; with a new one the rest is run', async () => {
    const victim = 'annotations/dog_001.xml';
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'Field Station'), 'Go to Path…');
    await workbench().inputBox(victim);
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'dog_001.xml'), 'Delete Permanently…');
    await workbench().dialogText();
    const past = { type: 'time', validUntil: now - DAY };
    stage.sandbox.world.tokens.set(TOKENS.expiring, { token: TOKENS.expiring, caveats: [past] });
    await workbench().answerDialog('Delete 1 File Permanently');
    await workbench().notification(/1 failed|not started/);
    await workbench().shot('onedata-expired');
    assert.ok(stage.truth(victim), 'nothing may be gone');
    await workbench().until(async () => (await description('Practice')).includes('token expired'), 'the row says so');
    await workbench().answerNotification(/1 failed|not started/, 'Enter New Token…');
    await workbench().inputBox(TOKENS.free);
    await workbench().until(
      async () => !(await description('Practice')).includes('expired'),
      'the new token on the row',
    );
    await workbench().command('Winnow: Run the Rest…');
    await workbench().pick(
      'Deleted 0 of 1 file permanently from “Field Station” · 1 failed · “annotations/dog_001.xml”',
    );
    await workbench().answerDialog('Delete 1 File Permanently');
    await workbench().until(() => stage.truth(victim) === undefined, 'the file gone');
    await workbench().until(
      async () => (await workbench().row('Onedata', 'dog_001.xml').count()) === 0,
      'the row gone',
    );
  });

  it('an account whose token is refused says so on its row, and takes a new one from there', async () => {
    stage.sandbox.world.tokens.set(TOKENS.free, { token: TOKENS.free, state: 'revoked' });
    await workbench().chooseInContextMenu(await workbench().scrollTo('Onedata', 'Practice'), 'Refresh');
    const problem = workbench().row('Onedata', `The token has been revoked; ${host(0)} no longer accepts it.`);
    await problem.waitFor();
    await workbench().until(
      async () => (await description('Practice')).includes('token refused'),
      'the state on the row',
    );
    await workbench().shot('onedata-revoked');
    stage.sandbox.world.tokens.set(TOKENS.free, { token: TOKENS.free });
    await problem.hover();
    await problem.locator('.action-label[aria-label="Enter New Token…"]').click();
    await workbench().inputBox(TOKENS.free);
    await workbench().row('Onedata', 'Field Station').waitFor();
    assert.deepEqual(workbench().pageErrors, []);
  });
});
