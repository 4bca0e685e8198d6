import assert from 'node:assert/strict';
import { registerToken } from '../../tools/leaks.mjs';
import { startHostileServer, type HostileServer } from '../support/hostileServer';
import { Workbench } from './workbench';

const TOKEN = 'tok-badinput-5f1d0c7e9a3b4d62';
const COMMIT = {
  id: 'c0ffee',
  parent_ids: [],
  message: 'seed',
  author: 'Ox',
  email: 'ox@oxen.ai',
  timestamp: '2026-01-01T00:00:00Z',
};
const OK = { status: 'success', status_message: 'resource_found', oxen_version: '0.65.2' };

/** Each ends in one clear row that names the server and says what to do, with Retry; nothing is thrown into the console. */
describe('bad input', () => {
  let server: HostileServer;
  let wb: Workbench;

  before(async function () {
    this.timeout(90_000);
    registerToken(TOKEN);
    server = await startHostileServer();
    const line = { oxen: { url: server.url, token: TOKEN }, onedata: { onezone: server.url, token: TOKEN } };
    wb = await Workbench.open({ env: { WINNOW_SANDBOX: JSON.stringify(line) } });
    await wb.openContainer('Winnow');
    await wb.row('Oxen', 'Sandbox (Oxen)').waitFor();
  });
  after(async () => {
    await wb.close();
    await server.stop();
  });

  const spoken = async (tree: string): Promise<string> =>
    wb.until(
      () =>
        wb
          .tree(tree)
          .locator('.monaco-list-row', { hasText: '127.0.0.1' })
          .first()
          .getAttribute('aria-label', { timeout: 500 })
          .catch(() => undefined),
      `a row of ${tree} that names the server`,
    );
  const retried = async (tree: 'Oxen' | 'Onedata', account: string): Promise<string> => {
    await wb.expand(tree, account);
    const row = wb.tree(tree).locator('.monaco-list-row', { hasText: '127.0.0.1' }).first();
    if (await row.count()) {
      await row.hover();
      await row.locator('.action-label[aria-label="Retry"]').click();
      await wb.page.waitForTimeout(400);
    }
    return spoken(tree);
  };

  const CASES = [
    ['a web page instead of JSON', { status: 200, body: '<html><body>Sign in</body></html>' }, /web page/],
    ['a wrong token', { status: 401, body: 'unauthorized' }, /did not accept the token/],
    ['an empty answer', { status: 200, body: '' }, /without a word/],
    [
      'a server that fails',
      {
        status: 500,
        body: {
          error: { type: 'internal_server_error', title: 'boom' },
          status: 'error',
          status_message: 'internal_server_error',
        },
      },
      /error of its own/,
    ],
  ] as const;
  for (const [name, told, words] of CASES) {
    it(`Oxen: ${name}`, async () => {
      server.forget();
      server.tell(/./, told);
      assert.match(await retried('Oxen', 'Sandbox (Oxen)'), words);
    });
  }

  it('Oxen: a workspace that is not there any more', async () => {
    server.forget();
    server.tell(/^\/api\/namespaces$/, { status: 200, body: { ...OK, namespaces: [{ namespace: 'ox' }] } });
    server.tell(/^\/api\/repos\/ox$/, {
      status: 200,
      body: { ...OK, repositories: [{ namespace: 'ox', name: 'flowers' }] },
    });
    server.tell(/^\/api\/repos\/ox\/flowers\/workspaces/, {
      status: 200,
      body: { ...OK, workspaces: [{ id: 'w-1', name: 'tidy', commit: COMMIT }] },
    });
    const gone = {
      status: 'error',
      status_message: 'resource_not_found',
      oxen_version: '0.65.2',
      status_description: 'Workspace not found: w-1',
    };
    server.tell(/\/workspaces\/w-1/, { status: 404, body: gone });
    const row = wb.tree('Oxen').locator('.monaco-list-row', { hasText: '127.0.0.1' }).first();
    await row.hover();
    await row.locator('.action-label[aria-label="Retry"]').click();
    await wb.row('Oxen', 'flowers').waitFor();
    await wb.expand('Oxen', 'flowers');
    await wb.row('Oxen', 'tidy').waitFor();
    await wb.expand('Oxen', 'tidy');
    const told = await wb.until(
      async () => (await wb.spokenRows('Oxen')).find((row) => /no longer|not there|does not have|gone/i.test(row)),
      'a row that says that the workspace is gone',
    );
    assert.match(told, /workspace/i);
    await wb.shot('bad-input-workspace-gone');
  });

  it('Onedata: a token that the Onezone refuses', async () => {
    server.forget();
    server.tell(/./, {
      status: 401,
      body: {
        error: {
          id: 'unauthorized',
          details: { authError: { id: 'tokenRevoked', description: 'x' } },
          description: 'x',
        },
      },
    });
    assert.match(await retried('Onedata', 'Sandbox (Onedata)'), /token/i);
  });

  it('a server that is down, and one that never was: the address is named when an account is added', async () => {
    await server.stop();
    assert.match(await retried('Onedata', 'Sandbox (Onedata)'), /Nothing answers at 127\.0\.0\.1/);
    await wb.shot('bad-input-server-down');
    assert.deepEqual(
      wb.pageErrors.map(({ message }) => message),
      [],
    );
  });
});
