import assert from 'node:assert/strict';
import * as http from 'node:http';
import type * as net from 'node:net';
import { withFaults, type Fault, type FaultRule, type FaultScript } from '../support/faults';

/** A server that remembers what took effect. Its answers are plain JSON. */
interface Patient {
  readonly effects: string[];
  readonly script: FaultScript;
  readonly port: number;
  /** Resolves when the next request has arrived whole. */
  arrival(): Promise<void>;
}

const servers: http.Server[] = [];

async function patientWith(...rules: FaultRule[]): Promise<Patient> {
  const effects: string[] = [];
  const script = withFaults((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      effects.push(`${req.method} ${req.url} ${Buffer.concat(chunks).toString()}`.trim());
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify({ seen: effects.length, id: req.headers['x-id'] ?? null }));
    });
  }, rules);
  const server = http.createServer(script.listener);
  servers.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });
  const arrival = (): Promise<void> =>
    new Promise((resolve) => {
      server.once('request', (request: http.IncomingMessage) => request.once('end', resolve));
    });
  return { effects, script, port, arrival };
}

interface Heard {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

/** Node's own client, so that what the faults do is not seen through the code under test elsewhere. */
function ask(port: number, method: string, path: string, body?: string, givingUp?: Promise<unknown>): Promise<Heard> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'X-Id': '7', 'Content-Length': Buffer.byteLength(body ?? '') };
    const req = http.request({ port, host: '127.0.0.1', method, path, agent: false, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const { statusCode: status = 0, headers } = res;
        resolve({ status, headers, body: Buffer.concat(chunks).toString(), ms: performance.now() - started });
      });
    });
    req.on('error', reject);
    void givingUp?.then(() => req.destroy());
    req.end(body);
  });
}

const firstTime = (fault: Fault): FaultRule => ({ fault, at: { from: 1, to: 1 } });

describe('fault script', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('leaves everything alone that no rule names', async () => {
    const patient = await patientWith({ method: 'DELETE', path: '/x', fault: { do: 'expire' } });
    assert.equal((await ask(patient.port, 'GET', '/x')).status, 200);
    assert.equal((await ask(patient.port, 'DELETE', '/y')).status, 200);
    assert.equal((await ask(patient.port, 'DELETE', '/x?y=1')).status, 401);
    assert.deepEqual(patient.effects, ['GET /x', 'DELETE /y']);
    assert.deepEqual([patient.script.requests(), patient.script.fired()], [3, [1]]);
  });

  it('counts from the n-th to the m-th request, also past earlier rules; the first match wins', async () => {
    const patient = await patientWith(
      { at: { from: 2, to: 2 }, fault: { do: 'refuse', status: 429 } },
      { at: { from: 2, to: 3 }, fault: { do: 'refuse', status: 503 } },
      { at: { from: 5 }, fault: { do: 'expire' } },
    );
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await ask(patient.port, 'GET', '/')).status);
    assert.deepEqual(statuses, [200, 429, 503, 200, 401, 401]);
    assert.deepEqual(patient.script.fired(), [1, 1, 2]);
    await patient.script.play([]);
    assert.deepEqual([patient.script.fired(), patient.script.requests()], [[], 0]);
    assert.equal((await ask(patient.port, 'GET', '/')).status, 200);
  });

  it('slow: answers late, and takes effect although the client has gone', async () => {
    const patient = await patientWith({ latency: 60, fault: { do: 'slow' } });
    const heard = await ask(patient.port, 'POST', '/a', 'body');
    assert.ok(heard.ms >= 55, `${heard.ms} ms`);
    assert.equal(heard.body, '{"seen":1,"id":"7"}');
    await assert.rejects(ask(patient.port, 'POST', '/b', 'more', patient.arrival()));
    await patient.script.settled();
    assert.deepEqual(patient.effects, ['POST /a body', 'POST /b more']);
  });

  it('refuse: 429 and 503 with Retry-After in seconds and as a date, without the effect', async () => {
    const patient = await patientWith(firstTime({ do: 'refuse', status: 429, retryAfter: { seconds: 3 } }), {
      fault: { do: 'refuse', status: 503, retryAfter: { dateInMs: 5_000 }, type: 'text/plain', body: 'busy' },
    });
    const first = await ask(patient.port, 'DELETE', '/a');
    assert.deepEqual([first.status, first.headers['retry-after']], [429, '3']);
    const second = await ask(patient.port, 'DELETE', '/a');
    assert.deepEqual([second.status, second.body], [503, 'busy']);
    const wait = Date.parse(second.headers['retry-after'] ?? '') - Date.now();
    assert.ok(wait > 3_000 && wait <= 5_000, `${wait} ms`);
    assert.deepEqual(patient.effects, []);
  });

  for (const effect of ['before', 'after'] as const) {
    it(`reset: ${effect} the effect`, async () => {
      const patient = await patientWith(firstTime({ do: 'reset', effect }));
      await assert.rejects(ask(patient.port, 'DELETE', '/a', '["x"]'), { code: 'ECONNRESET' });
      assert.deepEqual(patient.effects, effect === 'after' ? ['DELETE /a ["x"]'] : []);
    });
  }

  it('truncate: the effect, and an answer that breaks off', async () => {
    for (const share of [0, 0.5, 0.95, 1]) {
      const patient = await patientWith(firstTime({ do: 'truncate', share }));
      await assert.rejects(ask(patient.port, 'DELETE', '/a'), { code: 'ECONNRESET' }, String(share));
      assert.deepEqual(patient.effects, ['DELETE /a']);
    }
  });

  it('html: with a friendly status, with or without the effect', async () => {
    const patient = await patientWith(firstTime({ do: 'html', effect: 'none' }), {
      fault: { do: 'html', effect: 'done' },
    });
    for (const effects of [0, 1]) {
      const heard = await ask(patient.port, 'DELETE', '/a');
      assert.equal(heard.status, 200);
      assert.match(heard.headers['content-type'] ?? '', /html/);
      assert.match(heard.body, /^<!doctype/);
      assert.equal(patient.effects.length, effects);
    }
  });

  it('redirect: the same path elsewhere', async () => {
    const patient = await patientWith({ fault: { do: 'redirect', status: 307, to: 'http://127.0.0.1:1' } });
    const heard = await ask(patient.port, 'DELETE', '/a?b=1');
    assert.deepEqual([heard.status, heard.headers.location], [307, 'http://127.0.0.1:1/a?b=1']);
  });

  it('partial: some elements of an array take effect, then 500', async () => {
    const patient = await patientWith({ fault: { do: 'partial', share: 0.5 } });
    const heard = await ask(patient.port, 'DELETE', '/files', '["a","b","c"]');
    assert.equal(heard.status, 500);
    assert.deepEqual(patient.effects, ['DELETE /files ["a"]', 'DELETE /files ["b"]']);
  });

  it('partial: a server may say what the parts of a request are', async () => {
    const effects: string[] = [];
    const script = withFaults(
      (req, res) => {
        effects.push(req.url ?? '');
        res.end();
      },
      [{ fault: { do: 'partial', share: 0.5 } }],
      (request) => ['/1', '/2'].map((child) => ({ ...request, url: request.url + child })),
    );
    const server = http.createServer(script.listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await ask((server.address() as net.AddressInfo).port, 'DELETE', '/folder');
    assert.deepEqual(effects, ['/folder/1']);
  });

  it('late: the effect comes after the client has given up', async () => {
    const patient = await patientWith({ fault: { do: 'late', client: 'ignored', afterMs: 80 } });
    await assert.rejects(ask(patient.port, 'DELETE', '/a', undefined, patient.arrival()));
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(patient.effects, []);
    await patient.script.settled();
    assert.deepEqual(patient.effects, ['DELETE /a']);
  });

  it('late: the effect comes after the client was cut off', async () => {
    const patient = await patientWith({ fault: { do: 'late', client: 'reset', afterMs: 60 } });
    await assert.rejects(ask(patient.port, 'DELETE', '/a'), { code: 'ECONNRESET' });
    assert.deepEqual(patient.effects, []);
    await patient.script.settled();
    assert.deepEqual(patient.effects, ['DELETE /a']);
  });

  it('drip: the whole answer, a few bytes at a time', async () => {
    const patient = await patientWith({ fault: { do: 'drip', bytes: 20, everyMs: 5 } });
    const heard = await ask(patient.port, 'GET', '/a');
    assert.equal(heard.body, '{"seen":1,"id":"7"}');
    assert.ok(heard.ms > 25, `${heard.ms} ms`);
  });

  it('flood: 5 MB of error text', async () => {
    const patient = await patientWith({ fault: { do: 'flood', status: 500, bytes: 5 << 20 } });
    assert.equal((await ask(patient.port, 'DELETE', '/a')).body.length, 5 << 20);
    assert.deepEqual(patient.effects, []);
  });

  it('raw: any bytes at all, after the effect', async () => {
    const patient = await patientWith(
      firstTime({ do: 'raw', text: 'HTTP/1.1 999 Why\r\nContent-Length: 2\r\n\r\nhm' }),
      {
        fault: { do: 'raw', text: 'SSH-2.0-OpenSSH\r\n' },
      },
    );
    assert.equal((await ask(patient.port, 'DELETE', '/a')).status, 999);
    await assert.rejects(ask(patient.port, 'DELETE', '/a'), /Parse Error/);
    assert.deepEqual(patient.effects, ['DELETE /a', 'DELETE /a']);
  });
});
