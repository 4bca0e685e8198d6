import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer: a status with JSON (an object) or with any text. */
export interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** A server on 127.0.0.1 that answers as it is told, and can be taken away. */
export interface HostileServer {
  readonly url: string;
  readonly host: string;
  /** From now on every request whose path matches is answered so; the latest word counts. */
  tell(path: RegExp, told: Told): void;
  forget(): void;
  stop(): Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  let rules: { readonly path: RegExp; readonly told: Told }[] = [];
  const server = http.createServer((request, response) => {
    const { status, body } = rules.findLast(({ path }) => path.test(request.url ?? ''))?.told ?? {
      status: 404,
      body: '',
    };
    const isText = typeof body === 'string';
    const type = isText ? (body.startsWith('<') ? 'text/html' : 'text/plain') : 'application/json';
    response.writeHead(status, { 'content-type': type });
    response.end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    tell: (path, told) => void rules.push({ path, told }),
    forget: () => (rules = []),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
