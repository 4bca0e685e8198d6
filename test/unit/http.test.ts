import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import * as net from 'node:net';
import { mock } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createSend } from '../../src/remotes/http';
import type { ApiRequest } from '../../src/remotes/request';
import { failed, failureOf, success, type Answer } from '../../src/removal/failure';
import { failureIn, listen, never, removal, sendTo, textRequest, TOKEN, type Listening } from '../support/wire';

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('http: what is sent', () => {
  let server: Listening;
  let seen: Seen[] = [];

  before(async () => {
    server = await listen((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        seen.push({ line: `${req.method} ${req.url}`, headers: req.headers, body });
        res.end('done');
      });
    });
  });
  beforeEach(() => (seen = []));
  after(() => server.close());

  const adapters = [
    { name: 'directly', viaProxy: () => false },
    { name: 'through the adapter for proxies', viaProxy: () => true },
  ];
  for (const { name, viaProxy } of adapters) {
    it(`${name}: the method, path, query and body of the request, to the byte`, async () => {
      const { send } = sendTo(server.origin, { viaProxy });
      const paths = ['/a%20b/%23%3F/%252e%252e/%F0%9F%90%82', '/files/', '/a//b', "/x!$&'()*+,;=:@~-._y"];
      for (const path of paths) {
        const request = removal({ path, query: { a: 'x y&z=é', b: ['1', '2'], c: 0, d: [] } });
        assert.deepEqual(await send(request, never), success('done'));
        const { line, body } = seen.at(-1) ?? assert.fail();
        assert.equal(line, `DELETE ${path}?a=x%20y%26z%3D%C3%A9&b=1&b=2&c=0`);
        assert.equal(body, '["a"]');
      }
    });

    it(`${name}: exactly the content type that oxen-server wants, none without a body, bytes untouched`, async () => {
      const { send } = sendTo(server.origin, { viaProxy });
      const bytes = new TextEncoder().encode('xx{"not": touched }\uFEFFxx').subarray(2, -2);
      const bodies: readonly (ApiRequest<unknown>['body'] | undefined)[] = [
        undefined,
        { json: { a: 'é' } },
        { bytes, type: 'multipart/form-data; boundary=b' },
      ];
      for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'] as const) {
        for (const body of bodies) await send(textRequest({ method, reads: false, ...(body ? { body } : {}) }), never);
        assert.deepEqual(
          seen.splice(0).map((one) => [one.headers['content-type'], one.body]),
          [
            [undefined, ''],
            ['application/json', '{"a":"é"}'],
            ['multipart/form-data; boundary=b', '{"not": touched }\uFEFF'],
          ],
        );
      }
    });

    it(`${name}: the token in its one header, the user agent, kept-alive connections`, async () => {
      const { send } = sendTo(server.origin, { viaProxy });
      await send(textRequest({ headers: { 'X-Auth-Token': 'other', 'User-Agent': 'other', 'X-More': '1' } }), never);
      const { headers } = seen[0] ?? assert.fail();
      assert.equal(headers['x-auth-token'], TOKEN);
      assert.equal(headers['user-agent'], 'winnow/0.0.0');
      assert.equal(headers.connection, 'keep-alive');
      // Only fetch says this of itself.
      assert.equal(headers['sec-fetch-mode'] !== undefined, viaProxy());
      assert.equal(headers['x-more'], '1');
      assert.equal(JSON.stringify(headers).split(JSON.stringify(TOKEN).slice(1, -1)).length, 2);
      const bearer = sendTo(server.origin, { viaProxy, token: { header: 'Authorization', value: 'abc.def' } });
      await bearer.send(textRequest(), never);
      const second = seen[1] ?? assert.fail();
      assert.equal(second.headers.authorization, 'Bearer abc.def');
      assert.equal(second.headers['x-auth-token'], undefined);
    });
  }

  it('a pooled connection keeps its interval of probes: each other one is asked of the system, at a fifteenth of a request', async () => {
    const spy = mock.method(net.Socket.prototype, 'setKeepAlive');
    const { send } = sendTo(server.origin);
    for (let count = 0; count < 3; count += 1) await send(textRequest(), never);
    const intervals = new Set(spy.mock.calls.map(({ arguments: [, interval] }) => interval));
    spy.mock.restore();
    assert.equal(intervals.size, 1);
  });

  it('refuses a user agent that oxen-server would take for an old client', () => {
    assert.throws(() => createSend({ origin: server.origin, userAgent: 'my-Oxen-tool/1' }));
  });

  it('logs one line a request, without the query', async () => {
    const { send, log } = sendTo(server.origin);
    await send(textRequest({ path: '/a/b', query: { token: TOKEN } }), never);
    assert.equal(log.length, 1);
    const { durationMs, ...line } = log[0] ?? assert.fail();
    assert.deepEqual(line, { method: 'GET', path: '/a/b', status: 200 });
    assert.ok(durationMs > 0);
  });

  it('survives a log that throws', async () => {
    const { send } = sendTo(server.origin, {
      onExchange: () => {
        throw new Error('disk full');
      },
    });
    assert.deepEqual(await send(textRequest(), never), success('done'));
  });
});

describe('http: what is never sent', () => {
  let server: Listening;
  let requests = 0;
  before(async () => {
    server = await listen((_req, res) => {
      requests += 1;
      res.end();
    });
  });
  afterEach(() => assert.equal(requests, 0));
  after(() => server.close());

  const refused = [
    ...[
      '',
      'a',
      '//evil.example/a',
      '/a b',
      '/é',
      '/a\\b',
      '/a?b',
      '/a#b',
      '/a\tb',
      '/a\n',
      '/%',
      '/%zz',
      '/a%2',
      '/"',
    ],
    ...['/.', '/..', '/./a', '/a/..', '/a/../b', '/a/%2e', '/a/%2E%2e/b', '/a/.%2e', '/a/%2e.'],
    ...['/a%2f..', '/a%2F..%2Fb', '/a%2f%2e%2e', '/a%5c..%5cb', '/%2e%2e%5ca', '/..%2fa'],
    ...['http://127.0.0.1/', '/\ud800', '@evil.example/', '.evil.example/', ':80/'],
  ];
  for (const path of refused) {
    it(`the path ${JSON.stringify(path)}`, async () => {
      for (const method of ['GET', 'DELETE'] as const) {
        const failure = failureIn(await sendTo(server.origin).send(textRequest({ path, method }), never));
        assert.deepEqual([failure.code, failure.kind, failure.reach], ['pathWouldChange', 'invalid', 'notSent']);
      }
    });
  }

  it('a token over plain http to another machine, unless its host was allowed', async () => {
    const origins = ['http://192.0.2.1', 'http://localhost.example', 'http://127.0.0.1.example', 'http://0.0.0.0:1'];
    for (const origin of origins) {
      const failure = failureIn(await sendTo(origin).send(textRequest({ timeout: 200 }), never));
      assert.deepEqual([failure.code, failure.reach, failure.retryable], ['plainHttpRefused', 'notSent', false]);
    }
    const allowed = sendTo('http://host.invalid', { allowPlainHttp: ['HOST.invalid'] });
    assert.notEqual(failureIn(await allowed.send(textRequest(), never)).code, 'plainHttpRefused');
    const byPort = sendTo('http://host.invalid:81', { allowPlainHttp: ['host.invalid:80'] });
    assert.equal(failureIn(await byPort.send(textRequest(), never)).code, 'plainHttpRefused');
    for (const loopback of ['http://localhost:1', 'http://127.1:1', 'http://[::1]:1', 'http://127.9.9.9:1']) {
      assert.equal(failureIn(await sendTo(loopback).send(textRequest(), never)).code, 'connectionRefused', loopback);
    }
  });

  it('anything to an origin that is none', async () => {
    for (const origin of [
      '',
      'host',
      'ftp://host',
      'https://u:p@host',
      'https://host/path',
      'https://host/?a',
      'file:///',
    ]) {
      assert.equal(failureIn(await sendTo(origin).send(textRequest(), never)).code, 'invalidOrigin', origin);
    }
  });

  it('a token that a header cannot carry whole', async () => {
    for (const value of ['', 'to ken', 'token\n', 'tökén', 'a\r\nX-Evil: 1']) {
      const { send } = sendTo(server.origin, { token: { header: 'X-Auth-Token', value } });
      const failure = failureIn(await send(textRequest(), never));
      assert.deepEqual([failure.code, failure.kind], ['unusableToken', 'auth']);
    }
  });

  it('a body that is no JSON', async () => {
    const failure = failureIn(await sendTo(server.origin).send(removal({ body: { json: 1n } }), never));
    assert.deepEqual([failure.code, failure.reach], ['unsendable', 'notSent']);
  });

  it('a request that was cancelled before', async () => {
    const failure = failureIn(await sendTo(server.origin).send(removal(), AbortSignal.abort()));
    assert.deepEqual([failure.kind, failure.code, failure.reach], ['cancelled', 'cancelled', 'notSent']);
  });
});

describe('http: what comes back', () => {
  const servers: Listening[] = [];
  const serve = async (...args: Parameters<typeof listen>): Promise<Listening> => {
    const server = await listen(...args);
    servers.push(server);
    return server;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  it('any status reaches parse, with lower-case headers', async () => {
    const { origin } = await serve((req, res) => {
      res.setHeader('X-Two', ['a', 'b']).setHeader('get', 'x').setHeader('set', 'y').setHeader('__proto__', 'z');
      res.writeHead(Number(req.url?.slice(1))).end('body');
    });
    for (const status of [200, 201, 206, 299, 400, 404, 418, 500, 599, 999]) {
      const request = textRequest({ path: `/${status}` });
      const answer = await sendTo(origin).send({ ...request, parse: (reply) => success(reply) }, never);
      assert.ok(answer.ok);
      assert.equal(answer.value.status, status);
      assert.equal(new TextDecoder().decode(answer.value.body), 'body');
      assert.equal(answer.value.truncated, false);
      const { headers } = answer.value;
      assert.deepEqual([headers['x-two'], headers.get, headers.set], ['a, b', 'x', 'y']);
    }
  });

  it('204 has an empty body', async () => {
    const { origin } = await serve((_req, res) => res.writeHead(204).end());
    assert.deepEqual(await sendTo(origin).send(removal(), never), success(''));
  });

  it('compressed answers are unpacked, and count unpacked', async () => {
    const { origin } = await serve((_req, res) => {
      res.setHeader('Content-Encoding', 'gzip').end(gzipSync('x'.repeat(100_000)));
    });
    const { send } = sendTo(origin);
    assert.deepEqual(await send(textRequest(), never), success('x'.repeat(100_000)));
    assert.equal(failureIn(await send(textRequest({ maxBytes: 99_999 }), never)).code, 'tooLong');
  });

  it('an answer without a body is a whole one', async () => {
    const { origin } = await serve((_req, res) => res.writeHead(204).end());
    for (const viaProxy of [false, true]) {
      const { send } = sendTo(origin, { viaProxy: () => viaProxy });
      const request: ApiRequest<string> = {
        ...removal(),
        parse: ({ status, body }) => success(`${status} ${body.length}`),
      };
      assert.deepEqual(await send(request, never), success('204 0'));
    }
  });

  it('a body longer than allowed is a failure, or cut when the request says so', async () => {
    const { origin } = await serve((_req, res) => res.end('0123456789'.repeat(50_000)));
    for (const viaProxy of [false, true]) {
      const { send } = sendTo(origin, { viaProxy: () => viaProxy });
      assert.equal((await send(textRequest({ maxBytes: 500_000 }), never)).ok, true);
      const failure = failureIn(await send(removal({ maxBytes: 499_999 }), never));
      assert.deepEqual([failure.code, failure.status, failure.reach], ['tooLong', 200, 'unanswered']);
      assert.equal(failure.data.limit, 499_999);
      const cut = await send({ ...textRequest({ maxBytes: 15, cut: true }), parse: (reply) => success(reply) }, never);
      assert.ok(cut.ok);
      assert.equal(new TextDecoder().decode(cut.value.body), '012345678901234');
      assert.equal(cut.value.truncated, true);
      const whole = await send({ ...textRequest({ cut: true }), parse: (reply) => success(reply.truncated) }, never);
      assert.deepEqual(whole, success(false));
    }
  });

  it('an endless body is let go of', async () => {
    let hangUp: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (hangUp = resolve));
    const { origin } = await serve((_req, res) => {
      const more = (): void => {
        if (res.write('x'.repeat(65_536))) setImmediate(more);
        else res.once('drain', more);
      };
      res.once('close', hangUp);
      more();
    });
    assert.equal(failureIn(await sendTo(origin).send(textRequest(), never)).code, 'tooLong');
    await closed;
  });

  it('redirects are never followed, and no token reaches the other origin', async () => {
    let reached = 0;
    const elsewhere = await serve((_req, res) => {
      reached += 1;
      res.end('gone');
    });
    for (const viaProxy of [false, true]) {
      for (const status of [301, 302, 303, 307, 308, 300, 304, 399]) {
        const { origin } = await serve((_req, res) => {
          res.writeHead(status, { Location: `${elsewhere.origin}/x?token=${TOKEN}` }).end('moved');
        });
        for (const request of [textRequest(), removal()]) {
          const failure = failureIn(await sendTo(origin, { viaProxy: () => viaProxy }).send(request, never));
          assert.deepEqual(
            { code: failure.code, kind: failure.kind, status: failure.status, reach: failure.reach },
            { code: 'redirected', kind: 'unexpected', status, reach: 'answered' },
          );
          assert.equal(failure.data.location, elsewhere.origin);
        }
      }
    }
    assert.equal(reached, 0);
    const { origin } = await serve((_req, res) => res.writeHead(302, { Location: 'http://[' }).end());
    assert.equal(failureIn(await sendTo(origin).send(removal(), never)).data.location, '');
  });

  it('Retry-After in seconds and as a date, and the server’s id, are in every failure', async () => {
    const now = Date.parse('Sun, 06 Nov 1994 08:49:00 GMT');
    for (const [text, expected] of [
      ['7', 7_000],
      ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
      ['86400', 86_400_000],
      ['soon', undefined],
    ] as const) {
      const { origin } = await serve((_req, res) => {
        res.writeHead(503, { 'Retry-After': text, 'X-Oxen-Request-Id': 'id-1\u00a0' }).end('busy');
      });
      const { send, log } = sendTo(origin, { now: () => now });
      const failure = failureIn(await send(removal(), never));
      assert.equal(failure.retryAfter, expected);
      assert.deepEqual([failure.kind, failure.code, failure.retryable], ['unavailable', 'serviceUnavailable', true]);
      assert.match(failure.serverId ?? '', /^id-1/);
      assert.deepEqual([log[0]?.status, log[0]?.failure], [503, 'serviceUnavailable']);
    }
  });

  it('what a parse function knows better stays', async () => {
    const { origin } = await serve((_req, res) => {
      res.writeHead(503, { 'Retry-After': '7', 'X-Request-Id': 'header' }).end();
    });
    const parse = (): Answer<string> => failed(failureOf('busy', 'posix.ebusy', { retryAfter: 1, serverId: 'body' }));
    const failure = failureIn(await sendTo(origin).send(removal({ parse }), never));
    assert.deepEqual([failure.retryAfter, failure.serverId, failure.code], [1, 'body', 'posix.ebusy']);
  });

  it('a parse function that throws is a failure, the effect in doubt', async () => {
    const { origin } = await serve((_req, res) => res.end('x'));
    const parse = (): never => {
      throw new Error('defect');
    };
    const failure = failureIn(await sendTo(origin).send(removal({ parse }), never));
    assert.deepEqual(
      [failure.code, failure.reach, failure.data.cause],
      ['parserFailed', 'unanswered', 'Error: defect'],
    );
  });
});
