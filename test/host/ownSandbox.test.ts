import assert from 'node:assert/strict';
import type { Account } from '../../src/editor/accounts/account';
import { OwnSandbox } from '../../src/editor/accounts/sandboxAccounts';

describe('the sandbox of a window', () => {
  let started = 0;
  let stopped = 0;
  let isRefused = false;
  let accounts: Account[] = [];
  const store = {
    all: () => accounts,
    add: (account: Account) => Promise.resolve(void accounts.push(account)),
  };
  const start = async () => {
    started += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (isRefused) throw new Error('no port is free');
    return {
      oxen: { url: 'http://127.0.0.1:1' },
      onedata: { onezone: 'http://127.0.0.1:2', token: 'practice' },
      stop: () => Promise.resolve(void (stopped += 1)),
    };
  };
  const names = (): readonly string[] => accounts.map(({ id }) => id).sort();
  let sandbox: OwnSandbox;
  beforeEach(() => {
    [started, stopped, isRefused, accounts] = [0, 0, false, []];
    sandbox = new OwnSandbox(store, start);
  });

  it('is started and connected once, however often it is asked for', async () => {
    await Promise.all([sandbox.connect(), sandbox.connect()]);
    assert.deepEqual([started, names()], [1, ['sandbox-onedata', 'sandbox-oxen']]);
    assert.equal(await sandbox.connect(), false);
    assert.equal(started, 1);
    sandbox.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(stopped, 1);
  });

  it('comes back after one of its accounts, or both, were removed', async () => {
    await sandbox.connect();
    for (const left of [accounts.slice(0, 1), accounts.slice(1), []]) {
      accounts = left;
      assert.equal(await sandbox.connect(), true);
      assert.deepEqual(names(), ['sandbox-onedata', 'sandbox-oxen']);
    }
    assert.equal(started, 1);
  });

  it('is tried again after it could not be started', async () => {
    isRefused = true;
    await assert.rejects(sandbox.connect(), /no port is free/);
    isRefused = false;
    assert.equal(await sandbox.connect(), true);
    assert.deepEqual([started, names()], [2, ['sandbox-onedata', 'sandbox-oxen']]);
  });
});
