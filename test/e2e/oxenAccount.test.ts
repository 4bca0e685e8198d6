import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { useSandbox } from './sandbox';
import { temporaryFolder, useWorkbench } from './workbench';

/** What is typed while a box is still opening is lost. */
const OPENING_MS = 500;

describe('connecting to an Oxen server the person already works with', () => {
  const sandbox = useSandbox(['--auth']);
  const home = temporaryFolder();
  const clone = path.join(home, 'clone');
  const config = path.join(home, 'config');

  before('a login of the command line, and a clone that is open', () => {
    const { url, token } = sandbox().oxen;
    fs.mkdirSync(config);
    fs.writeFileSync(
      path.join(config, 'auth_config.toml'),
      `[[host_configs]]\nhost = "${new URL(url).host}"\nauth_token = "${token ?? ''}"\n`,
    );
    fs.mkdirSync(path.join(clone, '.oxen'), { recursive: true });
    fs.writeFileSync(
      path.join(clone, '.oxen/config.toml'),
      `remote_name = "origin"\nremote_mode = true\nworkspace_name = "tidy-up"\n[[remotes]]\nname = "origin"\nurl = "${url}/field-station/samples"\n`,
    );
  });
  after(() => fs.rmSync(home, { recursive: true }));
  const workbench = useWorkbench(() => ({ workspace: clone, env: { OXEN_CONFIG_DIR: config } }));

  it('offers it with what it comes from, uses its token once chosen, and opens the workspace of the clone', async () => {
    await workbench().openContainer('Winnow');
    await workbench().command('Oxen: Add Account…');
    const { host } = new URL(sandbox().oxen.url);
    const offer = workbench().page.locator('.quick-input-widget .monaco-list-row').first();
    await workbench().until(async () => (await offer.innerText()).includes(host), 'the offer');
    const text = await offer.innerText();
    assert.match(text, /field-station\/samples · tidy-up/);
    assert.match(text, /its stored token is sent once you choose it/);
    await workbench().shot('oxen-offer');
    await workbench().pick(host);
    await workbench().notification(/oxen-server 0\.65\.2/);
    await workbench().until(
      async () => (await workbench().selected('Oxen')).join() === 'tidy-up',
      'the workspace of the clone is selected',
    );
    await workbench().row('Oxen', 'annotations').waitFor();
    await workbench().shot('oxen-connected');
    await workbench().command('Oxen: Add Account…');
    await workbench().page.getByText('Address of the Oxen server').waitFor(); // nothing is left to offer
    await workbench().page.keyboard.press('Escape');
  });

  it('a new workspace is opened and selected, also where its row lay out of sight', async () => {
    await workbench().chooseInContextMenu(workbench().row('Oxen', 'samples'), 'Create Workspace…');
    await workbench().page.locator('.quick-input-widget', { hasText: 'Name of the new workspace' }).waitFor();
    await workbench().page.waitForTimeout(OPENING_MS);
    await workbench().inputBox('a second look');
    const made = workbench().row('Oxen', 'a second look');
    // Both at once: a redraw may forget the one while VS Code does the other, and then it is done again.
    await workbench().until(
      async () =>
        (await workbench().selected('Oxen')).join() === 'a second look' &&
        (await made.getAttribute('aria-expanded')) === 'true',
      'the new workspace is selected and open',
    );
  });

  it('a server that asks for a token says so when none is given, and a second account there has a name of its own', async () => {
    const { url, token } = sandbox().oxen;
    const type = async (prompt: string, text: string): Promise<void> => {
      await workbench().page.locator('.quick-input-widget', { hasText: prompt }).waitFor();
      await workbench().page.waitForTimeout(OPENING_MS);
      await workbench().inputBox(text);
    };
    await workbench().command('Notifications: Clear All Notifications');
    await workbench().command('Oxen: Add Account…');
    await type('Address of the Oxen server', url);
    await type('leave it empty', '');
    await workbench().answerNotification(/asks for a token, and none was given/, 'Enter New Token…');
    await type('leave it empty', token ?? '');
    await workbench().notification(/^Added .* \(2\): oxen-server/);
    await workbench().shot('oxen-second-account');
  });

  it('a repository without commits says so, and offers nothing that would make one', async () => {
    const items = await workbench().contextMenu(workbench().row('Oxen', 'empty'));
    assert.ok(!items.some((item) => item.includes('Create Workspace')), items.join(' · '));
    await workbench().page.keyboard.press('Escape');
    await workbench().expand('Oxen', 'empty');
    await workbench().until(
      async () => (await workbench().rows('Oxen')).some((label) => label.startsWith('No commits yet')),
      'a row that says so',
    );
    await workbench().shot('oxen-empty');
    const { url, token } = sandbox().oxen;
    const headers = { Authorization: `Bearer ${token ?? ''}` };
    const branches = await fetch(`${url}/api/repos/field-station/empty/branches`, { headers });
    assert.deepEqual(((await branches.json()) as { branches: unknown[] }).branches, []);
    assert.deepEqual(workbench().pageErrors, []);
  });
});
