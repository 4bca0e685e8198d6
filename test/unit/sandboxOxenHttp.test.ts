import assert from 'node:assert/strict';
import fs from 'node:fs';
import type http from 'node:http';
import net from 'node:net';
import { listen } from '../../src/sandbox/listen';
import { fileForm, seedOxen, type SeededOxen } from '../support/seedOxen';

interface AuthLine {
  readonly note: string;
  readonly request: { readonly authorization?: string };
  readonly response: { readonly status: number; readonly type: string | null; readonly text?: string };
}

describe('Oxen sandbox: what is not JSON', () => {
  let oxen: SeededOxen;
  beforeEach(async () => {
    oxen = await seedOxen({ 'README.md': 'hello', 'pics/x y.txt': 'x', 'pics/50%2Foff.txt': 'p' });
  });
  afterEach(() => oxen.stop());

  it('refuses strangers as the recorded server did', async () => {
    await oxen.stop();
    oxen = await seedOxen({}, { token: 'right' });
    const lines = fs.readFileSync('test/contract/recordings/oxen-0.50.0-auth.jsonl', 'utf8').trim().split('\n');
    assert.equal(lines.length, 5);
    for (const line of lines) {
      const { note, request, response } = JSON.parse(line) as AuthLine;
      const header = request.authorization ?? 'Bearer right';
      const { status, headers, text } = await oxen.call('GET', '/api/repos/none', undefined, { authorization: header });
      assert.deepEqual([status, headers['content-type'] ?? null], [response.status, response.type], note);
      if (response.text !== undefined) assert.equal(text, response.text);
      const challenge = (response as Readonly<Record<string, unknown>>)['www-authenticate'];
      assert.equal(headers['www-authenticate'], challenge);
    }
    assert.equal((await oxen.call('GET', '/api/version')).status, 401, 'the version, too');
  });

  it('answers 413 before the body is there, and closes the connection', async () => {
    const head = [
      'DELETE /api/repos/ox/data/workspaces/ws/files HTTP/1.1',
      'Host: sandbox',
      'Content-Type: application/json',
      'Content-Length: 2097153',
    ].join('\r\n');
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(oxen.port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n["a`));
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1.1 413 /);
    assert.match(answer, /JSON payload \(2097153 bytes\) is larger than allowed \(limit: 2097152 bytes\)\.$/);
  });

  it('takes a list of exactly 2 MiB', async () => {
    const filler = 'x'.repeat(2 * 1024 * 1024 - '[""]'.length);
    const { status } = await oxen.call('DELETE', '/workspaces/ws/files', [filler]);
    assert.equal(status, 206);
  });

  it('is busy when it is told to: writing calls get 429 with Retry-After, reading calls go on', async () => {
    oxen.store.busy = '5';
    const refused = await oxen.call('DELETE', '/workspaces/ws/files', ['README.md']);
    assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '5']);
    assert.equal((refused.json as { error: { type: string } }).error.type, 'lock_timeout');
    assert.equal((await oxen.call('GET', '/workspaces/ws/changes')).status, 200);
    assert.equal((await oxen.call('GET', '/dir/main')).status, 200);
    oxen.store.busy = undefined;
    assert.equal((await oxen.call('DELETE', '/workspaces/ws/files', ['README.md'])).status, 200);
  });

  it('answers HEAD for a file with its length and no body; ranges are ignored', async () => {
    const head = await oxen.call('HEAD', '/file/main/README.md');
    assert.deepEqual([head.status, head.headers['content-length'], head.text], [200, '5', '']);
    assert.match(String(head.headers['oxen-revision-id']), /^[0-9a-f]{28,32}$/);
    const part = await oxen.call('GET', '/file/main/README.md', undefined, { range: 'bytes=0-1' });
    assert.deepEqual([part.status, part.text], [200, 'hello']);
    assert.equal((await oxen.call('HEAD', '/dir/main')).status, 404);
  });

  it('decodes listings twice and workspace paths once', async () => {
    const name = encodeURIComponent('50%2Foff.txt');
    assert.equal((await oxen.call('GET', `/file/main/pics/${name}`)).text, 'p');
    assert.equal((await oxen.call('GET', `/workspaces/ws/files/pics/${name}`)).status, 404);
    assert.equal((await oxen.call('GET', '/workspaces/ws/files/pics/x%20y.txt')).text, 'x');
    assert.equal((await oxen.call('GET', '/workspaces/ws/files/pics%2Fx%20y.txt')).status, 404);
  });

  it('finds the longest branch name, and a workspace last', async () => {
    await oxen.call('POST', '/branches', { new_name: 'feature/pics', from_name: 'main' });
    await oxen.call('POST', '/branches', { new_name: 'feature', from_name: 'main' });
    const version = async (resource: string): Promise<unknown> => {
      const { json } = await oxen.call('GET', `/dir/${resource}`);
      return (json as { resource?: unknown }).resource;
    };
    assert.deepEqual(await version('feature/pics'), { path: 'pics', version: 'feature' });
    assert.deepEqual(await version('feature/pics/pics'), { path: 'pics', version: 'feature/pics' });
    assert.equal((await oxen.call('GET', '/dir/ws/pics')).status, 200);
    assert.equal((await oxen.call('GET', '/dir/main/../x')).status, 400);
  });

  it('keeps subfolders in the name of an upload, and refuses to leave the workspace', async () => {
    const sent = await oxen.call('POST', '/workspaces/ws/files/pics', ...fileForm('new/deep.txt', 'd'));
    assert.deepEqual((sent.json as { paths: string[] }).paths, ['pics/new/deep.txt']);
    for (const name of ['../out.txt', '/etc/passwd', '.oxen/config'])
      assert.equal((await oxen.call('POST', '/workspaces/ws/files/', ...fileForm(name, 'd'))).status, 400, name);
  });

  it('keeps one connection for many calls', async () => {
    for (let i = 0; i < 20; i += 1) await oxen.call('GET', '/dir/main');
    assert.equal(oxen.connections(), 1);
  });
});

describe('listen', () => {
  const handler: http.RequestListener = (_, response) => response.end('here');

  it('listens on 127.0.0.1 only, and stops with its connections', async () => {
    const listener = await listen(handler);
    assert.equal(listener.url, `http://127.0.0.1:${listener.port}`);
    const socket = net.connect(listener.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    while (listener.open() === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await listener.stop();
    await closed;
    assert.deepEqual([listener.connections(), listener.open()], [1, 0]);
    await listener.stop();
  });

  it('says so when the port is taken', async () => {
    const first = await listen(handler);
    await assert.rejects(listen(handler, { port: first.port }), { code: 'EADDRINUSE' });
    await first.stop();
  });
});
