import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freeAccountId, type Account } from '../../src/editor/accounts/account';
import { AccountStore } from '../../src/editor/accounts/accountStore';

/** What two windows of one person share: VS Code keeps secrets once, and tells every window of a change. */
function sharedSecrets(): { readonly window: () => vscode.SecretStorage; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const change = (key: string, value?: string): Promise<void> => {
    if (value === undefined) kept.delete(key);
    else kept.set(key, value);
    changed.fire({ key });
    return Promise.resolve();
  };
  const storage = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    store: change,
    delete: (key: string) => change(key),
    onDidChange: changed.event,
  };
  return { window: () => storage, kept };
}

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, fallback?: unknown) => values.get(key) ?? fallback,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

const LAB: Account = { id: 'lab', kind: 'oxen', name: 'Lab', origin: 'https://oxen.example.org', memoryOnly: false };
const TOKEN = 'a token of nobody';

describe('the accounts of two windows', () => {
  it('signing out in one takes the token away in both, and the other is told', async () => {
    const { window, kept } = sharedSecrets();
    const [here, there] = [new AccountStore(memento(), window()), new AccountStore(memento(), window())];
    for (const store of [here, there]) await store.add(LAB, TOKEN);
    assert.equal(await there.token('lab'), TOKEN);
    let told = 0;
    there.onDidChange(() => (told += 1));
    await here.remove('lab');
    assert.equal(told, 1);
    assert.equal(await there.token('lab'), undefined);
    assert.equal(kept.size, 0);
    for (const store of [here, there]) store.dispose();
  });

  it('an account that is given no token any more sends none: the old one is not kept either', async () => {
    const { window, kept } = sharedSecrets();
    const store = new AccountStore(memento(), window());
    await store.add(LAB, TOKEN);
    await store.add(LAB, undefined);
    assert.equal(await store.token('lab'), undefined);
    assert.equal(kept.size, 0);
    assert.deepEqual(store.all(), [LAB]);
    store.dispose();
  });

  it('an account that is removed in one is not there any more when the other hears that its token is gone', async () => {
    const { window } = sharedSecrets();
    const state = memento();
    const [here, there] = [new AccountStore(state, window()), new AccountStore(state, window())];
    await here.add(LAB, TOKEN);
    const found: unknown[] = [];
    there.onDidChange(() => found.push(there.get('lab')));
    await here.remove('lab');
    assert.deepEqual(found, [undefined]);
    for (const store of [here, there]) store.dispose();
  });

  it('what has no token is told of when a window gets the focus, once, and never what the window did itself', async () => {
    const { window } = sharedSecrets();
    const [state, focus] = [memento(), new vscode.EventEmitter<{ readonly focused: boolean }>()];
    const open = (): AccountStore => new AccountStore(state, window(), focus.event);
    const [here, there] = [open(), open()];
    await here.add(LAB, undefined);
    const told: string[] = [];
    here.onDidChange(() => told.push('here'));
    there.onDidChange(() => told.push('there'));
    const toldAfter = (focused: boolean): readonly string[] => {
      told.length = 0;
      focus.fire({ focused });
      return [...told];
    };
    toldAfter(true);
    await here.update({ ...LAB, preferredProviders: { space: 'p' } });
    assert.deepEqual(toldAfter(false), []);
    assert.deepEqual(toldAfter(true), ['there']);
    await here.rename(LAB, 'Our Lab');
    assert.deepEqual(toldAfter(true), ['there']);
    assert.equal(there.get('lab')?.name, 'Our Lab');
    assert.deepEqual(toldAfter(true), []);
    await here.remove('lab');
    assert.deepEqual(toldAfter(true), [], 'its token has told of it already');
    for (const store of [here, there]) store.dispose();
  });

  it('a list that reaches the other window after the news of a token is noticed there soon', async () => {
    const { window } = sharedSecrets();
    const late = memento();
    const [here, there] = [new AccountStore(memento(), window()), new AccountStore(late, window())];
    const found: string[] = [];
    there.onDidChange(() => found.push(there.get('lab')?.name ?? 'nothing'));
    await here.add(LAB, TOKEN);
    await late.update('winnow.accounts', [LAB]);
    for (const end = Date.now() + 5_000; found.length < 2 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(found, ['nothing', 'Lab']);
    for (const store of [here, there]) store.dispose();
  });

  it('an account whose token cannot be taken away stays, so that it can be tried again', async () => {
    const { window } = sharedSecrets();
    const locked = { ...window(), delete: () => Promise.reject(new Error('the keyring is locked')) };
    const store = new AccountStore(memento(), locked);
    await store.add(LAB, TOKEN);
    await assert.rejects(store.remove('lab'), /locked/);
    assert.deepEqual(store.all(), [LAB]);
    assert.equal(await store.token('lab'), TOKEN);
    store.dispose();
  });

  it('the id of an account that was removed is kept for its server: what reports, marks and mapped folders say means no other one', async () => {
    const { window } = sharedSecrets();
    const store = new AccountStore(memento(), window());
    const [first, second] = ['https://hub-lab.example.org', 'https://hub.lab-example.org'];
    const idFor = (origin: string) => freeAccountId(origin, store.takenIds(origin));
    const id = idFor(first);
    assert.equal(idFor(second), id, 'they look the same');
    await store.add({ ...LAB, id, origin: first }, TOKEN);
    await store.remove(id);
    assert.deepEqual([idFor(first), idFor(second)], [id, `${id}-2`]);
    assert.equal(store.hostOf(id), 'hub-lab.example.org', 'a report can still tell');
    store.dispose();
  });

  it('another secret than a token concerns nobody', async () => {
    const { window } = sharedSecrets();
    const store = new AccountStore(memento(), window());
    let told = 0;
    store.onDidChange(() => (told += 1));
    await window().store('something.else', 'x');
    assert.equal(told, 0);
    store.dispose();
  });
});
