import assert from 'node:assert/strict';
import http from 'node:http';
import { listen, type Listener } from '../../src/sandbox/listen';
import { ERROR_IDS } from '../../src/sandbox/onedata/errors';
import { type ProviderOptions } from '../../src/sandbox/onedata/provider';
import { createOxenSandbox } from '../../src/sandbox/oxen/server';
import { seedRepository, seedWorkspace } from '../../src/sandbox/oxen/store';
import {
  compare,
  documentedStatuses,
  type SeedAnswer,
  type SeedCall,
  type Violation,
  violationsOf,
} from '../support/seedSchemas';
import { DEVIATIONS } from './deviations';
import { everything, pathOf, PREFIX, type Rig, startRig } from './onedataSandboxRig';

/** Every answer of the two calls, against the documents that define them and the rows of `deviations.ts`. */
describe('answers of the practice servers and the two documents', () => {
  const answers: SeedAnswer[] = [];
  before(async function () {
    this.timeout(60_000);
    answers.push(...(await oxenAnswers()), ...(await onedataAnswers()));
  });
  const violations = (): readonly Violation[] => answers.flatMap(violationsOf);

  it('agree with them, or a row says why not and where that is known from', () => {
    assert.ok(answers.length > 400, `only ${String(answers.length)} answers`);
    assert.deepEqual(compare(violations(), DEVIATIONS).unexplained, []);
  });

  it('need every row', () => {
    assert.deepEqual(compare(violations(), DEVIATIONS).unused, []);
  });

  for (const call of ['stage files for removal', 'remove file at path'] as const)
    for (const status of documentedStatuses(call))
      it(`${call}: ${String(status)} is also answered exactly as documented`, () => {
        // 404 of Oxen always carries its description, which only a row can allow.
        const exact = answers.filter(
          (answer) => answer.call === call && answer.status === status && violationsOf(answer).length === 0,
        );
        const nearly = answers.filter(
          (answer) =>
            answer.call === call &&
            answer.status === status &&
            violationsOf(answer).every(({ field }) => field === 'status_description'),
        );
        assert.ok(exact.length > 0 || (call === 'stage files for removal' && status === 404 && nearly.length > 0));
      });

  it('the check itself sees what is missing, of the wrong type, too much, undocumented, and no JSON', () => {
    const check = (call: SeedCall, status: number, body: unknown, contentType = 'application/json'): string[] =>
      violationsOf({
        call,
        status,
        contentType,
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      }).map(({ field }) => field);
    const good = { status: 'success', status_message: 'resource_deleted', oxen_version: null, paths: ['a'] };
    assert.deepEqual(check('stage files for removal', 200, good), []);
    assert.deepEqual(check('stage files for removal', 200, { ...good, paths: [1] }), ['paths.0']);
    assert.deepEqual(check('stage files for removal', 206, { status: 'error', status_message: 'x' }), ['paths']);
    assert.deepEqual(check('stage files for removal', 200, { ...good, more: 1 }), ['more']);
    assert.deepEqual(check('stage files for removal', 200, '<html>', 'text/html'), ['body']);
    assert.deepEqual(check('stage files for removal', 200, '{"status"'), ['body']);
    assert.deepEqual(check('stage files for removal', 500, good), ['status']);
    assert.deepEqual(check('remove file at path', 204, ''), []);
    assert.deepEqual(check('remove file at path', 204, 'x'), ['body']);
    assert.deepEqual(
      check('remove file at path', 400, { error: { id: 'posix', description: 'd', ctx: { line: 'one' } } }).includes(
        'error.ctx.line',
      ),
      true,
    );
    assert.deepEqual(compare([{ call: 'remove file at path', status: 418, field: 'status' }], []).unexplained, [
      'remove file at path 418 status',
    ]);
  });
});

async function oxenAnswers(): Promise<readonly SeedAnswer[]> {
  const files = ['README.md', 'images/train/dog_1.jpg', 'annotations/incorrect.xml', 'a b/ü#?.txt', 'tables/t.csv'];
  const servers: Listener[] = [];
  const start = async (options: Parameters<typeof createOxenSandbox>[0]) => {
    const { handler, store } = createOxenSandbox(options);
    const seeds = files.map((path) => ({ path, bytes: Buffer.from(path) }));
    seedWorkspace(store, seedRepository(store, 'ox', 'samples', seeds), 'tidy');
    const server = await listen(handler);
    servers.push(server);
    return { store, server };
  };
  const open = await start({});
  const guarded = await start({ token: 'secret' });
  const target = (workspace = 'tidy', repository = 'samples'): string =>
    `/api/repos/ox/${repository}/workspaces/${workspace}/files`;
  const collected: SeedAnswer[] = [];
  const ask = async (
    server: Listener,
    path: string,
    body: string,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<void> => {
    const length = Buffer.byteLength(body);
    const all = { 'content-type': 'application/json', 'content-length': length, ...headers };
    const reply = await send(server.port, path, body, all);
    collected.push({ call: 'stage files for removal', ...reply });
  };
  const lists = [
    [],
    ...files.map((path) => [path]),
    files,
    ['images'],
    ['images', 'images/train'],
    ['nope'],
    ['README.md', 'nope'],
    ['', '/'],
    ['..'],
  ];
  for (const list of lists) await ask(open.server, target(), JSON.stringify(list));
  await ask(open.server, target('none'), '["README.md"]');
  await ask(open.server, target('tidy', 'none'), '["README.md"]');
  for (const bad of ['{bad', '[1, null]', '{"paths": ["images"]}', '']) await ask(open.server, target(), bad);
  await ask(open.server, target(), '["README.md"]', { 'content-type': 'text/plain' });
  await ask(
    open.server,
    target(),
    JSON.stringify(Array.from({ length: 50_000 }, (_, i) => `folder/of/files/with/a/long/name/file-${String(i)}.txt`)),
  );
  await ask(open.server, target(), '[]', { 'user-agent': 'oxen/0.1.0' });
  open.store.busy = '5';
  await ask(open.server, target(), '["README.md"]');
  for (const authorization of ['', 'Bearer wrong', 'Bearer secret'])
    await ask(guarded.server, target(), '["README.md"]', { authorization });
  await Promise.all(servers.map((server) => server.stop()));
  return collected;
}

function send(
  port: number,
  path: string,
  body: string,
  headers: http.OutgoingHttpHeaders,
): Promise<Omit<SeedAnswer, 'call'>> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path, method: 'DELETE', headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'],
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const PROVIDERS: readonly ProviderOptions[] = [
  { name: 'Krakow', version: '21.02.3' },
  { name: 'Krakow', version: '21.02.8' },
  { name: 'Krakow', version: '25.0' },
  { name: 'Krakow', version: '25.0', errorContext: 'documented' },
  { name: 'Krakow', version: '25.0', errorContext: 'nullFields' },
  { name: 'Krakow', version: '25.0', errorContext: 'null' },
];

async function onedataAnswers(): Promise<readonly SeedAnswer[]> {
  const collected: SeedAnswer[] = [];
  for (const provider of PROVIDERS) {
    const rig = await startRig({ providers: [provider] });
    collected.push(...(await answersOf(rig)));
    await rig.stop();
  }
  return collected;
}

async function answersOf(rig: Rig): Promise<readonly SeedAnswer[]> {
  const collected: SeedAnswer[] = [];
  const base = `${PREFIX}/data/${rig.space().id}/path`;
  const ask = async (target: string, more: Parameters<Rig['raw']>[2] = {}): Promise<void> => {
    const { status, headers, body } = await rig.raw('DELETE', target, more);
    collected.push({ call: 'remove file at path', status, contentType: headers['content-type'], body });
  };
  const [provider] = rig.sandbox.providers;
  assert.ok(provider);
  for (const id of ERROR_IDS) {
    provider.refuseWith = () => ({ id, details: { errno: 'ebusy' } });
    await ask(`${base}/notes`);
  }
  provider.refuseWith = undefined;
  for (const path of everything(rig.space()).filter((one) => one.startsWith('odd names/') && !one.endsWith('/')))
    await ask(`${base}/${pathOf(path)}`);
  for (const path of [
    'nothing',
    'README.md/x',
    'private/diary.txt',
    'locked/readable.txt',
    'protected',
    'links/to-itself/x',
    'links/broken',
    'experiments',
    '',
  ])
    await ask(`${base}/${path}`);
  for (const spelling of [
    '%2F',
    '%2e%2e',
    '../../../spaces',
    '../../../../nothing',
    'a%2F..%2Fb',
    '%00',
    '100%',
    'x'.repeat(8000),
  ])
    await ask(`${base}/${spelling}`);
  for (const token of [undefined, 'wrong', 'token-of-stranger', 'token-of-reader'])
    await ask(`${base}/README.md`, { token });
  await ask(`${base}/README.md`, { headers: { accept: 'text/html' } });
  await ask(`${PREFIX}/data/garbage/path/x`);
  await ask(`${PREFIX}/data/${rig.space('Private Project').id}/path/secret.txt`);
  await ask(`${base}/dir1/file.txt`);
  return collected;
}
