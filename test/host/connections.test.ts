import assert from 'node:assert/strict';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Account } from '../../src/editor/accounts/account';
import type { AccountStore } from '../../src/editor/accounts/accountStore';
import { Connections } from '../../src/editor/accounts/connections';
import type { Output } from '../../src/editor/output';
import { TableSteps } from '../../src/editor/removal/tableSteps';
import { listen, never } from '../support/wire';

describe('a client that is older than its account’s token', () => {
  const changed = new vscode.EventEmitter<void>();
  let token: string | undefined;
  let account: Account | undefined;
  let locked = false;
  const accounts = {
    onDidChange: changed.event,
    get: () => account,
    token: () => (locked ? Promise.reject(new Error('the keyring is locked')) : Promise.resolve(token)),
  } as unknown as AccountStore;
  const output = { debug: () => undefined } as unknown as Output;
  const steps = new TableSteps(path.join(os.tmpdir(), 'winnow-no-such-file'));
  const set = (next: { readonly token?: string; readonly account?: Account }): void => {
    ({ token, account } = { token: undefined, account: undefined, ...next });
    changed.fire();
  };

  it('sends the token of the moment, and nothing once the account has been removed', async () => {
    const seen: (string | undefined)[] = [];
    const server = await listen((req, res) => {
      seen.push(req.headers.authorization);
      res.end('[]');
    });
    const connections = new Connections(accounts, steps, output, () => Promise.resolve(false));
    try {
      const lab: Account = { id: 'lab', kind: 'oxen', name: 'Lab', origin: server.origin, memoryOnly: true };
      set({ token: 'of-before', account: lab });
      const client = await connections.oxen(lab);
      await client.namespaces(never);
      set({ token: 'of-now', account: lab });
      await client.namespaces(never);
      set({ account: lab });
      await client.namespaces(never);
      set({});
      const refused = await client.namespaces(never);
      assert.deepEqual(seen, ['Bearer of-before', 'Bearer of-now', undefined]);
      assert.ok(!refused.ok);
      assert.deepEqual([refused.failure.code, refused.failure.reach], ['noAccount', 'notSent']);
    } finally {
      connections.dispose();
      await server.close();
    }
  });

  it('goes to no other server than the account’s, whatever a row says that another extension made up, or the client of an account before', async () => {
    const seen: string[] = [];
    const [own, other] = await Promise.all(
      ['own', 'other'].map((name) =>
        listen((req, res) => {
          seen.push(`${name} ${String(req.headers.authorization ?? req.headers['x-auth-token'])}`);
          res.end('[]');
        }),
      ),
    );
    assert.ok(own && other);
    const connections = new Connections(accounts, steps, output, () => Promise.resolve(false));
    try {
      const lab: Account = { id: 'lab', kind: 'oxen', name: 'Lab', origin: own.origin, memoryOnly: false };
      set({ token: 'of-lab', account: lab });
      const made = { ...lab, origin: other.origin };
      const refused = await (await connections.oxen(made)).branches('ns', 'repo', never);
      assert.ok(!refused.ok && refused.failure.code === 'noAccount');
      const before = await connections.oxen(lab);
      // Another server’s account, added once that one was removed, can have its id: `a.b-c.org` and `a-b.c.org` make the same.
      set({ token: 'of-the-next', account: made });
      assert.ok(!(await before.namespaces(never)).ok);
      const zone: Account = { ...made, kind: 'onedata', role: 'onezone' };
      set({ token: 'of-the-zone', account: zone });
      assert.ok(!(await connections.scope({ ...zone, origin: own.origin })).ok);
      assert.deepEqual(seen, []);
      await connections.scope(zone);
      assert.deepEqual([...new Set(seen)], ['other of-the-zone']);
    } finally {
      connections.dispose();
      await Promise.all([own.close(), other.close()]);
    }
  });

  it('sends nothing while VS Code gives out no token, says so, and tries again the next time', async () => {
    let requests = 0;
    const server = await listen((_, res) => {
      requests += 1;
      res.end('[]');
    });
    const connections = new Connections(accounts, steps, output, () => Promise.resolve(false));
    try {
      const lab: Account = { id: 'lab', kind: 'oxen', name: 'Lab', origin: server.origin, memoryOnly: true };
      set({ token: 'of-now', account: lab });
      locked = true;
      const refused = await (await connections.oxen(lab)).namespaces(never);
      assert.ok(!refused.ok);
      assert.deepEqual([refused.failure.code, refused.failure.reach, requests], ['tokenUnreadable', 'notSent', 0]);
      locked = false;
      await (await connections.oxen(lab)).namespaces(never);
      assert.equal(requests, 1);
    } finally {
      locked = false;
      connections.dispose();
      await server.close();
    }
  });

  it('asks what a Onedata token reaches again after VS Code gave it out no more', async () => {
    const server = await listen((_, res) => res.writeHead(401).end('{}'));
    const connections = new Connections(accounts, steps, output, () => Promise.resolve(false));
    try {
      const { origin } = server;
      const zone: Account = { id: 'zone', kind: 'onedata', name: 'Zone', origin, role: 'onezone', memoryOnly: true };
      set({ token: 'of-now', account: zone });
      const codes: string[] = [];
      for (locked of [true, false]) {
        const scope = await connections.scope(zone);
        codes.push(scope.ok ? 'ok' : scope.failure.code);
      }
      assert.equal(codes[0], 'tokenUnreadable');
      assert.notEqual(codes[1], 'tokenUnreadable');
    } finally {
      locked = false;
      connections.dispose();
      await server.close();
    }
  });
});
