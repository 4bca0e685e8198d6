import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';

export interface ListenOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** PEM texts. With them the server speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A practice server that is listening. */
export interface Listener {
  /** Without a trailing slash, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  /** Connections accepted since the start. */
  connections(): number;
  /** Connections that are open now. */
  open(): number;
  /** Closes the server and every connection. Done twice, it does nothing. */
  stop(): Promise<void>;
}

/** oxen-server 0.65.2 keeps an idle connection for 75 s; a client that pools sockets meets the same here. */
const KEEP_ALIVE_MS = 75_000;

/** Serves `handler` on 127.0.0.1 only. Rejects with the system's error when the port is taken. */
export async function listen(handler: http.RequestListener, options: ListenOptions = {}): Promise<Listener> {
  const server = options.tls ? https.createServer(options.tls, handler) : http.createServer(handler);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    connections: () => accepted,
    open: () => sockets.size,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
