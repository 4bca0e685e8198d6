import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Exchange } from '../../src/remotes/exchange';
import { createSend, type SendOptions } from '../../src/remotes/http';
import type { ApiRequest, Reply, Send } from '../../src/remotes/request';
import { failed, success, type Answer, type Failure } from '../../src/removal/failure';
import { failureByStatus, textOf } from '../../src/remotes/reply';

/** A server on a free port of 127.0.0.1 that ends with the test. */
export interface Listening {
  readonly port: number;
  /** `http://127.0.0.1:PORT` or `https://…`. */
  readonly origin: string;
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** A server's handler over real sockets; with `tls` over TLS. */
export function listen(handler: http.RequestListener, tls?: https.ServerOptions): Promise<Listening> {
  const server = tls ? https.createServer(tls, handler) : http.createServer(handler);
  return started(server, tls ? 'https' : 'http');
}

/** A server below HTTP: one call a connection. */
export function listenRaw(onConnection: (socket: net.Socket, nth: number) => void): Promise<Listening> {
  let nth = 0;
  return started(
    net.createServer((socket) => {
      nth += 1;
      onConnection(socket, nth);
    }),
    'http',
  );
}

async function started(server: net.Server, scheme: string): Promise<Listening> {
  const open = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });
  return {
    port,
    origin: `${scheme}://127.0.0.1:${port}`,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

export const TOKEN = 'MDAxY2xvY2F0aW9uIG9uZXpvbmU+/8=_x';

/** A send with a token, and what it logged. */
export function sendTo(origin: string, options: Partial<SendOptions> = {}): { send: Send; log: Exchange[] } {
  const log: Exchange[] = [];
  const send = createSend({
    origin,
    userAgent: 'winnow/0.0.0',
    token: { header: 'X-Auth-Token', value: TOKEN },
    onExchange: (line) => log.push(line),
    ...options,
  });
  return { send, log };
}

/** A read of `/` whose value is the body's text, changed at will. */
export function textRequest(more: Partial<ApiRequest<string>> = {}): ApiRequest<string> {
  return { method: 'GET', path: '/', reads: true, timeout: 10_000, maxBytes: 1 << 20, parse: textAnswer, ...more };
}

/** A write with a body. */
export function removal(more: Partial<ApiRequest<string>> = {}): ApiRequest<string> {
  return textRequest({ method: 'DELETE', path: '/files', body: { json: ['a'] }, reads: false, ...more });
}

export function textAnswer(reply: Reply): Answer<string> {
  const text = new TextDecoder().decode(reply.body);
  return reply.status < 400 ? success(text) : failed(failureByStatus(reply, textOf(reply)));
}

export const never = new AbortController().signal;

/** The failure of an answer; a value is a failed test. */
export function failureIn(answer: Answer<unknown>): Failure {
  if (answer.ok) throw new Error(`expected a failure, got ${JSON.stringify(answer.value)}`);
  return answer.failure;
}
