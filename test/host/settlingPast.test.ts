import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Account } from '../../src/editor/accounts/account';
import type { AccountStore } from '../../src/editor/accounts/accountStore';
import { Connections } from '../../src/editor/accounts/connections';
import type { Output } from '../../src/editor/output';
import { preparePlan } from '../../src/editor/removal/planner';
import type { RunHistory } from '../../src/editor/removal/runHistory';
import { settlePast } from '../../src/editor/removal/settlePast';
import { TableSteps } from '../../src/editor/removal/tableSteps';
import type { OnedataAddress } from '../../src/removal/address';
import { pastRuns } from '../../src/removal/journalHistory';
import { decodeJournal, encodeRecords } from '../../src/removal/journalRecord';
import type { Plan } from '../../src/removal/plan';
import { ROOT } from '../../src/removal/remotePath';
import type { Report } from '../../src/removal/report';
import { startSandbox, type Sandbox } from '../../src/sandbox/start';
import { never } from '../support/wire';

describe('a deletion whose window died, in a space of two providers', () => {
  const changed = new vscode.EventEmitter<void>();
  let sandbox: Sandbox;
  let account: Account;
  let token: string;
  let space: OnedataAddress;
  let ids: readonly string[] = [];
  let domains: readonly string[] = [];
  /** Host and port of the provider that does not know of the file. */
  let lagging: string | undefined;
  /** Providers that were asked about single files. */
  let asked: string[] = [];
  const accounts = {
    onDidChange: changed.event,
    get: () => account,
    token: () => Promise.resolve(token),
  } as unknown as AccountStore;
  const windows: Connections[] = [];
  /** What a window that was just opened connects with, whose person prefers a provider by its position. */
  const windowPreferring = (provider: number): Connections => {
    account = { ...account, preferredProviders: { [space.space]: ids[provider] ?? '' } };
    const steps = new TableSteps(path.join(os.tmpdir(), 'winnow-no-such-file'));
    const output = { debug: () => undefined } as unknown as Output;
    const connections = new Connections(accounts, steps, output, () => Promise.resolve(false));
    windows.push(connections);
    return connections;
  };
  const lag =
    (handler: RequestListener): RequestListener =>
    (req, res) => {
      const isAboutAFile = req.method === 'GET' && /\/data\/[^/]+$/.test((req.url ?? '').replace(/\?.*/, ''));
      if (isAboutAFile) asked.push(req.headers.host ?? '');
      if (!isAboutAFile || req.headers.host !== lagging) return handler(req, res);
      const error = { id: 'posix', details: { errno: 'enoent' }, description: 'Operation failed' };
      res.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
    };

  before(async () => {
    sandbox = await startSandbox({ scale: 0.01, wrapOnedata: lag });
    const { onezone: origin } = sandbox.onedata;
    token = sandbox.onedata.token;
    account = { id: 'lab', kind: 'onedata', name: 'Lab', origin, role: 'onezone', memoryOnly: true };
    space = { kind: 'onedata', account: 'lab', space: '' };
    const scope = await windowPreferring(0).scope(account);
    const info = (scope.ok ? scope.value.spaces : []).find(({ providers }) => providers.length === 2);
    assert.ok(info, 'the sample has a space of two providers');
    space = { ...space, space: info.id };
    ids = info.providers.map(({ id }) => id);
    domains = info.providers.map(({ domain }) => domain);
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    [lagging, asked] = [undefined, []];
  });
  afterEach(() => {
    for (const connections of windows.splice(0)) connections.dispose();
  });

  /** The plan of deleting a file of the space's root, as a window makes it that prefers a provider. */
  const planned = async (provider: number): Promise<Plan> => {
    const connections = windowPreferring(provider);
    const remote = await connections.remote(space);
    const page = remote.ok ? await remote.value.list(ROOT, undefined, never) : remote;
    const entry = page.ok ? page.value.items.find(({ kind }) => kind === 'file') : undefined;
    assert.ok(entry, 'there is a file');
    const prepared = await preparePlan(
      'deletePermanently',
      { listed: [{ remote: space, entry }], shown: [] },
      connections,
    );
    assert.ok(prepared.ok);
    return prepared.value.plan;
  };
  /** What the next window reads of a run that died after its one request had been sent. */
  const left = (plan: Plan): Report => {
    const about = { run: plan.id, at: 1 };
    const text = encodeRecords([
      { type: 'planned', ...about, plan },
      { type: 'started', ...about },
      { type: 'sending', ...about, targets: [0] },
    ]);
    const [run] = pastRuns(decodeJournal(text).records);
    return run?.report ?? assert.fail('the journal tells of no run');
  };
  const history = { correct: () => Promise.resolve() } as unknown as RunHistory;
  const settled = async (report: Report, connections: Connections): Promise<string | undefined> =>
    (await settlePast(report, connections, history, never)).lines[0]?.outcome.kind;

  for (const [first, second] of [
    [0, 1],
    [1, 0],
  ] as const) {
    it(`is looked up at the provider that was asked, number ${first}, not at the one that is preferred now`, async () => {
      const report = left(await planned(first));
      assert.equal(report.lines[0]?.outcome.kind, 'unknown');
      [lagging, asked] = [domains[second], []];
      assert.equal(await settled(report, windowPreferring(second)), 'unknown', 'it still has the file');
      lagging = domains[first];
      assert.equal(await settled(report, windowPreferring(second)), 'done', 'its word counts');
      assert.deepEqual([...new Set(asked)], [domains[first]]);
    });
  }

  it('stays unknown while that provider is none of the space’s any more', async () => {
    const plan = await planned(0);
    const report = left({ ...plan, servers: { [Object.keys(plan.servers ?? {})[0] ?? '']: 'one-that-went' } });
    asked = [];
    for (const domain of domains) {
      lagging = domain;
      assert.equal(await settled(report, windowPreferring(1)), 'unknown');
    }
    assert.deepEqual(asked, []);
  });

  it('is looked up where removals go now when the journal does not say who was asked: it is an older one', async () => {
    const { servers, ...plan } = await planned(0);
    assert.ok(servers);
    lagging = domains[1];
    assert.equal(await settled(left(plan), windowPreferring(0)), 'unknown');
    assert.equal(await settled(left(plan), windowPreferring(1)), 'done');
  });
});
