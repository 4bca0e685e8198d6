import http from 'node:http';
import { listen } from '../../src/sandbox/listen';
import { createOxenSandbox, type OxenSandboxOptions } from '../../src/sandbox/oxen/server';
import { seedRepository, seedWorkspace, type Store } from '../../src/sandbox/oxen/store';

export interface PlainReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body, or undefined when it is no JSON. */
  readonly json: unknown;
}

export interface SeededOxen {
  readonly store: Store;
  readonly port: number;
  /** Below `/api/repos/ox/data`, unless the path begins with `/api`. A body that is no text is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<PlainReply>;
  connections(): number;
  stop(): Promise<void>;
}

/** A practice server with one repository `ox/data` of these files and the workspace `ws` on it. */
export async function seedOxen(
  files: Readonly<Record<string, string>>,
  options: OxenSandboxOptions = {},
): Promise<SeededOxen> {
  const { handler, store } = createOxenSandbox(options);
  const seeds = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  seedWorkspace(store, seedRepository(store, 'ox', 'data', seeds), 'ws');
  const listener = await listen(handler);
  const agent = new http.Agent({ keepAlive: true });
  return {
    store,
    port: listener.port,
    call: (method, path, body, headers = {}) => {
      const url = path.startsWith('/api') ? path : `/api/repos/ox/data${path}`;
      const data = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const type = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
      // Without a length node sends the body of a DELETE as no body at all.
      const length = data === undefined ? {} : { 'content-length': Buffer.byteLength(data) };
      const target = { host: '127.0.0.1', port: listener.port, method, path: url, agent };
      return send({ ...target, headers: { ...type, ...length, ...headers } }, data);
    },
    connections: () => listener.connections(),
    async stop() {
      agent.destroy();
      await listener.stop();
    },
  };
}

function send(options: http.RequestOptions, data: string | undefined): Promise<PlainReply> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
    });
    request.on('error', reject);
    request.end(data);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A form with one file, as an upload sends it. */
export function fileForm(name: string, content: string): readonly [body: string, headers: Record<string, string>] {
  const head = `--mark\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return [`${head}${content}\r\n--mark--\r\n`, { 'content-type': 'multipart/form-data; boundary=mark' }];
}
