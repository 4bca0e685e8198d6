import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { generate } from 'selfsigned';
import type { SendOptions } from '../../src/remotes/http';
import { watchedTransport, type Passage } from '../../src/remotes/transport';
import { unknownRoute } from '../../src/remotes/transportRoute';
import { success, type Failure } from '../../src/removal/failure';
import { withFaults, type Fault } from '../support/faults';
import {
  failureIn,
  listen,
  listenRaw,
  never,
  removal,
  sendTo,
  textRequest,
  TOKEN,
  type Listening,
} from '../support/wire';

type Ending = Pick<Failure, 'kind' | 'code' | 'reach' | 'retryable'>;

const ending = ({ kind, code, reach, retryable }: Failure): Ending => ({ kind, code, reach, retryable });

const servers: Listening[] = [];
const kept = (server: Listening): Listening => {
  servers.push(server);
  return server;
};
const closeAll = (): Promise<unknown> => Promise.all(servers.splice(0).map((server) => server.close()));

describe('http: connections that fail', () => {
  afterEach(closeAll);

  for (const viaProxy of [false, true]) {
    const options: Partial<SendOptions> = { viaProxy: () => viaProxy };
    const by = viaProxy ? ' (fetch adapter)' : '';

    it(`nobody listens: connectionRefused, not sent${by}`, async () => {
      const server = await listenRaw(() => undefined);
      await server.close();
      for (const host of ['127.0.0.1', 'localhost']) {
        const failure = failureIn(await sendTo(`http://${host}:${server.port}`, options).send(removal(), never));
        const expected = { kind: 'network', code: 'connectionRefused', reach: 'notSent', retryable: true };
        assert.deepEqual(ending(failure), expected);
        assert.equal(failure.data.host, `${host}:${server.port}`);
      }
    });

    it(`no such name: hostNotFound, not sent${by}`, async () => {
      const failure = failureIn(await sendTo('https://host.invalid', options).send(removal(), never));
      const expected = { kind: 'network', code: 'hostNotFound', reach: 'notSent', retryable: true };
      assert.deepEqual(ending(failure), expected);
    });

    it(`closed without an answer: connectionReset, in doubt${by}`, async () => {
      for (const close of ['destroy', 'resetAndDestroy', 'end'] as const) {
        const server = kept(await listenRaw((socket) => socket.once('data', () => socket[close]())));
        const failure = failureIn(await sendTo(server.origin, options).send(removal(), never));
        const expected = { kind: 'network', code: 'connectionReset', reach: 'unanswered', retryable: true };
        assert.deepEqual(ending(failure), expected, close);
        assert.equal(failure.data.reusedSocket, 0);
        assert.equal(server.connections(), 1);
      }
    });

    it(`an answer that breaks off: truncatedAnswer, in doubt${by}`, async () => {
      const sized = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf';
      const chunked = 'HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n';
      for (const answer of [sized, chunked]) {
        const server = kept(await listenRaw((socket) => socket.once('data', () => socket.end(answer))));
        const { send, log } = sendTo(server.origin, options);
        const failure = failureIn(await send(removal(), never));
        const expected = { kind: 'network', code: 'truncatedAnswer', reach: 'unanswered', retryable: true };
        assert.deepEqual(ending(failure), expected);
        assert.equal(failure.status, Number(answer.slice(9, 12)));
        assert.equal(log[0]?.status, failure.status);
      }
    });

    it(`no answer in time: timeout, in doubt${by}`, async () => {
      const server = kept(await listenRaw(() => undefined));
      const failure = failureIn(await sendTo(server.origin, options).send(removal({ timeout: 60 }), never));
      const expected = { kind: 'timeout', code: 'timeout', reach: 'unanswered', retryable: true };
      assert.deepEqual(ending(failure), expected);
      assert.equal(failure.data.after, 60);
    });

    it(`a slow drip does not outlive the timeout${by}`, async () => {
      const fault: Fault = { do: 'drip', bytes: 10, everyMs: 30 };
      const server = kept(await listen(withFaults((_req, res) => res.end('x'.repeat(500)), [{ fault }]).listener));
      const started = performance.now();
      const failure = failureIn(await sendTo(server.origin, options).send(removal({ timeout: 300 }), never));
      assert.equal(failure.code, 'timeout');
      assert.equal(failure.reach, 'unanswered');
      assert.ok(performance.now() - started < 900);
    });

    it(`cancelled after sending: cancelled, in doubt, at once${by}`, async () => {
      for (const answer of ['', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf']) {
        const abort = new AbortController();
        const server = kept(
          await listenRaw((socket) =>
            socket.once('data', () => {
              socket.write(answer);
              setTimeout(() => abort.abort(), 20);
            }),
          ),
        );
        const failure = failureIn(await sendTo(server.origin, options).send(removal(), abort.signal));
        const expected = { kind: 'cancelled', code: 'cancelled', reach: 'unanswered', retryable: false };
        assert.deepEqual(ending(failure), expected);
      }
    });

    it(`no HTTP at all: unreadableAnswer, in doubt${by}`, async () => {
      for (const answer of ['SSH-2.0-OpenSSH_9.9\r\n', 'HTTP/1.1 abc\r\n\r\n', '\0\x01\x02\x03']) {
        const server = kept(await listenRaw((socket) => socket.once('data', () => socket.end(answer))));
        const failure = failureIn(await sendTo(server.origin, options).send(removal(), never));
        const expected = { kind: 'unexpected', code: 'unreadableAnswer', reach: 'unanswered', retryable: false };
        assert.deepEqual(ending(failure), expected, JSON.stringify(answer));
      }
    });
  }

  it('a connection that never stands: timeout and cancel are "not sent"', async () => {
    // TLS waits for a handshake that this server does not know.
    const server = kept(await listenRaw(() => undefined));
    const { send } = sendTo(server.origin.replace('http:', 'https:'));
    const late = failureIn(await send(removal({ timeout: 80 }), never));
    assert.deepEqual([late.code, late.reach], ['timeout', 'notSent']);
    const cancelled = failureIn(await send(removal(), AbortSignal.timeout(50)));
    assert.deepEqual([cancelled.code, cancelled.reach], ['cancelled', 'notSent']);
  });

  it('a connection handed over in the middle of its handshake, as from a proxy, has carried nothing yet', async () => {
    const server = kept(await listenRaw(() => undefined));
    const tunnel = net.connect(server.port, '127.0.0.1');
    await once(tunnel, 'connect');
    const agent = new https.Agent();
    // What Node's types leave out: an agent may give any stream.
    Reflect.set(agent, 'createConnection', () => tls.connect({ socket: tunnel }));
    const passage: Passage = { mayHaveArrived: false, reusedSocket: false };
    const request = watchedTransport(true, passage, unknownRoute()).request(
      { host: 'host.invalid', agent },
      () => undefined,
    );
    request.on('error', () => undefined).end('body');
    await once(request, 'socket');
    await new Promise((resolve) => setTimeout(resolve, 20));
    request.destroy();
    assert.equal(passage.mayHaveArrived, false);
  });

  it('interim answers do not end a request; an upgrade nobody asked for fails it', async () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const interim = kept(await listenRaw((socket) => socket.once('data', () => socket.write(early + ok))));
    assert.deepEqual(await sendTo(interim.origin).send(textRequest(), never), success('ok'));
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n';
    const switching = kept(await listenRaw((socket) => socket.once('data', () => socket.write(upgrade))));
    const failure = failureIn(await sendTo(switching.origin).send(removal(), never));
    assert.deepEqual([failure.code, failure.reach], ['unreadableAnswer', 'unanswered']);
  });

  it('a proxy in the environment is not asked: that is the editor’s business', async () => {
    let asked = 0;
    const proxy = kept(await listenRaw(() => (asked += 1)));
    const server = kept(await listen((_req, res) => res.end('direct')));
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'no_proxy', 'NO_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    try {
      for (const name of names) process.env[name] = name.toLowerCase() === 'no_proxy' ? '' : proxy.origin;
      assert.deepEqual(await sendTo(server.origin).send(textRequest(), never), success('direct'));
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
    assert.equal(asked, 0);
  });
});

describe('http: TLS', () => {
  const DAY = 86_400_000;
  interface Certificate {
    readonly key: string;
    readonly cert: string;
  }
  const certificate = async (name: string, from: number, to: number): Promise<Certificate> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      keySize: 2048,
      notBeforeDate: new Date(Date.now() + from * DAY),
      notAfterDate: new Date(Date.now() + to * DAY),
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames:
            name === 'localhost'
              ? [
                  { type: 2, value: name },
                  { type: 7, ip: '127.0.0.1' },
                ]
              : [{ type: 2, value: name }],
        },
      ],
    });
    return { key: made.private, cert: made.cert };
  };
  let good: Certificate, expired: Certificate, other: Certificate;

  before(async () => {
    [good, expired, other] = await Promise.all([
      certificate('localhost', -1, 30),
      certificate('localhost', -30, -1),
      certificate('other.example', -1, 30),
    ]);
  });
  afterEach(closeAll);

  const cases: readonly (readonly [string, () => Certificate, () => string | undefined, string])[] = [
    ['nobody vouches for it', () => good, () => undefined, 'certificateUntrusted'],
    ['its time is over', () => expired, () => expired.cert, 'certificateExpired'],
    ['it is for another host', () => other, () => other.cert, 'certificateHostMismatch'],
    ['another authority is trusted', () => good, () => other.cert, 'certificateUntrusted'],
    [
      'the private authority is no certificate',
      () => good,
      () => '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
      'certificateUntrusted',
    ],
  ];
  for (const [name, own, ca, code] of cases) {
    it(`a certificate is refused when ${name}: ${code}`, async () => {
      let requests = 0;
      const server = kept(
        await listen((_req, res) => {
          requests += 1;
          res.end();
        }, own()),
      );
      const trusted = ca();
      const { send } = sendTo(server.origin, trusted === undefined ? {} : { ca: trusted });
      const failure = failureIn(await send(removal(), never));
      assert.deepEqual(ending(failure), { kind: 'network', code, reach: 'notSent', retryable: false });
      assert.equal(requests, 0);
    });
  }

  it('a private authority is trusted for its own server, and connections are kept', async () => {
    const server = kept(await listen((_req, res) => res.end('ok'), good));
    for (const viaProxy of [false, true]) {
      const before = server.connections();
      const { send } = sendTo(server.origin, { ca: good.cert, viaProxy: () => viaProxy });
      for (let i = 0; i < 20; i++) assert.deepEqual(await send(removal(), never), success('ok'));
      assert.equal(server.connections() - before, 1);
    }
  });

  it('a server without TLS: tlsFailed, not sent', async () => {
    const server = kept(await listen((_req, res) => res.end()));
    const failure = failureIn(await sendTo(server.origin.replace('http:', 'https:')).send(removal(), never));
    assert.deepEqual([failure.code, failure.reach, failure.retryable], ['tlsFailed', 'notSent', false]);
  });

  it('a server that hangs up during the handshake: not sent', async () => {
    const server = kept(await listenRaw((socket) => socket.once('data', () => socket.destroy())));
    const failure = failureIn(await sendTo(server.origin.replace('http:', 'https:')).send(removal(), never));
    assert.deepEqual([failure.code, failure.reach], ['connectionReset', 'notSent']);
  });

  it('the fetch adapter says the same of certificates', async () => {
    const server = kept(await listen((_req, res) => res.end(), good));
    const failure = failureIn(await sendTo(server.origin, { viaProxy: () => true }).send(removal(), never));
    assert.deepEqual([failure.code, failure.reach], ['certificateUntrusted', 'notSent']);
  });
});

describe('http: pooled connections', () => {
  afterEach(closeAll);

  it('1,000 requests, 32 at a time, over at most 32 connections, and no warnings', async () => {
    const warnings: string[] = [];
    const warned = (warning: Error): void => void warnings.push(String(warning));
    process.on('warning', warned);
    const server = kept(await listen((req, res) => req.resume().on('end', () => setTimeout(() => res.end('ok'), 1))));
    const { send } = sendTo(server.origin);
    const { signal } = new AbortController();
    // Loading axios counts for the first requests, and takes seconds on a busy machine.
    const patient = { ...removal(), timeout: 30_000 };
    let left = 1_000;
    const worker = async (): Promise<void> => {
      while (left-- > 0) assert.deepEqual(await send(patient, signal), success('ok'));
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off('warning', warned);
    assert.ok(server.connections() <= 32, `${server.connections()} connections`);
    assert.deepEqual(warnings, []);
  });

  it('1,000 answers without a body, 32 at a time, each followed at once by the next request: over at most 32 connections', async () => {
    const server = kept(
      await listen((req, res) => req.resume().on('end', () => setTimeout(() => res.writeHead(204).end(), 1))),
    );
    const { send } = sendTo(server.origin);
    const { signal } = new AbortController();
    const patient = { ...removal(), timeout: 30_000 };
    let left = 1_000;
    const worker = async (): Promise<void> => {
      while (left-- > 0) assert.equal((await send(patient, signal)).ok, true);
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    assert.ok(server.connections() <= 32, `${server.connections()} connections`);
  });

  it('asks to keep the connection even where the agent would not, as in VS Code (microsoft/vscode#173861)', async () => {
    const asked: unknown[] = [];
    const server = kept(
      await listen((req, res) => {
        asked.push(req.headers.connection);
        res.end();
      }),
    );
    const agent = http.globalAgent;
    try {
      http.globalAgent = new http.Agent({ keepAlive: false });
      await sendTo(server.origin).send(removal(), never);
    } finally {
      http.globalAgent = agent;
    }
    assert.deepEqual(asked, ['keep-alive']);
  });

  /** Answers the first request of each of the first `stale` connections, and resets them at their second. */
  async function forgetful(stale: number): Promise<{ server: Listening; requests: () => number }> {
    let requests = 0;
    const server = await listenRaw((socket, nth) => {
      let here = 0;
      socket.on('data', () => {
        requests += 1;
        here += 1;
        if (here > 1 && nth <= stale) socket.resetAndDestroy();
        // The delay keeps two first requests on two connections.
        else setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 20);
      });
    });
    return { server: kept(server), requests: () => requests };
  }

  it('a read that meets a stale connection is repeated, silently, on a new one', async () => {
    for (const stale of [1, 3]) {
      const { server, requests } = await forgetful(stale);
      const { send, log } = sendTo(server.origin);
      await Promise.all(Array.from({ length: stale }, () => send(textRequest(), never)));
      assert.equal(server.connections(), stale);
      assert.deepEqual(await send(textRequest(), never), success('ok'));
      assert.equal(requests(), stale + 2);
      assert.deepEqual(
        log.filter((line) => line.failure !== undefined),
        [],
      );
    }
  });

  it('nothing but a read is ever repeated', async () => {
    for (const method of ['DELETE', 'PUT', 'POST', 'PATCH'] as const) {
      const { server, requests } = await forgetful(1);
      const { send } = sendTo(server.origin);
      await send(textRequest(), never);
      const failure = failureIn(await send(removal({ method }), never));
      assert.deepEqual([failure.code, failure.data.reusedSocket, failure.reach], ['connectionReset', 1, 'unanswered']);
      assert.equal(requests(), 2);
    }
  });

  it('a read is repeated once, not twice, and never after a reset of a new connection', async () => {
    let requests = 0;
    const dying = kept(
      await listenRaw((socket, nth) =>
        socket.on('data', () => {
          requests += 1;
          if (requests > 1) socket.resetAndDestroy();
          else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${String(nth).length}\r\n\r\n${nth}`);
        }),
      ),
    );
    const { send } = sendTo(dying.origin);
    await send(textRequest(), never);
    const failure = failureIn(await send(textRequest(), never));
    assert.deepEqual([failure.code, failure.data.reusedSocket], ['connectionReset', 0]);
    assert.equal(requests, 3);
    assert.equal(failureIn(await send(textRequest(), never)).code, 'connectionReset');
    assert.equal(requests, 4);
  });

  it('a cancel between the two tries is a cancel', async () => {
    const abort = new AbortController();
    const server = kept(
      await listenRaw((socket, nth) => {
        let here = 0;
        socket.on('data', () => {
          here += 1;
          if (nth === 1 && here === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
          else if (nth === 1) socket.resetAndDestroy();
          else abort.abort();
        });
      }),
    );
    const { send } = sendTo(server.origin);
    await send(textRequest(), abort.signal);
    assert.equal(failureIn(await send(textRequest(), abort.signal)).code, 'cancelled');
  });
});

describe('http: the token', () => {
  afterEach(closeAll);

  const SPELLINGS: readonly (readonly [string, string])[] = [
    ['as it is', TOKEN],
    ['in a URL', encodeURIComponent(TOKEN)],
    ['in a URL in a URL', encodeURIComponent(encodeURIComponent(TOKEN))],
    ['in JSON', JSON.stringify(JSON.stringify({ token: TOKEN }))],
    ['in base64', Buffer.from(TOKEN).toString('base64')],
    ['in basic credentials', Buffer.from(`user:${TOKEN}:`).toString('base64')],
    ['between terminal codes', `${TOKEN.slice(0, 9)}\u001b[31m${TOKEN.slice(9)}`],
  ];

  for (const [name, text] of SPELLINGS) {
    it(`is in no failure and no log line when the server says it ${name}`, async () => {
      const server = kept(
        await listen((req, res) => {
          const status = Number(req.url?.split('/')[1]);
          const header = text.replace(/[^\x20-\x7e]/g, '');
          const headers = { 'X-Request-Id': header, Location: `http://127.0.0.1/${header}`, 'Retry-After': header };
          res.writeHead(status, header, headers).end(`no: ${text} is wrong`);
        }),
      );
      const forbidden = [TOKEN, encodeURIComponent(TOKEN), text, Buffer.from(TOKEN).toString('base64').slice(0, -2)];
      for (const status of [302, 401, 500]) {
        const { send, log } = sendTo(server.origin);
        const path = `/${status}/${encodeURIComponent(TOKEN)}`;
        const failure = failureIn(await send(removal({ path, query: { token: TOKEN } }), never));
        const out = JSON.stringify([failure, log]);
        for (const secret of forbidden) assert.ok(!out.includes(secret), `${secret} in ${out}`);
        if (status !== 302) assert.match(String(failure.data.message), /^no: .* is wrong$/);
      }
    });
  }

  it('is in no failure of the connection, and in no refusal', async () => {
    const closed = await listenRaw(() => undefined);
    await closed.close();
    const { port } = closed;
    const host = 'sesame-open-sesame';
    const token = { header: 'Authorization', value: host } as const;
    for (const origin of [`http://${host}:${port}`, `https://${host}.invalid`, `https://${host}/path`]) {
      const { send, log } = sendTo(origin, { token });
      const answers = [await send(removal(), never), await send(removal({ path: `/../${host}` }), never)];
      assert.ok(!JSON.stringify([answers, log]).includes(host));
    }
    const parse = (): never => {
      throw new Error(`cannot read ${TOKEN}`);
    };
    const server = kept(await listen((_req, res) => res.end()));
    const failure = failureIn(await sendTo(server.origin).send(textRequest({ parse }), never));
    assert.ok(!JSON.stringify(failure).includes(TOKEN));
  });

  it('goes to no other port of the same host', async () => {
    let heard = '';
    const other = kept(await listenRaw((socket) => socket.on('data', (data) => (heard += data.toString()))));
    const server = kept(await listen((_req, res) => res.writeHead(307, { Location: `${other.origin}/` }).end()));
    assert.equal(failureIn(await sendTo(server.origin).send(removal(), never)).code, 'redirected');
    await new Promise((resolve) => net.connect(other.port, '127.0.0.1', () => setTimeout(resolve, 10)).unref());
    assert.equal(heard, '');
  });
});
